"""Calls of the conformance cases, made with a client of this package; what comes of them as plain JSON."""

from __future__ import annotations

import itertools
import time
from typing import Any

import anyio

from countersign import AsyncCountersign, Countersign, CountersignError, Enforcement, ProblemError

NAMES = {"key": "api_key", "url": "base_url", "timeout_ms": "timeout", "idle_timeout_ms": "idle_timeout"}


def settings_of(given: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds are seconds here."""
    return {NAMES.get(name, name): value / 1000 if name.endswith("_ms") else value for name, value in given.items()}


def played(client: dict[str, Any], call: dict[str, Any], mode: str) -> dict[str, Any]:
    began = time.monotonic()
    outcome = _sync(client, call) if mode == "sync" else anyio.run(_async, client, call, backend=mode)
    return {**outcome, "took_ms": (time.monotonic() - began) * 1000}


def _sync(client: dict[str, Any], call: dict[str, Any]) -> dict[str, Any]:
    reports: list[Enforcement] = []
    partial: list[Any] = []
    try:
        with Countersign(**settings_of(client), on_failure=reports.append) as countersign:
            operation, given = call["operation"], dict(call["arguments"])
            if operation == "stream":
                for result in countersign.validate_stream(_items(given)):
                    partial.append(result)
                return {"value": _streamed(given, partial)}
            take = given.pop("take", None)
            value = getattr(countersign, operation)(*([given.pop("items")] if "items" in given else []), **given)
            if operation.startswith("list_"):
                partial += itertools.islice(value, take) if take else [] or _all(value, partial)
                return {"value": {"items": partial}}
            return {"value": _shown(value, reports)}
    except CountersignError as error:
        return {**_failure(error), "partial": partial}


def _all(values: Any, partial: list[Any]) -> list[Any]:
    for value in values:
        partial.append(value)
    return []


async def _async(client: dict[str, Any], call: dict[str, Any]) -> dict[str, Any]:
    reports: list[Enforcement] = []
    partial: list[Any] = []
    try:
        async with AsyncCountersign(**settings_of(client), on_failure=reports.append) as countersign:
            operation, given = call["operation"], dict(call["arguments"])
            if operation == "stream":
                async for result in countersign.validate_stream(_items(given)):
                    partial.append(result)
                return {"value": _streamed(given, partial)}
            take = given.pop("take", None)
            value = getattr(countersign, operation)(*([given.pop("items")] if "items" in given else []), **given)
            if operation.startswith("list_"):
                async for item in value:
                    partial.append(item)
                    if len(partial) == take:
                        break
                return {"value": {"items": partial}}
            return {"value": _shown(await value, reports)}
    except CountersignError as error:
        return {**_failure(error), "partial": partial}


def _items(given: dict[str, Any]) -> Any:
    return (item for _ in range(given.get("repeat", 1)) for item in given["items"])


def _streamed(given: dict[str, Any], results: list[Any]) -> dict[str, Any]:
    if "repeat" in given:
        return {"count": len(results), "first": results[0], "last": results[-1]}
    return {"results": results}


def _shown(value: Any, reports: list[Enforcement]) -> Any:
    if not isinstance(value, Enforcement):
        return value
    names = ("action", "message", "reply", "verdict", "fail_open")
    failure = None if value.failure is None else _failure(value.failure)
    return {**{name: getattr(value, name) for name in names}, "failure": failure, "reports": len(reports)}


def _failure(error: CountersignError) -> dict[str, Any]:
    if not isinstance(error, ProblemError):
        return {"error": error.kind, "text": str(error)}
    names = ("status", "code", "title", "detail", "errors", "request_id")
    after = None if error.retry_after is None else error.retry_after * 1000
    return {"problem": {**{name: getattr(error, name) for name in names}, "retry_after_ms": after}, "text": str(error)}
