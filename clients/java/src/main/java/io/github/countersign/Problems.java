package io.github.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.model.Fault;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Reads refusals. */
final class Problems {
  private Problems() {}

  static ProblemException of(Exchange exchange) {
    ObjectNode body = exchange.mediaType().endsWith("json") ? bodyOf(exchange) : Json.object();
    int status = exchange.status();
    return new ProblemException(
        status,
        text(body, "code", "HTTP_" + status),
        text(body, "title", ""),
        text(body, "detail", "The answer was " + status + " and no problem of Countersign's"),
        faultsOf(body.path("errors")),
        text(body, "request_id", exchange.header("Request-Id")),
        retryAfter(exchange.header("Retry-After"), Instant.now()));
  }

  /** Where it cannot be understood its status still counts. */
  private static ObjectNode bodyOf(Exchange exchange) {
    try {
      return Json.parseObject(exchange.all());
    } catch (ResponseInvalidException | ResponseTooLargeException error) {
      return Json.object();
    }
  }

  private static String text(ObjectNode body, String name, String otherwise) {
    return body.path(name).isTextual() ? body.path(name).textValue() : otherwise;
  }

  private static List<Fault> faultsOf(JsonNode errors) {
    List<Fault> faults = new ArrayList<>();
    if (!errors.isArray()) return faults;
    for (JsonNode one : errors)
      if (one instanceof ObjectNode fault && fault.path("pointer").isTextual() && fault.path("detail").isTextual()) faults.add(new Fault(fault));
    return faults;
  }

  /** Seconds or an HTTP date (RFC 9110, 10.2.3); null where it says nothing. */
  static Duration retryAfter(String value, Instant now) {
    if (value == null) return null;
    String text = value.trim();
    if (text.matches("\\d{1,10}")) return Duration.ofSeconds(Long.parseLong(text));
    try {
      Duration left = Duration.between(now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
      return left.isNegative() ? Duration.ZERO : left;
    } catch (DateTimeException error) {
      return null;
    }
  }
}
