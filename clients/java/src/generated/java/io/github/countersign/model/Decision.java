// Made by `npm run clients` from openapi/openapi-3.0.json.
package io.github.countersign.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.countersign.OpenValue;

/** Those that this version knows; others come as they are. */
public final class Decision extends OpenValue {
  public static final Decision ALLOW = new Decision("allow");
  public static final Decision CHALLENGE = new Decision("challenge");
  public static final Decision DENY = new Decision("deny");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Decision(String value) {
    super(value);
  }
}

