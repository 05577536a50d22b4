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

/** Only verdicts that were recorded like this. */
@SuppressWarnings("unused")
public final class ReplayFilter extends Model {
  public ReplayFilter() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReplayFilter(ObjectNode json) {
    super(json);
  }

  public Decision getDecision() {
    return get("decision", Decision.class);
  }

  public ReplayFilter decision(Decision decision) {
    set("decision", decision);
    return this;
  }

  public String getMethod() {
    return get("method", String.class);
  }

  public ReplayFilter method(String method) {
    set("method", method);
    return this;
  }

  public String getTool() {
    return get("tool", String.class);
  }

  public ReplayFilter tool(String tool) {
    set("tool", tool);
    return this;
  }
}

