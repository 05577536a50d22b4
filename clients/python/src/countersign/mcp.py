"""Middleware for the official MCP SDK (`mcp` 2): a server, or the transport of either side."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from types import TracebackType
from typing import Any

import anyio
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCMessage
from pydantic import BaseModel, TypeAdapter
from typing_extensions import Self

from ._client import AsyncCountersign
from ._enforce import REFUSED, Enforcement
from ._http import mcp_headers
from ._json import Object, is_object
from ._knowledge import Knowledge, Pending, is_answer
from ._room import bounded_async
from .models import CallContext, McpServer

ServerContext = ServerRequestContext[Any, Any]
_MESSAGE: TypeAdapter[Any] = TypeAdapter(JSONRPCMessage)
_BUFFER = 16


class CountersignMiddleware:
    """Judges what a server is asked before its handler runs, and what it answers before that is sent.

        server = MCPServer("notes", middleware=[CountersignMiddleware(AsyncCountersign())])

    A refused `tools/call` is answered by a result with `isError`, other requests by an error; a refused notification is dropped.
    context: who acts, as a value or made from the request's context; when making it fails, so does the request.

    What the server asks of its client (sampling, elicitation) does not come by here: guard the client's transport for that.
    """

    def __init__(
        self,
        countersign: AsyncCountersign,
        *,
        context: CallContext | Callable[[ServerContext], CallContext] | None = None,
        server: McpServer | None = None,
    ) -> None:
        self._enforce = bounded_async(countersign.enforce)
        self._context = context
        self._knowledge = Knowledge(server)

    async def __call__(self, ctx: ServerContext, call_next: CallNext) -> HandlerResult:
        request = _request_of(ctx)
        judged = await self._judge(ctx, request, None)
        if judged.action != "forward":
            return _instead(judged)
        if judged.message != request:
            ctx = _rewritten(ctx, request, judged.message)
            request = judged.message
        try:
            result = _wire(await call_next(ctx))
        except Exception as error:
            await self._judge_error(ctx, request, error)
            raise
        if ctx.request_id is None:
            return None
        response = {"jsonrpc": "2.0", "id": ctx.request_id, "result": result}
        judged = await self._judge(ctx, request, response)
        if judged.action != "forward":
            return _instead(judged)
        self._knowledge.learn(request, judged.message)
        answer: Object = judged.message["result"]
        return answer

    async def _judge(self, ctx: ServerContext, request: Object, response: Object | None) -> Enforcement:
        given = self._context(ctx) if callable(self._context) else self._context
        context: CallContext = {"protocol_version": ctx.protocol_version, **(given or {})}
        call = self._knowledge.call(request, response, headers=_headers_of(ctx), context=context)
        return await self._enforce(**call)

    async def _judge_error(self, ctx: ServerContext, request: Object, error: Exception) -> None:
        """The text of an error reaches the model, too. Raises what is to be said instead; returns when nothing is."""
        if ctx.request_id is None:
            return
        said: Object = {"code": -32603, "message": str(error)}
        if isinstance(error, MCPError):
            said = error.error.model_dump(by_alias=True, mode="json", exclude_none=True)
        response = {"jsonrpc": "2.0", "id": ctx.request_id, "error": said}
        judged = await self._judge(ctx, request, response)
        if judged.action != "forward":
            raise _error_of(judged) from None
        if judged.message != response:
            said = judged.message["error"]
            raise MCPError(said["code"], said["message"], said.get("data")) from None


def _request_of(ctx: ServerContext) -> Object:
    request: Object = {"jsonrpc": "2.0", "method": ctx.method}
    if ctx.request_id is not None:
        request["id"] = ctx.request_id
    if ctx.params is not None:
        request["params"] = dict(ctx.params)
    return request


def _headers_of(ctx: ServerContext) -> dict[str, str]:
    """Only HTTP has them."""
    headers: Any = getattr(ctx.request, "headers", None)
    return {} if headers is None else mcp_headers(headers.items())


def _rewritten(ctx: ServerContext, request: Object, message: Object) -> ServerContext:
    """Only parameters can be edited, and those of `initialize` not even they: the SDK reads them again."""
    if ctx.method == "initialize" or {**message, "params": None} != {**request, "params": None}:
        raise MCPError(REFUSED, "Refused by security policy: NO_VERDICT", {"code": "NO_VERDICT"})
    return replace(ctx, params=message.get("params"))


def _wire(result: HandlerResult) -> Object:
    if isinstance(result, BaseModel):
        return result.model_dump(by_alias=True, mode="json", exclude_none=True)
    return {} if result is None else result


def _instead(judged: Enforcement) -> HandlerResult:
    """The result of a ready reply; an error is raised, and None is what notifications get."""
    if judged.action == "drop":
        return None
    result = judged.reply.get("result") if is_object(judged.reply) else None
    if is_object(result):
        return result
    raise _error_of(judged)


def _error_of(judged: Enforcement) -> MCPError:
    """Where an error is the only way to answer, the text of a result with `isError` becomes its message."""
    reply = judged.reply if is_object(judged.reply) else {}
    error = reply.get("error")
    if is_object(error):
        return MCPError(int(error.get("code", REFUSED)), str(error.get("message")), error.get("data"))
    try:
        return MCPError(REFUSED, reply["result"]["content"][0]["text"])
    except (KeyError, IndexError, TypeError):
        return MCPError(REFUSED, "Refused by security policy")


@asynccontextmanager
async def guard_transport(
    transport: AbstractAsyncContextManager[Any],
    countersign: AsyncCountersign,
    *,
    context: CallContext | Callable[[], CallContext] | None = None,
    server: McpServer | None = None,
) -> AsyncGenerator[tuple[Any, Any]]:
    """A transport of either side whose every message is judged, both ways: what is asked, what is answered, what is told.

        async with Client(guarded(streamable_http_client(url), AsyncCountersign())) as client: …

    What is refused is answered to the side that waits; what nobody waits for is dropped.
    """
    async with transport as (read, write), anyio.create_task_group() as tasks:
        inlet, outlet = anyio.create_memory_object_stream[Any](_BUFFER)
        guard = _Guard(countersign, Knowledge(server), context, write, inlet.send)
        tasks.start_soon(guard.pump, read, inlet)
        yield outlet, _GuardedWrite(guard, write)
        tasks.cancel_scope.cancel()


class guarded:
    """`guard_transport` as the SDK's `Client` takes it."""

    def __init__(
        self, transport: AbstractAsyncContextManager[Any], countersign: AsyncCountersign, **settings: Any
    ) -> None:
        self._guard = guard_transport(transport, countersign, **settings)

    async def __aenter__(self) -> tuple[Any, Any]:
        return await self._guard.__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return await self._guard.__aexit__(kind, error, trace)


