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

/** {@code PolicyValidations} of the contract. */
@SuppressWarnings("unused")
public final class PolicyValidations extends Model {
  public PolicyValidations() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyValidations(ObjectNode json) {
    super(json);
  }

  public Boolean getValid() {
    return get("valid", Boolean.class);
  }

  public PolicyValidations valid(Boolean valid) {
    set("valid", valid);
    return this;
  }

  public List<PolicyValidation> getPolicies() {
    return list("policies", PolicyValidation.class);
  }

  public PolicyValidations policies(List<PolicyValidation> policies) {
    set("policies", policies);
    return this;
  }
}

