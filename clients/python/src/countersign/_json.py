"""What kind of JSON a value is."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypeIs

Object = dict[str, Any]
List = list[Any]


def is_object(value: object) -> TypeIs[Object]:
    return isinstance(value, dict)


def is_list(value: object) -> TypeIs[List]:
    return isinstance(value, list)
