package io.github.countersign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Of the parameters after the question mark, those that are given. */
public abstract class Query {
  private final Map<String, String> values = new LinkedHashMap<>();

  Query() {}

  final Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }

  /** Also for one that this version does not know; null takes it away. */
  public final Query set(String name, Object value) {
    if (value == null) values.remove(name);
    else values.put(name, value.toString());
    return this;
  }
}
