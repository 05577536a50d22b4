"""One logical call, and what its answers mean: everything but the sending."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from . import problems
from ._errors import CountersignError, ProblemError, RequestInvalidError, ResponseInvalidError
from ._json import is_object
from ._version import __version__

PAUSE_BASE_S = 0.1
PAUSE_MAX_S = 2.0
USER_AGENT = f"countersign-python/{__version__}"


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    path: str
    timeout: float
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as it came, read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Answer(dict[str, Any]):
    """A JSON object that remembers the headers it came with; see `etag_of` and `request_id_of`."""

    __slots__ = ("headers",)

    def __init__(self, members: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        super().__init__(members)
        self.headers = headers


def etag_of(answer: Mapping[str, Any]) -> str | None:
    """The ETag of an answer of this client: what `if_match` takes."""
    return answer.headers.get("etag") if isinstance(answer, Answer) else None


def request_id_of(answer: Mapping[str, Any]) -> str | None:
    """The Request-Id of an answer of this client: what support asks for."""
    return answer.headers.get("request-id") if isinstance(answer, Answer) else None


def path_of(template: str, **parameters: str | int) -> str:
    """Fills a path; a parameter is one segment whatever is in it, and never `.` or `..`."""
    for name, value in parameters.items():
        text = str(value)
        if text in ("", ".", ".."):
            raise RequestInvalidError(f"{name} must not be {text!r}")
        template = template.replace("{" + name + "}", quote(text, safe=""))
    return template


def fresh_key() -> str:
    """The `Idempotency-Key` of one logical call, however often it is sent."""
    return uuid.uuid4().hex


def encode(value: object) -> bytes:
    try:
        try:
            return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        except UnicodeEncodeError:  # A lone surrogate: for the service to judge.
            return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise RequestInvalidError(f"what is to be sent is no JSON: {error}") from None


def decode(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ResponseInvalidError("the answer is no JSON") from None


def _refuse(_constant: str) -> None:
    raise ValueError


def media_type_of(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").split(";")[0].strip().lower()


def answer_of(raw: Raw) -> Answer:
    """The JSON object in a 2xx. Raises `ResponseInvalidError`."""
    value = decode(raw.body) if media_type_of(raw.headers) == "application/json" else None
    if not is_object(value):
        request_id = raw.headers.get("request-id")
        raise ResponseInvalidError(f"the answer is no JSON object (status {raw.status}, request {request_id})")
    return Answer(value, raw.headers)


def problem_of(raw: Raw) -> ProblemError:
    """A problem of what is not 2xx, whoever has answered."""
    problem: dict[str, Any] = {}
    if media_type_of(raw.headers) == "application/problem+json":
        try:
            value = decode(raw.body)
            problem = value if is_object(value) else {}
        except ResponseInvalidError:
            pass
    kind = problems.BY_CODE.get(str(problem.get("code")), ProblemError)
    return kind(
        problem,
        status=raw.status,
        request_id=raw.headers.get("request-id"),
        retry_after=retry_after_of(raw.headers.get("retry-after"), time.time()),
    )


def retry_after_of(value: str | None, now: float) -> float | None:
    """Seconds, or an HTTP date (RFC 9110, 10.2.3). Nonsense is as nothing."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit() and len(text) <= 10:
        return float(text)
    try:
        date = parsedate_to_datetime(text)
        if date.tzinfo is None:  # "-0000"
            date = date.replace(tzinfo=timezone.utc)
        return max(0.0, date.timestamp() - now)
    except (ValueError, IndexError, OverflowError):
        return None


def is_repeatable(call: Call, failure: CountersignError) -> bool:
    """Whether another attempt may come to something else, and would have no second effect.

    A time-out is over: it holds for all attempts.
    """
    if not isinstance(failure, ProblemError):
        return failure.kind == "connection" and (call.method != "POST" or "idempotency-key" in call.headers)
    if failure.status == 409:
        return failure.code == "IDEMPOTENCY_IN_PROGRESS"
    return failure.status in (408, 429) or failure.status >= 500


def pause_before(retry: int, failure: CountersignError) -> float:
    """Seconds before retry 1, 2, …: what the service asks for, and full jitter, so that not all come back at once."""
    jitter = random.random() * min(PAUSE_MAX_S, PAUSE_BASE_S * 2.0 ** (retry - 1))  # noqa: S311
    asked = failure.retry_after if isinstance(failure, ProblemError) else None
    return jitter + (asked or 0.0)
