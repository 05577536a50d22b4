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

/** RFC 6902: an edit that the enforcement point should make. */
@SuppressWarnings("unused")
public final class Modification extends Model {
  public Modification() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Modification(ObjectNode json) {
    super(json);
  }

  public OpEnum getOp() {
    return get("op", OpEnum.class);
  }

  public Modification op(OpEnum op) {
    set("op", op);
    return this;
  }

  public String getPath() {
    return get("path", String.class);
  }

  public Modification path(String path) {
    set("path", path);
    return this;
  }

  public String getFrom() {
    return get("from", String.class);
  }

  public Modification from(String from) {
    set("from", from);
    return this;
  }

  public String getValue() {
    return get("value", String.class);
  }

  public Modification value(String value) {
    set("value", value);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class OpEnum extends OpenValue {
    public static final OpEnum REPLACE = new OpEnum("replace");
    public static final OpEnum MOVE = new OpEnum("move");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OpEnum(String value) {
      super(value);
    }
  }
}

