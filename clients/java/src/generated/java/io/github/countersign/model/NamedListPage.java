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

/** {@code NamedListPage} of the contract. */
@SuppressWarnings("unused")
public final class NamedListPage extends Model {
  public NamedListPage() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NamedListPage(ObjectNode json) {
    super(json);
  }

  public List<NamedListHead> getData() {
    return list("data", NamedListHead.class);
  }

  public NamedListPage data(List<NamedListHead> data) {
    set("data", data);
    return this;
  }

  /** For the next page; null: this is the last. */
  public String getNextCursor() {
    return get("next_cursor", String.class);
  }

  public NamedListPage nextCursor(String nextCursor) {
    set("next_cursor", nextCursor);
    return this;
  }
}

