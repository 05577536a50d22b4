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

/** Only with {@code challenge}: more proof of who acts is asked for. */
@SuppressWarnings("unused")
public final class Challenge extends Model {
  public Challenge() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Challenge(ObjectNode json) {
    super(json);
  }

  public String getType() {
    return get("type", String.class);
  }

  public Challenge type(String type) {
    set("type", type);
    return this;
  }
}

