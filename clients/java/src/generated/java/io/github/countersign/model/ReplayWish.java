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

/** {@code ReplayWish} of the contract. */
@SuppressWarnings("unused")
public final class ReplayWish extends Model {
  public ReplayWish() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReplayWish(ObjectNode json) {
    super(json);
  }

  /** `current` for what is in force now, or the id of a policy set. */
  public String getSet() {
    return get("set", new TypeReference<>() {});
  }

  public ReplayWish set(String set) {
    set("set", set);
    return this;
  }

  /** Instead of a set, or in place of some of its policies and besides. */
  public List<ReplayPolicy> getPolicies() {
    return get("policies", new TypeReference<>() {});
  }

  public ReplayWish policies(List<ReplayPolicy> policies) {
    set("policies", policies);
    return this;
  }

  /** Inclusive; without it, 30 days before `to`. */
  public OffsetDateTime getFrom() {
    return get("from", new TypeReference<>() {});
  }

  public ReplayWish from(OffsetDateTime from) {
    set("from", from);
    return this;
  }

  /** Exclusive; without it, now. */
  public OffsetDateTime getTo() {
    return get("to", new TypeReference<>() {});
  }

  public ReplayWish to(OffsetDateTime to) {
    set("to", to);
    return this;
  }

  public ReplayFilter getFilter() {
    return get("filter", new TypeReference<>() {});
  }

  public ReplayWish filter(ReplayFilter filter) {
    set("filter", filter);
    return this;
  }

  /** Records that are examined at most, the newest first. */
  public Integer getMax() {
    return get("max", new TypeReference<>() {});
  }

  public ReplayWish max(Integer max) {
    set("max", max);
    return this;
  }
}

