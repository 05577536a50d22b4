package io.github.countersign;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Consumer;

/** What a client was told once; {@code timeout} is null where each operation has its own. */
record Settings(
    String key,
    String url,
    Duration timeout,
    Duration idleTimeout,
    int maxRetries,
    int responseBytesMax,
    FailMode failMode,
    Consumer<Enforcement> onFailure,
    HttpClient http) {
  private static final String URL_DEFAULT = "http://localhost:8080";

  static Settings of(Countersign.Builder given) {
    HttpClient http = given.http == null ? HttpClient.newBuilder().build() : given.http;
    if (http.followRedirects() != HttpClient.Redirect.NEVER)
      throw new ConfigurationException("The HTTP client must not follow redirections: the key is for one host", null);
    if (given.maxRetries < 0 || given.maxRetries > 10) throw new ConfigurationException("maxRetries must be from 0 to 10", null);
    if (given.responseBytesMax < 1) throw new ConfigurationException("responseBytesMax must be at least 1", null);
    if (given.failMode == null) throw new ConfigurationException("failMode must be CLOSED or OPEN", null);
    return new Settings(
        keyOf(given.key == null ? System.getenv("COUNTERSIGN_API_KEY") : given.key),
        urlOf(given.url == null ? System.getenv("COUNTERSIGN_URL") : given.url),
        given.timeout == null ? null : positive("timeout", given.timeout),
        positive("idleTimeout", given.idleTimeout),
        given.maxRetries,
        given.responseBytesMax,
        given.failMode,
        given.onFailure == null ? Settings::warn : given.onFailure,
        http);
  }

  static Duration positive(String name, Duration value) {
    if (value == null || value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(24)) > 0)
      throw new ConfigurationException(name + " must be above 0 and at most 24 days", null);
    return value;
  }

  private static String keyOf(String key) {
    if (key == null || key.isEmpty()) throw new ConfigurationException("There is no API key: set COUNTERSIGN_API_KEY, or give key()", null);
    if (!key.chars().allMatch(c -> c > 0x20 && c < 0x7f))
      throw new ConfigurationException("The API key has a character that no API key has", null);
    return key;
  }

  private static String urlOf(String given) {
    URI url = parsed(given == null || given.isEmpty() ? URL_DEFAULT : given);
    boolean web = url != null && ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()));
    boolean port = url != null && url.getPort() != 0 && url.getPort() <= 65_535;
    if (!web || !port || url.getHost() == null || url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null)
      throw new ConfigurationException("The URL of the service must be http:// or https://, without credentials, query and fragment", null);
    String text = url.toString();
    int end = text.length();
    while (text.charAt(end - 1) == '/') end--;
    return text.substring(0, end);
  }

  private static URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException error) {
      return null;
    }
  }

  private static void warn(Enforcement enforcement) {
    String what = enforcement.failOpen() ? "let pass" : "refused (" + enforcement.action() + ")";
    System.getLogger("countersign").log(System.Logger.Level.WARNING, "no verdict, " + what + ": " + enforcement.failure().getMessage());
  }
}
