package io.github.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.model.KeyWish;
import io.github.countersign.model.PolicyText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One call of a case, and what came of it. */
final class Conversation {
  /** {@code error} is null where there is a value. */
  record Seen(JsonNode value, ObjectNode error, ArrayNode partial, String etag, long ms) {}

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ArrayNode partial = MAPPER.createArrayNode();
  private final AtomicInteger reports = new AtomicInteger();
  private String etag;

  static Seen perform(JsonNode call, JsonNode settings) {
    Conversation one = new Conversation();
    long started = System.nanoTime();
    JsonNode value = null;
    ObjectNode error = null;
    try {
      value = one.call(one.client(settings), call.path("operation").textValue(), call.path("arguments"));
    } catch (CountersignException failure) {
      error = told(failure, settings.path("key").asText(""));
    }
    return new Seen(value, error, one.partial, one.etag, (System.nanoTime() - started) / 1_000_000);
  }

  private Countersign client(JsonNode settings) {
    Countersign.Builder client = Countersign.builder().onFailure(failed -> reports.incrementAndGet());
    settings.properties().forEach(one -> {
      JsonNode value = one.getValue();
      switch (one.getKey()) {
        case "key" -> client.key(value.textValue());
        case "url" -> client.url(value.textValue());
        case "timeout_ms" -> client.timeout(Duration.ofMillis(value.longValue()));
        case "idle_timeout_ms" -> client.idleTimeout(Duration.ofMillis(value.longValue()));
        case "max_retries" -> client.maxRetries(value.intValue());
        case "response_bytes_max" -> client.responseBytesMax(value.intValue());
        case "fail_mode" -> client.failMode(value.textValue().equals("open") ? FailMode.OPEN : FailMode.CLOSED);
        case "url_suffix" -> {}
        default -> throw new IllegalStateException("no setting " + one.getKey());
      }
    });
    return client.build();
  }

  private JsonNode call(Countersign client, String operation, JsonNode given) {
    String id = given.path("id").textValue();
    String ifMatch = given.path("if_match").textValue();
    return switch (operation) {
      case "validate" -> answered(client.validate(callOf(given)));
      case "enforce" -> enforcement(client.enforce(callOf(given)));
      case "validate_batch" -> answered(client.validateBatch(callsOf(given.path("items"))));
      case "stream" -> stream(client, given);
      case "list_keys" -> collect(client.listKeys((Queries.ListKeys) filled(new Queries.ListKeys(), given)), given);
      case "list_audit" -> collect(client.listAudit((Queries.ListAudit) filled(new Queries.ListAudit(), given)), given);
      case "create_key" -> answered(client.createKey(new KeyWish((ObjectNode) given.path("body"))));
      case "get_key" -> answered(client.getKey(id));
      case "revoke_key" -> {
        client.revokeKey(id);
        yield MAPPER.nullNode();
      }
      case "get_usage" -> answered(client.getUsage());
      case "create_policy" -> answered(client.createPolicy(new PolicyText((ObjectNode) given.path("body"))));
      case "get_policy" -> answered(client.getPolicy(id));
      case "replace_policy" -> answered(client.replacePolicy(id, new PolicyText((ObjectNode) given.path("body")), ifMatch));
      case "delete_policy" -> {
        client.deletePolicy(id, ifMatch);
        yield MAPPER.nullNode();
      }
      case "get_audit" -> answered(client.getAudit(id));
      default -> throw new IllegalStateException("no operation " + operation);
    };
  }

  private static Call callOf(JsonNode json) {
    return new Call((ObjectNode) json);
  }

  private static List<Call> callsOf(JsonNode items) {
    List<Call> calls = new ArrayList<>();
    items.forEach(item -> calls.add(callOf(item)));
    return calls;
  }

  private JsonNode answered(Model answer) {
    etag = answer.etag();
    return answer.json();
  }

  private JsonNode enforcement(Enforcement one) {
    ObjectNode value = MAPPER.createObjectNode().put("action", one.action().name().toLowerCase(java.util.Locale.ROOT));
    value.set("message", one.message());
    value.set("reply", one.reply());
    value.set("verdict", one.verdict() == null ? null : one.verdict().json());
    value.set("failure", one.failure() == null ? null : told(one.failure(), ""));
    return value.put("fail_open", one.failOpen()).put("reports", reports.get());
  }

  private JsonNode stream(Countersign client, JsonNode given) {
    List<Call> items = callsOf(given.path("items"));
    int times = given.path("repeat").asInt(1);
    Iterable<Call> all = () -> Collections.nCopies(times, items).stream().flatMap(List::stream).iterator();
    try (ResultStream results = client.stream(all)) {
      results.forEachRemaining(result -> partial.add(result.json()));
    }
    if (!given.has("repeat")) return MAPPER.createObjectNode().set("results", partial);
    ObjectNode value = MAPPER.createObjectNode().put("count", partial.size());
    value.set("first", partial.get(0));
    value.set("last", partial.get(partial.size() - 1));
    return value;
  }

  private static Query filled(Query query, JsonNode given) {
    given.properties().forEach(one -> query.set(one.getKey(), one.getKey().equals("take") ? null : one.getValue().asText()));
    return query;
  }

  private JsonNode collect(Pages<? extends Model> pages, JsonNode given) {
    for (Model item : pages) {
      partial.add(item.json());
      if (partial.size() == given.path("take").asInt(-1)) break;
    }
    return MAPPER.createObjectNode().set("items", partial);
  }

  private static ObjectNode told(CountersignException failure, String key) {
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    ObjectNode told = MAPPER.createObjectNode();
    if (!key.isEmpty() && all.toString().contains(key)) return told.put("error", "an error that shows the key");
    if (!(failure instanceof ProblemException problem)) return told.put("error", failure.kind().toString());
    ObjectNode members = told.putObject("problem").put("status", problem.status()).put("code", problem.code());
    members.put("title", problem.title()).put("detail", problem.detail()).put("request_id", problem.requestId());
    members.put("retry_after_ms", problem.retryAfter().map(Duration::toMillis).orElse(null));
    ArrayNode errors = members.putArray("errors");
    problem.errors().forEach(fault -> errors.add(fault.json()));
    return told;
  }
}
