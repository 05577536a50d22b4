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

/** {@code ValidateRequest} of the contract. */
@SuppressWarnings("unused")
public final class ValidateRequest extends Model {
  public ValidateRequest() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ValidateRequest(ObjectNode json) {
    super(json);
  }

  /** The MCP message, raw. */
  public Map<String, Object> getRequest() {
    return get("request", new TypeReference<>() {});
  }

  public ValidateRequest request(Map<String, Object> request) {
    set("request", request);
    return this;
  }

  /** When present, the response is judged; {@code request} then gives its method and tool. */
  public Map<String, Object> getResponse() {
    return get("response", new TypeReference<>() {});
  }

  public ValidateRequest response(Map<String, Object> response) {
    set("response", response);
    return this;
  }

  /** What is known of the called tool: name, description, inputSchema, annotations. */
  public Map<String, Object> getTool() {
    return get("tool", new TypeReference<>() {});
  }

  public ValidateRequest tool(Map<String, Object> tool) {
    set("tool", tool);
    return this;
  }

  public McpServer getServer() {
    return get("server", McpServer.class);
  }

  public ValidateRequest server(McpServer server) {
    set("server", server);
    return this;
  }

  /** HTTP headers of the MCP call. */
  public Map<String, String> getHeaders() {
    return get("headers", new TypeReference<>() {});
  }

  public ValidateRequest headers(Map<String, String> headers) {
    set("headers", headers);
    return this;
  }

  public CallContext getContext() {
    return get("context", CallContext.class);
  }

  public ValidateRequest context(CallContext context) {
    set("context", context);
    return this;
  }

  public CallOptions getOptions() {
    return get("options", CallOptions.class);
  }

  public ValidateRequest options(CallOptions options) {
    set("options", options);
    return this;
  }
}

