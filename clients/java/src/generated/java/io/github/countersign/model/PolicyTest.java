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

/** {@code PolicyTest} of the contract. */
@SuppressWarnings("unused")
public final class PolicyTest extends Model {
  public PolicyTest() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyTest(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicyTest name(String name) {
    set("name", name);
    return this;
  }

  /** The MCP message, raw. */
  public Map<String, Object> getRequest() {
    return get("request", new TypeReference<>() {});
  }

  public PolicyTest request(Map<String, Object> request) {
    set("request", request);
    return this;
  }

  /** When present, the response is judged; {@code request} then gives its method and tool. */
  public Map<String, Object> getResponse() {
    return get("response", new TypeReference<>() {});
  }

  public PolicyTest response(Map<String, Object> response) {
    set("response", response);
    return this;
  }

  /** What is known of the called tool: name, description, inputSchema, annotations. */
  public Map<String, Object> getTool() {
    return get("tool", new TypeReference<>() {});
  }

  public PolicyTest tool(Map<String, Object> tool) {
    set("tool", tool);
    return this;
  }

  public McpServer getServer() {
    return get("server", McpServer.class);
  }

  public PolicyTest server(McpServer server) {
    set("server", server);
    return this;
  }

  public PolicyTestContext getContext() {
    return get("context", PolicyTestContext.class);
  }

  public PolicyTest context(PolicyTestContext context) {
    set("context", context);
    return this;
  }

  public PolicyTestFacts getFacts() {
    return get("facts", PolicyTestFacts.class);
  }

  public PolicyTest facts(PolicyTestFacts facts) {
    set("facts", facts);
    return this;
  }

  public AnsweringOptions getOptions() {
    return get("options", AnsweringOptions.class);
  }

  public PolicyTest options(AnsweringOptions options) {
    set("options", options);
    return this;
  }

  public PolicyTestExpectation getExpect() {
    return get("expect", PolicyTestExpectation.class);
  }

  public PolicyTest expect(PolicyTestExpectation expect) {
    set("expect", expect);
    return this;
  }
}

