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

/** {@code SourceRate} of the contract. */
@SuppressWarnings("unused")
public final class SourceRate extends Model {
  public SourceRate() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SourceRate(ObjectNode json) {
    super(json);
  }

  public String getSource() {
    return get("source", String.class);
  }

  public SourceRate source(String source) {
    set("source", source);
    return this;
  }

  public Long getRows() {
    return get("rows", Long.class);
  }

  public SourceRate rows(Long rows) {
    set("rows", rows);
    return this;
  }

  public Long getHits() {
    return get("hits", Long.class);
  }

  public SourceRate hits(Long hits) {
    set("hits", hits);
    return this;
  }

  public Double getRate() {
    return get("rate", Double.class);
  }

  public SourceRate rate(Double rate) {
    set("rate", rate);
    return this;
  }

  public Double getLow() {
    return get("low", Double.class);
  }

  public SourceRate low(Double low) {
    set("low", low);
    return this;
  }

  public Double getHigh() {
    return get("high", Double.class);
  }

  public SourceRate high(Double high) {
    set("high", high);
    return this;
  }
}

