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

/** {@code PolicyTestOutcome} of the contract. */
@SuppressWarnings("unused")
public final class PolicyTestOutcome extends Model {
  public PolicyTestOutcome() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyTestOutcome(ObjectNode json) {
    super(json);
  }

  public Decision getDecision() {
    return get("decision", Decision.class);
  }

  public PolicyTestOutcome decision(Decision decision) {
    set("decision", decision);
    return this;
  }

  public Integer getStatus() {
    return get("status", Integer.class);
  }

  public PolicyTestOutcome status(Integer status) {
    set("status", status);
    return this;
  }

  public List<String> getReasons() {
    return list("reasons", String.class);
  }

  public PolicyTestOutcome reasons(List<String> reasons) {
    set("reasons", reasons);
    return this;
  }

  public List<String> getObligations() {
    return list("obligations", String.class);
  }

  public PolicyTestOutcome obligations(List<String> obligations) {
    set("obligations", obligations);
    return this;
  }
}

