package io.github.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.model.Verdict;

/** What is to be done with one message, by its verdict or for want of one. */
final class Enforcer {
  /** Outside of the codes that JSON-RPC and MCP keep for themselves; the service has the same. */
  private static final int REFUSED = -32003;

  private final ObjectNode call;
  private final String root;
  private final JsonNode judged;

  Enforcer(ObjectNode call) {
    this.call = call;
    this.root = call.has("response") ? "response" : "request";
    this.judged = call.path(root);
  }

  Enforcement follow(Verdict verdict) {
    if (!verdict.json().path("decision").textValue().equals("allow")) return refuse(verdict, null);
    JsonNode message = edited(verdict.json().path("modifications"));
    if (message == null) return refuse(verdict, new ModificationsInvalidException("The modifications of the verdict cannot be made", null));
    return new Enforcement(Enforcement.Action.FORWARD, message, null, verdict, null, false);
  }

  /** For want of a verdict. */
  Enforcement fail(CountersignException failure, FailMode mode) {
    if (mode == FailMode.OPEN && judged.isContainerNode() && mayOpen(failure))
      return new Enforcement(Enforcement.Action.FORWARD, judged, null, null, failure, true);
    return refuse(null, failure);
  }

  /** Only where the service is down or slow: who wrote the message could bring the rest about, or somebody has set it up wrongly. */
  private static boolean mayOpen(CountersignException failure) {
    if (failure instanceof ProblemException problem) return problem.status() >= 500;
    return failure instanceof CallTimeoutException || failure instanceof ConnectionException;
  }

  /** Null where it cannot be done. */
  private JsonNode edited(JsonNode modifications) {
    JsonNode after = judged;
    if (!modifications.isMissingNode() && !modifications.isNull() && !(modifications.isArray() && modifications.isEmpty())) {
      ObjectNode document = Json.object();
      document.set(root, judged);
      ObjectNode patched = Patch.patched(document, modifications, root);
      if (patched == null) return null;
      after = patched.path(root);
    }
    return after.isObject() || (judged.isArray() && after.isArray()) ? after : null;
  }

  private Enforcement refuse(Verdict verdict, CountersignException failure) {
    JsonNode ready = verdict == null || failure != null ? null : verdict.json().get("reply");
    JsonNode reply = ready != null && ready.isContainerNode() ? ready : ownReply(verdict, failure);
    Enforcement.Action action = reply == null ? Enforcement.Action.DROP : Enforcement.Action.REPLY;
    return new Enforcement(action, null, reply, verdict, failure, false);
  }

  /** As the service writes it; null where no answer is due. */
  private JsonNode ownReply(Verdict verdict, CountersignException failure) {
    String id = verdict == null ? null : verdict.json().path("id").textValue();
    JsonNode told = verdict == null ? null : verdict.json().path("reasons").path(0).path("code");
    String code = failure != null ? "NO_VERDICT" : told != null && told.isTextual() ? told.textValue() : "REFUSED";
    JsonNode method = call.path("request").path("method");
    if (!judged.isArray()) return answer(judged, method, code, id);
    ArrayNode answers = call.arrayNode();
    for (JsonNode one : judged) {
      JsonNode answer = answer(one, one.has("method") ? one.path("method") : method, code, id);
      if (answer != null) answers.add(answer);
    }
    return answers.isEmpty() ? null : answers;
  }

  private ObjectNode answer(JsonNode message, JsonNode method, String code, String verdict) {
    JsonNode id = message.path("id");
    if (!id.isTextual() && !id.isNumber()) return null;
    String text = "Refused by security policy: " + code + (verdict == null ? "" : " (" + verdict + ")");
    ObjectNode answer = Json.object().put("jsonrpc", "2.0");
    answer.set("id", id);
    if ("tools/call".equals(method.textValue())) {
      ObjectNode result = answer.putObject("result").put("resultType", "complete");
      result.putArray("content").addObject().put("type", "text").put("text", text);
      result.put("isError", true);
      return answer;
    }
    ObjectNode data = answer.putObject("error").put("code", REFUSED).put("message", text).putObject("data").put("code", code);
    if (verdict != null) data.put("verdict", verdict);
    return answer;
  }
}
