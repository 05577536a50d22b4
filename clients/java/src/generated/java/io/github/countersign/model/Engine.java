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

/** {@code Engine} of the contract. */
@SuppressWarnings("unused")
public final class Engine extends Model {
  public Engine() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Engine(ObjectNode json) {
    super(json);
  }

  public String getVersion() {
    return get("version", String.class);
  }

  public Engine version(String version) {
    set("version", version);
    return this;
  }

  public String getRuleset() {
    return get("ruleset", String.class);
  }

  public Engine ruleset(String ruleset) {
    set("ruleset", ruleset);
    return this;
  }
}

