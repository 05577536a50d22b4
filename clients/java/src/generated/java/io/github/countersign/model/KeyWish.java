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

/** {@code KeyWish} of the contract. */
@SuppressWarnings("unused")
public final class KeyWish extends Model {
  public KeyWish() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public KeyWish(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public KeyWish name(String name) {
    set("name", name);
    return this;
  }

  public List<String> getScopes() {
    return list("scopes", String.class);
  }

  public KeyWish scopes(List<String> scopes) {
    set("scopes", scopes);
    return this;
  }

  public KeyMode getMode() {
    return get("mode", KeyMode.class);
  }

  public KeyWish mode(KeyMode mode) {
    set("mode", mode);
    return this;
  }

  public OffsetDateTime getExpiresAt() {
    return get("expires_at", OffsetDateTime.class);
  }

  public KeyWish expiresAt(OffsetDateTime expiresAt) {
    set("expires_at", expiresAt);
    return this;
  }

  /** Networks from which alone it may be used. Default: those of the calling key. */
  public List<String> getIpAllow() {
    return list("ipAllow", String.class);
  }

  public KeyWish ipAllow(List<String> ipAllow) {
    set("ip_allow", ipAllow);
    return this;
  }
}