class _Guard:
    def __init__(
        self,
        countersign: AsyncCountersign,
        knowledge: Knowledge,
        context: CallContext | Callable[[], CallContext] | None,
        write: Any,
        deliver: Callable[[Any], Any],
    ) -> None:
        self._enforce = bounded_async(countersign.enforce)
        self._knowledge = knowledge
        self._context = context
        self._write = write
        self._deliver = deliver
        self._asked_in = Pending()
        self._asked_out = Pending()

    async def pump(self, read: Any, inlet: Any) -> None:
        async with inlet:
            async for item in read:
                if isinstance(item, SessionMessage):
                    await self._pass(item, self._asked_in, self._asked_out, self._deliver, self._write.send)
                else:
                    await self._deliver(item)

    async def send(self, item: SessionMessage) -> None:
        await self._pass(item, self._asked_out, self._asked_in, self._write.send, self._deliver)

    async def _pass(self, item: SessionMessage, asks: Pending, answers: Pending, onward: Any, back: Any) -> None:
        message: Object = item.message.model_dump(by_alias=True, mode="json", exclude_unset=True)
        is_response = is_answer(message)
        request = answers.take(message) if is_response else message
        given = self._context() if callable(self._context) else self._context
        call = self._knowledge.call(request, message if is_response else None, context=given)
        judged = await self._enforce(**call)
        if judged.action == "forward":
            asks.add(judged.message)
            if is_response:
                self._knowledge.learn(request, judged.message)
            await onward(item if judged.message == message else _with(item, judged.message))
        elif judged.action == "reply":
            # In the place of an answer goes the reply; a request is answered to the side that has asked.
            await (onward if is_response else back)(_with(item, judged.reply, keep=is_response))


def _with(item: SessionMessage, message: Any, keep: bool = True) -> SessionMessage:
    """`exclude_unset` must give back what was put in: so absent members are left unset."""
    return SessionMessage(_MESSAGE.validate_python(message), item.metadata if keep else None)


class _GuardedWrite:
    def __init__(self, guard: _Guard, write: Any) -> None:
        self._guard = guard
        self._write = write

    async def send(self, item: SessionMessage, /) -> None:
        await self._guard.send(item)

    async def aclose(self) -> None:
        await self._write.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


__all__ = ["CountersignMiddleware", "guard_transport", "guarded"]
