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

/** {@code InlineManifest} of the contract. */
@SuppressWarnings("unused")
public final class InlineManifest extends Model {
  public InlineManifest() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public InlineManifest(ObjectNode json) {
    super(json);
  }

  /** As {@code server.name} of calls. */
  public String getServer() {
    return get("server", String.class);
  }

  public InlineManifest server(String server) {
    set("server", server);
    return this;
  }

  public List<ToolDefinition> getTools() {
    return list("tools", ToolDefinition.class);
  }

  public InlineManifest tools(List<ToolDefinition> tools) {
    set("tools", tools);
    return this;
  }
}

