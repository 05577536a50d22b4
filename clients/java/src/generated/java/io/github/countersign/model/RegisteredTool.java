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

/** {@code RegisteredTool} of the contract. */
@SuppressWarnings("unused")
public final class RegisteredTool extends Model {
  public RegisteredTool() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RegisteredTool(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public RegisteredTool name(String name) {
    set("name", name);
    return this;
  }
}

