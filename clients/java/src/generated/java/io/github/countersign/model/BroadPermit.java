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

/** {@code BroadPermit} of the contract. */
@SuppressWarnings("unused")
public final class BroadPermit extends Model {
  public BroadPermit() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BroadPermit(ObjectNode json) {
    super(json);
  }

  public String getPolicy() {
    return get("policy", String.class);
  }

  public BroadPermit policy(String policy) {
    set("policy", policy);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public BroadPermit name(String name) {
    set("name", name);
    return this;
  }

  public String getDetail() {
    return get("detail", String.class);
  }

  public BroadPermit detail(String detail) {
    set("detail", detail);
    return this;
  }
}

