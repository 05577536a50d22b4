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

/** {@code ManifestText} of the contract. */
@SuppressWarnings("unused")
public final class ManifestText extends Model {
  public ManifestText() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ManifestText(ObjectNode json) {
    super(json);
  }

  public List<ToolDefinition> getTools() {
    return list("tools", ToolDefinition.class);
  }

  public ManifestText tools(List<ToolDefinition> tools) {
    set("tools", tools);
    return this;
  }
}

