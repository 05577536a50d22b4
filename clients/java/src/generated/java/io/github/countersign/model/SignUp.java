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

/** {@code SignUp} of the contract. */
@SuppressWarnings("unused")
public final class SignUp extends Model {
  public SignUp() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SignUp(ObjectNode json) {
    super(json);
  }

  public String getEmail() {
    return get("email", String.class);
  }

  public SignUp email(String email) {
    set("email", email);
    return this;
  }

  public String getName() {
    return get("name", String.class);
  }

  public SignUp name(String name) {
    set("name", name);
    return this;
  }
}

