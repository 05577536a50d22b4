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

/** {@code ItemVerdict} of the contract. */
@SuppressWarnings("unused")
public final class ItemVerdict extends Model {
  public ItemVerdict() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ItemVerdict(ObjectNode json) {
    super(json);
  }

  /** The `id` of the item, else its index. */
  public String getItemId() {
    return get("item_id", new TypeReference<>() {});
  }

  public ItemVerdict itemId(String itemId) {
    set("item_id", itemId);
    return this;
  }

  public String getId() {
    return get("id", new TypeReference<>() {});
  }

  public ItemVerdict id(String id) {
    set("id", id);
    return this;
  }

  public Decision getDecision() {
    return get("decision", new TypeReference<>() {});
  }

  public ItemVerdict decision(Decision decision) {
    set("decision", decision);
    return this;
  }

  /** What the enforcement point should answer. */
  public Integer getStatus() {
    return get("status", new TypeReference<>() {});
  }

  public ItemVerdict status(Integer status) {
    set("status", status);
    return this;
  }

  public Double getRisk() {
    return get("risk", new TypeReference<>() {});
  }

  public ItemVerdict risk(Double risk) {
    set("risk", risk);
    return this;
  }

  /** The first is the primary one. */
  public List<Reason> getReasons() {
    return get("reasons", new TypeReference<>() {});
  }

  public ItemVerdict reasons(List<Reason> reasons) {
    set("reasons", reasons);
    return this;
  }

  public List<Finding> getFindings() {
    return get("findings", new TypeReference<>() {});
  }

  public ItemVerdict findings(List<Finding> findings) {
    set("findings", findings);
    return this;
  }

  public List<Modification> getModifications() {
    return get("modifications", new TypeReference<>() {});
  }

  public ItemVerdict modifications(List<Modification> modifications) {
    set("modifications", modifications);
    return this;
  }

  /** What was not looked into, and why. */
  public List<Unjudged> getUnjudged() {
    return get("unjudged", new TypeReference<>() {});
  }

  public ItemVerdict unjudged(List<Unjudged> unjudged) {
    set("unjudged", unjudged);
    return this;
  }

  public Explanation getExplanation() {
    return get("explanation", new TypeReference<>() {});
  }

  public ItemVerdict explanation(Explanation explanation) {
    set("explanation", explanation);
    return this;
  }

  public VerdictPolicy getPolicy() {
    return get("policy", new TypeReference<>() {});
  }

  public ItemVerdict policy(VerdictPolicy policy) {
    set("policy", policy);
    return this;
  }

  /** What policies want done besides. */
  public List<Obligation> getObligations() {
    return get("obligations", new TypeReference<>() {});
  }

  public ItemVerdict obligations(List<Obligation> obligations) {
    set("obligations", obligations);
    return this;
  }

  public Challenge getChallenge() {
    return get("challenge", new TypeReference<>() {});
  }

  public ItemVerdict challenge(Challenge challenge) {
    set("challenge", challenge);
    return this;
  }

  /** A JSON-RPC message to send instead. */
  public Map<String, Object> getReply() {
    return get("reply", new TypeReference<>() {});
  }

  public ItemVerdict reply(Map<String, Object> reply) {
    set("reply", reply);
    return this;
  }

  public WouldBe getWouldBe() {
    return get("would_be", new TypeReference<>() {});
  }

  public ItemVerdict wouldBe(WouldBe wouldBe) {
    set("would_be", wouldBe);
    return this;
  }

  /** What the call asked for and the service did not follow. */
  public List<String> getIgnored() {
    return get("ignored", new TypeReference<>() {});
  }

  public ItemVerdict ignored(List<String> ignored) {
    set("ignored", ignored);
    return this;
  }

  public Engine getEngine() {
    return get("engine", new TypeReference<>() {});
  }

  public ItemVerdict engine(Engine engine) {
    set("engine", engine);
    return this;
  }

  public List<String> getDegraded() {
    return get("degraded", new TypeReference<>() {});
  }

  public ItemVerdict degraded(List<String> degraded) {
    set("degraded", degraded);
    return this;
  }

  public Double getLatencyMs() {
    return get("latency_ms", new TypeReference<>() {});
  }

  public ItemVerdict latencyMs(Double latencyMs) {
    set("latency_ms", latencyMs);
    return this;
  }
}

