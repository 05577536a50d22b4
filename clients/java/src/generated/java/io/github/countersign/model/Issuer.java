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

/** {@code Issuer} of the contract. */
@SuppressWarnings("unused")
public final class Issuer extends Model {
  public Issuer() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Issuer(ObjectNode json) {
    super(json);
  }

  public String getIssuer() {
    return get("issuer", String.class);
  }

  public Issuer issuer(String issuer) {
    set("issuer", issuer);
    return this;
  }

  public List<String> getAudiences() {
    return list("audiences", String.class);
  }

  public Issuer audiences(List<String> audiences) {
    set("audiences", audiences);
    return this;
  }

  public String getJwksUri() {
    return get("jwks_uri", String.class);
  }

  public Issuer jwksUri(String jwksUri) {
    set("jwks_uri", jwksUri);
    return this;
  }

  public JwkSet getJwks() {
    return get("jwks", JwkSet.class);
  }

  public Issuer jwks(JwkSet jwks) {
    set("jwks", jwks);
    return this;
  }

  public List<String> getAlgorithms() {
    return list("algorithms", String.class);
  }

  public Issuer algorithms(List<String> algorithms) {
    set("algorithms", algorithms);
    return this;
  }

  public IssuerClaims getClaims() {
    return get("claims", IssuerClaims.class);
  }

  public Issuer claims(IssuerClaims claims) {
    set("claims", claims);
    return this;
  }

  public OffsetDateTime getValidFrom() {
    return get("valid_from", OffsetDateTime.class);
  }

  public Issuer validFrom(OffsetDateTime validFrom) {
    set("valid_from", validFrom);
    return this;
  }

  public OffsetDateTime getValidUntil() {
    return get("valid_until", OffsetDateTime.class);
  }

  public Issuer validUntil(OffsetDateTime validUntil) {
    set("valid_until", validUntil);
    return this;
  }
}

