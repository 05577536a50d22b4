package io.github.countersign;

import io.github.countersign.model.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The service, or what stands before it, answered with something else than 2xx: a problem as in RFC 9457. */
public final class ProblemException extends CountersignException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;
  private final String title;
  private final String detail;
  private final transient List<Fault> errors;
  private final String requestId;
  private final Duration retryAfter;

  ProblemException(int status, String code, String title, String detail, List<Fault> errors, String requestId, Duration retryAfter) {
    super(ErrorKind.PROBLEM, messageOf(status, code, detail, errors, requestId), null);
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.errors = List.copyOf(errors);
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }

  private static String messageOf(int status, String code, String detail, List<Fault> errors, String requestId) {
    String places = errors.stream().map(fault -> "; " + fault.getPointer() + ": " + fault.getDetail()).collect(Collectors.joining());
    return status + " " + code + ": " + detail + places + (requestId == null ? "" : " (" + requestId + ")");
  }

  public int status() {
    return status;
  }

  /** One of {@link ProblemCodes}, one that this version does not know, or {@code HTTP_<status>} where the answer was no problem. */
  public String code() {
    return code;
  }

  public String title() {
    return title;
  }

  public String detail() {
    return detail;
  }

  /** All faults at once. */
  public List<Fault> errors() {
    return errors;
  }

  /** What support asks for; null where there was none. */
  public String requestId() {
    return requestId;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
