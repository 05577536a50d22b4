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

/** {@code IssuerClaims} of the contract. */
@SuppressWarnings("unused")
public final class IssuerClaims extends Model {
  public IssuerClaims() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public IssuerClaims(ObjectNode json) {
    super(json);
  }

  public String getUser() {
    return get("user", String.class);
  }

  public IssuerClaims user(String user) {
    set("user", user);
    return this;
  }

  public String getRoles() {
    return get("roles", String.class);
  }

  public IssuerClaims roles(String roles) {
    set("roles", roles);
    return this;
  }

  public String getGroups() {
    return get("groups", String.class);
  }

  public IssuerClaims groups(String groups) {
    set("groups", groups);
    return this;
  }

  public String getScopes() {
    return get("scopes", String.class);
  }

  public IssuerClaims scopes(String scopes) {
    set("scopes", scopes);
    return this;
  }
}

