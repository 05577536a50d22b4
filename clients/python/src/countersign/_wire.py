"""What both senders share: headers, limits of what is read, lines of a stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ._call import USER_AGENT, Call, media_type_of
from ._config import Config
from ._errors import ResponseInvalidError, ResponseTooLargeError


def url_of(config: Config, call: Call) -> str:
    return config.base_url + call.path


def request_headers(config: Config, call: Call) -> dict[str, str]:
    """No packed answers: what a small one may unpack to has no limit."""
    return {
        **call.headers,
        "authorization": f"Bearer {config.api_key}",
        "user-agent": USER_AGENT,
        "accept-encoding": "identity",
    }


def refuse_unread(headers: Mapping[str, str], limit: int) -> None:
    """Refuses by the header what is packed or declared too large."""
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise ResponseInvalidError("the answer is packed although that was not asked for")
    declared = headers.get("content-length", "0")
    if declared.isdigit() and int(declared[:20]) > limit:
        raise too_large(limit)


def too_large(limit: int) -> ResponseTooLargeError:
    return ResponseTooLargeError(f"the answer is above {limit} bytes")


class LineSplitter:
    """Cuts a stream into lines, holding no more than one of them."""

    def __init__(self, headers: Mapping[str, str], limit: int) -> None:
        refuse_unread({**headers, "content-length": "0"}, limit)
        if media_type_of(headers) != "application/x-ndjson":
            raise ResponseInvalidError("the answer is no stream")
        self._limit = limit
        self._parts: list[bytes] = []
        self._held = 0

    def lines(self, chunk: bytes) -> Iterator[bytes]:
        *whole, rest = chunk.split(b"\n")
        for piece in whole:
            self._hold(piece)
            yield from self.rest()
        self._hold(rest)

    def rest(self) -> Iterator[bytes]:
        line = b"".join(self._parts).strip(b" \t\r")
        self._parts, self._held = [], 0
        if line:
            yield line

    def _hold(self, piece: bytes) -> None:
        self._held += len(piece)
        if self._held > self._limit:
            raise too_large(self._limit)
        self._parts.append(piece)
