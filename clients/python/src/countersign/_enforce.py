"""From a verdict, or the lack of one, to what an enforcement point does."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ._config import Config
from ._errors import CountersignError, ModificationsInvalidError, ProblemError, RequestInvalidError
from ._json import is_list, is_object
from ._patch import patched

if TYPE_CHECKING:
    from .models import Verdict

REFUSED = -32003
"""Outside of what JSON-RPC 2.0 and MCP reserve."""
log = logging.getLogger("countersign")


@dataclass(frozen=True, slots=True)
class Enforcement:
    """What to do with the message.

    `forward`: pass `message` on, which bears the edits that the verdict asks for; it may be another object than the one given.
    `reply`: send `reply` to whoever waits for an answer, instead of the message.
    `drop`: do nothing: nobody waits for an answer.
    """

    action: Literal["forward", "reply", "drop"]
    message: Any = None
    reply: Any = None
    verdict: Verdict | None = None
    failure: CountersignError | None = None
    """Why there is no verdict, or why its edits could not be made."""
    fail_open: bool = False
    """The message is passed on without a verdict, because `fail_mode` is `open`."""

    @property
    def allowed(self) -> bool:
        return self.action == "forward"


def enforce_verdict(verdict: Verdict, request: Any, response: Any) -> Enforcement:
    if verdict["decision"] != "allow":  # What this version does not know is no permission.
        return _refused(request, response, verdict=verdict, code=_code_of(verdict))
    member = "request" if response is None else "response"
    try:
        message = patched(request if response is None else response, verdict.get("modifications"), member)
    except ModificationsInvalidError as failure:
        return _refused(request, response, verdict=verdict, code="NO_VERDICT", failure=failure)
    return Enforcement("forward", message=message, verdict=verdict)


def enforce_failure(failure: CountersignError, request: Any, response: Any, config: Config) -> Enforcement:
    """Open only when that was asked for, and only when the service is down or slow.

    A 4xx is an answer, and what is no answer at all may have been brought about by who wrote the message.
    """
    down = failure.status >= 500 if isinstance(failure, ProblemError) else failure.kind in ("connection", "timeout")
    if config.fail_mode == "open" and down:
        message = request if response is None else response
        return Enforcement("forward", message=message, failure=failure, fail_open=True)
    return _refused(request, response, verdict=None, code="NO_VERDICT", failure=failure)


def refused_unasked(request: Any, response: Any, why: str) -> Enforcement:
    """Without a question to the service, whatever `fail_mode` says: who sends may have brought it about."""
    return _refused(request, response, verdict=None, code="NO_VERDICT", failure=RequestInvalidError(why))


def report(outcome: Enforcement, config: Config) -> Enforcement:
    """A failure is never silent: it is logged, and told to `on_failure`, whose own failures change nothing."""
    if outcome.failure is None:
        return outcome
    done = "passed on" if outcome.fail_open else "refused"
    log.warning("no verdict (%s): %s: %s", done, outcome.failure.kind, outcome.failure)
    if config.on_failure is not None:
        try:
            config.on_failure(outcome)
        except Exception:
            log.exception("on_failure has failed")
    return outcome


def _code_of(verdict: Mapping[str, Any]) -> str:
    reasons = verdict.get("reasons")
    first = reasons[0] if is_list(reasons) and reasons else None
    code = first.get("code") if is_object(first) else None
    return code if isinstance(code, str) else "REFUSED"


def _refused(
    request: Any, response: Any, *, verdict: Verdict | None, code: str, failure: CountersignError | None = None
) -> Enforcement:
    ready: Any = verdict.get("reply") if verdict is not None and failure is None else None
    verdict_id = verdict.get("id") if verdict is not None else None
    asked = response if request is None else request
    reply = ready if is_object(ready) or is_list(ready) else refusal_of(asked, code, verdict_id)
    action: Literal["reply", "drop"] = "drop" if reply is None else "reply"
    return Enforcement(action, reply=reply, verdict=verdict, failure=failure)


def refusal_of(message: Any, code: str, verdict_id: str | None = None) -> Any:
    """What MCP wants said instead: `tools/call` gets a result with `isError`, so that the model reads it; others an error.

    None: no answer is due.
    """
    if is_list(message):
        replies = [reply for one in message if (reply := refusal_of(one, code, verdict_id)) is not None]
        return replies or None
    if not is_object(message):
        return None
    id = message.get("id")
    if isinstance(id, bool) or not isinstance(id, (str, int, float)):
        return None
    text = f"Refused by security policy: {code}" + (f" ({verdict_id})" if verdict_id else "")
    if message.get("method") == "tools/call":
        # `resultType` is required since 2026-07-28, and ignored before.
        result = {"resultType": "complete", "content": [{"type": "text", "text": text}], "isError": True}
        return {"jsonrpc": "2.0", "id": id, "result": result}
    data = {"code": code} if verdict_id is None else {"code": code, "verdict": verdict_id}
    return {"jsonrpc": "2.0", "id": id, "error": {"code": REFUSED, "message": text, "data": data}}
