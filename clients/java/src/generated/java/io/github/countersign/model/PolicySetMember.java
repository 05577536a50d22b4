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

/** {@code PolicySetMember} of the contract. */
@SuppressWarnings("unused")
public final class PolicySetMember extends Model {
  public PolicySetMember() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicySetMember(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public PolicySetMember id(String id) {
    set("id", id);
    return this;
  }

  public Long getVersion() {
    return get("version", Long.class);
  }

  public PolicySetMember version(Long version) {
    set("version", version);
    return this;
  }

  public String getDigest() {
    return get("digest", String.class);
  }

  public PolicySetMember digest(String digest) {
    set("digest", digest);
    return this;
  }
}

