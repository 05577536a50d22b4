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

/** {@code ReplayOutcomes} of the contract. */
@SuppressWarnings("unused")
public final class ReplayOutcomes extends Model {
  public ReplayOutcomes() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReplayOutcomes(ObjectNode json) {
    super(json);
  }

  public Long getUnchanged() {
    return get("unchanged", Long.class);
  }

  public ReplayOutcomes unchanged(Long unchanged) {
    set("unchanged", unchanged);
    return this;
  }

  public Long getNewlyDenied() {
    return get("newly_denied", Long.class);
  }

  public ReplayOutcomes newlyDenied(Long newlyDenied) {
    set("newly_denied", newlyDenied);
    return this;
  }

  public Long getNewlyAllowed() {
    return get("newly_allowed", Long.class);
  }

  public ReplayOutcomes newlyAllowed(Long newlyAllowed) {
    set("newly_allowed", newlyAllowed);
    return this;
  }

  public Long getNewlyChallenged() {
    return get("newly_challenged", Long.class);
  }

  public ReplayOutcomes newlyChallenged(Long newlyChallenged) {
    set("newly_challenged", newlyChallenged);
    return this;
  }

  public Long getUnknown() {
    return get("unknown", Long.class);
  }

  public ReplayOutcomes unknown(Long unknown) {
    set("unknown", unknown);
    return this;
  }
}

