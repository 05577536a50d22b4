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

/** Those of the tenant when the set was made. What the tenant has now stays in force. */
@SuppressWarnings("unused")
public final class PolicySetSettings extends Model {
  public PolicySetSettings() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicySetSettings(ObjectNode json) {
    super(json);
  }

  public String getPosture() {
    return get("posture", String.class);
  }

  public PolicySetSettings posture(String posture) {
    set("posture", posture);
    return this;
  }

  public String getStrictness() {
    return get("strictness", String.class);
  }

  public PolicySetSettings strictness(String strictness) {
    set("strictness", strictness);
    return this;
  }
}

