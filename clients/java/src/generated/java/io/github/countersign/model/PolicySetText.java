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

/** {@code PolicySetText} of the contract. */
@SuppressWarnings("unused")
public final class PolicySetText extends Model {
  public PolicySetText() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicySetText(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicySetText name(String name) {
    set("name", name);
    return this;
  }

  /** {@code current}: every policy of mode {@code enforce}, as it is now. */
  public Object getPolicies() {
    return get("policies", Object.class);
  }

  public PolicySetText policies(Object policies) {
    set("policies", policies);
    return this;
  }
}

