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

/** {@code PolicySetList} of the contract. */
@SuppressWarnings("unused")
public final class PolicySetList extends Model {
  public PolicySetList() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicySetList(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public PolicySetList name(String name) {
    set("name", name);
    return this;
  }

  public String getDigest() {
    return get("digest", String.class);
  }

  public PolicySetList digest(String digest) {
    set("digest", digest);
    return this;
  }
}

