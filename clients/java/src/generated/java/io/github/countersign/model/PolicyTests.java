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

/** {@code PolicyTests} of the contract. */
@SuppressWarnings("unused")
public final class PolicyTests extends Model {
  public PolicyTests() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyTests(ObjectNode json) {
    super(json);
  }

  public List<PolicyTest> getTests() {
    return list("tests", PolicyTest.class);
  }

  public PolicyTests tests(List<PolicyTest> tests) {
    set("tests", tests);
    return this;
  }
}

