"""Middleware for ASGI (Starlette, FastAPI, any other): an MCP endpoint over HTTP, whoever implements it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ._call import encode
from ._client import AsyncCountersign
from ._enforce import Enforcement
from ._exchange import Detours, Exchange, drive_async
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
from ._room import bounded_async
from .models import CallContext, McpServer

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
_UNTOUCHED_HEADERS = (b"content-length", b"transfer-encoding", b"content-encoding")


class CountersignMiddleware:
    """Judges what is posted to an MCP endpoint before the application sees it, and what it answers before the client does.

        app.add_middleware(CountersignMiddleware, countersign=AsyncCountersign(), path="/mcp")

    path: the endpoint, and everything below it; without one, everything. Other paths are left alone.
    context: who acts, as a value or made from the ASGI scope; when making it fails, so does the call.

    Bodies are read whole, up to 1 MiB; answers may be JSON or a stream of events. An answer that is neither is withheld.
    """

    def __init__(
        self,
        app: App,
        countersign: AsyncCountersign,
        *,
        path: str = "/",
        context: CallContext | Callable[[Scope], CallContext] | None = None,
        server: McpServer | None = None,
    ) -> None:
        self._app = app
        self._enforce = bounded_async(countersign.enforce)
        self._path = path
        self._context = context
        self._knowledge = Knowledge(server)
        self._detours = Detours()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not is_guarded(self._path, scope["path"]):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":  # MCP has no such transport, and nobody would judge it.
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._exchange(scope, receive, send)

    async def _exchange(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = mcp_headers((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
        given = self._context(scope) if callable(self._context) else self._context
        exchange = Exchange(self._knowledge, self._detours, headers, context_of(headers, given))
        body: bytes | None = None
        if scope["method"] not in BODILESS:
            try:
                judging = exchange.judged_request(await _body_of(receive))
                refused = await drive_async(judging, self._enforce)
            except UnreadableError as unreadable:
                refused = unreadable.refusal
            if refused is not None:
                await _answer(send, refused)
                return
            body = encode(exchange.message)
        inner = {**scope, "headers": _headers_for(scope["headers"], body)}
        judge = _AnswerJudge(exchange, self._enforce, send)
        await self._app(inner, _replayed(body or b"", receive), judge.send)


class _AnswerJudge:
    """Stands between the application and the client, and sends nothing that has not been judged."""

    def __init__(self, exchange: Exchange, enforce: Callable[..., Awaitable[Enforcement]], send: Send) -> None:
        self._exchange = exchange
        self._enforce = enforce
        self._send = send
        self._start: Message = {}
        self._events: Events | None = None
        self._body = bytearray()
        self._is_done = False

    async def send(self, message: Message) -> None:
        if self._is_done:
            return
        if message["type"] == "http.response.start":
            self._start = message
            if is_elsewhere(int(message["status"])):
                await self._finish(BAD_ANSWER)
            elif _header(message, b"content-type").startswith(b"text/event-stream"):
                self._events = Events()
                await self._send({**message, "headers": _without(message, _UNTOUCHED_HEADERS)})
        elif message["type"] == "http.response.body":
            more = message.get("more_body", False)
            await (self._stream if self._events else self._collect)(message.get("body", b""), more)
        elif message["type"] not in ("http.response.pathsend", "http.response.zerocopysend"):
            await self._send(message)
        else:  # A file is no answer of MCP.
            await self._finish(BAD_ANSWER)

    async def _stream(self, chunk: bytes, more: bool) -> None:
        assert self._events is not None
        out = b""
        try:
            if _header(self._start, b"content-encoding") not in (b"", b"identity"):
                raise _unreadable()
            for lines in self._events.feed(chunk):
                event = event_of(lines)
                if event is None:
                    continue
                message = None
                if event.message is not None:
                    message = await self._judged(event.message)
                    if message is None:
                        continue
                out += event.rendered(message)
        except UnreadableError:
            self._is_done = True
            more = False
        if out or not more:
            await self._send({"type": "http.response.body", "body": out, "more_body": more})

    async def _collect(self, chunk: bytes, more: bool) -> None:
        self._body += chunk
        if len(self._body) > ANSWER_BYTES_MAX:
            await self._finish(BAD_ANSWER)
        elif not more:
            await self._finish(await self._judged_body())

    async def _judged_body(self) -> Refusal:
        status = int(self._start["status"])
        if not self._body:
            return Refusal(status)
        try:
            message = message_of(bytes(self._body))
        except UnreadableError:
            # The status of an error tells enough; its page is no message.
            return Refusal(status) if status >= 400 else BAD_ANSWER
        answer = await self._judged(message)
        return Refusal(status, answer) if answer is not None else Refusal(502)

    async def _judged(self, message: Any) -> Any:
        return await drive_async(self._exchange.judged_answer(message), self._enforce)

    async def _finish(self, answer: Refusal) -> None:
        self._is_done = True
        own = (*_UNTOUCHED_HEADERS, b"content-type")
        headers = _without(self._start, own if answer.content else own[:-1])
        await _answer(self._send, answer, headers)


def _unreadable() -> UnreadableError:
    return UnreadableError(502, -32603, "the server's answer is packed")


async def _body_of(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise UnreadableError(400, -32700, "the body did not arrive")
        body += message.get("body", b"")
        if len(body) > BODY_BYTES_MAX:
            raise TOO_LARGE
        if not message.get("more_body", False):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What was judged is what the application reads; after it, only that the client has gone."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            while (message := await receive())["type"] != "http.disconnect":
                pass
            return message
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _headers_for(headers: list[tuple[bytes, bytes]], body: bytes | None) -> list[tuple[bytes, bytes]]:
    """Those of the call, with the body's own; and no packed answers."""
    dropped = (b"content-length", b"transfer-encoding", b"content-encoding", b"accept-encoding", b"expect")
    kept = [(name, value) for name, value in headers if name.lower() not in dropped]
    if body is None:
        return kept
    kept = [(name, value) for name, value in kept if name.lower() != b"content-type"]
    return [*kept, (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]


def _header(message: Message, name: bytes) -> bytes:
    return next((bytes(value).strip().lower() for key, value in message.get("headers", ()) if key.lower() == name), b"")


def _without(message: Message, names: tuple[bytes, ...]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in message.get("headers", ()) if name.lower() not in names]


async def _answer(send: Send, answer: Refusal, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    own = [(b"content-length", str(len(answer.content)).encode())]
    if answer.content:
        own.append((b"content-type", b"application/json"))
    await send({"type": "http.response.start", "status": answer.status, "headers": [*(headers or []), *own]})
    await send({"type": "http.response.body", "body": answer.content, "more_body": False})


__all__ = ["CountersignMiddleware"]
