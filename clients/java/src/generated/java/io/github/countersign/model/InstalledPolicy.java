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

/** {@code InstalledPolicy} of the contract. */
@SuppressWarnings("unused")
public final class InstalledPolicy extends Model {
  public InstalledPolicy() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public InstalledPolicy(ObjectNode json) {
    super(json);
  }

  public String getPolicy() {
    return get("policy", String.class);
  }

  public InstalledPolicy policy(String policy) {
    set("policy", policy);
    return this;
  }

  public String getId() {
    return get("id", String.class);
  }

  public InstalledPolicy id(String id) {
    set("id", id);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public InstalledPolicy name(String name) {
    set("name", name);
    return this;
  }

  public Long getVersion() {
    return get("version", Long.class);
  }

  public InstalledPolicy version(Long version) {
    set("version", version);
    return this;
  }

  public String getMode() {
    return get("mode", String.class);
  }

  public InstalledPolicy mode(String mode) {
    set("mode", mode);
    return this;
  }

  /** {@code beside}: the policy of this name is in force and stays as it is; the new text watches beside it, under another name. */
  public String getStatus() {
    return get("status", String.class);
  }

  public InstalledPolicy status(String status) {
    set("status", status);
    return this;
  }
}

