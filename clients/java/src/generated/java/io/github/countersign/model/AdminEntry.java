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

/** {@code AdminEntry} of the contract. */
@SuppressWarnings("unused")
public final class AdminEntry extends Model {
  public AdminEntry() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AdminEntry(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public AdminEntry id(String id) {
    set("id", id);
    return this;
  }

  public KindEnum getKind() {
    return get("kind", KindEnum.class);
  }

  public AdminEntry kind(KindEnum kind) {
    set("kind", kind);
    return this;
  }

  public OffsetDateTime getAt() {
    return get("at", OffsetDateTime.class);
  }

  public AdminEntry at(OffsetDateTime at) {
    set("at", at);
    return this;
  }

  public String getKeyId() {
    return get("key_id", String.class);
  }

  public AdminEntry keyId(String keyId) {
    set("key_id", keyId);
    return this;
  }

  public String getAction() {
    return get("action", String.class);
  }

  public AdminEntry action(String action) {
    set("action", action);
    return this;
  }

  public String getSubject() {
    return get("subject", String.class);
  }

  public AdminEntry subject(String subject) {
    set("subject", subject);
    return this;
  }

  /** Versions of policies that were written by it, with their digests. */
  public List<WrittenVersion> getPolicies() {
    return list("policies", WrittenVersion.class);
  }

  public AdminEntry policies(List<WrittenVersion> policies) {
    set("policies", policies);
    return this;
  }

  /** What the verdict was made from, redacted; null where nothing is kept. */
  public Map<String, Object> getInput() {
    return get("input", new TypeReference<>() {});
  }

  public AdminEntry input(Map<String, Object> input) {
    set("input", input);
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

