package io.github.countersign;

import java.io.ByteArrayOutputStream;

/** NDJSON, as bytes in any pieces. */
final class Lines {
  private final Exchange exchange;
  private final int bytesMax;
  private byte[] chunk = {};
  private int at;

  Lines(Exchange exchange, int bytesMax) {
    this.exchange = exchange;
    this.bytesMax = bytesMax;
  }

  /** Without its end; empty ones are left out. Null after the last. */
  byte[] next() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (chunk != null) {
      int end = at;
      while (end < chunk.length && chunk[end] != '\n') end++;
      if (line.size() + (long) (end - at) > bytesMax) throw exchange.tooLarge();
      line.write(chunk, at, end - at);
      boolean whole = end < chunk.length;
      at = end + 1;
      if (!whole) {
        chunk = exchange.next();
        at = 0;
      }
      if ((whole || chunk == null) && !isBlank(line.toByteArray())) return line.toByteArray();
      if (whole) line.reset();
    }
    return null;
  }

  private static boolean isBlank(byte[] line) {
    for (byte one : line) if (one != ' ' && one != '\t' && one != '\r') return false;
    return true;
  }
}
