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

/** {@code JwkSet} of the contract. */
@SuppressWarnings("unused")
public final class JwkSet extends Model {
  public JwkSet() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public JwkSet(ObjectNode json) {
    super(json);
  }

  public List<Jwk> getKeys() {
    return list("keys", Jwk.class);
  }

  public JwkSet keys(List<Jwk> keys) {
    set("keys", keys);
    return this;
  }
}

