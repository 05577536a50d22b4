package io.github.countersign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.countersign.model.Decision;
import io.github.countersign.model.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static String written(String json) {
    return new String(Json.bytes(Json.parseGiven(json)), StandardCharsets.UTF_8);
  }

  @Test
  void numbersKeepTheirDigits() {
    for (String number : new String[] {"12345678901234567890123", "0.1000", "1.7976931348623157E+400"})
      assertEquals("[" + number + "]", written("[" + number + "]"));
  }

  @Test
  void halfOfASurrogatePairStaysWhatItIs() {
    assertEquals("[\"\\uD800\"]", written("[\"\\ud800\"]"));
    assertEquals("[\"\uD83D\uDE00\"]", written("[\"\uD83D\uDE00\"]"));
  }

  @Test
  void textThatIsNoJsonIsRefusedBeforeItIsSent() {
    for (String text : new String[] {"", "{", "{} {}", "[NaN]", "{\"a\":1", "{\"a\":1,\"a\":2}", "[{\"b\":{\"a\":1,\"\\u0061\":2}}]"})
      assertThrows(IllegalArgumentException.class, () -> Call.of(text), text);
  }

  @Test
  void modelsTolerateWhatTheyDoNotKnow() {
    Verdict verdict = new Verdict(Json.parseObject("{\"decision\":\"postpone\",\"status\":\"x\",\"new\":1}".getBytes(StandardCharsets.UTF_8)));
    assertEquals(new Decision("postpone"), verdict.getDecision());
    assertEquals(1, verdict.json().path("new").intValue());
    assertNull(verdict.getReasons());
    assertThrows(ResponseInvalidException.class, verdict::getStatus);
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertEquals(Duration.ofSeconds(7), Problems.retryAfter(" 7 ", now));
    assertEquals(Duration.ofSeconds(5), Problems.retryAfter("Thu, 01 Jan 2026 00:00:05 GMT", now));
    assertEquals(Duration.ZERO, Problems.retryAfter("Wed, 31 Dec 2025 00:00:05 GMT", now));
    assertNull(Problems.retryAfter("-1", now));
    assertNull(Problems.retryAfter(null, now));
  }
}
