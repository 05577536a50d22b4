package io.github.countersign;

import java.util.Locale;

/** Why a call came to nothing. */
public enum ErrorKind {
  PROBLEM,
  TIMEOUT,
  CONNECTION,
  RESPONSE_TOO_LARGE,
  RESPONSE_INVALID,
  MODIFICATIONS_INVALID,
  CONFIGURATION;

  /** As all clients name it, such as {@code response_too_large}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
