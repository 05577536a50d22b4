package io.github.countersign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** How the operations of the contract are asked for; those themselves are generated. */
public abstract class Caller {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long PAUSE_BASE_MS = 100;
  private static final long PAUSE_MS_MAX = 2_000;

  final Settings settings;

  Caller(Settings settings) {
    this.settings = settings;
  }

  final <T extends Model> T call(Ask ask, Function<ObjectNode, T> type, RequestOptions options) {
    return call(ask, type, options, TIMEOUT);
  }

  /** Attempts and pauses, within one time. Null where the answer may be empty and is. */
  final <T extends Model> T call(Ask ask, Function<ObjectNode, T> type, RequestOptions options, Duration otherwise) {
    Duration time = options.timeout() != null ? options.timeout() : settings.timeout() != null ? settings.timeout() : otherwise;
    Deadline deadline = Deadline.in(time);
    Map<String, String> headers = ask.headers(options);
    for (int done = 0; ; done++) {
      try {
        return attempt(ask, headers, deadline, type);
      } catch (ProblemException | ConnectionException error) {
        if (done >= settings.maxRetries() || !isTransient(error, ask)) throw error;
        long pause_ns = pauseOf(error, done);
        if (pause_ns >= deadline.nanosLeft()) throw error;
        sleep(pause_ns);
      }
    }
  }

  final <T extends Model> Pages<T> list(Ask ask, Function<ObjectNode, T> type, RequestOptions options) {
    return new Pages<>(cursor -> call(ask.page(cursor), Pages.Raw::new, options), type);
  }

  private <T extends Model> T attempt(Ask ask, Map<String, String> headers, Deadline deadline, Function<ObjectNode, T> type) {
    try (Exchange exchange = Exchange.begin(settings, ask, headers, deadline)) {
      byte[] bytes = exchange.all();
      if (ask.isEmptyAllowed() && bytes.length == 0) return null;
      if (!exchange.mediaType().equals("application/json")) throw new ResponseInvalidException("The answer is not JSON but " + exchange.mediaType(), null);
      T answer = type.apply(Json.parseObject(bytes));
      answer.answered(exchange.header("ETag"), exchange.header("Request-Id"));
      return answer;
    }
  }

  private static boolean isTransient(CountersignException error, Ask ask) {
    if (!(error instanceof ProblemException problem)) return ask.isRepeatable();
    int status = problem.status();
    return status == 408 || status == 429 || status >= 500 || problem.code().equals(ProblemCodes.IDEMPOTENCY_IN_PROGRESS);
  }

  /** Full jitter: clients that failed together are not to come back together. */
  private static long pauseOf(CountersignException error, int done) {
    Duration asked = error instanceof ProblemException problem ? problem.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
    double most_ms = Math.min(PAUSE_MS_MAX, PAUSE_BASE_MS << done);
    // Up to 317 years: no overflow with ten digits of seconds.
    return asked.toSeconds() > Integer.MAX_VALUE
        ? Long.MAX_VALUE
        : asked.toNanos() + (long) (ThreadLocalRandom.current().nextDouble() * most_ms * 1_000_000);
  }

  private static void sleep(long nanos) {
    try {
      java.util.concurrent.TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException interrupted) {
      throw Exchange.interrupted();
    }
  }
}
