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

/** {@code Live} of the contract. */
@SuppressWarnings("unused")
public final class Live extends Model {
  public Live() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Live(ObjectNode json) {
    super(json);
  }

  public StatusEnum getStatus() {
    return get("status", StatusEnum.class);
  }

  public Live status(StatusEnum status) {
    set("status", status);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class StatusEnum extends OpenValue {
    public static final StatusEnum OK = new StatusEnum("ok");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StatusEnum(String value) {
      super(value);
    }
  }
}

