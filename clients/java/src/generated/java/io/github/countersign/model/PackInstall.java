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

/** {@code PackInstall} of the contract. */
@SuppressWarnings("unused")
public final class PackInstall extends Model {
  public PackInstall() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PackInstall(ObjectNode json) {
    super(json);
  }

  public String getVersion() {
    return get("version", String.class);
  }

  public PackInstall version(String version) {
    set("version", version);
    return this;
  }

  /** SHA-256 of what the publisher signed; the install is pinned to it. */
  public String getDigest() {
    return get("digest", String.class);
  }

  public PackInstall digest(String digest) {
    set("digest", digest);
    return this;
  }

  public String getStrength() {
    return get("strength", String.class);
  }

  public PackInstall strength(String strength) {
    set("strength", strength);
    return this;
  }

  /** As they took effect. */
  public Map<String, Object> getParams() {
    return get("params", new TypeReference<>() {});
  }

  public PackInstall params(Map<String, Object> params) {
    set("params", params);
    return this;
  }

  public OffsetDateTime getInstalledAt() {
    return get("installed_at", OffsetDateTime.class);
  }

  public PackInstall installedAt(OffsetDateTime installedAt) {
    set("installed_at", installedAt);
    return this;
  }
}

