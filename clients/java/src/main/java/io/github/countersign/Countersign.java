package io.github.countersign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.model.BatchResult;
import io.github.countersign.model.Verdict;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * A client of the service, for any number of threads.
 *
 * <p>Every call but a stream is tried again where that can help, within one time, and throws a {@link CountersignException} when it
 * comes to nothing; {@link java.util.concurrent.CancellationException} when its thread is interrupted.
 */
public final class Countersign extends Operations {
  private static final Duration VERDICT_TIMEOUT = Duration.ofSeconds(2);

  private Countersign(Settings settings) {
    super(settings);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Judges one message. A denial is a value. Throws when there is no verdict, whatever {@link FailMode} is. */
  public Verdict validate(Call call) {
    return validate(call, RequestOptions.NONE);
  }

  public Verdict validate(Call call, RequestOptions options) {
    return call(new Ask("POST", "/validate").body(call), Verdicts::verdict, options, VERDICT_TIMEOUT);
  }

  /**
   * Judges one message and says what to do with it: pass on what is allowed, without what has to be cut out, or send the reply that is
   * ready, or nothing. Without a verdict it refuses, unless the mode is {@link FailMode#OPEN} and the service is down or slow;
   * {@code onFailure} is told.
   */
  public Enforcement enforce(Call call) {
    return enforce(call, RequestOptions.NONE);
  }

  public Enforcement enforce(Call call, RequestOptions options) {
    // What is passed on is what was judged, whatever becomes of the caller's objects meanwhile.
    Call judged = new Call(call.json().deepCopy());
    Enforcer enforcer = new Enforcer(judged.json());
    Enforcement enforcement;
    try {
      enforcement = enforcer.follow(validate(judged, options));
    } catch (CountersignException failure) {
      enforcement = enforcer.fail(failure, settings.failMode());
    }
    if (enforcement.failure() != null) report(enforcement);
    return enforcement;
  }

  /** Judges 1 to 100 items in one call; results are in their order, and one bad item fails alone. */
  public BatchResult validateBatch(List<Call> items) {
    return validateBatch(items, RequestOptions.NONE);
  }

  public BatchResult validateBatch(List<Call> items, RequestOptions options) {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("items");
    items.forEach(item -> list.add(item.json()));
    Ask ask = new Ask("POST", "/validate/batch").body(Json.bytes(body), "application/json");
    return call(ask, answer -> Verdicts.batch(answer, list.size()), options);
  }

  /** Judges as many items as come, in constant memory; they are taken as they can be sent. */
  public ResultStream stream(Iterable<Call> items) {
    return stream(items.iterator());
  }

  public ResultStream stream(Iterator<Call> items) {
    return new ResultStream(settings, items);
  }

  /** Who is told decides nothing: what he throws changes nothing. */
  private void report(Enforcement enforcement) {
    try {
      settings.onFailure().accept(enforcement);
    } catch (RuntimeException ignored) {
      // Nobody is left to tell.
    }
  }

  /** What is not given has a default; {@link #build()} says what cannot be. */
  public static final class Builder {
    String key;
    String url;
    Duration timeout;
    Duration idleTimeout = Duration.ofSeconds(60);
    int maxRetries = 2;
    int responseBytesMax = 16 * 1024 * 1024;
    FailMode failMode = FailMode.CLOSED;
    Consumer<Enforcement> onFailure;
    HttpClient http;

    private Builder() {}

    /** The API key; {@code COUNTERSIGN_API_KEY} by default. */
    public Builder key(String key) {
      this.key = key;
      return this;
    }

    /** Where the service is; {@code COUNTERSIGN_URL} by default, else {@code http://localhost:8080}. It may have a path. */
    public Builder url(String url) {
      this.url = url;
      return this;
    }

    /** For a whole call with its retries: 2 seconds for verdicts of single messages, 30 for the rest. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /** How long a stream may be silent; 60 seconds. */
    public Builder idleTimeout(Duration idleTimeout) {
      this.idleTimeout = idleTimeout;
      return this;
    }

    /** After the first attempt; 2. */
    public Builder maxRetries(int maxRetries) {
      this.maxRetries = maxRetries;
      return this;
    }

    /** Of an answer, of a stream for each line; 16 MiB. */
    public Builder responseBytesMax(int responseBytesMax) {
      this.responseBytesMax = responseBytesMax;
      return this;
    }

    /** What {@code enforce()} does when there is no verdict because the service is down or slow; {@code CLOSED}. */
    public Builder failMode(FailMode failMode) {
      this.failMode = failMode;
      return this;
    }

    /** Is told of every enforcement with a failure; a warning of the logger {@code countersign} by default. */
    public Builder onFailure(Consumer<Enforcement> onFailure) {
      this.onFailure = onFailure;
      return this;
    }

    /** Another HTTP client, such as one with a proxy or certificates of its own. It must not follow redirections. */
    public Builder httpClient(HttpClient http) {
      this.http = http;
      return this;
    }

    /** Throws {@link ConfigurationException}. */
    public Countersign build() {
      return new Countersign(Settings.of(this));
    }
  }
}
