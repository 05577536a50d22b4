package io.github.countersign;

/** No key, an address that is none, a setting that cannot be. */
public final class ConfigurationException extends CountersignException {
  private static final long serialVersionUID = 1L;

  ConfigurationException(String message, Throwable cause) {
    super(ErrorKind.CONFIGURATION, message, cause);
  }
}
