package io.github.countersign;

/** A 2xx answer that is not what the operation answers. */
public final class ResponseInvalidException extends CountersignException {
  private static final long serialVersionUID = 1L;

  ResponseInvalidException(String message, Throwable cause) {
    super(ErrorKind.RESPONSE_INVALID, message, cause);
  }
}
