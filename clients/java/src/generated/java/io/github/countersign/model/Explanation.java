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

/** With {@code explain}: what each argument was taken to be for, and why. */
@SuppressWarnings("unused")
public final class Explanation extends Model {
  public Explanation() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Explanation(ObjectNode json) {
    super(json);
  }

  public List<ExplainedArgument> getRoles() {
    return list("roles", ExplainedArgument.class);
  }

  public Explanation roles(List<ExplainedArgument> roles) {
    set("roles", roles);
    return this;
  }

  /** Arguments that are not listed because there are too many. */
  public Long getLeftOut() {
    return get("left_out", Long.class);
  }

  public Explanation leftOut(Long leftOut) {
    set("left_out", leftOut);
    return this;
  }
}

