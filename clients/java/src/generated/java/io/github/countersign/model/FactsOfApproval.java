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

/** {@code FactsOfApproval} of the contract. */
@SuppressWarnings("unused")
public final class FactsOfApproval extends Model {
  public FactsOfApproval() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public FactsOfApproval(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public FactsOfApproval id(String id) {
    set("id", id);
    return this;
  }

  public String getMethod() {
    return get("method", String.class);
  }

  public FactsOfApproval method(String method) {
    set("method", method);
    return this;
  }

  public Double getAgeS() {
    return get("age_s", Double.class);
  }

  public FactsOfApproval ageS(Double ageS) {
    set("age_s", ageS);
    return this;
  }
}

