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

/** {@code PolicyText} of the contract. */
@SuppressWarnings("unused")
public final class PolicyText extends Model {
  public PolicyText() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyText(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicyText name(String name) {
    set("name", name);
    return this;
  }

  /** An older way to say {@code mode}: true is {@code enforce}, false is {@code off}. */
  public Boolean getEnabled() {
    return get("enabled", Boolean.class);
  }

  public PolicyText enabled(Boolean enabled) {
    set("enabled", enabled);
    return this;
  }

  /** {@code shadow}: what the policy would say is shown and decides nothing. {@code enforce} when left out. */
  public String getMode() {
    return get("mode", String.class);
  }

  public PolicyText mode(String mode) {
    set("mode", mode);
    return this;
  }

  /** Lists ({@code tools}, {@code methods}, {@code strictness}, {@code thresholds}), structured ({@code effect}, {@code target}, {@code require} …), or {@code {"cedar": "…"}}. */
  public Map<String, Object> getDocument() {
    return get("document", new TypeReference<>() {});
  }

  public PolicyText document(Map<String, Object> document) {
    set("document", document);
    return this;
  }

  /** Run before the policy is stored; one that fails refuses it. At most 50. */
  public List<PolicyTest> getTests() {
    return list("tests", PolicyTest.class);
  }

  public PolicyText tests(List<PolicyTest> tests) {
    set("tests", tests);
    return this;
  }
}

