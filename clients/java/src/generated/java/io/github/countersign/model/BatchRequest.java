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

/** {@code BatchRequest} of the contract. */
@SuppressWarnings("unused")
public final class BatchRequest extends Model {
  public BatchRequest() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BatchRequest(ObjectNode json) {
    super(json);
  }

  public List<ValidateItem> getItems() {
    return list("items", ValidateItem.class);
  }

  public BatchRequest items(List<ValidateItem> items) {
    set("items", items);
    return this;
  }
}

