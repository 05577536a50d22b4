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

/** {@code VerdictRecord} of the contract. */
@SuppressWarnings("unused")
public final class VerdictRecord extends Model {
  public VerdictRecord() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public VerdictRecord(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public VerdictRecord id(String id) {
    set("id", id);
    return this;
  }

  public KindEnum getKind() {
    return get("kind", KindEnum.class);
  }

  public VerdictRecord kind(KindEnum kind) {
    set("kind", kind);
    return this;
  }

  public OffsetDateTime getAt() {
    return get("at", OffsetDateTime.class);
  }

  public VerdictRecord at(OffsetDateTime at) {
    set("at", at);
    return this;
  }

  public String getKeyId() {
    return get("key_id", String.class);
  }

  public VerdictRecord keyId(String keyId) {
    set("key_id", keyId);
    return this;
  }

  public Direction getDirection() {
    return get("direction", Direction.class);
  }

  public VerdictRecord direction(Direction direction) {
    set("direction", direction);
    return this;
  }

  public String getMethod() {
    return get("method", String.class);
  }

  public VerdictRecord method(String method) {
    set("method", method);
    return this;
  }

  public String getTool() {
    return get("tool", String.class);
  }

  public VerdictRecord tool(String tool) {
    set("tool", tool);
    return this;
  }

  public Decision getDecision() {
    return get("decision", Decision.class);
  }

  public VerdictRecord decision(Decision decision) {
    set("decision", decision);
    return this;
  }

  public Integer getStatus() {
    return get("status", Integer.class);
  }

  public VerdictRecord status(Integer status) {
    set("status", status);
    return this;
  }

  public Double getRisk() {
    return get("risk", Double.class);
  }

  public VerdictRecord risk(Double risk) {
    set("risk", risk);
    return this;
  }

  public List<Reason> getReasons() {
    return list("reasons", Reason.class);
  }

  public VerdictRecord reasons(List<Reason> reasons) {
    set("reasons", reasons);
    return this;
  }

  public List<Finding> getFindings() {
    return list("findings", Finding.class);
  }

  public VerdictRecord findings(List<Finding> findings) {
    set("findings", findings);
    return this;
  }

  public WouldBe getWouldBe() {
    return get("would_be", WouldBe.class);
  }

  public VerdictRecord wouldBe(WouldBe wouldBe) {
    set("would_be", wouldBe);
    return this;
  }

  /** HMAC-SHA-256 under the tenant's key of what the call asserted. */
  public String getUserHmac() {
    return get("user_hmac", String.class);
  }

  public VerdictRecord userHmac(String userHmac) {
    set("user_hmac", userHmac);
    return this;
  }

  /** HMAC-SHA-256 under the tenant's key of what the call asserted. */
  public String getSessionHmac() {
    return get("session_hmac", String.class);
  }

  public VerdictRecord sessionHmac(String sessionHmac) {
    set("session_hmac", sessionHmac);
    return this;
  }

  /** HMAC-SHA-256 under the tenant's key of what the call asserted. */
  public String getAgentHmac() {
    return get("agent_hmac", String.class);
  }

  public VerdictRecord agentHmac(String agentHmac) {
    set("agent_hmac", agentHmac);
    return this;
  }

  /** HMAC-SHA-256 under the tenant's key of what the call asserted. */
  public String getDeviceHmac() {
    return get("device_hmac", String.class);
  }

  public VerdictRecord deviceHmac(String deviceHmac) {
    set("device_hmac", deviceHmac);
    return this;
  }

  /** HMAC-SHA-256 under the tenant's key of what the call asserted. */
  public String getIpHmac() {
    return get("ip_hmac", String.class);
  }

  public VerdictRecord ipHmac(String ipHmac) {
    set("ip_hmac", ipHmac);
    return this;
  }

  /** SHA-256 of the message in canonical JSON (RFC 8785). */
  public String getMessageDigest() {
    return get("message_digest", String.class);
  }

  public VerdictRecord messageDigest(String messageDigest) {
    set("message_digest", messageDigest);
    return this;
  }

  public String getPolicyDigest() {
    return get("policy_digest", String.class);
  }

  public VerdictRecord policyDigest(String policyDigest) {
    set("policy_digest", policyDigest);
    return this;
  }

  /** The policy set that {@code options.policy_set} named; it was judged too. */
  public String getRequestedSet() {
    return get("requested_set", String.class);
  }

  public VerdictRecord requestedSet(String requestedSet) {
    set("requested_set", requestedSet);
    return this;
  }

  /** Policies that decided or, of what was allowed, permitted it. */
  public List<String> getDetermining() {
    return list("determining", String.class);
  }

  public VerdictRecord determining(List<String> determining) {
    set("determining", determining);
    return this;
  }

  public String getRulesetDigest() {
    return get("ruleset_digest", String.class);
  }

  public VerdictRecord rulesetDigest(String rulesetDigest) {
    set("ruleset_digest", rulesetDigest);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class KindEnum extends OpenValue {
    public static final KindEnum VERDICT = new KindEnum("verdict");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public KindEnum(String value) {
      super(value);
    }
  }
}

