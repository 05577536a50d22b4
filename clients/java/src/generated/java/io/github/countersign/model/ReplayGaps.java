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

/** {@code input}: it was erased or has expired; {@code argument}: it was redacted, or is that of the request which a response answers; {@code fact}: nobody had looked for it. */
@SuppressWarnings("unused")
public final class ReplayGaps extends Model {
  public ReplayGaps() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReplayGaps(ObjectNode json) {
    super(json);
  }

  public Long getInput() {
    return get("input", Long.class);
  }

  public ReplayGaps input(Long input) {
    set("input", input);
    return this;
  }

  public Long getArgument() {
    return get("argument", Long.class);
  }

  public ReplayGaps argument(Long argument) {
    set("argument", argument);
    return this;
  }

  public Long getFact() {
    return get("fact", Long.class);
  }

  public ReplayGaps fact(Long fact) {
    set("fact", fact);
    return this;
  }
}

