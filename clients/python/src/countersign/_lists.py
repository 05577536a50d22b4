"""Lists that are read page by page, and streams that are sent window by window."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ._call import Answer, decode, encode
from ._errors import ConnectionFailedError, ResponseInvalidError
from ._json import is_list, is_object

if TYPE_CHECKING:
    from .models import ItemResult, ValidateItem

T = TypeVar("T")

WINDOW_BYTES = 64 * 1024
"""What the buffers of a connection hold, so that sending ends although nobody reads the results yet."""
WINDOW_ITEMS = 500


class Cursors:
    """Follows cursors and notices when they go in circles (Brent's algorithm: no memory of all of them)."""

    def __init__(self) -> None:
        self._mark: str | None = None
        self._steps: int = 0
        self._power: int = 1

    def follow(self, page: Mapping[str, Any]) -> str | None:
        cursor = page.get("next_cursor")
        if cursor is None:
            return None
        if not isinstance(cursor, str) or cursor == self._mark:
            raise ResponseInvalidError("the list has a cursor that leads nowhere")
        self._steps += 1
        if self._steps == self._power:
            self._mark, self._steps, self._power = cursor, 0, self._power * 2
        return cursor


def data_of(page: Mapping[str, Any]) -> list[Any]:
    data = page.get("data")
    if not is_list(data):
        raise ResponseInvalidError("the page has no list of data")
    return data


class Pages(Generic[T]):
    """All items of a list; the next page is asked for when it is needed. `pages()` gives whole pages."""

    def __init__(self, get: Callable[[str | None], Answer], cursor: str | None) -> None:
        self._get = get
        self._cursor = cursor

    def pages(self) -> Iterator[list[T]]:
        cursors, cursor = Cursors(), self._cursor
        while True:
            page = self._get(cursor)
            yield data_of(page)
            cursor = cursors.follow(page)
            if cursor is None:
                return

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page


class AsyncPages(Generic[T]):
    """All items of a list; the next page is asked for when it is needed. `pages()` gives whole pages."""

    def __init__(self, get: Callable[[str | None], Awaitable[Answer]], cursor: str | None) -> None:
        self._get = get
        self._cursor = cursor

    async def pages(self) -> AsyncIterator[list[T]]:
        cursors, cursor = Cursors(), self._cursor
        while True:
            page = await self._get(cursor)
            yield data_of(page)
            cursor = cursors.follow(page)
            if cursor is None:
                return

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page:
                yield item


class Window:
    """Some items of a stream, sent as one request. Its results bear the ids of the whole stream."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._ids: list[str] = []
        self._lines = bytearray()
        self._answered = 0

    def takes(self, line: bytes) -> bool:
        return not self._ids or (len(self._ids) < WINDOW_ITEMS and len(self._lines) + len(line) < WINDOW_BYTES)

    def add(self, item: ValidateItem, line: bytes) -> None:
        self._ids.append(item.get("id") or str(self._first + len(self._ids)))
        self._lines += line + b"\n"

    @property
    def content(self) -> bytes:
        return bytes(self._lines)

    def __bool__(self) -> bool:
        return bool(self._ids)

    def next(self) -> Window:
        return Window(self._first + len(self._ids))

    def result_of(self, line: bytes) -> ItemResult:
        value = decode(line)
        check_result(value)
        if self._answered == len(self._ids):
            raise ResponseInvalidError("there are more results than items")
        value["item_id"] = self._ids[self._answered]
        self._answered += 1
        return cast("ItemResult", value)

    def end(self) -> None:
        if self._answered < len(self._ids):
            raise ConnectionFailedError(f"the stream ended before the result of item {self._ids[self._answered]!r}")


def windows_of(items: Iterable[ValidateItem]) -> Iterator[Window]:
    window = Window(0)
    for item in items:
        line = encode(item)
        if not window.takes(line):
            yield window
            window = window.next()
        window.add(item, line)
    if window:
        yield window


async def async_windows_of(items: Iterable[ValidateItem] | AsyncIterable[ValidateItem]) -> AsyncIterator[Window]:
    if not isinstance(items, AsyncIterable):
        for window in windows_of(items):
            yield window
        return
    window = Window(0)
    async for item in items:
        line = encode(item)
        if not window.takes(line):
            yield window
            window = window.next()
        window.add(item, line)
    if window:
        yield window


def check_result(value: Any) -> None:
    """A result is a verdict or an error: neither is never taken for a pass."""
    members = value if is_object(value) else {}
    if not is_object(members.get("error")):
        check_verdict(members)


def check_verdict(value: Mapping[str, Any]) -> None:
    if not isinstance(value.get("id"), str) or not isinstance(value.get("decision"), str):
        raise ResponseInvalidError("the answer is no verdict")


def check_batch(answer: Mapping[str, Any], count: int) -> None:
    results = answer.get("results")
    if not is_list(results) or len(results) != count:
        raise ResponseInvalidError("the answer has not a result for each item")
    for result in results:
        check_result(result)
