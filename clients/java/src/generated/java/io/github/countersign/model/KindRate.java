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

/** {@code KindRate} of the contract. */
@SuppressWarnings("unused")
public final class KindRate extends Model {
  public KindRate() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public KindRate(ObjectNode json) {
    super(json);
  }

  public String getKind() {
    return get("kind", String.class);
  }

  public KindRate kind(String kind) {
    set("kind", kind);
    return this;
  }

  public Long getRows() {
    return get("rows", Long.class);
  }

  public KindRate rows(Long rows) {
    set("rows", rows);
    return this;
  }

  public Long getHits() {
    return get("hits", Long.class);
  }

  public KindRate hits(Long hits) {
    set("hits", hits);
    return this;
  }

  public Double getRate() {
    return get("rate", Double.class);
  }

  public KindRate rate(Double rate) {
    set("rate", rate);
    return this;
  }

  public Double getLow() {
    return get("low", Double.class);
  }

  public KindRate low(Double low) {
    set("low", low);
    return this;
  }

  public Double getHigh() {
    return get("high", Double.class);
  }

  public KindRate high(Double high) {
    set("high", high);
    return this;
  }
}

