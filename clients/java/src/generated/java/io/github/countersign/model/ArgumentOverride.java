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

/** {@code ArgumentOverride} of the contract. */
@SuppressWarnings("unused")
public final class ArgumentOverride extends Model {
  public ArgumentOverride() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ArgumentOverride(ObjectNode json) {
    super(json);
  }

  public String getServer() {
    return get("server", String.class);
  }

  public ArgumentOverride server(String server) {
    set("server", server);
    return this;
  }

  public String getTool() {
    return get("tool", String.class);
  }

  public ArgumentOverride tool(String tool) {
    set("tool", tool);
    return this;
  }

  public String getArgument() {
    return get("argument", String.class);
  }

  public ArgumentOverride argument(String argument) {
    set("argument", argument);
    return this;
  }

  /** What an argument of a tool is for. */
  public String getRole() {
    return get("role", String.class);
  }

  public ArgumentOverride role(String role) {
    set("role", role);
    return this;
  }
}

