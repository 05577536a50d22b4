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

/** {@code AnsweringOptions} of the contract. */
@SuppressWarnings("unused")
public final class AnsweringOptions extends Model {
  public AnsweringOptions() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AnsweringOptions(ObjectNode json) {
    super(json);
  }

  public List<String> getSupportedObligations() {
    return list("supportedObligations", String.class);
  }

  public AnsweringOptions supportedObligations(List<String> supportedObligations) {
    set("supported_obligations", supportedObligations);
    return this;
  }
}

