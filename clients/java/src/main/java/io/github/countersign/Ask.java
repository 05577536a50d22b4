package io.github.countersign;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is asked for in one logical call. */
final class Ask {
  final String method;
  private String path;
  private final Map<String, String> query = new LinkedHashMap<>();
  private byte[] body;
  private String type;
  private String ifMatch;
  private boolean empty;
  private boolean repeatable = true;

  Ask(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** A copy with another cursor. */
  Ask page(String cursor) {
    Ask page = new Ask(method, path);
    page.query.putAll(query);
    if (cursor != null) page.query.put("cursor", cursor);
    return page;
  }

  /** {@code .} and {@code ..} would be resolved, and lead to another operation. */
  Ask path(String name, Object value) {
    String text = String.valueOf(value);
    if (value == null || text.isEmpty() || text.equals(".") || text.equals(".."))
      throw new IllegalArgumentException(name + " must not be \"" + text + "\"");
    path = path.replace("{" + name + "}", encoded(text).replace("+", "%20"));
    return this;
  }

  Ask query(Query given) {
    if (given != null) query.putAll(given.values());
    return this;
  }

  Ask body(Model given) {
    if (given == null) throw new IllegalArgumentException("There is no body");
    return body(Json.bytes(given.json()), "application/json");
  }

  Ask body(byte[] bytes, String type) {
    this.body = bytes;
    this.type = type;
    return this;
  }

  Ask ifMatch(String etag) {
    if (etag == null) throw new IllegalArgumentException("ifMatch is needed: the etag() of the version that is to be changed, or *");
    this.ifMatch = etag;
    return this;
  }

  /** The answer may have no body. */
  Ask mayBeEmpty() {
    this.empty = true;
    return this;
  }

  /** Nobody knows what a second one would do. */
  Ask unrepeatable() {
    this.repeatable = false;
    return this;
  }

  boolean isRepeatable() {
    return repeatable;
  }

  boolean isEmptyAllowed() {
    return empty;
  }

  byte[] body() {
    return body;
  }

  String target() {
    String text = query.entrySet().stream().map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue())).collect(Collectors.joining("&"));
    return text.isEmpty() ? path : path + "?" + text;
  }

  /** Made once: retries have the same. */
  Map<String, String> headers(RequestOptions options) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (type != null) headers.put("Content-Type", type);
    if (method.equals("POST"))
      headers.put("Idempotency-Key", options.idempotencyKey() == null ? UUID.randomUUID().toString() : options.idempotencyKey());
    String version = ifMatch == null ? options.ifMatch() : ifMatch;
    if (version != null) headers.put("If-Match", version);
    return headers;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
