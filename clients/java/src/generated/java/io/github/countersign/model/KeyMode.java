// Made by `npm run clients` from openapi/openapi-3.0.json.
package io.github.countersign.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.countersign.OpenValue;

/** Those that this version knows; others come as they are. */
public final class KeyMode extends OpenValue {
  public static final KeyMode LIVE = new KeyMode("live");
  public static final KeyMode TEST = new KeyMode("test");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public KeyMode(String value) {
    super(value);
  }
}

