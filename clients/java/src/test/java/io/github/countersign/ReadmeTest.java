package io.github.countersign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is printed in the README is what is run. */
class ReadmeTest {
  private static final Path EXAMPLE = Path.of("../examples/java/QuickStart.java");

  @Test
  void quickStartIsTheExample() throws IOException {
    assertEquals(between(Files.readString(EXAMPLE), "// begin\n", "// end"), between(Files.readString(Path.of("README.md")), "```java\n", "```"));
  }

  @Test
  void exampleRefusesWithTheReply() throws IOException, InterruptedException {
    assumeTrue(System.getenv("COUNTERSIGN_API_KEY") != null, "a service is started by npm run clients:test");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process run = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), EXAMPLE.toString()).redirectErrorStream(true).start();
    String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, run.waitFor(), printed);
    assertTrue(printed.startsWith("REPLY {\"jsonrpc\":\"2.0\",\"id\":7,"), printed);
    assertTrue(printed.contains("\"isError\":true") && printed.contains("PATH_TRAVERSAL"), printed);
  }

  @Test
  void versionIsThatOfTheProject() throws IOException {
    Matcher version = Pattern.compile("<artifactId>countersign</artifactId>\\s*<version>([^<]+)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(version.find());
    assertEquals(version.group(1), Version.VERSION);
    assertTrue(Files.readString(Path.of("README.md")).contains("<version>" + Version.VERSION + "</version>"));
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    assertTrue(from >= begin.length() && text.indexOf(end, from) > from);
    return text.substring(from, text.indexOf(end, from));
  }
}
