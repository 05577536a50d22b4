package io.github.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** JSON Patch (RFC 6902). */
final class Patch {
  private static final int OPERATIONS_MAX = 10_000;
  /** Of all that is put somewhere: {@code copy} upon {@code copy} doubles what there is. */
  private static final int NODES_MAX = 1_000_000;
  /** Deeper ones Jackson neither reads nor writes. */
  private static final int DEPTH_MAX = 1_000;

  private static final class Impossible extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Impossible(String message) {
      super(message, null, false, false);
    }
  }

  private final JsonNode document;
  private final String root;
  private int nodes;

  private Patch(JsonNode document, String root) {
    this.document = document;
    this.root = root;
  }

  /** A copy with all operations made, in order, or null where one of them cannot be made. They must stay within the member {@code root}. */
  static ObjectNode patched(ObjectNode document, JsonNode operations, String root) {
    if (!operations.isArray() || operations.size() > OPERATIONS_MAX) return null;
    try {
      ObjectNode copy = document.deepCopy();
      Patch patch = new Patch(copy, root);
      for (JsonNode operation : operations) patch.make(operation);
      return copy;
    } catch (Impossible error) {
      return null;
    }
  }

  private void make(JsonNode operation) {
    List<String> path = place(operation, "path");
    switch (operation.path("op").asText("")) {
      case "add" -> add(path, value(operation));
      case "remove" -> remove(path);
      case "replace" -> {
        JsonNode value = value(operation);
        remove(path);
        add(path, value);
      }
      case "move" -> {
        List<String> from = place(operation, "from");
        if (from.size() < path.size() && path.subList(0, from.size()).equals(from)) throw new Impossible("into itself");
        add(path, remove(from));
      }
      case "copy" -> add(path, get(place(operation, "from")).deepCopy());
      case "test" -> {
        if (!isEqual(get(path), value(operation))) throw new Impossible("the test failed");
      }
      default -> throw new Impossible("no such operation");
    }
  }

  private List<String> place(JsonNode operation, String name) {
    List<String> tokens = Pointer.tokensOf(operation.path(name).textValue());
    if (tokens == null || tokens.isEmpty() || !tokens.get(0).equals(root)) throw new Impossible(name + " does not lie in the message");
    return tokens;
  }

  private static JsonNode value(JsonNode operation) {
    if (!operation.has("value")) throw new Impossible("no value");
    return operation.get("value").deepCopy();
  }

  private void measure(JsonNode value, int depth) {
    if (++nodes > NODES_MAX || depth > DEPTH_MAX) throw new Impossible("more or deeper than anybody needs");
    for (JsonNode one : value) measure(one, depth + 1);
  }

  private JsonNode get(List<String> tokens) {
    JsonNode there = Pointer.lookUp(document, tokens);
    if (there == null) throw new Impossible("there is nothing");
    return there;
  }

  private void add(List<String> path, JsonNode value) {
    measure(value, path.size());
    JsonNode parent = get(path.subList(0, path.size() - 1));
    String last = path.get(path.size() - 1);
    if (parent instanceof ArrayNode list) {
      int index = last.equals("-") ? list.size() : Pointer.indexOf(last);
      if (index < 0 || index > list.size()) throw new Impossible("no such place in the list");
      list.insert(index, value);
    } else if (parent instanceof ObjectNode object) object.set(last, value);
    else throw new Impossible("neither an object nor a list");
  }

  private JsonNode remove(List<String> path) {
    JsonNode value = get(path);
    JsonNode parent = get(path.subList(0, path.size() - 1));
    String last = path.get(path.size() - 1);
    if (parent instanceof ArrayNode list) list.remove(Pointer.indexOf(last));
    else ((ObjectNode) parent).remove(last);
    return value;
  }

  /** RFC 6902, 4.6. */
  private static boolean isEqual(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) return a.decimalValue().compareTo(b.decimalValue()) == 0;
    if (a.getNodeType() != b.getNodeType() || a.size() != b.size()) return false;
    if (a.isArray()) {
      Iterator<JsonNode> others = b.elements();
      for (JsonNode one : a) if (!isEqual(one, others.next())) return false;
      return true;
    }
    if (!a.isObject()) return a.equals(b);
    for (Map.Entry<String, JsonNode> one : a.properties()) if (!b.has(one.getKey()) || !isEqual(one.getValue(), b.get(one.getKey()))) return false;
    return true;
  }
}
