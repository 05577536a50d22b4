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
    return get("category", new TypeReference<>() {});
  }

  public MeasuredCategory category(String category) {
    set("category", category);
    return this;
  }

  public Long getRows() {
    return get("rows", new TypeReference<>() {});
  }

  public MeasuredCategory rows(Long rows) {
    set("rows", rows);
    return this;
  }

  public Long getHits() {
    return get("hits", new TypeReference<>() {});
  }

  public MeasuredCategory hits(Long hits) {
    set("hits", hits);
    return this;
  }

  public Double getRate() {
    return get("rate", new TypeReference<>() {});
  }

  public MeasuredCategory rate(Double rate) {
    set("rate", rate);
    return this;
  }

  public Double getLow() {
    return get("low", new TypeReference<>() {});
  }

  public MeasuredCategory low(Double low) {
    set("low", low);
    return this;
  }

  public Double getHigh() {
    return get("high", new TypeReference<>() {});
  }

  public MeasuredCategory high(Double high) {
    set("high", high);
    return this;
  }

  public Double getSameCategory() {
    return get("same_category", new TypeReference<>() {});
  }

  public MeasuredCategory sameCategory(Double sameCategory) {
    set("same_category", sameCategory);
    return this;
  }

  public List<SourceRate> getSources() {
    return get("sources", new TypeReference<>() {});
  }

  public MeasuredCategory sources(List<SourceRate> sources) {
    set("sources", sources);
    return this;
  }
}

