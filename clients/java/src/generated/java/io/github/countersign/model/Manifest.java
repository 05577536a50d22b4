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

/** {@code Manifest} of the contract. */
@SuppressWarnings("unused")
public final class Manifest extends Model {
  public Manifest() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Manifest(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public Manifest id(String id) {
    set("id", id);
    return this;
  }

  /** As {@code server.name} of the calls. */
  public String getName() {
    return get("name", String.class);
  }

  public Manifest name(String name) {
    set("name", name);
    return this;
  }

  public Long getToolCount() {
    return get("tool_count", Long.class);
  }

  public Manifest toolCount(Long toolCount) {
    set("tool_count", toolCount);
    return this;
  }

  /** SHA-256 of the definitions; the ETag. */
  public String getDigest() {
    return get("digest", String.class);
  }

  public Manifest digest(String digest) {
    set("digest", digest);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", OffsetDateTime.class);
  }

  public Manifest createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }

  public OffsetDateTime getUpdatedAt() {
    return get("updated_at", OffsetDateTime.class);
  }

  public Manifest updatedAt(OffsetDateTime updatedAt) {
    set("updated_at", updatedAt);
    return this;
  }

  public List<RegisteredTool> getTools() {
    return list("tools", RegisteredTool.class);
  }

  public Manifest tools(List<RegisteredTool> tools) {
    set("tools", tools);
    return this;
  }

  /** Tools without {@code context.input}, and why; their arguments stand in {@code context.args}, {@code nums} and {@code decimals}. */
  public List<UntypedTool> getUntyped() {
    return list("untyped", UntypedTool.class);
  }

  public Manifest untyped(List<UntypedTool> untyped) {
    set("untyped", untyped);
    return this;
  }

  /** Of the definitions, when they were registered; {@code path} begins at the body. */
  public List<Finding> getFindings() {
    return list("findings", Finding.class);
  }

  public Manifest findings(List<Finding> findings) {
    set("findings", findings);
    return this;
  }

  /** Policies in force or in shadow that were written for other arguments: calls of these tools are refused ({@code POLICY_ERROR}) until they are written again. */
  public List<UnfitPolicy> getUnfit() {
    return list("unfit", UnfitPolicy.class);
  }

  public Manifest unfit(List<UnfitPolicy> unfit) {
    set("unfit", unfit);
    return this;
  }
}

