package io.github.countersign;

/** A fault of the network, after the retries; or a stream that ended before its last result. */
public final class ConnectionException extends CountersignException {
  private static final long serialVersionUID = 1L;

  ConnectionException(String message, Throwable cause) {
    super(ErrorKind.CONNECTION, message, cause);
  }
}
