package io.github.countersign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Results in the order of the items. They go in windows, each one request, since {@code java.net.http} does not read while it writes.
 * Never tried again by itself: an error comes after the results that came, and whoever counts them knows where to go on.
 */
public final class ResultStream implements Iterator<ItemResult>, AutoCloseable {
  private static final String TYPE = "application/x-ndjson";
  /** What the buffers of a connection hold, so that sending ends although nobody reads the results yet. */
  private static final int WINDOW_BYTES = 65_536;
  private static final int WINDOW_ITEMS = 500;

  private final Settings settings;
  private final Iterator<Call> items;
  /** Taken, and not yet sent. */
  private Call held;
  private byte[] heldLine;
  private long index;
  /** Of the window that is under way. */
  private final List<String> ids = new ArrayList<>();
  private int answered;
  private long received;
  private Exchange exchange;
  private Lines lines;
  private ItemResult result;
  private boolean closed;

  ResultStream(Settings settings, Iterator<Call> items) {
    this.settings = settings;
    this.items = items;
  }

  @Override
  public boolean hasNext() {
    try {
      while (result == null && !closed) {
        if (exchange != null) result = read();
        else if (!send()) closed = true;
      }
      return result != null;
    } catch (RuntimeException error) {
      close();
      throw error;
    }
  }

  @Override
  public ItemResult next() {
    if (!hasNext()) throw new NoSuchElementException();
    ItemResult next = result;
    result = null;
    return next;
  }

  /** How many results have come: after an error, how many items need not be sent again. */
  public long received() {
    return received;
  }

  /** The same results; closing it closes this. */
  public Stream<ItemResult> stream() {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, traits), false).onClose(this::close);
  }

  /** Gives up what has not come yet. */
  @Override
  public void close() {
    closed = true;
    if (exchange != null) exchange.close();
    exchange = null;
  }

  /** Whether there was anything to send. */
  private boolean send() {
    byte[] body = window();
    if (body.length == 0) return false;
    Ask ask = new Ask("POST", "/validate/batch").body(body, TYPE);
    Deadline deadline = Deadline.each(settings.idleTimeout());
    exchange = counted(() -> Exchange.begin(settings, ask, ask.headers(RequestOptions.NONE), deadline));
    exchange.refusePacked();
    if (!exchange.mediaType().equals(TYPE)) throw new ResponseInvalidException("The answer is not a stream of results", null);
    lines = new Lines(exchange, settings.responseBytesMax());
    return true;
  }

  private byte[] window() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    ids.clear();
    answered = 0;
    while (ids.size() < WINDOW_ITEMS && take() && (ids.isEmpty() || body.size() + heldLine.length < WINDOW_BYTES)) {
      String id = held.json().path("id").asText("");
      ids.add(id.isEmpty() ? Long.toString(index) : id);
      body.writeBytes(heldLine);
      body.write('\n');
      held = null;
      index++;
    }
    return body.toByteArray();
  }

  private boolean take() {
    if (held != null) return true;
    if (!items.hasNext()) return false;
    held = items.next();
    heldLine = Json.bytes(held.json());
    return true;
  }

  /** Null at the end of a window. */
  private ItemResult read() {
    byte[] line = counted(lines::next);
    if (line == null) {
      if (answered < ids.size()) throw new ConnectionException("The stream ended after " + received + " results of " + index + " items", null);
      exchange.close();
      exchange = null;
      return null;
    }
    ObjectNode json = Json.parseObject(line);
    ItemResult one = Verdicts.item(json);
    if (answered == ids.size()) throw new ResponseInvalidException("There are more results than items", null);
    json.put("item_id", ids.get(answered++));
    received++;
    return one;
  }

  /** What befalls a stream is told with how much of it has come. */
  private <T> T counted(Supplier<T> step) {
    String before = "The stream ended after " + received + " results of " + index + " items: ";
    try {
      return step.get();
    } catch (ConnectionException error) {
      throw new ConnectionException(before + error.getMessage(), error);
    } catch (CallTimeoutException error) {
      throw new CallTimeoutException(before + error.getMessage(), error);
    }
  }
}
