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

/** {@code ArgumentOverrideText} of the contract. */
@SuppressWarnings("unused")
public final class ArgumentOverrideText extends Model {
  public ArgumentOverrideText() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ArgumentOverrideText(ObjectNode json) {
    super(json);
  }

  /** As {@code server.name} of the calls; null: any. */
  public String getServer() {
    return get("server", String.class);
  }

  public ArgumentOverrideText server(String server) {
    set("server", server);
    return this;
  }

  public String getTool() {
    return get("tool", String.class);
  }

  public ArgumentOverrideText tool(String tool) {
    set("tool", tool);
    return this;
  }

  /** JSON Pointer from {@code params.arguments}; {@code *} is any position of a list. */
  public String getArgument() {
    return get("argument", String.class);
  }

  public ArgumentOverrideText argument(String argument) {
    set("argument", argument);
    return this;
  }

  /** What an argument of a tool is for. */
  public String getRole() {
    return get("role", String.class);
  }

  public ArgumentOverrideText role(String role) {
    set("role", role);
    return this;
  }
}

