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

/** {@code PolicyEvaluation} of the contract. */
@SuppressWarnings("unused")
public final class PolicyEvaluation extends Model {
  public PolicyEvaluation() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyEvaluation(ObjectNode json) {
    super(json);
  }

  /** In place of those in force. */
  public List<InlinePolicy> getPolicies() {
    return list("policies", InlinePolicy.class);
  }

  public PolicyEvaluation policies(List<InlinePolicy> policies) {
    set("policies", policies);
    return this;
  }

  /** What stands when no policy speaks. */
  public String getPosture() {
    return get("posture", String.class);
  }

  public PolicyEvaluation posture(String posture) {
    set("posture", posture);
    return this;
  }

  /** Tools as servers would answer them to {@code tools/list}, in the place of what is registered of those servers: policies may name them, with their typed {@code context.input}, and the definition of the called tool is its {@code tool}, unless the call has one. Nothing of it is stored. At most 100 tools in all. */
  public List<InlineManifest> getManifests() {
    return list("manifests", InlineManifest.class);
  }

  public PolicyEvaluation manifests(List<InlineManifest> manifests) {
    set("manifests", manifests);
    return this;
  }

  /** The MCP message, raw. */
  public Map<String, Object> getRequest() {
    return get("request", new TypeReference<>() {});
  }

  public PolicyEvaluation request(Map<String, Object> request) {
    set("request", request);
    return this;
  }

  /** When present, the response is judged; {@code request} then gives its method and tool. */
  public Map<String, Object> getResponse() {
    return get("response", new TypeReference<>() {});
  }

  public PolicyEvaluation response(Map<String, Object> response) {
    set("response", response);
    return this;
  }

  /** What is known of the called tool: name, description, inputSchema, annotations. */
  public Map<String, Object> getTool() {
    return get("tool", new TypeReference<>() {});
  }

  public PolicyEvaluation tool(Map<String, Object> tool) {
    set("tool", tool);
    return this;
  }

  public McpServer getServer() {
    return get("server", McpServer.class);
  }

  public PolicyEvaluation server(McpServer server) {
    set("server", server);
    return this;
  }

  public EvaluationContext getContext() {
    return get("context", EvaluationContext.class);
  }

  public PolicyEvaluation context(EvaluationContext context) {
    set("context", context);
    return this;
  }

  /** What would be known besides the call; see tests of policies. */
  public PolicyTestFacts getFacts() {
    return get("facts", PolicyTestFacts.class);
  }

  public PolicyEvaluation facts(PolicyTestFacts facts) {
    set("facts", facts);
    return this;
  }

  public AnsweringOptions getOptions() {
    return get("options", AnsweringOptions.class);
  }

  public PolicyEvaluation options(AnsweringOptions options) {
    set("options", options);
    return this;
  }
}

