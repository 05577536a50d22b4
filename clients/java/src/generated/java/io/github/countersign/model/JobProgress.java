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

/** {@code JobProgress} of the contract. */
@SuppressWarnings("unused")
public final class JobProgress extends Model {
  public JobProgress() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public JobProgress(ObjectNode json) {
    super(json);
  }

  public Long getExamined() {
    return get("examined", Long.class);
  }

  public JobProgress examined(Long examined) {
    set("examined", examined);
    return this;
  }

  /** Of the period, in [0, 1]. */
  public Double getShare() {
    return get("share", Double.class);
  }

  public JobProgress share(Double share) {
    set("share", share);
    return this;
  }

  public ReplayOutcomes getOutcomes() {
    return get("outcomes", ReplayOutcomes.class);
  }

  public JobProgress outcomes(ReplayOutcomes outcomes) {
    set("outcomes", outcomes);
    return this;
  }
}

