package io.github.countersign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases and steps of clients/conformance; what is done here stands in its README. */
class ConformanceTest {
  private static final Path FOLDER = Path.of("../conformance");
  private static final String PLAYER = System.getenv("CONFORMANCE_PLAYER");
  private static final String KEY = "cs_test_conformance";
  private static final int AT_ONCE = 8;
  private static final Pattern SAVED = Pattern.compile("\\$\\{(\\w+)}");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static ExecutorService workers;

  @BeforeAll
  static void begin() {
    assumeTrue(PLAYER != null, "CONFORMANCE_PLAYER is set by npm run clients:test");
    workers = Executors.newFixedThreadPool(AT_ONCE);
  }

  @AfterAll
  static void end() {
    if (workers != null) workers.shutdownNow();
  }

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        if (!file.toString().endsWith(".json") || file.endsWith("live.json")) continue;
        for (JsonNode one : MAPPER.readTree(file.toFile())) {
          Future<List<String>> played = workers.submit(() -> play(one));
          tests.add(dynamicTest(one.path("name").textValue(), () -> assertEquals(List.of(), played.get())));
        }
      }
    }
    assertFalse(tests.isEmpty());
    return tests;
  }

  private static List<String> play(JsonNode one) throws IOException, InterruptedException {
    String url = PLAYER + "/cases/" + one.path("name").textValue() + one.path("client").path("url_suffix").asText("");
    ObjectNode settings = MAPPER.createObjectNode().put("key", KEY).put("url", url);
    if (one.path("client") instanceof ObjectNode given) settings.setAll(given);
    Conversation.Seen seen = Conversation.perform(one.path("call"), settings);
    List<String> faults = Expectation.faults(one, seen);
    JsonNode told = seen(one.path("name").textValue());
    told.path("faults").forEach(fault -> faults.add(fault.textValue()));
    if (told.path("attempts").intValue() != one.path("attempts").intValue()) faults.add(told.path("attempts") + " attempts, not " + one.path("attempts"));
    return faults;
  }

  private static JsonNode seen(String name) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(PLAYER + "/seen/" + name)).build();
    return MAPPER.readTree(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @TestFactory
  Stream<DynamicTest> live() throws IOException {
    ObjectNode saved = MAPPER.createObjectNode().put("run", UUID.randomUUID().toString().substring(0, 8));
    List<JsonNode> steps = new ArrayList<>();
    MAPPER.readTree(FOLDER.resolve("live.json").toFile()).forEach(steps::add);
    assertFalse(steps.isEmpty());
    return steps.stream().map(step -> dynamicTest("live: " + step.path("name").textValue(), () -> assertEquals(List.of(), take(step, saved))));
  }

  private static List<String> take(JsonNode raw, ObjectNode saved) throws IOException, InterruptedException {
    JsonNode step = MAPPER.readTree(SAVED.matcher(raw.toString()).replaceAll(one -> Matcher.quoteReplacement(escaped(saved.path(one.group(1))))));
    ObjectNode settings = MAPPER.createObjectNode().put("timeout_ms", 30_000);
    if (step.path("client") instanceof ObjectNode given) settings.setAll(given);
    long end = System.nanoTime() + step.path("until_ms").asLong(0) * 1_000_000;
    for (; ; Thread.sleep(100)) {
      Conversation.Seen seen = Conversation.perform(step.path("call"), settings);
      List<String> faults = Expectation.faults(step, seen);
      if (!faults.isEmpty() && System.nanoTime() < end) continue;
      for (Map.Entry<String, JsonNode> one : step.path("save").properties()) {
        String at = one.getValue().textValue();
        if (at.equals("etag")) saved.put(one.getKey(), seen.etag());
        else saved.set(one.getKey(), seen.value().at(at));
      }
      return faults;
    }
  }

  /** Within a JSON text. */
  private static String escaped(JsonNode text) {
    String quoted = text.toString();
    return quoted.substring(1, quoted.length() - 1);
  }
}
