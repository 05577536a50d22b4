package io.github.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** JSON Pointer (RFC 6901). */
final class Pointer {
  private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  private Pointer() {}

  /** Its reference tokens, unescaped; null for what is no pointer. */
  static List<String> tokensOf(String pointer) {
    if (pointer == null) return null;
    if (pointer.isEmpty()) return List.of();
    if (!pointer.startsWith("/") || BAD_ESCAPE.matcher(pointer).find()) return null;
    List<String> tokens = new ArrayList<>();
    for (String token : pointer.substring(1).split("/", -1)) tokens.add(token.replace("~1", "/").replace("~0", "~"));
    return tokens;
  }

  /** Digits without leading zeros (RFC 6901, 4); -1 for anything else. */
  static int indexOf(String token) {
    return INDEX.matcher(token).matches() ? Integer.parseInt(token) : -1;
  }

  /** Null where there is nothing. */
  static JsonNode lookUp(JsonNode value, List<String> tokens) {
    JsonNode at = value;
    for (String token : tokens) {
      int index = at.isArray() ? indexOf(token) : -1;
      at = at.isArray() ? (index < 0 ? null : at.get(index)) : at.get(token);
      if (at == null) return null;
    }
    return at;
  }
}
