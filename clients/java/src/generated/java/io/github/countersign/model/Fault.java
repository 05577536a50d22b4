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

/** {@code Fault} of the contract. */
@SuppressWarnings("unused")
public final class Fault extends Model {
  public Fault() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Fault(ObjectNode json) {
    super(json);
  }

  /** JSON Pointer to the place (RFC 6901). */
  public String getPointer() {
    return get("pointer", String.class);
  }

  public Fault pointer(String pointer) {
    set("pointer", pointer);
    return this;
  }

  public String getDetail() {
    return get("detail", String.class);
  }

  public Fault detail(String detail) {
    set("detail", detail);
    return this;
  }
}

