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

/** {@code UnfitPolicy} of the contract. */
@SuppressWarnings("unused")
public final class UnfitPolicy extends Model {
  public UnfitPolicy() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public UnfitPolicy(ObjectNode json) {
    super(json);
  }

  public String getPolicy() {
    return get("policy", String.class);
  }

  public UnfitPolicy policy(String policy) {
    set("policy", policy);
    return this;
  }

  public String getAction() {
    return get("action", String.class);
  }

  public UnfitPolicy action(String action) {
    set("action", action);
    return this;
  }

  /** Below {@code context.input}; empty: all of it. */
  public String getArgument() {
    return get("argument", String.class);
  }

  public UnfitPolicy argument(String argument) {
    set("argument", argument);
    return this;
  }

  /** The type that the policy was validated against. */
  public String getWas() {
    return get("was", String.class);
  }

  public UnfitPolicy was(String was) {
    set("was", was);
    return this;
  }

  /** Null: it is not there any more. */
  public String getNow() {
    return get("now", String.class);
  }

  public UnfitPolicy now(String now) {
    set("now", now);
    return this;
  }
}

