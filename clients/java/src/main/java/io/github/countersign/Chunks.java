package io.github.countersign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A body as it arrives: no more is asked for than was taken, and whoever takes it says how long he waits. */
final class Chunks implements HttpResponse.BodySubscriber<Chunks>, AutoCloseable {
  /** One piece, the end (both null), or what went wrong. */
  private record Arrival(byte[] bytes, Throwable fault) {}

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private volatile Flow.Subscription subscription;
  private volatile boolean closed;
  private boolean ended;
  private boolean asked = true;

  @Override
  public CompletionStage<Chunks> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    if (closed) subscription.cancel();
    else subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuffer buffer : buffers) {
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      bytes.writeBytes(part);
    }
    arrivals.add(new Arrival(bytes.toByteArray(), null));
  }

  @Override
  public void onError(Throwable fault) {
    arrivals.add(new Arrival(null, fault));
  }

  @Override
  public void onComplete() {
    arrivals.add(new Arrival(null, null));
  }

  /** Null at the end. */
  byte[] next(long nanos) throws IOException, TimeoutException, InterruptedException {
    if (ended) return null;
    if (!asked) subscription.request(1);
    asked = true;
    Arrival arrival = arrivals.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    if (arrival == null) throw new TimeoutException();
    asked = false;
    if (arrival.bytes != null) return arrival.bytes;
    ended = true;
    if (arrival.fault != null) throw new IOException(arrival.fault.getMessage(), arrival.fault);
    return null;
  }

  /** What was not taken is given up, and the connection with it. */
  @Override
  public void close() {
    closed = true;
    Flow.Subscription open = subscription;
    if (!ended && open != null) open.cancel();
  }
}
