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

/** {@code PolicyName} of the contract. */
@SuppressWarnings("unused")
public final class PolicyName extends Model {
  public PolicyName() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyName(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public PolicyName id(String id) {
    set("id", id);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicyName name(String name) {
    set("name", name);
    return this;
  }
}

