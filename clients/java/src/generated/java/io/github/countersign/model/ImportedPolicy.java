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

/** {@code ImportedPolicy} of the contract. */
@SuppressWarnings("unused")
public final class ImportedPolicy extends Model {
  public ImportedPolicy() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ImportedPolicy(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public ImportedPolicy name(String name) {
    set("name", name);
    return this;
  }

  public String getId() {
    return get("id", String.class);
  }

  public ImportedPolicy id(String id) {
    set("id", id);
    return this;
  }

  public Long getVersion() {
    return get("version", Long.class);
  }

  public ImportedPolicy version(Long version) {
    set("version", version);
    return this;
  }

  public String getAction() {
    return get("action", String.class);
  }

  public ImportedPolicy action(String action) {
    set("action", action);
    return this;
  }

  public List<Fault> getWarnings() {
    return list("warnings", Fault.class);
  }

  public ImportedPolicy warnings(List<Fault> warnings) {
    set("warnings", warnings);
    return this;
  }
}

