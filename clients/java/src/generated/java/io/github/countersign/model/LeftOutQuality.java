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

/** {@code LeftOutQuality} of the contract. */
@SuppressWarnings("unused")
public final class LeftOutQuality extends Model {
  public LeftOutQuality() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public LeftOutQuality(ObjectNode json) {
    super(json);
  }

  public Double getMacroRecall() {
    return get("macro_recall", Double.class);
  }

  public LeftOutQuality macroRecall(Double macroRecall) {
    set("macro_recall", macroRecall);
    return this;
  }

  public MeasuredRate getFalsePositives() {
    return get("false_positives", MeasuredRate.class);
  }

  public LeftOutQuality falsePositives(MeasuredRate falsePositives) {
    set("false_positives", falsePositives);
    return this;
  }

  public List<CategoryRate> getCategories() {
    return list("categories", CategoryRate.class);
  }

  public LeftOutQuality categories(List<CategoryRate> categories) {
    set("categories", categories);
    return this;
  }
}

