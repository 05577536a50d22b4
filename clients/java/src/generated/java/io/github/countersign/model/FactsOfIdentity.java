// Made by `npm run clients` from openapi/openapi-3.0.json.
package io.github.countersign.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.Model;
import io.github.countersign.OpenValue;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** As if a token had said so. */
@SuppressWarnings("unused")
public final class FactsOfIdentity extends Model {
  public FactsOfIdentity() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public FactsOfIdentity(ObjectNode json) {
    super(json);
  }

  public AssuranceEnum getAssurance() {
    return get("assurance", AssuranceEnum.class);
  }

  public FactsOfIdentity assurance(AssuranceEnum assurance) {
    set("assurance", assurance);
    return this;
  }

  public List<String> getRoles() {
    return list("roles", String.class);
  }

  public FactsOfIdentity roles(List<String> roles) {
    set("roles", roles);
    return this;
  }

  public List<String> getGroups() {
    return list("groups", String.class);
  }

  public FactsOfIdentity groups(List<String> groups) {
    set("groups", groups);
    return this;
  }

  public List<String> getScopes() {
    return list("scopes", String.class);
  }

  public FactsOfIdentity scopes(List<String> scopes) {
    set("scopes", scopes);
    return this;
  }

  public Map<String, String> getClaims() {
    return get("claims", new TypeReference<>() {});
  }

  public FactsOfIdentity claims(Map<String, String> claims) {
    set("claims", claims);
    return this;
  }

  public String getIssuer() {
    return get("issuer", String.class);
  }

  public FactsOfIdentity issuer(String issuer) {
    set("issuer", issuer);
    return this;
  }

  public String getAcr() {
    return get("acr", String.class);
  }

  public FactsOfIdentity acr(String acr) {
    set("acr", acr);
    return this;
  }

  public List<String> getAmr() {
    return list("amr", String.class);
  }

  public FactsOfIdentity amr(List<String> amr) {
    set("amr", amr);
    return this;
  }

  public Double getAuthAgeS() {
    return get("auth_age_s", Double.class);
  }

  public FactsOfIdentity authAgeS(Double authAgeS) {
    set("auth_age_s", authAgeS);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class AssuranceEnum extends OpenValue {
    public static final AssuranceEnum VERIFIED = new AssuranceEnum("verified");
    public static final AssuranceEnum ASSERTED = new AssuranceEnum("asserted");
    public static final AssuranceEnum NONE = new AssuranceEnum("none");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AssuranceEnum(String value) {
      super(value);
    }
  }
}

