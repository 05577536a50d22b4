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

/** {@code FactsOfTrust} of the contract. */
@SuppressWarnings("unused")
public final class FactsOfTrust extends Model {
  public FactsOfTrust() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public FactsOfTrust(ObjectNode json) {
    super(json);
  }

  public Double getScore() {
    return get("score", Double.class);
  }

  public FactsOfTrust score(Double score) {
    set("score", score);
    return this;
  }

  public Double getConfidence() {
    return get("confidence", Double.class);
  }

  public FactsOfTrust confidence(Double confidence) {
    set("confidence", confidence);
    return this;
  }

  public Double getUser() {
    return get("user", Double.class);
  }

  public FactsOfTrust user(Double user) {
    set("user", user);
    return this;
  }

  public Double getDevice() {
    return get("device", Double.class);
  }

  public FactsOfTrust device(Double device) {
    set("device", device);
    return this;
  }

  public Double getLocation() {
    return get("location", Double.class);
  }

  public FactsOfTrust location(Double location) {
    set("location", location);
    return this;
  }

  public Double getBehaviour() {
    return get("behaviour", Double.class);
  }

  public FactsOfTrust behaviour(Double behaviour) {
    set("behaviour", behaviour);
    return this;
  }

  public List<String> getSignals() {
    return list("signals", String.class);
  }

  public FactsOfTrust signals(List<String> signals) {
    set("signals", signals);
    return this;
  }
}

