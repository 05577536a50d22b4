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

/** {@code Finding} of the contract. */
@SuppressWarnings("unused")
public final class Finding extends Model {
  public Finding() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Finding(ObjectNode json) {
    super(json);
  }

  public String getRule() {
    return get("rule", String.class);
  }

  public Finding rule(String rule) {
    set("rule", rule);
    return this;
  }

  public String getCategory() {
    return get("category", String.class);
  }

  public Finding category(String category) {
    set("category", category);
    return this;
  }

  public String getLayer() {
    return get("layer", String.class);
  }

  public Finding layer(String layer) {
    set("layer", layer);
    return this;
  }

  public String getSeverity() {
    return get("severity", String.class);
  }

  public Finding severity(String severity) {
    set("severity", severity);
    return this;
  }

  public Double getScore() {
    return get("score", Double.class);
  }

  public Finding score(Double score) {
    set("score", score);
    return this;
  }

  /** JSON Pointer from the root of the call. */
  public String getPath() {
    return get("path", String.class);
  }

  public Finding path(String path) {
    set("path", path);
    return this;
  }

  /** UTF-16 offset into the text as sent. */
  public Long getStart() {
    return get("start", Long.class);
  }

  public Finding start(Long start) {
    set("start", start);
    return this;
  }

  public Long getEnd() {
    return get("end", Long.class);
  }

  public Finding end(Long end) {
    set("end", end);
    return this;
  }

  /** How the text was decoded before the rule matched. */
  public String getView() {
    return get("view", String.class);
  }

  public Finding view(String view) {
    set("view", view);
    return this;
  }

  /** What an argument of a tool is for. */
  public String getRole() {
    return get("role", String.class);
  }

  public Finding role(String role) {
    set("role", role);
    return this;
  }

  public String getThreat() {
    return get("threat", String.class);
  }

  public Finding threat(String threat) {
    set("threat", threat);
    return this;
  }

  public List<String> getReferences() {
    return list("references", String.class);
  }

  public Finding references(List<String> references) {
    set("references", references);
    return this;
  }

  public String getFingerprint() {
    return get("fingerprint", String.class);
  }

  public Finding fingerprint(String fingerprint) {
    set("fingerprint", fingerprint);
    return this;
  }

  public Boolean getSuppressed() {
    return get("suppressed", Boolean.class);
  }

  public Finding suppressed(Boolean suppressed) {
    set("suppressed", suppressed);
    return this;
  }

  public String getMessage() {
    return get("message", String.class);
  }

  public Finding message(String message) {
    set("message", message);
    return this;
  }
}

