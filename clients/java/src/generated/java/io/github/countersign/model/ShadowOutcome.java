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

/** {@code ShadowOutcome} of the contract. */
@SuppressWarnings("unused")
public final class ShadowOutcome extends Model {
  public ShadowOutcome() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ShadowOutcome(ObjectNode json) {
    super(json);
  }

  /** Null: what is in force, with every policy of mode {@code shadow}. */
  public String getSet() {
    return get("set", String.class);
  }

  public ShadowOutcome set(String set) {
    set("set", set);
    return this;
  }

  public Decision getDecision() {
    return get("decision", Decision.class);
  }

  public ShadowOutcome decision(Decision decision) {
    set("decision", decision);
    return this;
  }

  /** What the enforcement point should answer. */
  public Integer getStatus() {
    return get("status", Integer.class);
  }

  public ShadowOutcome status(Integer status) {
    set("status", status);
    return this;
  }

  public List<String> getDetermining() {
    return list("determining", String.class);
  }

  public ShadowOutcome determining(List<String> determining) {
    set("determining", determining);
    return this;
  }

  /** What is counted or remembered for it could not be told: policies that wait for that say nothing here. */
  public Boolean getIsPartial() {
    return get("is_partial", Boolean.class);
  }

  public ShadowOutcome isPartial(Boolean isPartial) {
    set("is_partial", isPartial);
    return this;
  }
}

