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

/** {@code PolicyChanges} of the contract. */
@SuppressWarnings("unused")
public final class PolicyChanges extends Model {
  public PolicyChanges() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyChanges(ObjectNode json) {
    super(json);
  }

  public String getPolicy() {
    return get("policy", String.class);
  }

  public PolicyChanges policy(String policy) {
    set("policy", policy);
    return this;
  }

  public Long getNewlyDenied() {
    return get("newly_denied", Long.class);
  }

  public PolicyChanges newlyDenied(Long newlyDenied) {
    set("newly_denied", newlyDenied);
    return this;
  }

  public Long getNewlyAllowed() {
    return get("newly_allowed", Long.class);
  }

  public PolicyChanges newlyAllowed(Long newlyAllowed) {
    set("newly_allowed", newlyAllowed);
    return this;
  }

  public Long getNewlyChallenged() {
    return get("newly_challenged", Long.class);
  }

  public PolicyChanges newlyChallenged(Long newlyChallenged) {
    set("newly_challenged", newlyChallenged);
    return this;
  }
}

