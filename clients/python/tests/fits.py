"""Whether what came fits what a case expects; clients/conformance/README.md says how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

EXACT = ("message", "reply")


def outcome_faults(expected: dict[str, Any], given: dict[str, Any]) -> Iterator[str]:
    for name in ("value", "problem"):
        if name in expected:
            yield from faults(expected[name], given.get(name, "missing"), name)
        elif name in given and "error" not in expected:
            yield f"{name} {given[name]!r} where none is expected"
    if "error" in expected:
        kinds = expected["error"] if isinstance(expected["error"], list) else [expected["error"]]
        if given.get("error") not in kinds:
            yield f"{ {**given} } instead of an error of {kinds}"
    if "partial" in expected:
        yield from faults(expected["partial"], given.get("partial"), "partial")
    if "within_ms" in expected:
        least, most = expected["within_ms"]
        if not least <= given["took_ms"] <= most:
            yield f"it took {given['took_ms']:.0f} ms, not {least} to {most}"


def faults(expected: Any, given: Any, at: str) -> Iterator[str]:
    if isinstance(expected, dict):
        if not isinstance(given, dict):
            yield f"{at}: {given!r} instead of an object"
            return
        for name, member in expected.items():
            is_exact = at == "value" and "action" in given and name in EXACT and member is not None
            if is_exact and given.get(name) != member:
                yield f"{at}/{name}: {given.get(name)!r} instead of {member!r}"
            elif not is_exact:
                yield from faults(member, given.get(name), f"{at}/{name}")
    elif isinstance(expected, list):
        if not isinstance(given, list) or len(given) != len(expected):
            yield f"{at}: {given!r} instead of {len(expected)} items"
            return
        for index, (one, other) in enumerate(zip(expected, given, strict=True)):
            yield from faults(one, other, f"{at}/{index}")
    elif expected != given or isinstance(expected, bool) != isinstance(given, bool):
        yield f"{at}: {given!r} instead of {expected!r}"
