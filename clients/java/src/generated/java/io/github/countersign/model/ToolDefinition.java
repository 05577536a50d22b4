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

/** As the server answers it to {@code tools/list}; members that are not named here are kept. */
@SuppressWarnings("unused")
public final class ToolDefinition extends Model {
  public ToolDefinition() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ToolDefinition(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public ToolDefinition name(String name) {
    set("name", name);
    return this;
  }

  public String getDescription() {
    return get("description", String.class);
  }

  public ToolDefinition description(String description) {
    set("description", description);
    return this;
  }

  /** Any JSON object. */
  public Map<String, Object> getInputSchema() {
    return get("inputSchema", new TypeReference<>() {});
  }

  public ToolDefinition inputSchema(Map<String, Object> inputSchema) {
    set("inputSchema", inputSchema);
    return this;
  }
}

