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

/** {@code NamedListHead} of the contract. */
@SuppressWarnings("unused")
public final class NamedListHead extends Model {
  public NamedListHead() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NamedListHead(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public NamedListHead id(String id) {
    set("id", id);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public NamedListHead name(String name) {
    set("name", name);
    return this;
  }

  public String getKind() {
    return get("kind", String.class);
  }

  public NamedListHead kind(String kind) {
    set("kind", kind);
    return this;
  }

  public Long getEntryCount() {
    return get("entry_count", Long.class);
  }

  public NamedListHead entryCount(Long entryCount) {
    set("entry_count", entryCount);
    return this;
  }

  /** SHA-256 of kind and entries; its ETag. */
  public String getDigest() {
    return get("digest", String.class);
  }

  public NamedListHead digest(String digest) {
    set("digest", digest);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", OffsetDateTime.class);
  }

  public NamedListHead createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }

  public OffsetDateTime getUpdatedAt() {
    return get("updated_at", OffsetDateTime.class);
  }

  public NamedListHead updatedAt(OffsetDateTime updatedAt) {
    set("updated_at", updatedAt);
    return this;
  }
}

