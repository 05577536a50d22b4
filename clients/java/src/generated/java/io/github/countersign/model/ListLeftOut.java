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

/** {@code ListLeftOut} of the contract. */
@SuppressWarnings("unused")
public final class ListLeftOut extends Model {
  public ListLeftOut() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ListLeftOut(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public ListLeftOut name(String name) {
    set("name", name);
    return this;
  }

  /** {@code list_too_large}: its JSON has more than 524288 bytes; {@code file_full}: with it all lists would have more than 4194304; {@code absent}: there is no such list. */
  public String getReason() {
    return get("reason", String.class);
  }

  public ListLeftOut reason(String reason) {
    set("reason", reason);
    return this;
  }

  public Long getEntryCount() {
    return get("entry_count", Long.class);
  }

  public ListLeftOut entryCount(Long entryCount) {
    set("entry_count", entryCount);
    return this;
  }
}

