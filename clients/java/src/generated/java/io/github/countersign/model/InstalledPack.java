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

/** {@code InstalledPack} of the contract. */
@SuppressWarnings("unused")
public final class InstalledPack extends Model {
  public InstalledPack() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public InstalledPack(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public InstalledPack name(String name) {
    set("name", name);
    return this;
  }

  public String getVersion() {
    return get("version", String.class);
  }

  public InstalledPack version(String version) {
    set("version", version);
    return this;
  }

  /** SHA-256 of what the publisher signed; the install is pinned to it. */
  public String getDigest() {
    return get("digest", String.class);
  }

  public InstalledPack digest(String digest) {
    set("digest", digest);
    return this;
  }

  public String getStrength() {
    return get("strength", String.class);
  }

  public InstalledPack strength(String strength) {
    set("strength", strength);
    return this;
  }

  /** As they took effect. */
  public Map<String, Object> getParams() {
    return get("params", new TypeReference<>() {});
  }

  public InstalledPack params(Map<String, Object> params) {
    set("params", params);
    return this;
  }

  public OffsetDateTime getInstalledAt() {
    return get("installed_at", OffsetDateTime.class);
  }

  public InstalledPack installedAt(OffsetDateTime installedAt) {
    set("installed_at", installedAt);
    return this;
  }

  public List<InstalledPolicy> getPolicies() {
    return list("policies", InstalledPolicy.class);
  }

  public InstalledPack policies(List<InstalledPolicy> policies) {
    set("policies", policies);
    return this;
  }

  /** Policies of an earlier install that this one does not have. They stay. */
  public List<PolicyName> getLeft() {
    return list("left", PolicyName.class);
  }

  public InstalledPack left(List<PolicyName> left) {
    set("left", left);
    return this;
  }
}

