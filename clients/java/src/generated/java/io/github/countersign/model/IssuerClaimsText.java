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

/** {@code IssuerClaimsText} of the contract. */
@SuppressWarnings("unused")
public final class IssuerClaimsText extends Model {
  public IssuerClaimsText() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public IssuerClaimsText(ObjectNode json) {
    super(json);
  }

  public String getUser() {
    return get("user", String.class);
  }

  public IssuerClaimsText user(String user) {
    set("user", user);
    return this;
  }

  public String getRoles() {
    return get("roles", String.class);
  }

  public IssuerClaimsText roles(String roles) {
    set("roles", roles);
    return this;
  }

  public String getGroups() {
    return get("groups", String.class);
  }

  public IssuerClaimsText groups(String groups) {
    set("groups", groups);
    return this;
  }

  public String getScopes() {
    return get("scopes", String.class);
  }

  public IssuerClaimsText scopes(String scopes) {
    set("scopes", scopes);
    return this;
  }
}

