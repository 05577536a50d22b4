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

/** {@code Ready} of the contract. */
@SuppressWarnings("unused")
public final class Ready extends Model {
  public Ready() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Ready(ObjectNode json) {
    super(json);
  }

  public StatusEnum getStatus() {
    return get("status", StatusEnum.class);
  }

  public Ready status(StatusEnum status) {
    set("status", status);
    return this;
  }

  public DatabaseEnum getDatabase() {
    return get("database", DatabaseEnum.class);
  }

  public Ready database(DatabaseEnum database) {
    set("database", database);
    return this;
  }

  public LimiterEnum getLimiter() {
    return get("limiter", LimiterEnum.class);
  }

  public Ready limiter(LimiterEnum limiter) {
    set("limiter", limiter);
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

  /** Those that this version knows; others come as they are. */
  public static final class DatabaseEnum extends OpenValue {
    public static final DatabaseEnum OK = new DatabaseEnum("ok");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DatabaseEnum(String value) {
      super(value);
    }
  }

  /** Those that this version knows; others come as they are. */
  public static final class LimiterEnum extends OpenValue {
    public static final LimiterEnum OK = new LimiterEnum("ok");
    public static final LimiterEnum DEGRADED = new LimiterEnum("degraded");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LimiterEnum(String value) {
      super(value);
    }
  }
}

