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

/** {@code AdminRecord} of the contract. */
@SuppressWarnings("unused")
public final class AdminRecord extends Model {
  public AdminRecord() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AdminRecord(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public AdminRecord id(String id) {
    set("id", id);
    return this;
  }

  public KindEnum getKind() {
    return get("kind", KindEnum.class);
  }

  public AdminRecord kind(KindEnum kind) {
    set("kind", kind);
    return this;
  }

  public OffsetDateTime getAt() {
    return get("at", OffsetDateTime.class);
  }

  public AdminRecord at(OffsetDateTime at) {
    set("at", at);
    return this;
  }

  public String getKeyId() {
    return get("key_id", String.class);
  }

  public AdminRecord keyId(String keyId) {
    set("key_id", keyId);
    return this;
  }

  public String getAction() {
    return get("action", String.class);
  }

  public AdminRecord action(String action) {
    set("action", action);
    return this;
  }

  public String getSubject() {
    return get("subject", String.class);
  }

  public AdminRecord subject(String subject) {
    set("subject", subject);
    return this;
  }

  /** Versions of policies that were written by it, with their digests. */
  public List<WrittenVersion> getPolicies() {
    return list("policies", WrittenVersion.class);
  }

  public AdminRecord policies(List<WrittenVersion> policies) {
    set("policies", policies);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class KindEnum extends OpenValue {
    public static final KindEnum ADMIN = new KindEnum("admin");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public KindEnum(String value) {
      super(value);
    }
  }
}

