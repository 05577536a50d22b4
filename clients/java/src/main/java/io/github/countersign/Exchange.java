package io.github.countersign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** One request, one answer: no retries here. */
final class Exchange implements AutoCloseable {
  private static final Pattern CREDENTIALS = Pattern.compile("(?i)authenticat(?:e header missing|ion attempts)");
  private static final String USER_AGENT = "countersign-java/" + Version.VERSION;

  private final Settings settings;
  private final Deadline deadline;
  private final HttpResponse<Chunks> response;

  private Exchange(Settings settings, Deadline deadline, HttpResponse<Chunks> response) {
    this.settings = settings;
    this.deadline = deadline;
    this.response = response;
  }

  /** The answer when it is 2xx; throws {@link ProblemException} when it is not. */
  static Exchange begin(Settings settings, Ask ask, Map<String, String> headers, Deadline deadline) {
    HttpRequest.BodyPublisher body =
        ask.body() == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(ask.body());
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url() + ask.target())).method(ask.method, body);
    headers.forEach(request::header);
    request.header("Accept", "application/json, application/problem+json, application/x-ndjson");
    request.header("User-Agent", USER_AGENT);
    request.header("Authorization", "Bearer " + settings.key());
    // Over plain HTTP the client would ask for HTTP/2 with each request.
    if (settings.url().toLowerCase(Locale.ROOT).startsWith("http:")) request.version(java.net.http.HttpClient.Version.HTTP_1_1);
    Exchange exchange = new Exchange(settings, deadline, answerTo(settings, request.build(), deadline));
    if (exchange.response.statusCode() / 100 == 2) return exchange;
    try (exchange) {
      throw Problems.of(exchange);
    }
  }

  private static HttpResponse<Chunks> answerTo(Settings settings, HttpRequest request, Deadline deadline) {
    CompletableFuture<HttpResponse<Chunks>> future = settings.http().sendAsync(request, head -> new Chunks());
    try {
      return future.get(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      future.cancel(true);
      throw new CallTimeoutException(deadline.message(), null);
    } catch (InterruptedException interrupted) {
      future.cancel(true);
      throw interrupted();
    } catch (ExecutionException error) {
      throw fault(error.getCause());
    }
  }

  /** Nobody's failure: not a {@link CountersignException}, so that it can never open anything. */
  static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("The thread was interrupted");
  }

  private static CountersignException fault(Throwable cause) {
    String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    // An HTTP client with an Authenticator makes a fault out of a 401 or 407: still a 4xx, which never opens.
    if (CREDENTIALS.matcher(reason).find()) return new ResponseInvalidException("The answer asks for credentials: " + reason, cause);
    return new ConnectionException("The service could not be reached: " + reason, cause);
  }

  int status() {
    return response.statusCode();
  }

  HttpHeaders headers() {
    return response.headers();
  }

  String header(String name) {
    return headers().firstValue(name).orElse(null);
  }

  String mediaType() {
    return headers().firstValue("Content-Type").orElse("").split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }

  /** Null at the end. */
  byte[] next() {
    try {
      return response.body().next(deadline.nanosLeft());
    } catch (TimeoutException late) {
      throw new CallTimeoutException(deadline.message(), null);
    } catch (InterruptedException interrupted) {
      throw interrupted();
    } catch (IOException error) {
      throw fault(error);
    }
  }

  /** The whole body. */
  byte[] all() {
    refusePacked();
    int most = settings.responseBytesMax();
    if (headers().firstValueAsLong("Content-Length").orElse(0) > most) throw tooLarge();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] chunk = next(); chunk != null; chunk = next()) {
      if (bytes.size() + (long) chunk.length > most) throw tooLarge();
      bytes.writeBytes(chunk);
    }
    return bytes.toByteArray();
  }

  /** That was not asked for: what a small one may unpack to has no limit. */
  void refusePacked() {
    String packed = header("Content-Encoding");
    if (packed != null && !packed.equalsIgnoreCase("identity")) throw new ResponseInvalidException("The answer is packed", null);
  }

  ResponseTooLargeException tooLarge() {
    return new ResponseTooLargeException("The answer is larger than the " + settings.responseBytesMax() + " bytes of responseBytesMax", null);
  }

  @Override
  public void close() {
    response.body().close();
  }
}
