"""Middleware for Django, on WSGI and on ASGI: views that are an MCP endpoint, whoever implements it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from io import BytesIO
from typing import Any, TypeGuard, TypeVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from ._call import encode
from ._client import AsyncCountersign, Countersign
from ._exchange import Detours, Exchange, Judging, drive, drive_async
from ._http import (
    ANSWER_BYTES_MAX,
    BAD_ANSWER,
    BODILESS,
    BODY_BYTES_MAX,
    TOO_LARGE,
    Events,
    Refusal,
    UnreadableError,
    context_of,
    event_of,
    is_elsewhere,
    is_guarded,
    mcp_headers,
    message_of,
)
from ._knowledge import Knowledge
from ._room import bounded, bounded_async
from .models import CallContext

T = TypeVar("T")


class CountersignMiddleware:
    """Judges what is posted to an MCP endpoint before its view runs, and what the view answers before the client gets it.

        MIDDLEWARE = ["countersign.django.CountersignMiddleware", …]
        COUNTERSIGN = {"PATH": "/mcp", "CONTEXT": "notes.who.context", "SERVER": {"name": "notes"}, "CLIENT": {"timeout": 2.0}}

    PATH: the endpoint, and everything below it; without one, everything. CONTEXT: a function of the request that says who
    acts (put the middleware behind the one that knows). CLIENT: arguments of `Countersign`. All may be left out.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        given: dict[str, Any] = getattr(settings, "COUNTERSIGN", {})
        self._get_response = get_response
        self._path: str = given.get("PATH", "/")
        context = given.get("CONTEXT")
        self._context: Callable[[HttpRequest], CallContext] | None = import_string(context) if context else None
        self._knowledge = Knowledge(given.get("SERVER"))
        self._detours = Detours()
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            markcoroutinefunction(self)
            self._enforce_async = bounded_async(AsyncCountersign(**given.get("CLIENT", {})).enforce)
        else:
            self._enforce = bounded(Countersign(**given.get("CLIENT", {})).enforce)

    def __call__(self, request: HttpRequest) -> Any:
        if not is_guarded(self._path, request.path_info):
            return self._get_response(request)
        return self._exchange_async(request) if self._is_async else self._exchange(request)

    def _exchange(self, request: HttpRequest) -> HttpResponseBase:
        exchange = _Exchange(request, self._knowledge, self._detours, self._context)
        refused = self._drive(exchange.judged_request())
        if refused is not None:
            return _response(refused)
        answer: HttpResponseBase = self._get_response(request)
        if not _is_stream(answer):
            return _response(self._drive(exchange.judged_body(answer)), answer)
        if answer.is_async:  # Nobody here could wait for it.
            return _response(BAD_ANSWER)
        answer.streaming_content = self._pieces(exchange, answer.streaming_content)
        return answer

    def _pieces(self, exchange: _Exchange, chunks: Any) -> Iterator[bytes]:
        for chunk in chunks:
            yield self._drive(exchange.judged_events(chunk))
            if exchange.is_over:
                return

    def _drive(self, judging: Judging[T]) -> T:
        return drive(judging, self._enforce)

    async def _exchange_async(self, request: HttpRequest) -> HttpResponseBase:
        exchange = _Exchange(request, self._knowledge, self._detours, self._context)
        refused = await self._drive_async(exchange.judged_request())
        if refused is not None:
            return _response(refused)
        answer: HttpResponseBase = await self._get_response(request)
        if not _is_stream(answer):
            return _response(await self._drive_async(exchange.judged_body(answer)), answer)
        chunks: Any = answer.streaming_content
        answer.streaming_content = self._pieces_async(exchange, chunks if answer.is_async else _eventually(chunks))
        return answer

    async def _pieces_async(self, exchange: _Exchange, chunks: Any) -> AsyncIterator[bytes]:
        async for chunk in chunks:
            yield await self._drive_async(exchange.judged_events(chunk))
            if exchange.is_over:
                return

    async def _drive_async(self, judging: Judging[T]) -> T:
        return await drive_async(judging, self._enforce_async)


def _is_stream(answer: HttpResponseBase) -> TypeGuard[StreamingHttpResponse]:
    """Whether it is a stream of events; then it is on its way to be judged piece by piece."""
    media_type = str(answer.headers.get("Content-Type", "")).lower()
    packed = str(answer.headers.get("Content-Encoding", "identity")).lower() != "identity"
    is_events = media_type.startswith("text/event-stream") and not packed and not is_elsewhere(answer.status_code)
    return isinstance(answer, StreamingHttpResponse) and is_events


async def _eventually(chunks: Any) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


class _Exchange:
    def __init__(
        self,
        request: HttpRequest,
        knowledge: Knowledge,
        detours: Detours,
        context: Callable[[HttpRequest], CallContext] | None,
    ) -> None:
        self._http = request
        headers = mcp_headers(request.headers.items())
        about = context_of(headers, context(request) if context else None)
        self._exchange = Exchange(knowledge, detours, headers, about)
        self._events = Events()
        self.is_over = False

    def judged_request(self) -> Judging[Refusal | None]:
        """None: the view may run, and reads what was judged."""
        if self._http.method in BODILESS:
            _put_body(self._http, b"")
            return None
        try:
            refused = yield from self._exchange.judged_request(_body_of(self._http))
        except UnreadableError as unreadable:
            return unreadable.refusal
        if refused is None:
            _put_body(self._http, encode(self._exchange.message))
        return refused

    def judged_body(self, answer: HttpResponseBase) -> Judging[Refusal]:
        if not isinstance(answer, HttpResponse) or is_elsewhere(answer.status_code):
            return BAD_ANSWER  # A file is no answer of MCP.
        if not answer.content:
            return Refusal(answer.status_code)
        try:
            if len(answer.content) > ANSWER_BYTES_MAX:
                return BAD_ANSWER
            message = message_of(answer.content)
        except UnreadableError:
            # The status of an error tells enough; its page is no message.
            return Refusal(answer.status_code) if answer.status_code >= 400 else BAD_ANSWER
        said = yield from self._exchange.judged_answer(message)
        return Refusal(answer.status_code, said) if said is not None else Refusal(502)

    def judged_events(self, chunk: bytes) -> Judging[bytes]:
        out = b""
        try:
            for lines in self._events.feed(chunk):
                event = event_of(lines)
                if event is None:
                    continue
                said = None
                if event.message is not None:
                    said = yield from self._exchange.judged_answer(event.message)
                    if said is None:
                        continue
                out += event.rendered(said)
        except UnreadableError:
            self.is_over = True
        return out


def _body_of(request: HttpRequest) -> bytes:
    try:
        body = request.body
    except (RequestDataTooBig, OSError):
        raise TOO_LARGE from None
    if len(body) > BODY_BYTES_MAX:
        raise TOO_LARGE
    return body


def _put_body(request: HttpRequest, body: bytes) -> None:
    """What was judged is what the view reads, however it reads."""
    raw: Any = request
    raw._body = body
    raw._stream = BytesIO(body)
    request.META["CONTENT_LENGTH"] = str(len(body))
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    if body:
        request.META["CONTENT_TYPE"] = "application/json"
        request.content_type = "application/json"


def _response(answer: Refusal, origin: HttpResponseBase | None = None) -> HttpResponse:
    response = HttpResponse(answer.content, status=answer.status, content_type="application/json")
    for name, value in origin.items() if origin is not None else ():
        if name.lower() not in ("content-type", "content-length", "content-encoding"):
            response[name] = value
    return response


__all__ = ["CountersignMiddleware"]
