package io.github.countersign;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/**
 * A JSON object of the contract, seen through typed accessors. Members that this version does not know stay in {@link #json()}. An
 * accessor gives null for what is not there, and throws {@link ResponseInvalidException} for what is of another type.
 */
public abstract class Model {
  private final ObjectNode json;
  private String etag;
  private String requestId;

  protected Model() {
    this(Json.object());
  }

  protected Model(ObjectNode json) {
    this.json = Objects.requireNonNull(json);
  }

  /** The object itself; changes to it are seen here. */
  @JsonValue
  public final ObjectNode json() {
    return json;
  }

  /** With which the service gave this very answer, for {@code If-Match}; null where it gave none. */
  public final String etag() {
    return etag;
  }

  /** That of the answer, for support; null for what is no answer. */
  public final String requestId() {
    return requestId;
  }

  /** The same object, seen as another type. */
  public final <T extends Model> T as(Class<T> type) {
    return Json.as(json, type);
  }

  protected final <T> T get(String name, Class<T> type) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? null : Json.as(value, type);
  }

  protected final <T> List<T> list(String name, Class<T> item) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? null : Json.list(value, item);
  }

  protected final <T> T get(String name, TypeReference<T> type) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? null : Json.as(value, type);
  }

  /** Null is written as null, which is not the same as leaving the member out. */
  protected final void set(String name, Object value) {
    json.set(name, Json.tree(value));
  }

  final void answered(String etag, String requestId) {
    this.etag = etag;
    this.requestId = requestId;
  }

  @Override
  public final boolean equals(Object other) {
    return other != null && other.getClass() == getClass() && ((Model) other).json.equals(json);
  }

  @Override
  public final int hashCode() {
    return json.hashCode();
  }

  @Override
  public final String toString() {
    return json.toString();
  }
}
