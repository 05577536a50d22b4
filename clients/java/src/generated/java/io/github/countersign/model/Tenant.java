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

/** {@code Tenant} of the contract. */
@SuppressWarnings("unused")
public final class Tenant extends Model {
  public Tenant() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Tenant(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public Tenant id(String id) {
    set("id", id);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public Tenant name(String name) {
    set("name", name);
    return this;
  }

  public String getPlan() {
    return get("plan", String.class);
  }

  public Tenant plan(String plan) {
    set("plan", plan);
    return this;
  }

  /** What stands when no policy speaks. */
  public String getPosture() {
    return get("posture", String.class);
  }

  public Tenant posture(String posture) {
    set("posture", posture);
    return this;
  }

  public String getStrictness() {
    return get("strictness", String.class);
  }

  public Tenant strictness(String strictness) {
    set("strictness", strictness);
    return this;
  }

  /** While the audit trail cannot be written: {@code closed} gives no verdict; {@code open} goes on, out of what was known last, keeps the verdicts in a journal, says {@code degraded: ["audit"]}, and puts them into the trail later. */
  public String getFailMode() {
    return get("fail_mode", String.class);
  }

  public Tenant failMode(String failMode) {
    set("fail_mode", failMode);
    return this;
  }

  /** Compute everything, answer allow, show the real decision in {@code would_be}. */
  public Boolean getMonitor() {
    return get("monitor", Boolean.class);
  }

  public Tenant monitor(Boolean monitor) {
    set("monitor", monitor);
    return this;
  }

  public RateLimits getRateLimits() {
    return get("rate_limits", RateLimits.class);
  }

  public Tenant rateLimits(RateLimits rateLimits) {
    set("rate_limits", rateLimits);
    return this;
  }

  public List<ArgumentOverride> getArgumentRoles() {
    return list("argumentRoles", ArgumentOverride.class);
  }

  public Tenant argumentRoles(List<ArgumentOverride> argumentRoles) {
    set("argument_roles", argumentRoles);
    return this;
  }

  public List<Issuer> getIssuers() {
    return list("issuers", Issuer.class);
  }

  public Tenant issuers(List<Issuer> issuers) {
    set("issuers", issuers);
    return this;
  }

  /** Whether {@code context.roles} and {@code context.permissions} count as if a token had named them; else they grant nothing. */
  public Boolean getTrustAssertedRoles() {
    return get("trust_asserted_roles", Boolean.class);
  }

  public Tenant trustAssertedRoles(Boolean trustAssertedRoles) {
    set("trust_asserted_roles", trustAssertedRoles);
    return this;
  }

  /** Names of tools, as {@code tool} or {@code server/tool}, in which {@code *} stands for any run of characters, by the name of the group. Policies name a group in {@code target.tool_groups} or as {@code ToolGroup::"payments"}. Tools are in these groups by themselves: read, write, egress, exec, destructive, financial, high-risk; patterns under such a name add to it. */
  public Map<String, List<String>> getToolGroups() {
    return get("tool_groups", new TypeReference<>() {});
  }

  public Tenant toolGroups(Map<String, List<String>> toolGroups) {
    set("tool_groups", toolGroups);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", OffsetDateTime.class);
  }

  public Tenant createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }
}

