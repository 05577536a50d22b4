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

/** {@code PolicySet} of the contract. */
@SuppressWarnings("unused")
public final class PolicySet extends Model {
  public PolicySet() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicySet(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", new TypeReference<>() {});
  }

  public PolicySet id(String id) {
    set("id", id);
    return this;
  }

  public String getName() {
    return get("name", new TypeReference<>() {});
  }

  public PolicySet name(String name) {
    set("name", name);
    return this;
  }

  public String getState() {
    return get("state", new TypeReference<>() {});
  }

  public PolicySet state(String state) {
    set("state", state);
    return this;
  }

  /** SHA-256 of the canonical JSON (RFC 8785) of `{policies, settings, lists}`. */
  public String getDigest() {
    return get("digest", new TypeReference<>() {});
  }

  public PolicySet digest(String digest) {
    set("digest", digest);
    return this;
  }

  public Long getPolicyCount() {
    return get("policy_count", new TypeReference<>() {});
  }

  public PolicySet policyCount(Long policyCount) {
    set("policy_count", policyCount);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", new TypeReference<>() {});
  }

  public PolicySet createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }

  public OffsetDateTime getUpdatedAt() {
    return get("updated_at", new TypeReference<>() {});
  }

  public PolicySet updatedAt(OffsetDateTime updatedAt) {
    set("updated_at", updatedAt);
    return this;
  }

  public List<PolicySetMember> getPolicies() {
    return get("policies", new TypeReference<>() {});
  }

  public PolicySet policies(List<PolicySetMember> policies) {
    set("policies", policies);
    return this;
  }

  public PolicySetSettings getSettings() {
    return get("settings", new TypeReference<>() {});
  }

  public PolicySet settings(PolicySetSettings settings) {
    set("settings", settings);
    return this;
  }

  /** Named lists, as they were then. */
  public List<PolicySetList> getLists() {
    return get("lists", new TypeReference<>() {});
  }

  public PolicySet lists(List<PolicySetList> lists) {
    set("lists", lists);
    return this;
  }
}

