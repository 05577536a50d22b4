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

/** {@code JobPage} of the contract. */
@SuppressWarnings("unused")
public final class JobPage extends Model {
  public JobPage() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public JobPage(ObjectNode json) {
    super(json);
  }

  public List<Job> getData() {
    return list("data", Job.class);
  }

  public JobPage data(List<Job> data) {
    set("data", data);
    return this;
  }

  /** For the next page; null: this is the last. */
  public String getNextCursor() {
    return get("next_cursor", String.class);
  }

  public JobPage nextCursor(String nextCursor) {
    set("next_cursor", nextCursor);
    return this;
  }
}

