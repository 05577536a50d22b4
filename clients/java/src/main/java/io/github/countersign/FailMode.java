package io.github.countersign;

/** What {@code enforce()} does when there is no verdict because the service is down or slow. */
public enum FailMode {
  /** Refuses. */
  CLOSED,
  /** Lets pass; never after a 4xx or an answer that cannot be understood. */
  OPEN
}
