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

/** {@code FactsOfSession} of the contract. */
@SuppressWarnings("unused")
public final class FactsOfSession extends Model {
  public FactsOfSession() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public FactsOfSession(ObjectNode json) {
    super(json);
  }

  public Integer getCalls() {
    return get("calls", Integer.class);
  }

  public FactsOfSession calls(Integer calls) {
    set("calls", calls);
    return this;
  }

  public Double getAgeS() {
    return get("age_s", Double.class);
  }

  public FactsOfSession ageS(Double ageS) {
    set("age_s", ageS);
    return this;
  }

  public Integer getDepth() {
    return get("depth", Integer.class);
  }

  public FactsOfSession depth(Integer depth) {
    set("depth", depth);
    return this;
  }
}

