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

/** {@code AccessReport} of the contract. */
@SuppressWarnings("unused")
public final class AccessReport extends Model {
  public AccessReport() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AccessReport(ObjectNode json) {
    super(json);
  }

  public OffsetDateTime getAt() {
    return get("at", OffsetDateTime.class);
  }

  public AccessReport at(OffsetDateTime at) {
    set("at", at);
    return this;
  }

  /** The active policy set. */
  public String getSet() {
    return get("set", String.class);
  }

  public AccessReport set(String set) {
    set("set", set);
    return this;
  }

  /** What stands when no policy speaks. */
  public String getPosture() {
    return get("posture", String.class);
  }

  public AccessReport posture(String posture) {
    set("posture", posture);
    return this;
  }

  public List<AccessPermit> getPermits() {
    return list("permits", AccessPermit.class);
  }

  public AccessReport permits(List<AccessPermit> permits) {
    set("permits", permits);
    return this;
  }

  public List<AccessRestriction> getRestrictions() {
    return list("restrictions", AccessRestriction.class);
  }

  public AccessReport restrictions(List<AccessRestriction> restrictions) {
    set("restrictions", restrictions);
    return this;
  }

  /** Permits that no call has used in 90 days or, where {@code since} is later, since this version was made. */
  public List<UnusedPermit> getUnused() {
    return list("unused", UnusedPermit.class);
  }

  public AccessReport unused(List<UnusedPermit> unused) {
    set("unused", unused);
    return this;
  }

  public List<BroadPermit> getOverBroad() {
    return list("overBroad", BroadPermit.class);
  }

  public AccessReport overBroad(List<BroadPermit> overBroad) {
    set("over_broad", overBroad);
    return this;
  }

  /** What the tenant’s own tool groups that are named stand for. */
  public Map<String, List<String>> getToolGroups() {
    return get("tool_groups", new TypeReference<>() {});
  }

  public AccessReport toolGroups(Map<String, List<String>> toolGroups) {
    set("tool_groups", toolGroups);
    return this;
  }
}

