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
    return get("id", String.class);
  }

  public PolicySet id(String id) {
    set("id", id);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicySet name(String name) {
    set("name", name);
    return this;
  }

  public String getState() {
    return get("state", String.class);
  }

  public PolicySet state(String state) {
    set("state", state);
    return this;
  }

  /** SHA-256 of the canonical JSON (RFC 8785) of {@code {policies, settings, lists}}. */
  public String getDigest() {
    return get("digest", String.class);
  }

  public PolicySet digest(String digest) {
    set("digest", digest);
    return this;
  }

  public Long getPolicyCount() {
    return get("policy_count", Long.class);
  }

  public PolicySet policyCount(Long policyCount) {
    set("policy_count", policyCount);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", OffsetDateTime.class);
  }

  public PolicySet createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }

  public OffsetDateTime getUpdatedAt() {
    return get("updated_at", OffsetDateTime.class);
  }

  public PolicySet updatedAt(OffsetDateTime updatedAt) {
    set("updated_at", updatedAt);
    return this;
  }

  public List<PolicySetMember> getPolicies() {
    return list("policies", PolicySetMember.class);
  }

  public PolicySet policies(List<PolicySetMember> policies) {
    set("policies", policies);
    return this;
  }

  public PolicySetSettings getSettings() {
    return get("settings", PolicySetSettings.class);
  }

  public PolicySet settings(PolicySetSettings settings) {
    set("settings", settings);
    return this;
  }

  /** Named lists, as they were then. */
  public List<PolicySetList> getLists() {
    return list("lists", PolicySetList.class);
  }

  public PolicySet lists(List<PolicySetList> lists) {
    set("lists", lists);
    return this;
  }
}

