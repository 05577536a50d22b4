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

/** {@code AccessPermit} of the contract. */
@SuppressWarnings("unused")
public final class AccessPermit extends Model {
  public AccessPermit() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AccessPermit(ObjectNode json) {
    super(json);
  }

  public String getPolicy() {
    return get("policy", String.class);
  }

  public AccessPermit policy(String policy) {
    set("policy", policy);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public AccessPermit name(String name) {
    set("name", name);
    return this;
  }

  public Long getVersion() {
    return get("version", Long.class);
  }

  public AccessPermit version(Long version) {
    set("version", version);
    return this;
  }

  public String getForm() {
    return get("form", String.class);
  }

  public AccessPermit form(String form) {
    set("form", form);
    return this;
  }

  /** Whom and what it names, as {@code target} of a policy; nothing is everybody, or everything. */
  public Map<String, Object> getScope() {
    return get("scope", new TypeReference<>() {});
  }

  public AccessPermit scope(Map<String, Object> scope) {
    set("scope", scope);
    return this;
  }

  /** What must hold besides. */
  public List<String> getRequires() {
    return list("requires", String.class);
  }

  public AccessPermit requires(List<String> requires) {
    set("requires", requires);
    return this;
  }

  /** When it last decided, or permitted, a call; some minutes old. */
  public OffsetDateTime getLastUsedAt() {
    return get("last_used_at", OffsetDateTime.class);
  }

  public AccessPermit lastUsedAt(OffsetDateTime lastUsedAt) {
    set("last_used_at", lastUsedAt);
    return this;
  }
}

