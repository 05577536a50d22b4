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

/** {@code PolicyQuestion} of the contract. */
@SuppressWarnings("unused")
public final class PolicyQuestion extends Model {
  public PolicyQuestion() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyQuestion(ObjectNode json) {
    super(json);
  }

  /** As `document` of `POST /policies`; anything is looked at. */
  public Object getDocument() {
    return get("document", new TypeReference<>() {});
  }

  public PolicyQuestion document(Object document) {
    set("document", document);
    return this;
  }

  /** As `tests` of `POST /policies`; anything is looked at. */
  public Object getTests() {
    return get("tests", new TypeReference<>() {});
  }

  public PolicyQuestion tests(Object tests) {
    set("tests", tests);
    return this;
  }

  public List<PolicyCandidate> getPolicies() {
    return get("policies", new TypeReference<>() {});
  }

  public PolicyQuestion policies(List<PolicyCandidate> policies) {
    set("policies", policies);
    return this;
  }
}

