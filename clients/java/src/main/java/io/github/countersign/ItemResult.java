package io.github.countersign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.model.Problem;
import io.github.countersign.model.Verdict;

/** What became of one item of a batch or a stream: a verdict or an error. */
public final class ItemResult extends Model {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ItemResult(ObjectNode json) {
    super(json);
  }

  /** The item's {@code id}, else its index. */
  public String itemId() {
    return json().path("item_id").textValue();
  }

  /** Null where there is an error. */
  public Verdict verdict() {
    return json().path("error").isObject() ? null : new Verdict(json());
  }

  /** Null where there is a verdict. */
  public Problem error() {
    return json().path("error") instanceof ObjectNode error ? new Problem(error) : null;
  }
}
