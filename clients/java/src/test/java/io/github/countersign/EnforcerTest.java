package io.github.countersign;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.model.Verdict;
import java.io.IOException;
import java.net.Authenticator;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What the conformance cases do not ask: limits, and what is wrong before anything is sent. */
class EnforcerTest {
  private static Enforcement edited(int operations, BiConsumer<ObjectNode, Integer> write) {
    ObjectNode call = Call.of("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"list\":[1,2]}}").json();
    ObjectNode verdict = Json.object().put("id", "vrd_1").put("decision", "allow");
    ArrayNode modifications = verdict.putArray("modifications");
    for (int i = 0; i < operations; i++) write.accept(modifications.addObject(), i);
    return new Enforcer(call).follow(new Verdict(verdict));
  }

  private static void isRefused(Enforcement outcome) {
    assertEquals(Enforcement.Action.REPLY, outcome.action());
    assertNull(outcome.message());
    assertEquals(ErrorKind.MODIFICATIONS_INVALID, outcome.failure().kind());
  }

  private static void copy(ObjectNode operation, String from, String path) {
    operation.put("op", "copy").put("from", from).put("path", path);
  }

  @Test
  void editsThatGrowWithoutEndAreRefused() {
    isRefused(edited(60, (one, i) -> copy(one, "/request/params", "/request/params/p" + i)));
  }

  @Test
  void editsThatNestWithoutEndAreRefused() {
    BiConsumer<ObjectNode, Integer> deeper = (one, i) -> one.put("op", "add").put("path", "/request" + "/a".repeat(i + 1)).putObject("value");
    assertDoesNotThrow(edited(999, deeper).message()::toString);
    isRefused(edited(1_000, deeper));
  }

  @Test
  void moreEditsThanAnybodyNeedsAreRefused() {
    assertEquals(Enforcement.Action.FORWARD, edited(10_000, (one, i) -> one.put("op", "add").put("path", "/request/params/a").put("value", i)).action());
    isRefused(edited(10_001, (one, i) -> one.put("op", "add").put("path", "/request/params/a").put("value", i)));
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    Countersign client = Countersign.builder().key("cs_test").url("http://127.0.0.1:1").maxRetries(0).timeout(Duration.ofSeconds(5)).onFailure(failed -> {
      throw new IllegalStateException("the listener");
    }).build();
    assertEquals(Enforcement.Action.REPLY, client.enforce(Call.of("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}")).action());
  }

  @Test
  void anHttpClientWithAnAuthenticatorOpensForNo4xx() throws IOException {
    HttpClient http = HttpClient.newBuilder().authenticator(new Authenticator() {}).build();
    for (String status : List.of("401 Unauthorized", "407 Proxy Authentication Required"))
      try (DyingService service = new DyingService("HTTP/1.1 " + status + "\r\ncontent-length: 0\r\n\r\n", CompletableFuture.completedFuture(null))) {
        Countersign client = Countersign.builder().key("cs_test").url(service.url()).httpClient(http).failMode(FailMode.OPEN).onFailure(failed -> {}).build();
        Enforcement outcome = client.enforce(Call.of("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}"));
        assertEquals(Enforcement.Action.REPLY, outcome.action(), status);
        assertEquals(ErrorKind.RESPONSE_INVALID, outcome.failure().kind());
        assertEquals(1, service.requests());
      }
  }

  @Test
  void anIdThatIsAPathLeadsNowhereElse() {
    Countersign client = Countersign.builder().key("cs_test").build();
    for (String id : new String[] {"", ".", ".."}) assertThrows(IllegalArgumentException.class, () -> client.getKey(id), id);
    assertThrows(IllegalArgumentException.class, () -> client.getKey(null));
    assertEquals("/keys/a%2F..%2Fb%20%3F", new Ask("GET", "/keys/{id}").path("id", "a/../b ?").target());
  }

  @Test
  void settingsThatCannotBeAreSaidAtOnce() {
    for (String url : List.of("ftp://host", "localhost:8080", "http://", "http://user@host", "http://host?a", "http://host#a", "http://host:99999", "http://host:0", "http://ho st"))
      assertThrows(ConfigurationException.class, () -> Countersign.builder().key("cs_test").url(url).build(), url);
    for (String key : List.of("", "a b", "a\nb", "ä")) assertThrows(ConfigurationException.class, () -> Countersign.builder().key(key).build(), key);
    for (Duration time : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(25)))
      assertThrows(ConfigurationException.class, () -> Countersign.builder().key("cs_test").timeout(time).build());
  }
}
