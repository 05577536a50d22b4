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

/** {@code PolicySetSummary} of the contract. */
@SuppressWarnings("unused")
public final class PolicySetSummary extends Model {
  public PolicySetSummary() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicySetSummary(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public PolicySetSummary id(String id) {
    set("id", id);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicySetSummary name(String name) {
    set("name", name);
    return this;
  }

  public String getState() {
    return get("state", String.class);
  }

  public PolicySetSummary state(String state) {
    set("state", state);
    return this;
  }

  /** SHA-256 of the canonical JSON (RFC 8785) of {@code {policies, settings, lists}}. */
  public String getDigest() {
    return get("digest", String.class);
  }

  public PolicySetSummary digest(String digest) {
    set("digest", digest);
    return this;
  }

  public Long getPolicyCount() {
    return get("policy_count", Long.class);
  }

  public PolicySetSummary policyCount(Long policyCount) {
    set("policy_count", policyCount);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", OffsetDateTime.class);
  }

  public PolicySetSummary createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }

  public OffsetDateTime getUpdatedAt() {
    return get("updated_at", OffsetDateTime.class);
  }

  public PolicySetSummary updatedAt(OffsetDateTime updatedAt) {
    set("updated_at", updatedAt);
    return this;
  }
}

