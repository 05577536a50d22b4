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

  /** {@code current} for what is in force now, or the id of a policy set. */
  public String getSet() {
    return get("set", String.class);
  }

  public ReplayWish set(String set) {
    set("set", set);
    return this;
  }

  /** Instead of a set, or in place of some of its policies and besides. */
  public List<ReplayPolicy> getPolicies() {
    return list("policies", ReplayPolicy.class);
  }

  public ReplayWish policies(List<ReplayPolicy> policies) {
    set("policies", policies);
    return this;
  }

  /** Inclusive; without it, 30 days before {@code to}. */
  public OffsetDateTime getFrom() {
    return get("from", OffsetDateTime.class);
  }

  public ReplayWish from(OffsetDateTime from) {
    set("from", from);
    return this;
  }

  /** Exclusive; without it, now. */
  public OffsetDateTime getTo() {
    return get("to", OffsetDateTime.class);
  }

  public ReplayWish to(OffsetDateTime to) {
    set("to", to);
    return this;
  }

  public ReplayFilter getFilter() {
    return get("filter", ReplayFilter.class);
  }

  public ReplayWish filter(ReplayFilter filter) {
    set("filter", filter);
    return this;
  }

  /** Records that are examined at most, the newest first. */
  public Integer getMax() {
    return get("max", Integer.class);
  }

  public ReplayWish max(Integer max) {
    set("max", max);
    return this;
  }
}

