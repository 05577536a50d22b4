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

/** {@code TenantPatch} of the contract. */
@SuppressWarnings("unused")
public final class TenantPatch extends Model {
  public TenantPatch() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TenantPatch(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public TenantPatch name(String name) {
    set("name", name);
    return this;
  }

  /** What stands when no policy speaks. */
  public String getPosture() {
    return get("posture", String.class);
  }

  public TenantPatch posture(String posture) {
    set("posture", posture);
    return this;
  }

  public String getStrictness() {
    return get("strictness", String.class);
  }

  public TenantPatch strictness(String strictness) {
    set("strictness", strictness);
    return this;
  }

  /** While the audit trail cannot be written: {@code closed} gives no verdict; {@code open} goes on, out of what was known last, keeps the verdicts in a journal, says {@code degraded: ["audit"]}, and puts them into the trail later. */
  public String getFailMode() {
    return get("fail_mode", String.class);
  }

  public TenantPatch failMode(String failMode) {
    set("fail_mode", failMode);
    return this;
  }

  /** Compute everything, answer allow, show the real decision in {@code would_be}. */
  public Boolean getMonitor() {
    return get("monitor", Boolean.class);
  }

  public TenantPatch monitor(Boolean monitor) {
    set("monitor", monitor);
    return this;
  }

  /** Above the limit, what would be allowed is denied with status 429 and the reason {@code RATE_LIMIT}. Null is no limit. What is left out stays. */
  public RateLimitsPatch getRateLimits() {
    return get("rate_limits", RateLimitsPatch.class);
  }

  public TenantPatch rateLimits(RateLimitsPatch rateLimits) {
    set("rate_limits", rateLimits);
    return this;
  }

  /** What arguments are for, where the schema, name and description of a tool do not tell, or tell wrongly: it decides what counts as an attack there. The list as a whole is replaced. */
  public List<ArgumentOverrideText> getArgumentRoles() {
    return list("argumentRoles", ArgumentOverrideText.class);
  }

  public TenantPatch argumentRoles(List<ArgumentOverrideText> argumentRoles) {
    set("argument_roles", argumentRoles);
    return this;
  }

  /** Whose tokens in {@code context.token} are believed; several at once, also for a time, so that one can take the place of another. With any, a token that does not verify denies the call; with none, tokens are not looked at. The list as a whole is replaced. */
  public List<IssuerText> getIssuers() {
    return list("issuers", IssuerText.class);
  }

  public TenantPatch issuers(List<IssuerText> issuers) {
    set("issuers", issuers);
    return this;
  }

  /** Whether {@code context.roles} and {@code context.permissions} count as if a token had named them; else they grant nothing. */
  public Boolean getTrustAssertedRoles() {
    return get("trust_asserted_roles", Boolean.class);
  }

  public TenantPatch trustAssertedRoles(Boolean trustAssertedRoles) {
    set("trust_asserted_roles", trustAssertedRoles);
    return this;
  }

  /** Names of tools, as {@code tool} or {@code server/tool}, in which {@code *} stands for any run of characters, by the name of the group. Policies name a group in {@code target.tool_groups} or as {@code ToolGroup::"payments"}. Tools are in these groups by themselves: read, write, egress, exec, destructive, financial, high-risk; patterns under such a name add to it. All groups as a whole are replaced; one that a policy in force or in shadow names must stay. At most 50 groups of 200 patterns each, 1000 in all. */
  public Map<String, List<String>> getToolGroups() {
    return get("tool_groups", new TypeReference<>() {});
  }

  public TenantPatch toolGroups(Map<String, List<String>> toolGroups) {
    set("tool_groups", toolGroups);
    return this;
  }
}

