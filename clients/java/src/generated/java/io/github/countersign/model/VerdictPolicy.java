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

/** {@code VerdictPolicy} of the contract. */
@SuppressWarnings("unused")
public final class VerdictPolicy extends Model {
  public VerdictPolicy() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public VerdictPolicy(ObjectNode json) {
    super(json);
  }

  /** The active policy set; absent where every enabled policy is in force. */
  public String getSet() {
    return get("set", String.class);
  }

  public VerdictPolicy set(String set) {
    set("set", set);
    return this;
  }

  public String getDigest() {
    return get("digest", String.class);
  }

  public VerdictPolicy digest(String digest) {
    set("digest", digest);
    return this;
  }

  /** The set that {@code options.policy_set} names: it was judged too. */
  public RequestedPolicySet getRequested() {
    return get("requested", RequestedPolicySet.class);
  }

  public VerdictPolicy requested(RequestedPolicySet requested) {
    set("requested", requested);
    return this;
  }

  /** Policies that decided or, of what was allowed, permitted it. */
  public List<String> getDetermining() {
    return list("determining", String.class);
  }

  public VerdictPolicy determining(List<String> determining) {
    set("determining", determining);
    return this;
  }

  /** What would have been decided by what is tried. */
  public List<ShadowOutcome> getShadow() {
    return list("shadow", ShadowOutcome.class);
  }

  public VerdictPolicy shadow(List<ShadowOutcome> shadow) {
    set("shadow", shadow);
    return this;
  }
}

