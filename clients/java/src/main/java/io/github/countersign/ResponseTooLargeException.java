package io.github.countersign;

/** An answer above {@code responseBytesMax}, of which no more was read. */
public final class ResponseTooLargeException extends CountersignException {
  private static final long serialVersionUID = 1L;

  ResponseTooLargeException(String message, Throwable cause) {
    super(ErrorKind.RESPONSE_TOO_LARGE, message, cause);
  }
}
