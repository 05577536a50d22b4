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

/** {@code VerdictEntry} of the contract. */
@SuppressWarnings("unused")
public final class VerdictEntry extends Model {
  public VerdictEntry() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public VerdictEntry(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public VerdictEntry id(String id) {
    set("id", id);
    return this;
  }

  public KindEnum getKind() {
    return get("kind", KindEnum.class);
  }

  public VerdictEntry kind(KindEnum kind) {
    set("kind", kind);
    return this;
  }

  public OffsetDateTime getAt() {
    return get("at", OffsetDateTime.class);
  }

  public VerdictEntry at(OffsetDateTime at) {
    set("at", at);
    return this;
  }

  public String getKeyId() {
    return get("key_id", String.class);
  }

  public VerdictEntry keyId(String keyId) {
    set("key_id", keyId);
    return this;
  }

  public Direction getDirection() {
    return get("direction", Direction.class);
  }

  public VerdictEntry direction(Direction direction) {
    set("direction", direction);
    return this;
  }

  public String getMethod() {
    return get("method", String.class);
  }

  public VerdictEntry method(String method) {
    set("method", method);
    return this;
  }

  public String getTool() {
    return get("tool", String.class);
  }

  public VerdictEntry tool(String tool) {
    set("tool", tool);
    return this;
  }

  public Decision getDecision() {
    return get("decision", Decision.class);
  }

  public VerdictEntry decision(Decision decision) {
    set("decision", decision);
    return this;
  }

  public Integer getStatus() {
    return get("status", Integer.class);
  }

  public VerdictEntry status(Integer status) {
    set("status", status);
    return this;
  }

  public Double getRisk() {
    return get("risk", Double.class);
  }

  public VerdictEntry risk(Double risk) {
    set("risk", risk);
    return this;
  }

  public List<Reason> getReasons() {
    return list("reasons", Reason.class);
  }

  public VerdictEntry reasons(List<Reason> reasons) {
    set("reasons", reasons);
    return this;
  }

  public List<Finding> getFindings() {
    return list("findings", Finding.class);
  }

  public VerdictEntry findings(List<Finding> findings) {
    set("findings", findings);
    return this;
  }

  public WouldBe getWouldBe() {
    return get("would_be", WouldBe.class);
  }

  public VerdictEntry wouldBe(WouldBe wouldBe) {
    set("would_be", wouldBe);
    return this;
  }

  /** HMAC-SHA-256 under the tenant's key of what the call asserted. */
  public String getUserHmac() {
    return get("user_hmac", String.class);
  }

  public VerdictEntry userHmac(String userHmac) {
    set("user_hmac", userHmac);
    return this;
  }

  /** HMAC-SHA-256 under the tenant's key of what the call asserted. */
  public String getSessionHmac() {
    return get("session_hmac", String.class);
  }

  public VerdictEntry sessionHmac(String sessionHmac) {
    set("session_hmac", sessionHmac);
    return this;
  }

  /** HMAC-SHA-256 under the tenant's key of what the call asserted. */
  public String getAgentHmac() {
    return get("agent_hmac", String.class);
  }

  public VerdictEntry agentHmac(String agentHmac) {
    set("agent_hmac", agentHmac);
    return this;
  }

  /** HMAC-SHA-256 under the tenant's key of what the call asserted. */
  public String getDeviceHmac() {
    return get("device_hmac", String.class);
  }

  public VerdictEntry deviceHmac(String deviceHmac) {
    set("device_hmac", deviceHmac);
    return this;
  }

  /** HMAC-SHA-256 under the tenant's key of what the call asserted. */
  public String getIpHmac() {
    return get("ip_hmac", String.class);
  }

  public VerdictEntry ipHmac(String ipHmac) {
    set("ip_hmac", ipHmac);
    return this;
  }

  /** SHA-256 of the message in canonical JSON (RFC 8785). */
  public String getMessageDigest() {
    return get("message_digest", String.class);
  }

  public VerdictEntry messageDigest(String messageDigest) {
    set("message_digest", messageDigest);
    return this;
  }

  public String getPolicyDigest() {
    return get("policy_digest", String.class);
  }

  public VerdictEntry policyDigest(String policyDigest) {
    set("policy_digest", policyDigest);
    return this;
  }

  /** The policy set that {@code options.policy_set} named; it was judged too. */
  public String getRequestedSet() {
    return get("requested_set", String.class);
  }

  public VerdictEntry requestedSet(String requestedSet) {
    set("requested_set", requestedSet);
    return this;
  }

  /** Policies that decided or, of what was allowed, permitted it. */
  public List<String> getDetermining() {
    return list("determining", String.class);
  }

  public VerdictEntry determining(List<String> determining) {
    set("determining", determining);
    return this;
  }

  public String getRulesetDigest() {
    return get("ruleset_digest", String.class);
  }

  public VerdictEntry rulesetDigest(String rulesetDigest) {
    set("ruleset_digest", rulesetDigest);
    return this;
  }

  /** What the verdict was made from, redacted; null where nothing is kept. */
  public Map<String, Object> getInput() {
    return get("input", new TypeReference<>() {});
  }

  public VerdictEntry input(Map<String, Object> input) {
    set("input", input);
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

