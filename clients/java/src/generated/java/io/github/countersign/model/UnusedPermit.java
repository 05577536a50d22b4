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

/** {@code UnusedPermit} of the contract. */
@SuppressWarnings("unused")
public final class UnusedPermit extends Model {
  public UnusedPermit() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public UnusedPermit(ObjectNode json) {
    super(json);
  }

  public String getPolicy() {
    return get("policy", String.class);
  }

  public UnusedPermit policy(String policy) {
    set("policy", policy);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public UnusedPermit name(String name) {
    set("name", name);
    return this;
  }

  public OffsetDateTime getSince() {
    return get("since", OffsetDateTime.class);
  }

  public UnusedPermit since(OffsetDateTime since) {
    set("since", since);
    return this;
  }

  public OffsetDateTime getLastUsedAt() {
    return get("last_used_at", OffsetDateTime.class);
  }

  public UnusedPermit lastUsedAt(OffsetDateTime lastUsedAt) {
    set("last_used_at", lastUsedAt);
    return this;
  }
}

