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

/** {@code Reason} of the contract. */
@SuppressWarnings("unused")
public final class Reason extends Model {
  public Reason() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Reason(ObjectNode json) {
    super(json);
  }

  public String getCode() {
    return get("code", String.class);
  }

  public Reason code(String code) {
    set("code", code);
    return this;
  }

  public String getLayer() {
    return get("layer", String.class);
  }

  public Reason layer(String layer) {
    set("layer", layer);
    return this;
  }

  public String getSeverity() {
    return get("severity", String.class);
  }

  public Reason severity(String severity) {
    set("severity", severity);
    return this;
  }

  public String getMessage() {
    return get("message", String.class);
  }

  public Reason message(String message) {
    set("message", message);
    return this;
  }

  /** The policy that decided. */
  public String getPolicy() {
    return get("policy", String.class);
  }

  public Reason policy(String policy) {
    set("policy", policy);
    return this;
  }
}

