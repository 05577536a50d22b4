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

/** Only while the tenant monitors. */
@SuppressWarnings("unused")
public final class WouldBe extends Model {
  public WouldBe() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WouldBe(ObjectNode json) {
    super(json);
  }

  public Decision getDecision() {
    return get("decision", Decision.class);
  }

  public WouldBe decision(Decision decision) {
    set("decision", decision);
    return this;
  }

  /** What the enforcement point should answer. */
  public Integer getStatus() {
    return get("status", Integer.class);
  }

  public WouldBe status(Integer status) {
    set("status", status);
    return this;
  }
}

