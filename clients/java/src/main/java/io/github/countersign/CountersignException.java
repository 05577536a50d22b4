package io.github.countersign;

/** Of every error that this client throws, but those of a wrong use of it. */
public abstract class CountersignException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ErrorKind kind;

  CountersignException(ErrorKind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public final ErrorKind kind() {
    return kind;
  }
}
