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

/** This item alone has failed. */
@SuppressWarnings("unused")
public final class ItemProblem extends Model {
  public ItemProblem() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ItemProblem(ObjectNode json) {
    super(json);
  }

  /** The {@code id} of the item, else its index. */
  public String getItemId() {
    return get("item_id", String.class);
  }

  public ItemProblem itemId(String itemId) {
    set("item_id", itemId);
    return this;
  }

  public Problem getError() {
    return get("error", Problem.class);
  }

  public ItemProblem error(Problem error) {
    set("error", error);
    return this;
  }
}

