package io.github.countersign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/** One of several texts, to which later versions of the service may add. */
public abstract class OpenValue {
  private final String value;

  protected OpenValue(String value) {
    this.value = Objects.requireNonNull(value);
  }

  @JsonValue
  public final String value() {
    return value;
  }

  @Override
  public final boolean equals(Object other) {
    return other != null && other.getClass() == getClass() && ((OpenValue) other).value.equals(value);
  }

  @Override
  public final int hashCode() {
    return value.hashCode();
  }

  @Override
  public final String toString() {
    return value;
  }
}
