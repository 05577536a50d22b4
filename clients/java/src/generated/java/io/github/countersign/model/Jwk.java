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

/** A public JWK. */
@SuppressWarnings("unused")
public final class Jwk extends Model {
  public Jwk() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Jwk(ObjectNode json) {
    super(json);
  }

  public String getKty() {
    return get("kty", String.class);
  }

  public Jwk kty(String kty) {
    set("kty", kty);
    return this;
  }
}

