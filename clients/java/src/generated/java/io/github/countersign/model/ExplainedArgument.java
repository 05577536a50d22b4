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

/** {@code ExplainedArgument} of the contract. */
@SuppressWarnings("unused")
public final class ExplainedArgument extends Model {
  public ExplainedArgument() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ExplainedArgument(ObjectNode json) {
    super(json);
  }

  public String getPath() {
    return get("path", String.class);
  }

  public ExplainedArgument path(String path) {
    set("path", path);
    return this;
  }

  /** Likeliest first; of two, that which minds a text less decides. */
  public List<LikelyRole> getRoles() {
    return list("roles", LikelyRole.class);
  }

  public ExplainedArgument roles(List<LikelyRole> roles) {
    set("roles", roles);
    return this;
  }
}

