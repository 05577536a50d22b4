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

/** A public JWK with no more than it takes to verify; a secret member is refused. One of several: {@code as(…)} gives it as that which it is. */
@SuppressWarnings("unused")
public final class PublicKey extends Model {
  public PublicKey() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PublicKey(ObjectNode json) {
    super(json);
  }
}

