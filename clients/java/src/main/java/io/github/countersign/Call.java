package io.github.countersign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.model.CallContext;
import io.github.countersign.model.CallOptions;
import io.github.countersign.model.McpServer;
import java.util.Map;

/**
 * What is to be judged. Messages are what Jackson knows as JSON ({@code JsonNode}, maps, lists, objects), or text that is JSON; what
 * is none is an {@link IllegalArgumentException}.
 */
public final class Call extends Model {
  public Call() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Call(ObjectNode json) {
    super(json);
  }

  /** A request or notification of MCP. */
  public static Call of(Object request) {
    return new Call().request(request);
  }

  public Call request(Object message) {
    return with("request", message);
  }

  /** When present, it is what is judged; the request then gives its method and tool. */
  public Call response(Object message) {
    return with("response", message);
  }

  /** The definition of the called tool. */
  public Call tool(Object definition) {
    return with("tool", definition);
  }

  public Call server(McpServer server) {
    return with("server", server);
  }

  /** HTTP headers of the MCP call. */
  public Call headers(Map<String, String> headers) {
    return with("headers", headers);
  }

  /** Who acts, and where. */
  public Call context(CallContext context) {
    return with("context", context);
  }

  public Call options(CallOptions options) {
    return with("options", options);
  }

  /** In a batch or a stream: what its result is called. */
  public Call id(String id) {
    return with("id", (Object) id);
  }

  private Call with(String name, Object value) {
    set(name, value instanceof CharSequence text && !name.equals("id") ? Json.parseGiven(text.toString()) : value);
    return this;
  }
}
