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

/** {@code ReplayReport} of the contract. */
@SuppressWarnings("unused")
public final class ReplayReport extends Model {
  public ReplayReport() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReplayReport(ObjectNode json) {
    super(json);
  }

  /** Of the policies that were replayed. */
  public String getSetDigest() {
    return get("set_digest", String.class);
  }

  public ReplayReport setDigest(String setDigest) {
    set("set_digest", setDigest);
    return this;
  }

  /** Of what was in force when the replay began. */
  public String getActiveDigest() {
    return get("active_digest", String.class);
  }

  public ReplayReport activeDigest(String activeDigest) {
    set("active_digest", activeDigest);
    return this;
  }

  /** What is in force has changed since. */
  public Boolean getStale() {
    return get("stale", Boolean.class);
  }

  public ReplayReport stale(Boolean stale) {
    set("stale", stale);
    return this;
  }

  public Long getExamined() {
    return get("examined", Long.class);
  }

  public ReplayReport examined(Long examined) {
    set("examined", examined);
    return this;
  }

  /** There were more records than {@code max}. */
  public Boolean getIsCutShort() {
    return get("is_cut_short", Boolean.class);
  }

  public ReplayReport isCutShort(Boolean isCutShort) {
    set("is_cut_short", isCutShort);
    return this;
  }

  public OffsetDateTime getNewest() {
    return get("newest", OffsetDateTime.class);
  }

  public ReplayReport newest(OffsetDateTime newest) {
    set("newest", newest);
    return this;
  }

  public OffsetDateTime getOldest() {
    return get("oldest", OffsetDateTime.class);
  }

  public ReplayReport oldest(OffsetDateTime oldest) {
    set("oldest", oldest);
    return this;
  }

  public ReplayOutcomes getOutcomes() {
    return get("outcomes", ReplayOutcomes.class);
  }

  public ReplayReport outcomes(ReplayOutcomes outcomes) {
    set("outcomes", outcomes);
    return this;
  }

  public ReplayGaps getUnknownBecause() {
    return get("unknown_because", ReplayGaps.class);
  }

  public ReplayReport unknownBecause(ReplayGaps unknownBecause) {
    set("unknown_because", unknownBecause);
    return this;
  }

  /** By which policies most verdicts change; of those newly allowed, the ones that had denied them. */
  public List<PolicyChanges> getTopPolicies() {
    return list("topPolicies", PolicyChanges.class);
  }

  public ReplayReport topPolicies(List<PolicyChanges> topPolicies) {
    set("top_policies", topPolicies);
    return this;
  }

  /** Policies of the set of which no statement held, 100 at most. */
  public List<String> getNeverMatching() {
    return list("neverMatching", String.class);
  }

  public ReplayReport neverMatching(List<String> neverMatching) {
    set("never_matching", neverMatching);
    return this;
  }

  public Long getNeverMatchingCount() {
    return get("never_matching_count", Long.class);
  }

  public ReplayReport neverMatchingCount(Long neverMatchingCount) {
    set("never_matching_count", neverMatchingCount);
    return this;
  }

  public ReplaySamples getSamples() {
    return get("samples", ReplaySamples.class);
  }

  public ReplayReport samples(ReplaySamples samples) {
    set("samples", samples);
    return this;
  }

  /** SHA-256 of the canonical JSON of the rest, without {@code stale}. */
  public String getDigest() {
    return get("digest", String.class);
  }

  public ReplayReport digest(String digest) {
    set("digest", digest);
    return this;
  }
}

