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

/** {@code MeasuredCategory} of the contract. */
@SuppressWarnings("unused")
public final class MeasuredCategory extends Model {
  public MeasuredCategory() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MeasuredCategory(ObjectNode json) {
    super(json);
  }

  public String getCategory() {
    return get("category", String.class);
  }

  public MeasuredCategory category(String category) {
    set("category", category);
    return this;
  }

  public Long getRows() {
    return get("rows", Long.class);
  }

  public MeasuredCategory rows(Long rows) {
    set("rows", rows);
    return this;
  }

  public Long getHits() {
    return get("hits", Long.class);
  }

  public MeasuredCategory hits(Long hits) {
    set("hits", hits);
    return this;
  }

  public Double getRate() {
    return get("rate", Double.class);
  }

  public MeasuredCategory rate(Double rate) {
    set("rate", rate);
    return this;
  }

  public Double getLow() {
    return get("low", Double.class);
  }

  public MeasuredCategory low(Double low) {
    set("low", low);
    return this;
  }

  public Double getHigh() {
    return get("high", Double.class);
  }

  public MeasuredCategory high(Double high) {
    set("high", high);
    return this;
  }

  public Double getSameCategory() {
    return get("same_category", Double.class);
  }

  public MeasuredCategory sameCategory(Double sameCategory) {
    set("same_category", sameCategory);
    return this;
  }

  public List<SourceRate> getSources() {
    return list("sources", SourceRate.class);
  }

  public MeasuredCategory sources(List<SourceRate> sources) {
    set("sources", sources);
    return this;
  }
}

