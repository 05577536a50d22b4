"""Middleware for FastMCP (`fastmcp` 4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from fastmcp.server.middleware import CallNext, Middleware, MiddlewareContext
from mcp.shared.exceptions import MCPError
from mcp_types.version import LATEST_HANDSHAKE_VERSION
from pydantic import BaseModel

from ._client import AsyncCountersign
from ._components import UnknownResultError, dumped, edited, tool_result, wire_of
from ._enforce import REFUSED, Enforcement, refusal_of
from ._json import Object, is_object
from ._knowledge import Knowledge
from ._room import bounded_async
from .models import CallContext, McpServer

AnyContext = MiddlewareContext[Any]


class CountersignMiddleware(Middleware):
    """Judges what a server is asked before its tool runs, and what it answers before that is sent.

        mcp.add_middleware(CountersignMiddleware(AsyncCountersign()))

    Added first, it sees what the other middleware makes of an answer. A refused `tools/call` is answered by a result with
    `isError`, other requests by an error; a refused notification is dropped.
    context: who acts, as a value or made from FastMCP's context; when making it fails, so does the request.
    """

    def __init__(
        self,
        countersign: AsyncCountersign,
        *,
        context: CallContext | Callable[[AnyContext], CallContext] | None = None,
        server: McpServer | None = None,
    ) -> None:
        self._enforce = bounded_async(countersign.enforce)
        self._context = context
        self._knowledge = Knowledge(server)

    async def on_message(self, context: AnyContext, call_next: CallNext[Any, Any]) -> Any:
        request = _request_of(context)
        judged = await self._judge(context, request, None)
        if judged.action != "forward":
            return _instead(context, judged)
        if judged.message != request:
            context = _rewritten(context, request, judged.message)
            request = judged.message
        try:
            result = await call_next(context)
        except Exception as error:
            return await self._judged_error(context, request, error)
        if context.type == "notification":
            return result
        return await self._judged_result(context, request, result)

    async def _judged_result(self, context: AnyContext, request: Object, result: Any) -> Any:
        params = request.get("params")
        uri = str(params.get("uri", "")) if is_object(params) else ""
        try:
            response = {"jsonrpc": "2.0", "id": request["id"], "result": wire_of(context.method, uri, result)}
            judged = await self._judge(context, _asked(request), response)
            if judged.action != "forward":
                return _instead(context, judged)
            self._knowledge.learn(request, judged.message)
            if judged.message == response:
                return result
            return edited(context.method, uri, result, judged.message["result"])
        except (UnknownResultError, KeyError, ValueError):
            return _instead(context, Enforcement("reply", reply=refusal_of(request, "NO_VERDICT")))

    async def _judged_error(self, context: AnyContext, request: Object, error: Exception) -> Any:
        """Of a failed tool the model reads the text."""
        if context.type == "notification":
            raise error
        response: Object = {"jsonrpc": "2.0", "id": request["id"]}
        if context.method == "tools/call" and not isinstance(error, MCPError):
            response["result"] = {"content": [{"type": "text", "text": str(error)}], "isError": True}
        elif isinstance(error, MCPError):
            response["error"] = dumped(error.error)
        else:
            response["error"] = {"code": -32603, "message": str(error)}
        judged = await self._judge(context, _asked(request), response)
        if judged.action == "forward" and judged.message == response:
            raise error
        if judged.action == "forward":
            judged = Enforcement("reply", reply=judged.message, verdict=judged.verdict)
        return _instead(context, judged)

    async def _judge(self, context: AnyContext, request: Object, response: Object | None) -> Enforcement:
        given = self._context(context) if callable(self._context) else self._context
        about: CallContext = {**_version_of(context, response), **(given or {})}
        return await self._enforce(**self._knowledge.call(request, response, context=about))


def _request_of(context: AnyContext) -> Object:
    message: Any = context.message
    known = context.fastmcp_context.request_context if context.fastmcp_context else None
    request: Object = {"jsonrpc": "2.0", "method": context.method}
    if context.type == "request":
        id = known.request_id if known is not None else None
        # Called by the server itself, not by a client: an id is then needed only to be answered by.
        request["id"] = 0 if id is None else id
    params = _params_of(message)
    if known is not None and known.meta and context.type == "request":
        params = {**params, "_meta": {**known.meta, **params.get("_meta", {})}}
    if params or isinstance(message, BaseModel):
        request["params"] = params
    return request


def _asked(request: Object) -> Object:
    """What a result answers, without the envelope of its revision: the result has none yet, and the two must not disagree."""
    params = request.get("params")
    if not is_object(params):
        return request
    return {**request, "params": {name: value for name, value in params.items() if name != "_meta"}}


def _params_of(message: Any) -> Object:
    """Middleware is given parameters, or a whole request, or what came on the wire."""
    if isinstance(message, BaseModel):
        members = dumped(message)
        if "method" in type(message).model_fields:
            params = members.get("params")
            return params if is_object(params) else {}
        return members
    if is_object(message):
        return message
    raise UnknownResultError(f"{type(message).__name__} cannot be judged")


def _version_of(context: AnyContext, response: Object | None) -> CallContext:
    """FastMCP adds the envelope of 2026-07-28 (`resultType` and so on) later; until then, results have the shape of before."""
    if response is not None and "resultType" not in response.get("result", {}):
        return {"protocol_version": LATEST_HANDSHAKE_VERSION}
    known = context.fastmcp_context.request_context if context.fastmcp_context else None
    version = getattr(known, "protocol_version", None)
    return {"protocol_version": version} if isinstance(version, str) else {}


def _rewritten(context: AnyContext, request: Object, message: Object) -> AnyContext:
    """Only parameters can be edited, and those of a whole request not even they."""
    params: Any = message.get("params")
    model = cast("type[object]", type(context.message))
    if {**message, "params": None} == {**request, "params": None} and is_object(params):
        if is_object(context.message):
            return context.copy(message=params)
        if issubclass(model, BaseModel) and "method" not in model.model_fields:
            new = model.model_validate(params)
            if {**_params_of(new), "_meta": params.get("_meta")} == params:
                return context.copy(message=new)
    raise MCPError(REFUSED, "Refused by security policy: NO_VERDICT", {"code": "NO_VERDICT"})


def _instead(context: AnyContext, judged: Enforcement) -> Any:
    """The result of a ready reply; an error is raised, and None is what notifications get."""
    if context.type == "notification":
        return None
    reply = judged.reply if is_object(judged.reply) else {}
    result = reply.get("result")
    if is_object(result) and context.method == "tools/call":
        return tool_result(result)
    error = reply.get("error")
    if is_object(error):
        raise MCPError(int(error.get("code", REFUSED)), str(error.get("message")), error.get("data"))
    raise MCPError(REFUSED, "Refused by security policy", None)


__all__ = ["CountersignMiddleware"]
