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

/** {@code Server} of the contract. */
@SuppressWarnings("unused")
public final class Server extends Model {
  public Server() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Server(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public Server id(String id) {
    set("id", id);
    return this;
  }

  /** As {@code server.name} of the calls. */
  public String getName() {
    return get("name", String.class);
  }

  public Server name(String name) {
    set("name", name);
    return this;
  }

  public Long getToolCount() {
    return get("tool_count", Long.class);
  }

  public Server toolCount(Long toolCount) {
    set("tool_count", toolCount);
    return this;
  }

  /** SHA-256 of the definitions; the ETag. */
  public String getDigest() {
    return get("digest", String.class);
  }

  public Server digest(String digest) {
    set("digest", digest);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", OffsetDateTime.class);
  }

  public Server createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }

  public OffsetDateTime getUpdatedAt() {
    return get("updated_at", OffsetDateTime.class);
  }

  public Server updatedAt(OffsetDateTime updatedAt) {
    set("updated_at", updatedAt);
    return this;
  }
}

