package io.github.countersign;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The service itself, a process of its own with a store of its own, that can be killed. */
final class LiveService implements AutoCloseable {
  private static final String NODE = System.getenv("COUNTERSIGN_NODE");
  private static final Pattern PORT = Pattern.compile("(?m)^countersign .* on [^ ]+:(\\d+): ");
  private static final Pattern KEY = Pattern.compile("cs_live_[0-9A-Za-z]{49}");

  final String url;
  final String key;
  private final Process process;
  private final Path folder;

  private LiveService(Process process, Path folder, String url, String key) {
    this.process = process;
    this.folder = folder;
    this.url = url;
    this.key = key;
  }

  static LiveService start() throws IOException {
    assumeTrue(NODE != null, "COUNTERSIGN_NODE is set by npm run clients:test");
    Path folder = Files.createTempDirectory("countersign-java-");
    ProcessBuilder builder = new ProcessBuilder(List.of(NODE, "src/main.ts")).directory(Path.of("../..").toFile()).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().putAll(java.util.Map.of("HOST", "127.0.0.1", "PORT", "0", "LOG_LEVEL", "warn", "DATA_DIR", folder.toString()));
    Process process = builder.start();
    BufferedReader out = process.inputReader();
    StringBuilder banner = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      banner.append(line).append('\n');
      Matcher port = PORT.matcher(banner);
      Matcher key = KEY.matcher(banner);
      if (!port.find() || !key.find()) continue;
      // A pipe that nobody reads would stop the service.
      Thread drain = new Thread(() -> out.lines().forEach(ignored -> {}));
      drain.setDaemon(true);
      drain.start();
      return new LiveService(process, folder, "http://127.0.0.1:" + port.group(1), key.group());
    }
    throw new IllegalStateException("The service did not start: " + banner);
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(LiveService::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
