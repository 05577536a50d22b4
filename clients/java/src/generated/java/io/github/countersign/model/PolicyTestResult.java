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

/** {@code PolicyTestResult} of the contract. */
@SuppressWarnings("unused")
public final class PolicyTestResult extends Model {
  public PolicyTestResult() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyTestResult(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicyTestResult name(String name) {
    set("name", name);
    return this;
  }

  public Boolean getPassed() {
    return get("passed", Boolean.class);
  }

  public PolicyTestResult passed(Boolean passed) {
    set("passed", passed);
    return this;
  }

  public ExpectedOutcome getExpected() {
    return get("expected", ExpectedOutcome.class);
  }

  public PolicyTestResult expected(ExpectedOutcome expected) {
    set("expected", expected);
    return this;
  }

  public PolicyTestOutcome getGot() {
    return get("got", PolicyTestOutcome.class);
  }

  public PolicyTestResult got(PolicyTestOutcome got) {
    set("got", got);
    return this;
  }
}

