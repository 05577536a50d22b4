package io.github.countersign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams against services that die, are silent or slow. */
class StreamTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n";
  private static final String RESULT = "{\"item_id\":\"0\",\"id\":\"vrd_1\",\"decision\":\"allow\"}\n";
  private static final String END = "0\r\n\r\n";
  private static final int WINDOW = 500;
  private static final Call PING = Call.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
  private static final CompletableFuture<Void> AT_ONCE = CompletableFuture.completedFuture(null);

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static Countersign.Builder client(DyingService service) {
    return Countersign.builder().key("cs_test").url(service.url()).idleTimeout(Duration.ofSeconds(20)).onFailure(failed -> {});
  }

  private static Iterator<Call> pings(int count) {
    return Collections.nCopies(count, PING).iterator();
  }

  @Test
  void whatCameBeforeTheConnectionBrokeIsGivenThenTheError() throws IOException {
    try (DyingService service = new DyingService(HEAD + chunk(RESULT + RESULT), AT_ONCE); ResultStream results = client(service).build().stream(pings(5))) {
      assertEquals("0", results.next().itemId());
      assertEquals("1", results.next().itemId());
      ConnectionException error = assertThrows(ConnectionException.class, results::hasNext);
      assertTrue(error.getMessage().startsWith("The stream ended after 2 results of 5 items: "), error.getMessage());
      assertEquals(2, results.received());
      assertFalse(results.hasNext());
      assertEquals(1, service.requests());
    }
  }

  @Test
  void anEndThatIsWholeButTooSoonIsAnErrorToo() throws IOException {
    try (DyingService service = new DyingService(HEAD + chunk(RESULT) + END, AT_ONCE); ResultStream results = client(service).build().stream(pings(5))) {
      assertEquals("vrd_1", results.next().verdict().getId());
      assertEquals("The stream ended after 1 results of 5 items", assertThrows(ConnectionException.class, results::hasNext).getMessage());
    }
  }

  @Test
  void silenceEndsAStreamInTime() throws IOException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    try (DyingService service = new DyingService(HEAD + chunk(RESULT), end); ResultStream results = client(service).idleTimeout(Duration.ofMillis(1_500)).build().stream(pings(5))) {
      assertEquals("0", results.next().itemId());
      long started = System.nanoTime();
      CallTimeoutException error = assertThrows(CallTimeoutException.class, results::hasNext);
      long ms = (System.nanoTime() - started) / 1_000_000;
      assertTrue(ms >= 1_490 && ms < 10_000, ms + " ms");
      assertEquals("The stream ended after 1 results of 5 items: Nothing came for 1500 ms", error.getMessage());
    } finally {
      end.complete(null);
    }
  }

  @Test
  void noMoreItemsAreTakenThanAWindowHolds() throws IOException {
    AtomicInteger taken = new AtomicInteger();
    try (DyingService service = new DyingService(HEAD + chunk(RESULT), AT_ONCE);
        ResultStream results = client(service).build().stream(Stream.generate(() -> PING).peek(item -> taken.incrementAndGet()).iterator())) {
      assertEquals(0, taken.get());
      results.next();
      assertEquals(WINDOW, taken.get());
    }
  }

  @Test
  void whoStopsReadingHangsUp() throws IOException {
    try (DyingService service = new DyingService(HEAD + chunk(RESULT), new CompletableFuture<>())) {
      try (ResultStream results = client(service).build().stream(pings(5))) {
        assertEquals("0", results.next().itemId());
      }
      assertTimeoutPreemptively(Duration.ofSeconds(5), service::awaitHangUp);
    }
  }

  @Test
  void itemsThatFailAreTheErrorAsItIs() throws IOException {
    IllegalStateException broken = new IllegalStateException("no more items");
    Iterator<Call> items = Stream.generate(() -> PING).peek(item -> { throw broken; }).iterator();
    try (DyingService service = new DyingService(HEAD, AT_ONCE); ResultStream results = client(service).build().stream(items)) {
      assertSame(broken, assertThrows(IllegalStateException.class, results::hasNext));
      assertEquals(0, service.requests());
    }
  }

  @Test
  void noItemsAreNoRequest() throws IOException {
    try (DyingService service = new DyingService(HEAD, AT_ONCE); ResultStream results = client(service).build().stream(pings(0))) {
      assertFalse(results.hasNext());
      assertEquals(0, service.requests());
    }
  }

  @Test
  void anInterruptedEnforcementNeverOpens() throws IOException, InterruptedException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    try (DyingService service = new DyingService("", end)) {
      Countersign client = client(service).failMode(FailMode.OPEN).timeout(Duration.ofSeconds(30)).build();
      CompletableFuture<Object> outcome = new CompletableFuture<>();
      Thread asking = new Thread(() -> {
        try {
          outcome.complete(client.enforce(PING));
        } catch (RuntimeException error) {
          outcome.complete(Thread.currentThread().isInterrupted() ? error : "no longer interrupted");
        }
      });
      asking.start();
      service.awaitRequest();
      asking.interrupt();
      assertInstanceOf(java.util.concurrent.CancellationException.class, outcome.join());
    } finally {
      end.complete(null);
    }
  }

  @Test
  void theServiceIsKilledInTheMiddle() throws IOException {
    try (LiveService service = LiveService.start()) {
      Countersign.Builder builder = Countersign.builder().key(service.key).url(service.url).onFailure(failed -> {});
      AtomicInteger taken = new AtomicInteger();
      try (ResultStream results = builder.build().stream(Stream.generate(() -> PING).peek(item -> taken.incrementAndGet()).iterator())) {
        CountersignException error = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertThrows(CountersignException.class, () -> {
          for (int count = 0; ; count++) {
            if (count == 700) service.kill();
            ItemResult result = results.next();
            assertEquals(Integer.toString(count), result.itemId());
            assertEquals("allow", result.verdict().getDecision().value());
            assertTrue(taken.get() - count <= WINDOW, taken + " items were taken for " + count + " results");
          }
        }));
        assertInstanceOf(ConnectionException.class, error);
        assertTrue(results.received() >= 700, results.received() + " results");
        assertTrue(error.getMessage().startsWith("The stream ended after " + results.received() + " results of " + taken + " items: "), error.getMessage());
      }
      Enforcement closed = builder.build().enforce(PING);
      assertEquals(Enforcement.Action.REPLY, closed.action());
      assertNull(closed.message());
      assertEquals(ErrorKind.CONNECTION, closed.failure().kind());
      Enforcement open = builder.failMode(FailMode.OPEN).build().enforce(PING);
      assertEquals(Enforcement.Action.FORWARD, open.action());
      assertTrue(open.failOpen());
    }
  }

  /** Attacks of 60 kB and their long verdicts, more than the buffers of a connection hold. */
  @Test
  void largeItemsAndLargeResultsDoNotWaitForEachOther() {
    assumeTrue(System.getenv("COUNTERSIGN_API_KEY") != null, "a service is started by npm run clients:test");
    String text = "' OR 1=1; DROP TABLE users -- ".repeat(2_000);
    Call call = Call.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"find\",\"arguments\":{\"customer_name\":\"" + text + "\"}}}");
    try (ResultStream results = Countersign.builder().build().stream(Collections.nCopies(8, call))) {
      assertEquals(8, assertTimeoutPreemptively(Duration.ofSeconds(60), () -> results.stream().filter(one -> one.verdict() != null).count()));
    }
  }
}
