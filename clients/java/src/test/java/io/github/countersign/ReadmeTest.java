package io.github.countersign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is printed in the README is what is run. */
class ReadmeTest {
  private static final Path EXAMPLES = Path.of("../examples/java");

  @Test
  void codeIsThatOfTheExamples() throws IOException {
    List<String> shown = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md"))).results().map(one -> one.group(1)).toList();
    assertEquals(List.of(codeOf("QuickStart"), codeOf("Tour")), shown);
  }

  @Test
  void quickStartRefusesWithTheReply() throws IOException, InterruptedException {
    String printed = printedBy("QuickStart");
    assertTrue(printed.startsWith("REPLY {\"jsonrpc\":\"2.0\",\"id\":7,"), printed);
    assertTrue(printed.contains("\"isError\":true") && printed.contains("PATH_TRAVERSAL"), printed);
  }

  @Test
  void tourShowsTheRest() throws IOException, InterruptedException {
    String printed = printedBy("Tour");
    assertTrue(printed.matches("(?s)(key \\S.*\n)+policy version 2\nallowed 1\n0 allow\nbad [A-Z_]+\ntrue req_\\w+\n"), printed);
  }

  private static String codeOf(String name) throws IOException {
    String text = Files.readString(EXAMPLES.resolve(name + ".java"));
    int begin = text.indexOf("// begin\n");
    assertTrue(begin >= 0 && text.endsWith("// end\n"));
    return text.substring(begin + "// begin\n".length(), text.length() - "// end\n".length());
  }

  /** As its reader would run it, in a process of its own. Its two seconds are real ones, which a busy machine may not have. */
  private static String printedBy(String name) throws IOException, InterruptedException {
    assumeTrue(System.getenv("COUNTERSIGN_API_KEY") != null, "a service is started by npm run clients:test");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String file = EXAMPLES.resolve(name + ".java").toString();
    for (int left = 2; ; left--) {
      Process run = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), file).redirectErrorStream(true).start();
      String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, run.waitFor(), printed);
      if (left == 0 || !printed.contains("NO_VERDICT")) return printed;
    }
  }

  @Test
  void versionIsThatOfTheProject() throws IOException {
    Matcher version = Pattern.compile("<artifactId>countersign</artifactId>\\s*<version>([^<]+)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(version.find());
    assertEquals(version.group(1), Version.VERSION);
    assertTrue(Files.readString(Path.of("README.md")).contains("<version>" + Version.VERSION + "</version>"));
  }
}
