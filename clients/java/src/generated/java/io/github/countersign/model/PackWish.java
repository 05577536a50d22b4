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

/** {@code PackWish} of the contract. */
@SuppressWarnings("unused")
public final class PackWish extends Model {
  public PackWish() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PackWish(ObjectNode json) {
    super(json);
  }

  public String getStrength() {
    return get("strength", String.class);
  }

  public PackWish strength(String strength) {
    set("strength", strength);
    return this;
  }

  /** As the pack describes them; what is left out is as the strength has it. */
  public Map<String, Object> getParams() {
    return get("params", new TypeReference<>() {});
  }

  public PackWish params(Map<String, Object> params) {
    set("params", params);
    return this;
  }
}

