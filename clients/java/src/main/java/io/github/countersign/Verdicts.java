package io.github.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.model.BatchResult;
import io.github.countersign.model.Verdict;

/** Answers with verdicts, looked at before anybody acts on them. */
final class Verdicts {
  private Verdicts() {}

  /** Only these two members are insisted on: the rest may come and go with the version of the service. */
  static Verdict verdict(ObjectNode json) {
    if (!json.path("id").isTextual() || !json.path("decision").isTextual()) throw new ResponseInvalidException("The answer is not a verdict", null);
    return new Verdict(json);
  }

  static ItemResult item(JsonNode value) {
    if (!(value instanceof ObjectNode json) || !json.path("item_id").isTextual())
      throw new ResponseInvalidException("The answer is not the result of an item", null);
    if (!json.path("error").isObject()) verdict(json);
    return new ItemResult(json);
  }

  static BatchResult batch(ObjectNode json, int items) {
    JsonNode results = json.path("results");
    if (!results.isArray() || results.size() != items) throw new ResponseInvalidException("The answer has not one result for each item", null);
    for (JsonNode result : results) item(result);
    return new BatchResult(json);
  }
}
