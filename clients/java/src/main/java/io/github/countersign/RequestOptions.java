package io.github.countersign;

import java.time.Duration;

/** Of one call; what is null is as the client has it. */
public record RequestOptions(Duration timeout, String idempotencyKey, String ifMatch) {
  public static final RequestOptions NONE = new RequestOptions(null, null, null);

  public RequestOptions {
    if (timeout != null) Settings.positive("timeout", timeout);
    printable("idempotencyKey", idempotencyKey);
    printable("ifMatch", ifMatch);
  }

  /** For the whole call with its retries. */
  public RequestOptions withTimeout(Duration timeout) {
    return new RequestOptions(timeout, idempotencyKey, ifMatch);
  }

  /** Instead of a random one; the same for every attempt. */
  public RequestOptions withIdempotencyKey(String idempotencyKey) {
    return new RequestOptions(timeout, idempotencyKey, ifMatch);
  }

  /** The ETag of the version that is to be changed, as {@link Model#etag()} has it; {@code *} for any. */
  public RequestOptions withIfMatch(String ifMatch) {
    return new RequestOptions(timeout, idempotencyKey, ifMatch);
  }

  private static void printable(String name, String value) {
    if (value != null && (value.isEmpty() || value.chars().anyMatch(c -> c < 0x20 || c > 0x7e)))
      throw new IllegalArgumentException(name + " must be printable ASCII");
  }
}
