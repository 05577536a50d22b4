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

/** {@code ImportedList} of the contract. */
@SuppressWarnings("unused")
public final class ImportedList extends Model {
  public ImportedList() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ImportedList(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public ImportedList name(String name) {
    set("name", name);
    return this;
  }

  public String getAction() {
    return get("action", String.class);
  }

  public ImportedList action(String action) {
    set("action", action);
    return this;
  }

  public Long getEntryCount() {
    return get("entry_count", Long.class);
  }

  public ImportedList entryCount(Long entryCount) {
    set("entry_count", entryCount);
    return this;
  }
}

