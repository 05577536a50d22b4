"""One call of an MCP endpoint over HTTP: what of it reaches either side. The same steps for threads and for event loops."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Generator
from threading import Lock
from typing import Any, TypeVar

from ._enforce import Enforcement
from ._http import Refusal, message_of, refusal_of_request, request_for
from ._json import Object, is_list, is_object
from ._knowledge import Knowledge, is_answer
from .models import CallContext, ValidateRequest

T = TypeVar("T")
Judging = Generator[ValidateRequest, Enforcement, T]
"""Yields what is to be judged, is sent what came of it."""

REFUSED_METHOD = "countersign/refused"
"""Nobody has it, so that who is asked for it answers with an error."""
REFUSALS_CHARS_MAX = 1_048_576
"""Of all refusals of one endpoint that wait for their place; the oldest are forgotten."""
BATCH_MAX = 100
"""As many as the service takes in one call; each answer in one is a question to it."""


def drive(judging: Judging[T], enforce: Callable[..., Enforcement]) -> T:
    try:
        call = next(judging)
        while True:
            call = judging.send(enforce(**call))
    except StopIteration as stop:
        value: T = stop.value
        return value


async def drive_async(judging: Judging[T], enforce: Callable[..., Awaitable[Enforcement]]) -> T:
    try:
        call = next(judging)
        while True:
            call = judging.send(await enforce(**call))
    except StopIteration as stop:
        value: T = stop.value
        return value


class Detours:
    """Refused questions of servers (sampling, elicitation, roots): there is no way back to a server but by its client.

    The client is asked under the same id for a method that nobody has, and the refusal takes the place of its error. Where
    the refusal is forgotten, or was another process's, or there is no session, the server gets the client's own error.
    """

    def __init__(self) -> None:
        self._refusals: OrderedDict[tuple[str, type, Any], tuple[Object, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def begin(self, refusal: Object, session: str | None) -> Object:
        """What the client is asked instead."""
        key = _key_of(refusal, session)
        if key is not None:
            size = len(json.dumps(refusal)) + len(key[0])
            with self._lock:
                self._drop(key)
                self._refusals[key] = (refusal, size)
                self._size += size
                while self._size > REFUSALS_CHARS_MAX:
                    self._drop(next(iter(self._refusals)))
        return {"jsonrpc": "2.0", "id": refusal["id"], "method": REFUSED_METHOD}

    def end(self, answer: Any, session: str | None) -> Object | None:
        """What the server is told instead of the client's answer; None where that was asked for. It may come twice."""
        key = _key_of(answer, session) if is_answer(answer) else None
        with self._lock:
            held = None if key is None else self._refusals.get(key)
        return None if held is None else held[0]

    def forget(self, question: Any, session: str | None) -> None:
        """The server has used the id again, for what was allowed."""
        key = _key_of(question, session)
        if key is not None:
            with self._lock:
                self._drop(key)

    def _drop(self, key: tuple[str, type, Any]) -> None:
        _, size = self._refusals.pop(key, (None, 0))
        self._size -= size


def _key_of(message: Any, session: str | None) -> tuple[str, type, Any] | None:
    """`1` and `"1"` are two."""
    id = message.get("id") if is_object(message) else None
    return (session, type(id), id) if session and isinstance(id, (str, int, float)) else None


class Exchange:
    def __init__(self, knowledge: Knowledge, detours: Detours, headers: dict[str, str], context: CallContext) -> None:
        self._knowledge = knowledge
        self._detours = detours
        self._headers = headers
        self._context = context
        self._session = headers.get("mcp-session-id")
        self.message: Any = None
        """What was posted, as it was judged."""

    def judged_request(self, body: bytes) -> Judging[Refusal | None]:
        """None: the endpoint may read `message`. Raises `UnreadableError` for what is no message."""
        message = message_of(body)
        parts = message if is_list(message) else [message]
        if parts and len(parts) <= BATCH_MAX and all(is_answer(part) for part in parts):
            return (yield from self._judged_return(message, parts))
        judged = yield self._call(message, None)
        if judged.action != "forward":
            return refusal_of_request(judged)
        self.message = judged.message
        if is_list(self.message):
            self.message = [self._detours.end(part, self._session) or part for part in self.message]
        return None

    def _judged_return(self, message: Any, parts: list[Any]) -> Judging[Refusal | None]:
        """Answers to requests of the server's. It waits for them: a refusal goes the way of the answer."""
        passed: list[Any] = []
        for part in parts:
            told = self._detours.end(part, self._session)
            if told is None:
                judged = yield self._call(None, part)
                told = judged.message if judged.action == "forward" else judged.reply
            if told is not None:
                passed.append(told)
        if not passed:
            return Refusal(403)
        self.message = passed if is_list(message) else passed[0]
        return None

    def judged_answer(self, message: Any) -> Judging[Any]:
        """What of the server reaches the client: the message, edited perhaps, or what is there instead; None where nothing is."""
        if is_list(message):
            parts: list[Any] = []
            for one in message:
                parts.append((yield from self.judged_answer(one)))
            return [part for part in parts if part is not None] or None
        if is_answer(message):
            asked = request_for(message, self.message)
            judged = yield self._call(asked, message)
            if judged.action != "forward":
                return judged.reply
            self._knowledge.learn(asked, judged.message)
            return judged.message
        # The headers say what was posted, and nothing of what a server tells or asks by itself.
        judged = yield self._knowledge.call(message, None, context=self._context)
        if judged.action == "forward":
            self._detours.forget(judged.message, self._session)
            return judged.message
        return self._detours.begin(judged.reply, self._session) if is_object(judged.reply) else None

    def _call(self, request: Any, response: Any) -> ValidateRequest:
        return self._knowledge.call(request, response, headers=self._headers, context=self._context)
