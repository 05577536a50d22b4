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

/** {@code hits} of {@code rows}, with the 95 % interval of Wilson. */
@SuppressWarnings("unused")
public final class MeasuredRate extends Model {
  public MeasuredRate() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MeasuredRate(ObjectNode json) {
    super(json);
  }

  public Long getRows() {
    return get("rows", Long.class);
  }

  public MeasuredRate rows(Long rows) {
    set("rows", rows);
    return this;
  }

  public Long getHits() {
    return get("hits", Long.class);
  }

  public MeasuredRate hits(Long hits) {
    set("hits", hits);
    return this;
  }

  public Double getRate() {
    return get("rate", Double.class);
  }

  public MeasuredRate rate(Double rate) {
    set("rate", rate);
    return this;
  }

  public Double getLow() {
    return get("low", Double.class);
  }

  public MeasuredRate low(Double low) {
    set("low", low);
    return this;
  }

  public Double getHigh() {
    return get("high", Double.class);
  }

  public MeasuredRate high(Double high) {
    set("high", high);
    return this;
  }
}

