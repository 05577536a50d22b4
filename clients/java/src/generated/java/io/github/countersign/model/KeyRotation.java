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

/** {@code KeyRotation} of the contract. */
@SuppressWarnings("unused")
public final class KeyRotation extends Model {
  public KeyRotation() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public KeyRotation(ObjectNode json) {
    super(json);
  }

  public Integer getOverlapSeconds() {
    return get("overlap_seconds", Integer.class);
  }

  public KeyRotation overlapSeconds(Integer overlapSeconds) {
    set("overlap_seconds", overlapSeconds);
    return this;
  }
}

