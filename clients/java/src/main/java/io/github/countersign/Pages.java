package io.github.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** All items of a list, newest first; pages are asked for as they are needed. Each iterator begins anew. */
public final class Pages<T extends Model> implements Iterable<T> {
  /** {@code nextCursor} is null at the last. */
  public record Page<T extends Model>(List<T> data, String nextCursor) {}

  static final class Raw extends Model {
    Raw(ObjectNode json) {
      super(json);
    }
  }

  private final Function<String, Raw> ask;
  private final Function<ObjectNode, T> type;

  Pages(Function<String, Raw> ask, Function<ObjectNode, T> type) {
    this.ask = ask;
    this.type = type;
  }

  /** One page: the first (null), or that to which a {@code nextCursor} leads. */
  public Page<T> page(String cursor) {
    ObjectNode page = ask.apply(cursor).json();
    JsonNode data = page.path("data");
    JsonNode next = page.path("next_cursor");
    if (!data.isArray()) throw new ResponseInvalidException("The answer is not a page: its data is no list", null);
    if (!next.isTextual() && !next.isNull() && !next.isMissingNode())
      throw new ResponseInvalidException("The answer is not a page: its cursor is no text", null);
    List<T> items = new ArrayList<>();
    for (JsonNode item : data) items.add(typed(item));
    return new Page<>(items, next.textValue());
  }

  private T typed(JsonNode item) {
    if (item instanceof ObjectNode object) return type.apply(object);
    throw new ResponseInvalidException("An item of the page is no object", null);
  }

  @Override
  public Iterator<T> iterator() {
    return new Items();
  }

  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  private final class Items implements Iterator<T> {
    private Iterator<T> page = page(null, null);
    private String cursor;

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && cursor != null) page = page(cursor, cursor);
      return page.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) throw new NoSuchElementException();
      return page.next();
    }

    /** A cursor that leads to itself would never end. */
    private Iterator<T> page(String at, String before) {
      Page<T> page = Pages.this.page(at);
      if (page.nextCursor() != null && page.nextCursor().equals(before))
        return failing(page, new ResponseInvalidException("The cursor of the page leads to the page itself", null));
      cursor = page.nextCursor();
      return page.data().iterator();
    }
  }

  /** What the page has comes first. */
  private static <T extends Model> Iterator<T> failing(Page<T> page, ResponseInvalidException error) {
    Iterator<T> items = page.data().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (items.hasNext()) return true;
        throw error;
      }

      @Override
      public T next() {
        return items.next();
      }
    };
  }
}
