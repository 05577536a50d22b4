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

/** {@code MeasuredCorpus} of the contract. */
@SuppressWarnings("unused")
public final class MeasuredCorpus extends Model {
  public MeasuredCorpus() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MeasuredCorpus(ObjectNode json) {
    super(json);
  }

  public String getName() {
    return get("name", String.class);
  }

  public MeasuredCorpus name(String name) {
    set("name", name);
    return this;
  }

  public String getDigest() {
    return get("digest", String.class);
  }

  public MeasuredCorpus digest(String digest) {
    set("digest", digest);
    return this;
  }

  public Long getRows() {
    return get("rows", Long.class);
  }

  public MeasuredCorpus rows(Long rows) {
    set("rows", rows);
    return this;
  }

  public Long getSources() {
    return get("sources", Long.class);
  }

  public MeasuredCorpus sources(Long sources) {
    set("sources", sources);
    return this;
  }
}

