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

/** {@code Job} of the contract. */
@SuppressWarnings("unused")
public final class Job extends Model {
  public Job() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Job(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public Job id(String id) {
    set("id", id);
    return this;
  }

  public String getKind() {
    return get("kind", String.class);
  }

  public Job kind(String kind) {
    set("kind", kind);
    return this;
  }

  public String getState() {
    return get("state", String.class);
  }

  public Job state(String state) {
    set("state", state);
    return this;
  }

  /** Null before the first step and after the end. */
  public JobProgress getProgress() {
    return get("progress", JobProgress.class);
  }

  public Job progress(JobProgress progress) {
    set("progress", progress);
    return this;
  }

  /** Why it has failed: {@code abandoned} when processes died over it, else {@code internal}. */
  public String getError() {
    return get("error", String.class);
  }

  public Job error(String error) {
    set("error", error);
    return this;
  }

  public OffsetDateTime getCreatedAt() {
    return get("created_at", OffsetDateTime.class);
  }

  public Job createdAt(OffsetDateTime createdAt) {
    set("created_at", createdAt);
    return this;
  }

  public OffsetDateTime getStartedAt() {
    return get("started_at", OffsetDateTime.class);
  }

  public Job startedAt(OffsetDateTime startedAt) {
    set("started_at", startedAt);
    return this;
  }

  public OffsetDateTime getFinishedAt() {
    return get("finished_at", OffsetDateTime.class);
  }

  public Job finishedAt(OffsetDateTime finishedAt) {
    set("finished_at", finishedAt);
    return this;
  }
}

