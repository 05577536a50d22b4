"""What an enforcement point knows besides the message itself: its server, and the definitions of tools that went by."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from ._json import Object, is_list, is_object
from .models import CallContext, McpServer, ValidateRequest

TOOLS_MAX = 1_000
PENDING_MAX = 10_000


class Knowledge:
    """Definitions are learnt from the answers to `tools/list` that were let pass; the oldest are forgotten."""

    def __init__(self, server: McpServer | None = None) -> None:
        self._server = server
        self._tools: OrderedDict[str, Object] = OrderedDict()

    def call(
        self,
        request: Any,
        response: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        context: CallContext | None = None,
    ) -> ValidateRequest:
        call: ValidateRequest = {}
        if request is not None:
            call["request"] = request
        if response is not None:
            call["response"] = response
        if (tool := self._tool_of(request)) is not None:
            call["tool"] = tool
        if self._server is not None:
            call["server"] = self._server
        if headers:
            call["headers"] = dict(headers)
        if context:
            call["context"] = context
        return call

    def learn(self, request: Any, response: Any) -> None:
        if not is_object(request) or request.get("method") != "tools/list" or not is_object(response):
            return
        result = response.get("result")
        tools = result.get("tools") if is_object(result) else None
        for tool in tools if is_list(tools) else []:
            if is_object(tool) and isinstance(tool.get("name"), str):
                self._tools[tool["name"]] = tool
                self._tools.move_to_end(tool["name"])
        while len(self._tools) > TOOLS_MAX:
            self._tools.popitem(last=False)

    def _tool_of(self, request: Any) -> Object | None:
        if not is_object(request) or request.get("method") != "tools/call":
            return None
        params = request.get("params")
        name = params.get("name") if is_object(params) else None
        return self._tools.get(name) if isinstance(name, str) else None


class Pending:
    """Requests that wait for their answers, by id; the oldest are forgotten, and their answers judged without them."""

    def __init__(self) -> None:
        self._requests: OrderedDict[tuple[type, Any], Object] = OrderedDict()

    def add(self, message: Any) -> None:
        if is_object(message) and "method" in message and isinstance(message.get("id"), (str, int)):
            self._requests[type(message["id"]), message["id"]] = message
            if len(self._requests) > PENDING_MAX:
                self._requests.popitem(last=False)

    def take(self, message: Any) -> Object | None:
        """The request that a result or an error answers."""
        id = message.get("id") if is_object(message) else None
        return self._requests.pop((type(id), id), None) if isinstance(id, (str, int)) else None


def is_answer(message: Any) -> bool:
    return is_object(message) and "method" not in message and ("result" in message or "error" in message)
