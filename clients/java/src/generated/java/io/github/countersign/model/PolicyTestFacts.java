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

/** {@code PolicyTestFacts} of the contract. */
@SuppressWarnings("unused")
public final class PolicyTestFacts extends Model {
  public PolicyTestFacts() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyTestFacts(ObjectNode json) {
    super(json);
  }

  /** Required in tests of a policy that looks at the clock. */
  public OffsetDateTime getNow() {
    return get("now", OffsetDateTime.class);
  }

  public PolicyTestFacts now(OffsetDateTime now) {
    set("now", now);
    return this;
  }

  public FactsOfIdentity getIdentity() {
    return get("identity", FactsOfIdentity.class);
  }

  public PolicyTestFacts identity(FactsOfIdentity identity) {
    set("identity", identity);
    return this;
  }

  public String getCountry() {
    return get("country", String.class);
  }

  public PolicyTestFacts country(String country) {
    set("country", country);
    return this;
  }

  public Long getAsn() {
    return get("asn", Long.class);
  }

  public PolicyTestFacts asn(Long asn) {
    set("asn", asn);
    return this;
  }

  public FactsOfTrust getTrust() {
    return get("trust", FactsOfTrust.class);
  }

  public PolicyTestFacts trust(FactsOfTrust trust) {
    set("trust", trust);
    return this;
  }

  /** Of the session. Without, they are not known, and what looks at them refuses. */
  public List<String> getLabels() {
    return list("labels", String.class);
  }

  public PolicyTestFacts labels(List<String> labels) {
    set("labels", labels);
    return this;
  }

  /** As if the call had been approved: challenges are met. */
  public FactsOfApproval getApproval() {
    return get("approval", FactsOfApproval.class);
  }

  public PolicyTestFacts approval(FactsOfApproval approval) {
    set("approval", approval);
    return this;
  }

  /** Of the session; {@code context.session_id} must name one. */
  public FactsOfSession getSession() {
    return get("session", FactsOfSession.class);
  }

  public PolicyTestFacts session(FactsOfSession session) {
    set("session", session);
    return this;
  }

  /** By id of the limit: whether the call still fits. It does when left out. */
  public Map<String, Boolean> getCounters() {
    return get("counters", new TypeReference<>() {});
  }

  public PolicyTestFacts counters(Map<String, Boolean> counters) {
    set("counters", counters);
    return this;
  }

  /** By id: whether it is as required. Without, it is as in a session in which nothing has happened. */
  public Map<String, Boolean> getHistory() {
    return get("history", new TypeReference<>() {});
  }

  public PolicyTestFacts history(Map<String, Boolean> history) {
    set("history", history);
    return this;
  }
}

