"""A method for each operation, for threads and for event loops."""

from __future__ import annotations

import re
from typing import Any

BY_HAND = {"validate", "validateBatch"}
"""Verdicts have methods of their own in `_client.py`."""
UNKEYED = {"signUp", "verifySignUp"}
"""There is no tenant yet for whom an Idempotency-Key could be kept."""
ELSEWHERE = {"Idempotency-Key", "If-None-Match"}
"""The one is made by the client, the other would be answered by 304, which has no value."""

Operation = dict[str, Any]


def module_of(document: dict[str, Any]) -> str:
    found = [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in ("get", "post", "put", "patch", "delete") and operation["operationId"] not in BY_HAND
    ]
    blocks = [_IMPORTS]
    for is_async in (False, True):
        name, sender = ("AsyncOperations", "AsyncCaller") if is_async else ("Operations", "Caller")
        blocks.append(
            f'\n\nclass {name}({sender}):\n    """The operations of the service, by their names in `openapi/openapi.json`."""\n'
        )
        blocks += [_method(document, *one, is_async) for one in found]
    return "".join(blocks)


_IMPORTS = '''"""A method for each operation of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ._call import fresh_key, path_of
from ._caller import AsyncCaller, Caller
from ._lists import AsyncPages, Pages

if TYPE_CHECKING:
    from . import models
'''


def _method(document: dict[str, Any], method: str, path: str, operation: Operation, is_async: bool) -> str:
    name = _snake(operation["operationId"])
    parameters = [_resolved(document, parameter) for parameter in operation.get("parameters", [])]
    in_path = [p["name"] for p in parameters if p["in"] == "path"]
    in_query = [p for p in parameters if p["in"] == "query"]
    in_header = [p for p in parameters if p["in"] == "header" and p["name"] not in ELSEWHERE]
    is_keyed = method == "POST" and operation["operationId"] not in UNKEYED
    body = operation.get("requestBody")
    answer = _answer(document, operation)
    item = _item(document, answer) if any(p["name"] == "cursor" for p in in_query) else None

    signature = ["self", *(f"{_safe(p)}: {'int' if _is_int(parameters, p) else 'str'}" for p in in_path)]
    if body:
        is_needed = body.get("required", False)
        signature.append(f"body: {_type(_schema(body))}" + ("" if is_needed else " | None = None"))
    named = [_named(p) for p in in_header + in_query]
    if is_keyed:
        named.append("idempotency_key: str | None = None")
    named.append("timeout: float | None = None")
    signature += ["*", *named]

    path_text = f'path_of("{path}", {", ".join(f"{p}={_safe(p)}" for p in in_path)})' if in_path else f'"{path}"'
    headers = [f'"{p["name"].lower()}": {_safe(p["name"])}' for p in in_header]
    if is_keyed:
        headers.append('"idempotency-key": idempotency_key or fresh_key()')
    given = [f'"{method}"', path_text, "timeout"]
    if in_query:
        queries = [f'"{p["name"]}": {_safe(p["name"])}' for p in in_query]
        given.append(
            f"query={{{', '.join(queries)}}}"
            if not item
            else f'query={{{", ".join(queries)}, "cursor": at}}'.replace('"cursor": cursor, ', "")
        )
    if headers:
        given.append(f"headers={{{', '.join(headers)}}}")
    if body:
        given.append("body=body")
    call = f"self._call({', '.join(given)})"

    doc = _doc(operation)
    prefix, wait = ("async def", "await ") if is_async else ("def", "")
    if item:
        kind = "AsyncPages" if is_async else "Pages"
        return _text("def", name, signature, f"{kind}[{item}]", doc, f"return {kind}(lambda at: {call}, cursor)")
    if answer is None:
        return _text(prefix, name, signature, "None", doc, f"{wait}{call.replace('_call(', '_send(')}")
    if _may_be_empty(operation):
        answer, call = f"{answer} | None", call.replace("_call(", "_call_or_none(")
    return _text(prefix, name, signature, answer, doc, f'return cast("{answer}", {wait}{call})')


def _text(prefix: str, name: str, signature: list[str], answer: str, doc: str, line: str) -> str:
    lines = "".join(f"        {one},\n" for one in signature)
    return f"\n    {prefix} {name}(\n{lines}    ) -> {answer}:\n{doc}        {line}\n"


def _doc(operation: Operation) -> str:
    text = operation["summary"].rstrip(".") + "."
    if operation.get("description"):
        text += "\n\n" + operation["description"]
    text = text.replace("\\", "\\\\").replace('"""', "'''")
    lines = "\n".join(f"        {line}".rstrip() for line in text.split("\n")).strip()
    return (
        f'        """{lines}{" " if lines.endswith(chr(34)) else ""}"""\n'
        if "\n" not in lines
        else f'        """{lines}\n        """\n'
    )


def _answer(document: dict[str, Any], operation: Operation) -> str | None:
    """The type of a 2xx with a JSON body; None where there is none."""
    found = [
        _type(_schema(r))
        for status, r in sorted(operation["responses"].items())
        if status[0] == "2" and "application/json" in r.get("content", {})
    ]
    return " | ".join(dict.fromkeys(found)) or None


def _may_be_empty(operation: Operation) -> bool:
    """A 2xx without a JSON body beside one with it."""
    return any(status[0] == "2" and not r.get("content") for status, r in operation["responses"].items())


def _schema(holder: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = holder["content"]["application/json"]["schema"]
    return schema


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"models.{ {'List': 'List_'}.get(name, name) }".replace(" ", "")
    return {"integer": "int", "number": "float", "boolean": "bool", "string": "str"}.get(
        str(schema.get("type")), "dict[str, Any]"
    )


def _item(document: dict[str, Any], answer: str | None) -> str:
    page = document["components"]["schemas"][(answer or "").removeprefix("models.")]
    return _type(page["properties"]["data"]["items"])


def _named(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    is_literal = schema.get("type") == "string" and "enum" in schema
    type_ = (
        f"models.{schema['$ref'].rsplit('/', 1)[-1]}" if "$ref" in schema else "str" if is_literal else _type(schema)
    )
    return f"{_safe(parameter['name'])}: {type_}" + ("" if parameter.get("required") else " | None = None")


def _resolved(document: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in parameter:
        return parameter
    found: dict[str, Any] = document["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[-1]]
    return found


def _is_int(parameters: list[dict[str, Any]], name: str) -> bool:
    return any(p["name"] == name and p["schema"].get("type") == "integer" for p in parameters)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def _safe(name: str) -> str:
    """`from` is a word of the language; headers have hyphens."""
    text = name.replace("-", "_").lower()
    return f"{text}_" if text in ("from", "in", "is", "class") else text
