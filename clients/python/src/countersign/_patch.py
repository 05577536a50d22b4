"""RFC 6902 on a copy, all or nothing, and never outside of the judged message."""

from __future__ import annotations

import copy
import re
from typing import Any

from ._errors import ModificationsInvalidError
from ._json import is_list, is_object

OPERATIONS_MAX = 10_000
COPIED_NODES_MAX = 1_000_000
"""`copy` upon `copy` doubles what there is."""
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


def patched(message: Any, modifications: Any, member: str) -> Any:
    """The message with the edits made. `member` (`request` or `response`) is where the message stands in the call.

    Raises `ModificationsInvalidError`: then the message must not be passed on.
    """
    if modifications is None or modifications == []:
        return message
    if not is_list(modifications):
        raise ModificationsInvalidError("the modifications are no list")
    if len(modifications) > OPERATIONS_MAX:
        raise ModificationsInvalidError(f"there are more than {OPERATIONS_MAX} modifications")
    try:
        document: dict[str, Any] = {member: copy.deepcopy(message)}
        budget = [COPIED_NODES_MAX]
        for number, operation in enumerate(modifications):
            _apply(document, operation, member, budget, number)
    except RecursionError:
        raise ModificationsInvalidError("the message is too deep to be edited") from None
    result = document.get(member)
    if type(result) is not type(message):
        raise ModificationsInvalidError("the edits leave no message")
    return result


def _apply(document: dict[str, Any], operation: Any, member: str, budget: list[int], number: int) -> None:
    if not is_object(operation):
        raise ModificationsInvalidError(f"modification {number} is no object")
    op = operation
    try:
        path = _tokens(op.get("path"), member)
        match op.get("op"):
            case "add":
                _add(document, path, op["value"])
            case "remove":
                _remove(document, path)
            case "replace":
                _replace(document, path, op["value"])
            case "move":
                origin = _tokens(op.get("from"), member)
                if path[: len(origin)] == origin and len(path) > len(origin):
                    raise ValueError("it moves into itself")
                _add(document, path, _remove(document, origin))
            case "copy":
                _add(document, path, _clone(_get(document, _tokens(op.get("from"), member)), budget))
            case "test":
                if not _equal(_get(document, path), op["value"]):
                    raise ValueError("the test fails")
            case other:
                raise ValueError(f"{other!r} is no operation")
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise ModificationsInvalidError(f"modification {number} cannot be made: {error}") from None


def _tokens(pointer: Any, member: str) -> list[str]:
    """RFC 6901. The first token is that of the judged message."""
    if not isinstance(pointer, str) or not pointer.startswith("/") or re.search(r"~(?![01])", pointer):
        raise ValueError("no JSON Pointer to the message")
    tokens = [token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/")]
    if tokens[0] != member:
        raise ValueError("it lies outside of the judged message")
    return tokens


def _index(token: str, end: int) -> int:
    if not _INDEX.fullmatch(token) or int(token) >= end:
        raise IndexError(f"there is no {token!r} in the list")
    return int(token)


def _get(document: Any, tokens: list[str]) -> Any:
    for token in tokens:
        if is_object(document):
            document = document[token]
        elif is_list(document):
            document = document[_index(token, len(document))]
        else:
            raise ValueError("it goes through what is neither object nor list")
    return document


def _add(document: Any, tokens: list[str], value: Any) -> None:
    parent, last = _get(document, tokens[:-1]), tokens[-1]
    if is_object(parent):
        parent[last] = value
    elif is_list(parent):
        parent.insert(len(parent) if last == "-" else _index(last, len(parent) + 1), value)
    else:
        raise ValueError("it adds to what is neither object nor list")


def _remove(document: Any, tokens: list[str]) -> Any:
    parent, last = _get(document, tokens[:-1]), tokens[-1]
    if is_object(parent):
        return parent.pop(last)
    if is_list(parent):
        return parent.pop(_index(last, len(parent)))
    raise ValueError("it removes from what is neither object nor list")


def _replace(document: Any, tokens: list[str], value: Any) -> None:
    parent, last = _get(document, tokens[:-1]), tokens[-1]
    if is_object(parent):
        if last not in parent:
            raise KeyError(last)
        parent[last] = value
    elif is_list(parent):
        parent[_index(last, len(parent))] = value
    else:
        raise ValueError("it replaces in what is neither object nor list")


def _clone(value: Any, budget: list[int]) -> Any:
    budget[0] -= 1
    if budget[0] < 0:
        raise ValueError(f"more than {COPIED_NODES_MAX} values are copied")
    if is_object(value):
        return {name: _clone(member, budget) for name, member in value.items()}
    if is_list(value):
        return [_clone(item, budget) for item in value]
    return value


def _equal(left: Any, right: Any) -> bool:
    """As JSON has it: true is not 1, and 1 is 1.0."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if is_object(left) and is_object(right):
        return left.keys() == right.keys() and all(_equal(member, right[name]) for name, member in left.items())
    if is_list(left) and is_list(right):
        return len(left) == len(right) and all(map(_equal, left, right))
    return bool(left == right)
