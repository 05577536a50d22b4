package io.github.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether what came fits what a case expects; the rules stand in clients/conformance/README.md. */
final class Expectation {
  private final List<String> faults = new ArrayList<>();

  /** In words; empty when all fits. */
  static List<String> faults(JsonNode one, Conversation.Seen seen) {
    Expectation expectation = new Expectation();
    expectation.check(one.path("call").path("operation").textValue(), one.path("outcome"), seen);
    return expectation.faults;
  }

  private void check(String operation, JsonNode outcome, Conversation.Seen seen) {
    if (outcome.has("value") && seen.error() != null) faults.add("failed: " + seen.error());
    else if (outcome.has("value")) value(operation, outcome.get("value"), seen.value());
    else if (seen.error() == null) faults.add("no error but " + seen.value());
    else if (outcome.has("problem")) fit(outcome.get("problem"), seen.error().get("problem"), "problem", false);
    else if (!isAmong(outcome.path("error"), seen.error().path("error"))) faults.add(seen.error() + " instead of " + outcome.path("error"));
    if (outcome.has("partial")) fit(outcome.get("partial"), seen.partial(), "partial", false);
    JsonNode within = outcome.path("within_ms");
    if (within.isArray() && (seen.ms() < within.get(0).longValue() || seen.ms() > within.get(1).longValue())) faults.add("took " + seen.ms() + " ms");
  }

  private static boolean isAmong(JsonNode expected, JsonNode given) {
    if (!expected.isArray()) return expected.equals(given);
    for (JsonNode one : expected) if (one.equals(given)) return true;
    return false;
  }

  private void value(String operation, JsonNode expected, JsonNode given) {
    if (!operation.equals("enforce")) {
      fit(expected, given, "", false);
      return;
    }
    ObjectNode rest = expected.deepCopy();
    for (String exact : List.of("message", "reply")) if (rest.has(exact)) fit(rest.remove(exact), given.get(exact), exact, true);
    fit(rest, given, "", false);
  }

  private void fit(JsonNode expected, JsonNode given, String at, boolean exact) {
    JsonNode there = given == null ? NullNode.getInstance() : given;
    boolean fits =
        expected.isNumber() && there.isNumber()
            ? expected.decimalValue().compareTo(there.decimalValue()) == 0
            : expected.isContainerNode() ? expected.getNodeType() == there.getNodeType() : expected.equals(there);
    if ((exact || expected.isArray()) && expected.size() != there.size()) fits = false;
    if (!fits) {
      faults.add((at.isEmpty() ? "it" : at) + " is " + there + ", not " + expected);
      return;
    }
    if (expected.isArray()) for (int i = 0; i < expected.size(); i++) fit(expected.get(i), there.get(i), at + "/" + i, exact);
    if (expected.isObject())
      for (Map.Entry<String, JsonNode> one : expected.properties()) {
        if (exact && !there.has(one.getKey())) faults.add(at + " lacks " + one.getKey());
        fit(one.getValue(), there.get(one.getKey()), at + "/" + one.getKey(), exact);
      }
  }
}
