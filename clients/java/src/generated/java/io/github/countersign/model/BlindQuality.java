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

/** On messages written by somebody who had not seen the engine. */
@SuppressWarnings("unused")
public final class BlindQuality extends Model {
  public BlindQuality() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BlindQuality(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public BlindQuality name(String name) {
    set("name", name);
    return this;
  }

  public MeasuredRate getRecall() {
    return get("recall", MeasuredRate.class);
  }

  public BlindQuality recall(MeasuredRate recall) {
    set("recall", recall);
    return this;
  }

  public MeasuredRate getFalsePositives() {
    return get("false_positives", MeasuredRate.class);
  }

  public BlindQuality falsePositives(MeasuredRate falsePositives) {
    set("false_positives", falsePositives);
    return this;
  }

  public List<CategoryRate> getCategories() {
    return list("categories", CategoryRate.class);
  }

  public BlindQuality categories(List<CategoryRate> categories) {
    set("categories", categories);
    return this;
  }
}

