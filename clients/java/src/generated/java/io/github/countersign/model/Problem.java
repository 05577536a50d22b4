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

/** {@code Problem} of the contract. */
@SuppressWarnings("unused")
public final class Problem extends Model {
  public Problem() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Problem(ObjectNode json) {
    super(json);
  }

  public String getType() {
    return get("type", String.class);
  }

  public Problem type(String type) {
    set("type", type);
    return this;
  }

  public String getTitle() {
    return get("title", String.class);
  }

  public Problem title(String title) {
    set("title", title);
    return this;
  }

  public Integer getStatus() {
    return get("status", Integer.class);
  }

  public Problem status(Integer status) {
    set("status", status);
    return this;
  }

  public String getDetail() {
    return get("detail", String.class);
  }

  public Problem detail(String detail) {
    set("detail", detail);
    return this;
  }

  public String getCode() {
    return get("code", String.class);
  }

  public Problem code(String code) {
    set("code", code);
    return this;
  }

  public String getRequestId() {
    return get("request_id", String.class);
  }

  public Problem requestId(String requestId) {
    set("request_id", requestId);
    return this;
  }

  /** All faults at once, 100 at most. */
  public List<Fault> getErrors() {
    return list("errors", Fault.class);
  }

  public Problem errors(List<Fault> errors) {
    set("errors", errors);
    return this;
  }
}

