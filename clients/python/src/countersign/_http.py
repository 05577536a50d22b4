"""An MCP endpoint over HTTP as an enforcement point sees it: bodies, events, refusals. No framework, no waiting."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ._enforce import Enforcement
from ._json import is_list, is_object
from .models import CallContext

BODY_BYTES_MAX = 1024 * 1024
"""What the service takes, too."""
ANSWER_BYTES_MAX = 16 * 1024 * 1024
BODILESS = ("GET", "HEAD", "DELETE", "OPTIONS")
# On the same site: another would be asked unjudged.
_ENDPOINT = re.compile(r"/(?![/\\])[!-~]{0,2048}")
# With values in which nothing can be told.
_FIELD = re.compile(rb"id(?:: ?[!-~]{0,1024})?|event: ?[A-Za-z0-9_./-]{0,64}|retry: ?[0-9]{1,10}")
_PARSE_ERROR, _INVALID_REQUEST = -32700, -32600


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is answered instead: JSON, or nothing."""

    status: int
    body: Any = None

    @property
    def content(self) -> bytes:
        return b"" if self.body is None else json.dumps(self.body, separators=(",", ":")).encode()


class UnreadableError(Exception):
    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        error = {"code": code, "message": f"Refused by security policy: {message}"}
        self.refusal = Refusal(status, {"jsonrpc": "2.0", "id": None, "error": error})


BAD_ANSWER = UnreadableError(502, -32603, "the server's answer cannot be judged").refusal
TOO_LARGE = UnreadableError(413, _INVALID_REQUEST, f"the body is above {BODY_BYTES_MAX} bytes")


def message_of(body: bytes) -> Any:
    """The JSON-RPC message or batch in a body, read so that nobody else could read another one out of it.

    Raises `UnreadableError`: not UTF-8, no JSON, a member twice, a number that JSON lacks, neither object nor list.
    The declared type of the content is not asked: whatever is behind may not ask either.
    """
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_members, parse_constant=_refuse, parse_float=_finite
        )
    except (ValueError, RecursionError):
        raise UnreadableError(400, _PARSE_ERROR, "the body is no JSON that has one meaning") from None
    if not is_object(value) and not is_list(value):
        raise UnreadableError(400, _INVALID_REQUEST, "the body is no JSON-RPC message")
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is there twice")
    return members


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number


def is_guarded(own: str, path: str) -> bool:
    """Doubled slashes and letter case are not how to get by: a router may fold them."""
    own, folded = (("/" + "/".join(part for part in text.lower().split("/") if part)) for text in (own, path))
    return own == "/" or folded == own or folded.startswith(own + "/")


def mcp_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Those that say what the body says (2026-07-28); one that comes twice is shown twice."""
    found: dict[str, str] = {}
    for name, value in headers:
        name = name.lower()
        if name.startswith("mcp-"):
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def context_of(headers: dict[str, str], given: CallContext | None) -> CallContext:
    context: CallContext = {}
    if version := headers.get("mcp-protocol-version"):
        context["protocol_version"] = version[:256]
    if session := headers.get("mcp-session-id"):
        context["session_id"] = session[:256]
    return {**context, **(given or {})}


def refusal_of_request(judged: Enforcement) -> Refusal:
    """A reply is an answer like any other; where none is due, only the status can tell."""
    return Refusal(403) if judged.action == "drop" else Refusal(200, judged.reply)


def request_for(response: Any, request: Any) -> Any:
    """The request that a message of the server answers; None for what the server says by itself."""
    id = response.get("id") if is_object(response) else None
    for one in request if is_list(request) else [request]:
        if is_object(one) and any(type(one.get("id")) is type(own) and one["id"] == own for own in _readings_of(id)):
            return one
    return None


def _readings_of(id: Any) -> tuple[Any, ...]:
    """The SDKs take an answer to "1" for one to 1: judged beside that request it is refused, alone it might pass."""
    if not isinstance(id, str):
        return () if id is None else (id,)
    try:
        number = float(id)
    except ValueError:
        return (id,)
    return (id, number, int(number)) if number.is_integer() else (id, number)


def is_elsewhere(status: int) -> bool:
    """Another place, and what is said there would come back unjudged."""
    return 300 <= status < 400


class Events:
    """Server-sent events out of the pieces of a stream (HTML, 9.2.6). Holds one event at most."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._event: list[bytes] = []
        self._held = 0

    def feed(self, chunk: bytes) -> Iterator[list[bytes]]:
        """Whole events, each as its lines. Raises `UnreadableError` above ANSWER_BYTES_MAX."""
        self._held += len(chunk)
        if self._held > ANSWER_BYTES_MAX:
            raise UnreadableError(502, _INVALID_REQUEST, f"an event is above {ANSWER_BYTES_MAX} bytes")
        is_open = not self._rest.endswith(b"\r") and b"\n" not in chunk and b"\r" not in chunk
        self._rest += chunk
        if is_open:  # Each byte of a long line is looked at once, in however many pieces it comes.
            return
        # A CR at the end may be half of a CRLF.
        text = bytes(self._rest)
        cut = len(text) - 1 if text.endswith(b"\r") else len(text)
        *lines, rest = re.split(rb"\r\n|\n|\r", text[:cut])
        self._rest = bytearray(rest + text[cut:])
        for line in lines:
            if line:
                self._event.append(line)
                continue
            event, self._event, self._held = self._event, [], len(self._rest)
            if event:
                yield event


@dataclass(frozen=True, slots=True)
class Event:
    """An event whose data is a message, or has none."""

    fields: tuple[bytes, ...]
    """`id`, `event` and `retry`, as they came, where they are what they are called."""
    message: Any = None

    def rendered(self, message: Any) -> bytes:
        data = () if message is None else (b"data: " + json.dumps(message, separators=(",", ":")).encode(),)
        return b"\n".join((*self.fields, *data)) + b"\n\n"


def event_of(lines: list[bytes]) -> Event | None:
    """None for what is not to be passed on: comments, and data that is no message."""
    fields = tuple(line for line in lines if _FIELD.fullmatch(line))
    data = b"\n".join(re.sub(rb"^data:? ?", b"", line, count=1) for line in lines if re.match(rb"data(?::|$)", line))
    if not data:
        return Event((*fields, b"data:")) if fields else None
    # The transport of 2024-11-05 tells where to post to.
    if b"event: endpoint" in fields or b"event:endpoint" in fields:
        is_address = _ENDPOINT.fullmatch(data.decode("latin-1")) is not None
        return Event((*fields, b"data: " + data)) if is_address else None
    try:
        return Event(fields, message_of(data))
    except UnreadableError:
        return None
