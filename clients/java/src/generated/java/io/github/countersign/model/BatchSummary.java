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

/** {@code BatchSummary} of the contract. */
@SuppressWarnings("unused")
public final class BatchSummary extends Model {
  public BatchSummary() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BatchSummary(ObjectNode json) {
    super(json);
  }

  public Long getAllow() {
    return get("allow", Long.class);
  }

  public BatchSummary allow(Long allow) {
    set("allow", allow);
    return this;
  }

  public Long getChallenge() {
    return get("challenge", Long.class);
  }

  public BatchSummary challenge(Long challenge) {
    set("challenge", challenge);
    return this;
  }

  public Long getDeny() {
    return get("deny", Long.class);
  }

  public BatchSummary deny(Long deny) {
    set("deny", deny);
    return this;
  }

  public Long getError() {
    return get("error", Long.class);
  }

  public BatchSummary error(Long error) {
    set("error", error);
    return this;
  }
}

