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

/** {@code PolicyTestExpectation} of the contract. */
@SuppressWarnings("unused")
public final class PolicyTestExpectation extends Model {
  public PolicyTestExpectation() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyTestExpectation(ObjectNode json) {
    super(json);
  }

  public Decision getDecision() {
    return get("decision", Decision.class);
  }

  public PolicyTestExpectation decision(Decision decision) {
    set("decision", decision);
    return this;
  }

  /** Codes that must be among the reasons. */
  public List<String> getReasons() {
    return list("reasons", String.class);
  }

  public PolicyTestExpectation reasons(List<String> reasons) {
    set("reasons", reasons);
    return this;
  }

  /** Types that must be among the obligations. */
  public List<String> getObligations() {
    return list("obligations", String.class);
  }

  public PolicyTestExpectation obligations(List<String> obligations) {
    set("obligations", obligations);
    return this;
  }
}

