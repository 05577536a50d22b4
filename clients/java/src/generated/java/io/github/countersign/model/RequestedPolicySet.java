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

/** {@code RequestedPolicySet} of the contract. */
@SuppressWarnings("unused")
public final class RequestedPolicySet extends Model {
  public RequestedPolicySet() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RequestedPolicySet(ObjectNode json) {
    super(json);
  }

  public String getSet() {
    return get("set", String.class);
  }

  public RequestedPolicySet set(String set) {
    set("set", set);
    return this;
  }

  public String getDigest() {
    return get("digest", String.class);
  }

  public RequestedPolicySet digest(String digest) {
    set("digest", digest);
    return this;
  }
}

