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

/** {@code SuppressionText} of the contract. */
@SuppressWarnings("unused")
public final class SuppressionText extends Model {
  public SuppressionText() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SuppressionText(ObjectNode json) {
    super(json);
  }

  /** As in {@code findings[].rule}. */
  public String getRule() {
    return get("rule", String.class);
  }

  public SuppressionText rule(String rule) {
    set("rule", rule);
    return this;
  }

  /** As {@code server.name} of the calls; null: any. */
  public String getServer() {
    return get("server", String.class);
  }

  public SuppressionText server(String server) {
    set("server", server);
    return this;
  }

  /** The called tool; null: any, and messages that call none. */
  public String getTool() {
    return get("tool", String.class);
  }

  public SuppressionText tool(String tool) {
    set("tool", tool);
    return this;
  }

  /** JSON Pointer of the finding, as verdicts show it; the token {@code *} stands for any one, such as a position in a list. */
  public String getPath() {
    return get("path", String.class);
  }

  public SuppressionText path(String path) {
    set("path", path);
    return this;
  }

  /** Why it is a false alarm, for those who come later. */
  public String getReason() {
    return get("reason", String.class);
  }

  public SuppressionText reason(String reason) {
    set("reason", reason);
    return this;
  }

  /** At most 90 days ahead. */
  public OffsetDateTime getExpiresAt() {
    return get("expires_at", OffsetDateTime.class);
  }

  public SuppressionText expiresAt(OffsetDateTime expiresAt) {
    set("expires_at", expiresAt);
    return this;
  }
}

