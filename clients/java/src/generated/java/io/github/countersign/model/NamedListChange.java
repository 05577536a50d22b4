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

/** {@code NamedListChange} of the contract. */
@SuppressWarnings("unused")
public final class NamedListChange extends Model {
  public NamedListChange() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NamedListChange(ObjectNode json) {
    super(json);
  }

  /** Addresses and CIDR blocks, or texts that whole arguments are held against; each counts once. */
  public List<String> getAdd() {
    return list("add", String.class);
  }

  public NamedListChange add(List<String> add) {
    set("add", add);
    return this;
  }

  /** Addresses and CIDR blocks, or texts that whole arguments are held against; each counts once. */
  public List<String> getRemove() {
    return list("remove", String.class);
  }

  public NamedListChange remove(List<String> remove) {
    set("remove", remove);
    return this;
  }
}

