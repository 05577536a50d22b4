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

  /** As {@code document} of {@code POST /policies}; anything is looked at. */
  public Object getDocument() {
    return get("document", Object.class);
  }

  public PolicyQuestion document(Object document) {
    set("document", document);
    return this;
  }

  /** As {@code tests} of {@code POST /policies}; anything is looked at. */
  public Object getTests() {
    return get("tests", Object.class);
  }

  public PolicyQuestion tests(Object tests) {
    set("tests", tests);
    return this;
  }

  public List<PolicyCandidate> getPolicies() {
    return list("policies", PolicyCandidate.class);
  }

  public PolicyQuestion policies(List<PolicyCandidate> policies) {
    set("policies", policies);
    return this;
  }
}

