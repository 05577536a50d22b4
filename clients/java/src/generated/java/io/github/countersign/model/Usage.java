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

/** {@code Usage} of the contract. */
@SuppressWarnings("unused")
public final class Usage extends Model {
  public Usage() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Usage(ObjectNode json) {
    super(json);
  }

  public String getMonth() {
    return get("month", String.class);
  }

  public Usage month(String month) {
    set("month", month);
    return this;
  }

  public Long getUsed() {
    return get("used", Long.class);
  }

  public Usage used(Long used) {
    set("used", used);
    return this;
  }

  public Long getLimit() {
    return get("limit", Long.class);
  }

  public Usage limit(Long limit) {
    set("limit", limit);
    return this;
  }

  /** True from 80 % of the limit on. */
  public Boolean getWarning() {
    return get("warning", Boolean.class);
  }

  public Usage warning(Boolean warning) {
    set("warning", warning);
    return this;
  }

  public OffsetDateTime getResetsAt() {
    return get("resets_at", OffsetDateTime.class);
  }

  public Usage resetsAt(OffsetDateTime resetsAt) {
    set("resets_at", resetsAt);
    return this;
  }
}

