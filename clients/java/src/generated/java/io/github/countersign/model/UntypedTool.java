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

/** {@code UntypedTool} of the contract. */
@SuppressWarnings("unused")
public final class UntypedTool extends Model {
  public UntypedTool() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public UntypedTool(ObjectNode json) {
    super(json);
  }

  public String getTool() {
    return get("tool", String.class);
  }

  public UntypedTool tool(String tool) {
    set("tool", tool);
    return this;
  }

  public String getDetail() {
    return get("detail", String.class);
  }

  public UntypedTool detail(String detail) {
    set("detail", detail);
    return this;
  }
}

