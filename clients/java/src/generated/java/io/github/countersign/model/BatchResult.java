// Made by `npm run clients` from openapi/openapi-3.0.json.
package io.github.countersign.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.Model;
import io.github.countersign.OpenValue;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** {@code BatchResult} of the contract. */
@SuppressWarnings("unused")
public final class BatchResult extends Model {
  public BatchResult() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BatchResult(ObjectNode json) {
    super(json);
  }

  public List<io.github.countersign.ItemResult> getResults() {
    return list("results", io.github.countersign.ItemResult.class);
  }

  public BatchResult results(List<io.github.countersign.ItemResult> results) {
    set("results", results);
    return this;
  }

  public BatchSummary getSummary() {
    return get("summary", BatchSummary.class);
  }

  public BatchResult summary(BatchSummary summary) {
    set("summary", summary);
    return this;
  }
}

