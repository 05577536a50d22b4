package io.github.countersign;

/** The time of the call is over, or a stream was silent for too long. */
public final class CallTimeoutException extends CountersignException {
  private static final long serialVersionUID = 1L;

  CallTimeoutException(String message, Throwable cause) {
    super(ErrorKind.TIMEOUT, message, cause);
  }
}
