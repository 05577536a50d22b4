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

/** {@code Verdict} of the contract. */
@SuppressWarnings("unused")
public final class Verdict extends Model {
  public Verdict() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Verdict(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public Verdict id(String id) {
    set("id", id);
    return this;
  }

  public Decision getDecision() {
    return get("decision", Decision.class);
  }

  public Verdict decision(Decision decision) {
    set("decision", decision);
    return this;
  }

  /** What the enforcement point should answer. */
  public Integer getStatus() {
    return get("status", Integer.class);
  }

  public Verdict status(Integer status) {
    set("status", status);
    return this;
  }

  public Double getRisk() {
    return get("risk", Double.class);
  }

  public Verdict risk(Double risk) {
    set("risk", risk);
    return this;
  }

  /** The first is the primary one. */
  public List<Reason> getReasons() {
    return list("reasons", Reason.class);
  }

  public Verdict reasons(List<Reason> reasons) {
    set("reasons", reasons);
    return this;
  }

  public List<Finding> getFindings() {
    return list("findings", Finding.class);
  }

  public Verdict findings(List<Finding> findings) {
    set("findings", findings);
    return this;
  }

  public List<Modification> getModifications() {
    return list("modifications", Modification.class);
  }

  public Verdict modifications(List<Modification> modifications) {
    set("modifications", modifications);
    return this;
  }

  /** What was not looked into, and why. */
  public List<Unjudged> getUnjudged() {
    return list("unjudged", Unjudged.class);
  }

  public Verdict unjudged(List<Unjudged> unjudged) {
    set("unjudged", unjudged);
    return this;
  }

  public Explanation getExplanation() {
    return get("explanation", Explanation.class);
  }

  public Verdict explanation(Explanation explanation) {
    set("explanation", explanation);
    return this;
  }

  public VerdictPolicy getPolicy() {
    return get("policy", VerdictPolicy.class);
  }

  public Verdict policy(VerdictPolicy policy) {
    set("policy", policy);
    return this;
  }

  /** What policies want done besides. */
  public List<Obligation> getObligations() {
    return list("obligations", Obligation.class);
  }

  public Verdict obligations(List<Obligation> obligations) {
    set("obligations", obligations);
    return this;
  }

  public Challenge getChallenge() {
    return get("challenge", Challenge.class);
  }

  public Verdict challenge(Challenge challenge) {
    set("challenge", challenge);
    return this;
  }

  /** A JSON-RPC message to send instead. */
  public Map<String, Object> getReply() {
    return get("reply", new TypeReference<>() {});
  }

  public Verdict reply(Map<String, Object> reply) {
    set("reply", reply);
    return this;
  }

  public WouldBe getWouldBe() {
    return get("would_be", WouldBe.class);
  }

  public Verdict wouldBe(WouldBe wouldBe) {
    set("would_be", wouldBe);
    return this;
  }

  /** What the call asked for and the service did not follow. */
  public List<String> getIgnored() {
    return list("ignored", String.class);
  }

  public Verdict ignored(List<String> ignored) {
    set("ignored", ignored);
    return this;
  }

  public Engine getEngine() {
    return get("engine", Engine.class);
  }

  public Verdict engine(Engine engine) {
    set("engine", engine);
    return this;
  }

  public List<String> getDegraded() {
    return list("degraded", String.class);
  }

  public Verdict degraded(List<String> degraded) {
    set("degraded", degraded);
    return this;
  }

  public Double getLatencyMs() {
    return get("latency_ms", Double.class);
  }

  public Verdict latencyMs(Double latencyMs) {
    set("latency_ms", latencyMs);
    return this;
  }
}

