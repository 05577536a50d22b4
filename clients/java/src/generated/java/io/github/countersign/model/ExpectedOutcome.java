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

/** As {@code expect} of the test. */
@SuppressWarnings("unused")
public final class ExpectedOutcome extends Model {
  public ExpectedOutcome() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ExpectedOutcome(ObjectNode json) {
    super(json);
  }

  public Decision getDecision() {
    return get("decision", Decision.class);
  }

  public ExpectedOutcome decision(Decision decision) {
    set("decision", decision);
    return this;
  }
}

