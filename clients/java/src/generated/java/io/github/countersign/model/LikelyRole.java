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

/** {@code LikelyRole} of the contract. */
@SuppressWarnings("unused")
public final class LikelyRole extends Model {
  public LikelyRole() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public LikelyRole(ObjectNode json) {
    super(json);
  }

  /** What an argument of a tool is for. */
  public String getRole() {
    return get("role", String.class);
  }

  public LikelyRole role(String role) {
    set("role", role);
    return this;
  }

  public Double getConfidence() {
    return get("confidence", Double.class);
  }

  public LikelyRole confidence(Double confidence) {
    set("confidence", confidence);
    return this;
  }

  public String getWhy() {
    return get("why", String.class);
  }

  public LikelyRole why(String why) {
    set("why", why);
    return this;
  }
}

