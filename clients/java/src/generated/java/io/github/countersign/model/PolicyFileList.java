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

/** {@code PolicyFileList} of the contract. */
@SuppressWarnings("unused")
public final class PolicyFileList extends Model {
  public PolicyFileList() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyFileList(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicyFileList name(String name) {
    set("name", name);
    return this;
  }

  public String getKind() {
    return get("kind", String.class);
  }

  public PolicyFileList kind(String kind) {
    set("kind", kind);
    return this;
  }

  /** Addresses and CIDR blocks, or texts that whole arguments are held against; each counts once. */
  public List<String> getEntries() {
    return list("entries", String.class);
  }

  public PolicyFileList entries(List<String> entries) {
    set("entries", entries);
    return this;
  }
}

