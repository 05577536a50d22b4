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

/** {@code SignUpVerification} of the contract. */
@SuppressWarnings("unused")
public final class SignUpVerification extends Model {
  public SignUpVerification() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SignUpVerification(ObjectNode json) {
    super(json);
  }

  public String getEmail() {
    return get("email", String.class);
  }

  public SignUpVerification email(String email) {
    set("email", email);
    return this;
  }

  public String getCode() {
    return get("code", String.class);
  }

  public SignUpVerification code(String code) {
    set("code", code);
    return this;
  }
}

