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

/** {@code PackServer} of the contract. */
@SuppressWarnings("unused")
public final class PackServer extends Model {
  public PackServer() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PackServer(ObjectNode json) {
    super(json);
  }

  public String getPackage() {
    return get("package", String.class);
  }

  public PackServer _package(String _package) {
    set("package", _package);
    return this;
  }

  public List<String> getTools() {
    return list("tools", String.class);
  }

  public PackServer tools(List<String> tools) {
    set("tools", tools);
    return this;
  }
}

