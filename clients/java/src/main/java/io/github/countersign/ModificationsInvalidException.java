package io.github.countersign;

/** The edits of a verdict cannot be made: only within an {@link Enforcement}. */
public final class ModificationsInvalidException extends CountersignException {
  private static final long serialVersionUID = 1L;

  ModificationsInvalidException(String message, Throwable cause) {
    super(ErrorKind.MODIFICATIONS_INVALID, message, cause);
  }
}
