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

/** {@code Rate} of the contract. */
@SuppressWarnings("unused")
public final class Rate extends Model {
  public Rate() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Rate(ObjectNode json) {
    super(json);
  }

  public Double getPerSecond() {
    return get("per_second", Double.class);
  }

  public Rate perSecond(Double perSecond) {
    set("per_second", perSecond);
    return this;
  }

  /** How many may come at once. */
  public Integer getBurst() {
    return get("burst", Integer.class);
  }

  public Rate burst(Integer burst) {
    set("burst", burst);
    return this;
  }
}

