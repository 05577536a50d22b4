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

/** Above the limit, what would be allowed is denied with status 429 and the reason {@code RATE_LIMIT}. Null is no limit. */
@SuppressWarnings("unused")
public final class RateLimits extends Model {
  public RateLimits() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RateLimits(ObjectNode json) {
    super(json);
  }

  /** Judged requests of one {@code context.user_id}, else {@code context.agent_id}; those without either are not counted. */
  public Rate getPrincipal() {
    return get("principal", Rate.class);
  }

  public RateLimits principal(Rate principal) {
    set("principal", principal);
    return this;
  }

  /** Judged calls of one tool of one server. */
  public Rate getTool() {
    return get("tool", Rate.class);
  }

  public RateLimits tool(Rate tool) {
    set("tool", tool);
    return this;
  }
}

