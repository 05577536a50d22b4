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

/** {@code ReplayPolicy} of the contract. */
@SuppressWarnings("unused")
public final class ReplayPolicy extends Model {
  public ReplayPolicy() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReplayPolicy(ObjectNode json) {
    super(json);
  }

  /** In place of the policy of the set that has this id. */
  public String getId() {
    return get("id", String.class);
  }

  public ReplayPolicy id(String id) {
    set("id", id);
    return this;
  }

  /** Lists ({@code tools}, {@code methods}, {@code strictness}, {@code thresholds}), structured ({@code effect}, {@code target}, {@code require} …), or {@code {"cedar": "…"}}. */
  public Map<String, Object> getDocument() {
    return get("document", new TypeReference<>() {});
  }

  public ReplayPolicy document(Map<String, Object> document) {
    set("document", document);
    return this;
  }
}

