"""FastMCP's own results as the messages that they become, and back."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, cast

from fastmcp.prompts.base import Message, PromptResult
from fastmcp.resources.base import ResourceContent, ResourceResult
from fastmcp.tools.base import ToolResult
from mcp_types import CallToolResult, GetPromptResult, InputRequiredResult, ReadResourceResult
from pydantic import BaseModel

from ._json import Object

LISTS = {
    "tools/list": ("tools", "to_mcp_tool"),
    "resources/list": ("resources", "to_mcp_resource"),
    "resources/templates/list": ("resourceTemplates", "to_mcp_template"),
    "prompts/list": ("prompts", "to_mcp_prompt"),
}


class UnknownResultError(TypeError):
    """A result that cannot be judged, or an edit of it that cannot be made: it must not be passed on."""


def dumped(model: BaseModel) -> Object:
    return model.model_dump(by_alias=True, mode="json", exclude_none=True)


def wire_of(method: str | None, uri: str, result: Any) -> Object:
    """The `result` that the client would be sent."""
    asked = getattr(result, "input_required", None)
    if isinstance(asked, InputRequiredResult):
        return dumped(asked)
    if isinstance(result, ToolResult):
        return dumped(_call_result(result))
    if isinstance(result, ResourceResult):
        return dumped(result.to_mcp_result(uri))
    if isinstance(result, PromptResult):
        return dumped(result.to_mcp_prompt_result())
    if isinstance(result, BaseModel):
        return dumped(result)
    if isinstance(result, Mapping):
        return dict(cast("Mapping[str, Any]", result))
    components: Any = result
    if method in LISTS and isinstance(result, Sequence):
        name, convert = LISTS[method]
        return {name: [dumped(getattr(component, convert)()) for component in components]}
    if result is None:
        return {}
    raise UnknownResultError(f"the result of {method} cannot be judged")


def edited(method: str | None, uri: str, result: Any, wire: Object) -> Any:
    """The result with the edits in it. Raises `UnknownResultError` where it could not bear them exactly."""
    new = _rebuilt(method, result, wire)
    if wire_of(method, uri, new) != wire:
        raise UnknownResultError(f"the edits of the result of {method} cannot be made")
    return new


def _rebuilt(method: str | None, result: Any, wire: Object) -> Any:
    if isinstance(getattr(result, "input_required", None), InputRequiredResult):
        return type(result)(InputRequiredResult.model_validate(wire))
    if isinstance(result, ToolResult):
        return tool_result(wire)
    if isinstance(result, ResourceResult):
        contents = [_content(dumped(content)) for content in ReadResourceResult.model_validate(wire).contents]
        return ResourceResult(contents, meta=wire.get("_meta"))
    if isinstance(result, PromptResult):
        read = GetPromptResult.model_validate(wire)
        messages = [Message(message.content, role=message.role) for message in read.messages]
        return PromptResult(messages, description=read.description, meta=wire.get("_meta"))
    if isinstance(result, BaseModel):
        return type(result).model_validate(wire)
    if isinstance(result, Mapping):
        return wire
    if method in LISTS:
        # Names are what components are found by; texts are what models read.
        texts = [{"title": one.get("title"), "description": one.get("description")} for one in wire[LISTS[method][0]]]
        return [component.model_copy(update=text) for component, text in zip(result, texts, strict=True)]
    raise UnknownResultError(f"the result of {method} cannot be edited")


def tool_result(wire: Object) -> ToolResult:
    return ToolResult.from_mcp_result(CallToolResult.model_validate(wire))


def _call_result(result: ToolResult) -> CallToolResult:
    said = result.to_mcp_result()
    if isinstance(said, CallToolResult):
        return said
    if isinstance(said, tuple):
        content, structured = said
        return CallToolResult(content=content, structured_content=structured)
    return CallToolResult(content=said)


def _content(wire: Object) -> ResourceContent:
    content = wire["text"] if "text" in wire else base64.b64decode(wire["blob"])
    return ResourceContent(content, mime_type=wire.get("mimeType"), meta=wire.get("_meta"))
