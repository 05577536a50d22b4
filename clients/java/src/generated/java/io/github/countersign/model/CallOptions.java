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

/** They can make a verdict stricter, never laxer. */
@SuppressWarnings("unused")
public final class CallOptions extends Model {
  public CallOptions() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CallOptions(ObjectNode json) {
    super(json);
  }

  public ModeEnum getMode() {
    return get("mode", ModeEnum.class);
  }

  public CallOptions mode(ModeEnum mode) {
    set("mode", mode);
    return this;
  }

  /** Followed only when stricter than what the tenant has. */
  public String getStrictness() {
    return get("strictness", String.class);
  }

  public CallOptions strictness(String strictness) {
    set("strictness", strictness);
    return this;
  }

  /** Adds {@code explanation}: what each argument was taken to be for, and why. */
  public Boolean getExplain() {
    return get("explain", Boolean.class);
  }

  public CallOptions explain(Boolean explain) {
    set("explain", explain);
    return this;
  }

  /** A policy set in any state, by its id or its digest. It is judged in addition to what is in force, and the stricter decision stands. */
  public String getPolicySet() {
    return get("policy_set", String.class);
  }

  public CallOptions policySet(String policySet) {
    set("policy_set", policySet);
    return this;
  }

  public Boolean getReceipt() {
    return get("receipt", Boolean.class);
  }

  public CallOptions receipt(Boolean receipt) {
    set("receipt", receipt);
    return this;
  }

  /** Types of obligations that the enforcement point can do; {@code redact} is applying {@code modifications} too. What the verdict requires beyond them makes it a denial, {@code OBLIGATION_UNSUPPORTED}. */
  public List<String> getSupportedObligations() {
    return list("supportedObligations", String.class);
  }

  public CallOptions supportedObligations(List<String> supportedObligations) {
    set("supported_obligations", supportedObligations);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class ModeEnum extends OpenValue {
    public static final ModeEnum FULL = new ModeEnum("full");
    public static final ModeEnum FAST = new ModeEnum("fast");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ModeEnum(String value) {
      super(value);
    }
  }
}

