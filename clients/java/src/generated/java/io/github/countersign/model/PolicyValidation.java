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

/** {@code PolicyValidation} of the contract. */
@SuppressWarnings("unused")
public final class PolicyValidation extends Model {
  public PolicyValidation() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyValidation(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicyValidation name(String name) {
    set("name", name);
    return this;
  }

  public Boolean getValid() {
    return get("valid", Boolean.class);
  }

  public PolicyValidation valid(Boolean valid) {
    set("valid", valid);
    return this;
  }

  /** Pointers go into the body. */
  public List<Fault> getErrors() {
    return list("errors", Fault.class);
  }

  public PolicyValidation errors(List<Fault> errors) {
    set("errors", errors);
    return this;
  }

  public List<Fault> getWarnings() {
    return list("warnings", Fault.class);
  }

  public PolicyValidation warnings(List<Fault> warnings) {
    set("warnings", warnings);
    return this;
  }

  /** What the document comes to. */
  public String getCedar() {
    return get("cedar", String.class);
  }

  public PolicyValidation cedar(String cedar) {
    set("cedar", cedar);
    return this;
  }

  /** The facts that would have to be known. */
  public Map<String, Object> getNeeds() {
    return get("needs", new TypeReference<>() {});
  }

  public PolicyValidation needs(Map<String, Object> needs) {
    set("needs", needs);
    return this;
  }

  public List<PolicyTestResult> getTests() {
    return list("tests", PolicyTestResult.class);
  }

  public PolicyValidation tests(List<PolicyTestResult> tests) {
    set("tests", tests);
    return this;
  }
}

