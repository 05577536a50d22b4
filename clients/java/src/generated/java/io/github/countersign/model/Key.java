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

/** {@code Key} of the contract. */
@SuppressWarnings("unused")
public final class Key extends Model {
  public Key() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Key(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public Key id(String id) {
    set("id", id);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public Key name(String name) {
    set("name", name);
    return this;
  }

  /** The first characters of the key. */
  public String getHint() {
    return get("hint", String.class);
  }

  public Key hint(String hint) {
    set("hint", hint);
    return this;
  }

  public List<String> getScopes() {
    return list("scopes", String.class);
  }

  public Key scopes(List<String> scopes) {
    set("scopes", scopes);
    return this;
  }

  public OffsetDateTime getExpiresAt() {
    return get("expires_at", OffsetDateTime.class);
  }

  public Key expiresAt(OffsetDateTime expiresAt) {
    set("expires_at", expiresAt);
    return this;
  }

  public OffsetDateTime getRevokedAt() {
    return get("revoked_at", OffsetDateTime.class);
  }

  public Key revokedAt(OffsetDateTime revokedAt) {
    set("revoked_at", revokedAt);
    return this;
  }

  /** When a call was last let in with it; some minutes old. */
  public OffsetDateTime getLastUsedAt() {
    return get("last_used_at", OffsetDateTime.class);
  }

  public Key lastUsedAt(OffsetDateTime lastUsedAt) {
    set("last_used_at", lastUsedAt);
    return this;
  }

  /** Networks from which alone it may be used; null: from anywhere. */
  public List<String> getIpAllow() {
    return list("ipAllow", String.class);
  }

  public Key ipAllow(List<String> ipAllow) {
    set("ip_allow", ipAllow);
    return this;
  }

  /** The key whose place it takes. */
  public String getRotatedFrom() {
    return get("rotated_from", String.class);
  }

  public Key rotatedFrom(String rotatedFrom) {
    set("rotated_from", rotatedFrom);
    return this;
  }

  /** The key that takes its place. */
  public String getReplacedBy() {
    return get("replaced_by", String.class);
  }

  public Key replacedBy(String replacedBy) {
    set("replaced_by", replacedBy);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", OffsetDateTime.class);
  }

  public Key createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }
}

