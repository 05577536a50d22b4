"""How much is judged at once: who sends more in parallel than the service can take would make it slow, and slow may mean open."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any

import anyio

from ._call import encode
from ._enforce import Enforcement, log, refused_unasked
from ._errors import RequestInvalidError

JUDGING_BYTES_MAX = 1024 * 1024
"""As much as one message may have over HTTP; of small ones that is a thousand. A larger one goes in alone."""
WAITING_BYTES_MAX = 8 * 1024 * 1024
"""Beside those. What comes above is refused at once."""


@dataclass(slots=True, eq=False)
class Ticket:
    size: int
    admit: Callable[[], object]
    is_in: bool = False


class Room:
    """They go in as they came, in threads as on an event loop."""

    def __init__(self, inside_max: int = JUDGING_BYTES_MAX, waiting_max: int = WAITING_BYTES_MAX) -> None:
        self._inside_max = inside_max
        self._waiting_max = waiting_max
        self._inside = 0
        self._waiting_size = 0
        self._waiting: deque[Ticket] = deque()
        self._lock = Lock()

    def enter(self, size: int, admit: Callable[[], object]) -> Ticket | None:
        """`admit` is called when there is room, at once perhaps; None where there is none even to wait."""
        ticket = Ticket(size, admit)
        with self._lock:
            is_next = not self._waiting and self._fits(size)
            if not is_next and self._waiting_size + size > self._waiting_max:
                return None
            self._waiting.append(ticket)
            self._waiting_size += size
            self._admit()
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Whether it was in or has given up waiting."""
        with self._lock:
            if ticket.is_in:
                self._inside -= ticket.size
            else:
                self._waiting.remove(ticket)
                self._waiting_size -= ticket.size
            self._admit()

    def _fits(self, size: int) -> bool:
        return self._inside == 0 or self._inside + size <= self._inside_max

    def _admit(self) -> None:
        while self._waiting and self._fits(self._waiting[0].size):
            ticket = self._waiting.popleft()
            self._waiting_size -= ticket.size
            self._inside += ticket.size
            ticket.is_in = True
            ticket.admit()


def bounded(enforce: Callable[..., Enforcement], room: Room | None = None) -> Callable[..., Enforcement]:
    """The same, for threads, within the room."""
    own = room or Room()

    def judged(**call: Any) -> Enforcement:
        entered = Event()
        ticket = own.enter(_size_of(call), entered.set)
        if ticket is None:
            return _refused(call)
        try:
            entered.wait()
            return enforce(**call)
        finally:
            own.leave(ticket)

    return judged


def bounded_async(
    enforce: Callable[..., Awaitable[Enforcement]], room: Room | None = None
) -> Callable[..., Awaitable[Enforcement]]:
    """The same, on one event loop, within the room."""
    own = room or Room()

    async def judged(**call: Any) -> Enforcement:
        entered = anyio.Event()
        ticket = own.enter(_size_of(call), entered.set)
        if ticket is None:
            return _refused(call)
        try:
            await entered.wait()
            return await enforce(**call)
        finally:
            own.leave(ticket)

    return judged


def _size_of(call: dict[str, Any]) -> int:
    try:
        return sum(len(encode(call[name])) for name in ("request", "response") if name in call)
    except RequestInvalidError:  # It will not be sent.
        return 0


def _refused(call: dict[str, Any]) -> Enforcement:
    why = f"beside {JUDGING_BYTES_MAX} bytes that are judged, {WAITING_BYTES_MAX} wait already"
    log.warning("no verdict (refused): %s", why)
    return refused_unasked(call.get("request"), call.get("response"), why)
