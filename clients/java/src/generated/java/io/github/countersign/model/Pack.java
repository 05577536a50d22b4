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

/** {@code Pack} of the contract. */
@SuppressWarnings("unused")
public final class Pack extends Model {
  public Pack() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Pack(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public Pack name(String name) {
    set("name", name);
    return this;
  }

  /** Why it does not install; null when it does. */
  public String getRefused() {
    return get("refused", String.class);
  }

  public Pack refused(String refused) {
    set("refused", refused);
    return this;
  }

  public String getVersion() {
    return get("version", String.class);
  }

  public Pack version(String version) {
    set("version", version);
    return this;
  }

  public String getDigest() {
    return get("digest", String.class);
  }

  public Pack digest(String digest) {
    set("digest", digest);
    return this;
  }

  public String getPublisher() {
    return get("publisher", String.class);
  }

  public Pack publisher(String publisher) {
    set("publisher", publisher);
    return this;
  }

  public String getTitle() {
    return get("title", String.class);
  }

  public Pack title(String title) {
    set("title", title);
    return this;
  }

  public String getSummary() {
    return get("summary", String.class);
  }

  public Pack summary(String summary) {
    set("summary", summary);
    return this;
  }

  public List<PackServer> getServers() {
    return list("servers", PackServer.class);
  }

  public Pack servers(List<PackServer> servers) {
    set("servers", servers);
    return this;
  }

  /** Whether it can ever allow anything. */
  public String getAdds() {
    return get("adds", String.class);
  }

  public Pack adds(String adds) {
    set("adds", adds);
    return this;
  }

  /** Facts that its policies ask for. */
  public List<String> getNeeds() {
    return list("needs", String.class);
  }

  public Pack needs(List<String> needs) {
    set("needs", needs);
    return this;
  }

  public List<String> getCompliance() {
    return list("compliance", String.class);
  }

  public Pack compliance(List<String> compliance) {
    set("compliance", compliance);
    return this;
  }

  /** The pack to take instead. */
  public String getDeprecatedBy() {
    return get("deprecated_by", String.class);
  }

  public Pack deprecatedBy(String deprecatedBy) {
    set("deprecated_by", deprecatedBy);
    return this;
  }

  /** JSON Schema of the parameters. */
  public Map<String, Object> getParams() {
    return get("params", new TypeReference<>() {});
  }

  public Pack params(Map<String, Object> params) {
    set("params", params);
    return this;
  }

  /** What parameters are at each strength, where not as by default. */
  public Map<String, Map<String, Object>> getStrengths() {
    return get("strengths", new TypeReference<>() {});
  }

  public Pack strengths(Map<String, Map<String, Object>> strengths) {
    set("strengths", strengths);
    return this;
  }

  public List<PackPolicy> getPolicies() {
    return list("policies", PackPolicy.class);
  }

  public Pack policies(List<PackPolicy> policies) {
    set("policies", policies);
    return this;
  }

  public PackInstall getInstalled() {
    return get("installed", PackInstall.class);
  }

  public Pack installed(PackInstall installed) {
    set("installed", installed);
    return this;
  }
}

