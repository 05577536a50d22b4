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

/** Ids of verdicts, the newest, 50 at most of each. */
@SuppressWarnings("unused")
public final class ReplaySamples extends Model {
  public ReplaySamples() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReplaySamples(ObjectNode json) {
    super(json);
  }

  public List<String> getNewlyDenied() {
    return list("newlyDenied", String.class);
  }

  public ReplaySamples newlyDenied(List<String> newlyDenied) {
    set("newly_denied", newlyDenied);
    return this;
  }

  public List<String> getNewlyAllowed() {
    return list("newlyAllowed", String.class);
  }

  public ReplaySamples newlyAllowed(List<String> newlyAllowed) {
    set("newly_allowed", newlyAllowed);
    return this;
  }

  public List<String> getNewlyChallenged() {
    return list("newlyChallenged", String.class);
  }

  public ReplaySamples newlyChallenged(List<String> newlyChallenged) {
    set("newly_challenged", newlyChallenged);
    return this;
  }

  public List<String> getUnknown() {
    return list("unknown", String.class);
  }

  public ReplaySamples unknown(List<String> unknown) {
    set("unknown", unknown);
    return this;
  }
}

