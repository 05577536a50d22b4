package io.github.countersign;

import java.time.Duration;

/** Until when is waited. */
interface Deadline {
  /** Below 1 when it is over. */
  long nanosLeft();

  /** What to say then. */
  String message();

  /** From now on. */
  static Deadline in(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return of(() -> end - System.nanoTime(), "There was no answer within " + time.toMillis() + " ms");
  }

  /** The same time for each arrival. */
  static Deadline each(Duration time) {
    return of(time::toNanos, "Nothing came for " + time.toMillis() + " ms");
  }

  private static Deadline of(java.util.function.LongSupplier left, String message) {
    return new Deadline() {
      @Override
      public long nanosLeft() {
        return left.getAsLong();
      }

      @Override
      public String message() {
        return message;
      }
    };
  }
}
