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

/** {@code WrittenVersion} of the contract. */
@SuppressWarnings("unused")
public final class WrittenVersion extends Model {
  public WrittenVersion() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WrittenVersion(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public WrittenVersion id(String id) {
    set("id", id);
    return this;
  }

  public Long getVersion() {
    return get("version", Long.class);
  }

  public WrittenVersion version(Long version) {
    set("version", version);
    return this;
  }

  public String getDigest() {
    return get("digest", String.class);
  }

  public WrittenVersion digest(String digest) {
    set("digest", digest);
    return this;
  }
}

