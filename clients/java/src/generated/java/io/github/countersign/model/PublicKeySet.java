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

/** {@code PublicKeySet} of the contract. */
@SuppressWarnings("unused")
public final class PublicKeySet extends Model {
  public PublicKeySet() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PublicKeySet(ObjectNode json) {
    super(json);
  }

  public List<PublicKey> getKeys() {
    return list("keys", PublicKey.class);
  }

  public PublicKeySet keys(List<PublicKey> keys) {
    set("keys", keys);
    return this;
  }
}

