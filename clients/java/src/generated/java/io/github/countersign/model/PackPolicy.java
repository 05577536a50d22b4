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

/** {@code PackPolicy} of the contract. */
@SuppressWarnings("unused")
public final class PackPolicy extends Model {
  public PackPolicy() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PackPolicy(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public PackPolicy name(String name) {
    set("name", name);
    return this;
  }

  public String getSummary() {
    return get("summary", String.class);
  }

  public PackPolicy summary(String summary) {
    set("summary", summary);
    return this;
  }

  public Long getTests() {
    return get("tests", Long.class);
  }

  public PackPolicy tests(Long tests) {
    set("tests", tests);
    return this;
  }
}

