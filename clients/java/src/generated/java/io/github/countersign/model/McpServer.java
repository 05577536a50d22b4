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

/** {@code McpServer} of the contract. */
@SuppressWarnings("unused")
public final class McpServer extends Model {
  public McpServer() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public McpServer(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public McpServer name(String name) {
    set("name", name);
    return this;
  }

  public String getUrl() {
    return get("url", String.class);
  }

  public McpServer url(String url) {
    set("url", url);
    return this;
  }

  public String getVersion() {
    return get("version", String.class);
  }

  public McpServer version(String version) {
    set("version", version);
    return this;
  }
}

