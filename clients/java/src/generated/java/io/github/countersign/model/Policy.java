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

/** {@code Policy} of the contract. */
@SuppressWarnings("unused")
public final class Policy extends Model {
  public Policy() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Policy(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public Policy id(String id) {
    set("id", id);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public Policy name(String name) {
    set("name", name);
    return this;
  }

  /** False when {@code mode} is {@code off}. */
  public Boolean getEnabled() {
    return get("enabled", Boolean.class);
  }

  public Policy enabled(Boolean enabled) {
    set("enabled", enabled);
    return this;
  }

  public String getMode() {
    return get("mode", String.class);
  }

  public Policy mode(String mode) {
    set("mode", mode);
    return this;
  }

  /** Versions are immutable; each change adds one. */
  public Long getVersion() {
    return get("version", Long.class);
  }

  public Policy version(Long version) {
    set("version", version);
    return this;
  }

  /** Lists ({@code tools}, {@code methods}, {@code strictness}, {@code thresholds}), structured ({@code effect}, {@code target}, {@code require} …), or {@code {"cedar": "…"}}. */
  public Map<String, Object> getDocument() {
    return get("document", new TypeReference<>() {});
  }

  public Policy document(Map<String, Object> document) {
    set("document", document);
    return this;
  }

  public List<PolicyTest> getTests() {
    return list("tests", PolicyTest.class);
  }

  public Policy tests(List<PolicyTest> tests) {
    set("tests", tests);
    return this;
  }

  /** What is no fault, and yet not what anybody means. Pointers go into the document. */
  public List<Fault> getWarnings() {
    return list("warnings", Fault.class);
  }

  public Policy warnings(List<Fault> warnings) {
    set("warnings", warnings);
    return this;
  }

  /** SHA-256 of the version; its ETag. */
  public String getDigest() {
    return get("digest", String.class);
  }

  public Policy digest(String digest) {
    set("digest", digest);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", OffsetDateTime.class);
  }

  public Policy createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }

  public OffsetDateTime getUpdatedAt() {
    return get("updated_at", OffsetDateTime.class);
  }

  public Policy updatedAt(OffsetDateTime updatedAt) {
    set("updated_at", updatedAt);
    return this;
  }
}

