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

/** {@code PolicyFileEntry} of the contract. */
@SuppressWarnings("unused")
public final class PolicyFileEntry extends Model {
  public PolicyFileEntry() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyFileEntry(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicyFileEntry name(String name) {
    set("name", name);
    return this;
  }

  public String getMode() {
    return get("mode", String.class);
  }

  public PolicyFileEntry mode(String mode) {
    set("mode", mode);
    return this;
  }

  /** Lists ({@code tools}, {@code methods}, {@code strictness}, {@code thresholds}), structured ({@code effect}, {@code target}, {@code require} …), or {@code {"cedar": "…"}}. */
  public Map<String, Object> getDocument() {
    return get("document", new TypeReference<>() {});
  }

  public PolicyFileEntry document(Map<String, Object> document) {
    set("document", document);
    return this;
  }

  public List<PolicyTest> getTests() {
    return list("tests", PolicyTest.class);
  }

  public PolicyFileEntry tests(List<PolicyTest> tests) {
    set("tests", tests);
    return this;
  }
}

