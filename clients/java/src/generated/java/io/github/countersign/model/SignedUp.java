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

/** {@code SignedUp} of the contract. */
@SuppressWarnings("unused")
public final class SignedUp extends Model {
  public SignedUp() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SignedUp(ObjectNode json) {
    super(json);
  }

  public Tenant getTenant() {
    return get("tenant", Tenant.class);
  }

  public SignedUp tenant(Tenant tenant) {
    set("tenant", tenant);
    return this;
  }

  public NewKey getApiKey() {
    return get("api_key", NewKey.class);
  }

  public SignedUp apiKey(NewKey apiKey) {
    set("api_key", apiKey);
    return this;
  }
}

