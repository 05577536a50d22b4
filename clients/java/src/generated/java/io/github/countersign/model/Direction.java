// Made by `npm run clients` from openapi/openapi-3.0.json.
package io.github.countersign.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.countersign.OpenValue;

/** Those that this version knows; others come as they are. */
public final class Direction extends OpenValue {
  public static final Direction REQUEST = new Direction("request");
  public static final Direction RESPONSE = new Direction("response");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Direction(String value) {
    super(value);
  }
}

