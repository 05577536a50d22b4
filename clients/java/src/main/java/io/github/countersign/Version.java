package io.github.countersign;

/** Of this client; a test holds it to that of {@code pom.xml}. */
final class Version {
  static final String VERSION = "0.1.0";

  private Version() {}
}
