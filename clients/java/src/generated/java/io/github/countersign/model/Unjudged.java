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

/** {@code Unjudged} of the contract. */
@SuppressWarnings("unused")
public final class Unjudged extends Model {
  public Unjudged() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Unjudged(ObjectNode json) {
    super(json);
  }

  public String getPath() {
    return get("path", String.class);
  }

  public Unjudged path(String path) {
    set("path", path);
    return this;
  }

  public String getReason() {
    return get("reason", String.class);
  }

  public Unjudged reason(String reason) {
    set("reason", reason);
    return this;
  }
}

