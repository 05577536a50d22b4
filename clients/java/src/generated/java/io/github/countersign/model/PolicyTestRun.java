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

/** {@code PolicyTestRun} of the contract. */
@SuppressWarnings("unused")
public final class PolicyTestRun extends Model {
  public PolicyTestRun() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyTestRun(ObjectNode json) {
    super(json);
  }

  public Boolean getPassed() {
    return get("passed", Boolean.class);
  }

  public PolicyTestRun passed(Boolean passed) {
    set("passed", passed);
    return this;
  }

  public List<PolicyTestResult> getTests() {
    return list("tests", PolicyTestResult.class);
  }

  public PolicyTestRun tests(List<PolicyTestResult> tests) {
    set("tests", tests);
    return this;
  }
}

