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

/** {@code NamedListText} of the contract. */
@SuppressWarnings("unused")
public final class NamedListText extends Model {
  public NamedListText() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NamedListText(ObjectNode json) {
    super(json);
  }

  public String getKind() {
    return get("kind", String.class);
  }

  public NamedListText kind(String kind) {
    set("kind", kind);
    return this;
  }

  /** Addresses and CIDR blocks, or texts that whole arguments are held against; each counts once. */
  public List<String> getEntries() {
    return list("entries", String.class);
  }

  public NamedListText entries(List<String> entries) {
    set("entries", entries);
    return this;
  }
}

