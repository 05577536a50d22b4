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

/** {@code Suppression} of the contract. */
@SuppressWarnings("unused")
public final class Suppression extends Model {
  public Suppression() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Suppression(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public Suppression id(String id) {
    set("id", id);
    return this;
  }

  public String getRule() {
    return get("rule", String.class);
  }

  public Suppression rule(String rule) {
    set("rule", rule);
    return this;
  }

  public String getServer() {
    return get("server", String.class);
  }

  public Suppression server(String server) {
    set("server", server);
    return this;
  }

  public String getTool() {
    return get("tool", String.class);
  }

  public Suppression tool(String tool) {
    set("tool", tool);
    return this;
  }

  public String getPath() {
    return get("path", String.class);
  }

  public Suppression path(String path) {
    set("path", path);
    return this;
  }

  public String getReason() {
    return get("reason", String.class);
  }

  public Suppression reason(String reason) {
    set("reason", reason);
    return this;
  }

  public OffsetDateTime getExpiresAt() {
    return get("expires_at", OffsetDateTime.class);
  }

  public Suppression expiresAt(OffsetDateTime expiresAt) {
    set("expires_at", expiresAt);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", OffsetDateTime.class);
  }

  public Suppression createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }
}

