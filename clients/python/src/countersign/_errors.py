"""What may come instead of an answer. Everything derives from `CountersignError`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ._json import is_list, is_object


class CountersignError(Exception):
    """Something other than a verdict has come of a call."""

    kind: ClassVar[str] = "other"
    """Stable, for logs and metrics: `problem`, `connection`, `timeout`, `response_invalid`, …"""


class ConfigurationError(CountersignError, ValueError):
    """The client cannot be made from these settings; the text names each that is wrong."""

    kind = "configuration"


class RequestInvalidError(CountersignError, ValueError):
    """What is to be sent is no JSON: NaN, a type that JSON lacks, nesting without end."""

    kind = "request_invalid"


class ConnectionFailedError(CountersignError):
    """The service was not reached, or the connection ended before the answer did."""

    kind = "connection"


class DeadlineExceededError(CountersignError, TimeoutError):
    """No answer within the time-out, which holds for all attempts together."""

    kind = "timeout"


class ResponseInvalidError(CountersignError):
    """An answer that is not what the service says: a captive portal, a broken proxy."""

    kind = "response_invalid"


class ResponseTooLargeError(CountersignError):
    """An answer above `response_bytes_max`. The rest of it was not read."""

    kind = "response_too_large"


class ModificationsInvalidError(CountersignError):
    """The edits that a verdict asks for cannot be made: the message must not be passed on."""

    kind = "modifications_invalid"


class ProblemError(CountersignError):
    """The service, or a proxy in front of it, has refused the call (RFC 9457).

    Each code has a subclass in `countersign.problems`. What is no problem document has the code `HTTP_` and its status.
    """

    kind = "problem"

    def __init__(
        self, problem: Mapping[str, Any], *, status: int, request_id: str | None, retry_after: float | None
    ) -> None:
        self.status = status
        self.code = _text(problem.get("code")) or f"HTTP_{status}"
        self.title = _text(problem.get("title")) or ""
        self.detail = _text(problem.get("detail")) or ""
        self.type = _text(problem.get("type")) or "about:blank"
        self.request_id = _text(problem.get("request_id")) or request_id
        """What support asks for."""
        self.errors = _faults(problem.get("errors"))
        """All faults at once: JSON Pointer and what is wrong there."""
        self.retry_after = retry_after
        """Seconds, where the service has said so."""
        self.problem = dict(problem)
        """As it came, with members that this version of the client does not know."""
        super().__init__(str(self))

    def __str__(self) -> str:
        faults = "".join(f"\n  {fault['pointer']}: {fault['detail']}" for fault in self.errors)
        return f"{self.status} {self.code}: {self.detail or self.title or 'no detail'} [{self.request_id}]{faults}"

    def __reduce__(self) -> tuple[Any, ...]:
        given = {"status": self.status, "request_id": self.request_id, "retry_after": self.retry_after}
        return _restore, (type(self), self.problem, given)


def _restore(kind: type[ProblemError], problem: dict[str, Any], given: dict[str, Any]) -> ProblemError:
    return kind(problem, **given)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _faults(value: Any) -> list[dict[str, str]]:
    if not is_list(value):
        return []
    return [
        {"pointer": str(fault["pointer"]), "detail": str(fault["detail"])}
        for fault in value
        if is_object(fault) and "pointer" in fault and "detail" in fault
    ]
