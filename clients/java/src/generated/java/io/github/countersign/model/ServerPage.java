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

/** {@code ServerPage} of the contract. */
@SuppressWarnings("unused")
public final class ServerPage extends Model {
  public ServerPage() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ServerPage(ObjectNode json) {
    super(json);
  }

  public List<Server> getData() {
    return list("data", Server.class);
  }

  public ServerPage data(List<Server> data) {
    set("data", data);
    return this;
  }

  /** For the next page; null: this is the last. */
  public String getNextCursor() {
    return get("next_cursor", String.class);
  }

  public ServerPage nextCursor(String nextCursor) {
    set("next_cursor", nextCursor);
    return this;
  }
}

