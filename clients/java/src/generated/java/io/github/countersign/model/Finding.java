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
    return get("rule", new TypeReference<>() {});
  }

  public Finding rule(String rule) {
    set("rule", rule);
    return this;
  }

  public String getCategory() {
    return get("category", new TypeReference<>() {});
  }

  public Finding category(String category) {
    set("category", category);
    return this;
  }

  public String getLayer() {
    return get("layer", new TypeReference<>() {});
  }

  public Finding layer(String layer) {
    set("layer", layer);
    return this;
  }

  public String getSeverity() {
    return get("severity", new TypeReference<>() {});
  }

  public Finding severity(String severity) {
    set("severity", severity);
    return this;
  }

  public Double getScore() {
    return get("score", new TypeReference<>() {});
  }

  public Finding score(Double score) {
    set("score", score);
    return this;
  }

  /** JSON Pointer from the root of the call. */
  public String getPath() {
    return get("path", new TypeReference<>() {});
  }

  public Finding path(String path) {
    set("path", path);
    return this;
  }

  /** UTF-16 offset into the text as sent. */
  public Long getStart() {
    return get("start", new TypeReference<>() {});
  }

  public Finding start(Long start) {
    set("start", start);
    return this;
  }

  public Long getEnd() {
    return get("end", new TypeReference<>() {});
  }

  public Finding end(Long end) {
    set("end", end);
    return this;
  }

  /** How the text was decoded before the rule matched. */
  public String getView() {
    return get("view", new TypeReference<>() {});
  }

  public Finding view(String view) {
    set("view", view);
    return this;
  }

  /** What an argument of a tool is for. */
  public String getRole() {
    return get("role", new TypeReference<>() {});
  }

  public Finding role(String role) {
    set("role", role);
    return this;
  }

  public String getThreat() {
    return get("threat", new TypeReference<>() {});
  }

  public Finding threat(String threat) {
    set("threat", threat);
    return this;
  }

  public List<String> getReferences() {
    return get("references", new TypeReference<>() {});
  }

  public Finding references(List<String> references) {
    set("references", references);
    return this;
  }

  public String getFingerprint() {
    return get("fingerprint", new TypeReference<>() {});
  }

  public Finding fingerprint(String fingerprint) {
    set("fingerprint", fingerprint);
    return this;
  }

  public Boolean getSuppressed() {
    return get("suppressed", new TypeReference<>() {});
  }

  public Finding suppressed(Boolean suppressed) {
    set("suppressed", suppressed);
    return this;
  }

  public String getMessage() {
    return get("message", new TypeReference<>() {});
  }

  public Finding message(String message) {
    set("message", message);
    return this;
  }
}

