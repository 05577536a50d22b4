"""Sending a call and reading its answer, blocking. `_async.py` says the same for event loops."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from ._call import Call, Raw, is_repeatable, pause_before, problem_of
from ._config import Config
from ._errors import (
    ConnectionFailedError,
    CountersignError,
    DeadlineExceededError,
    ResponseInvalidError,
    ResponseTooLargeError,
)
from ._wire import LineSplitter, refuse_unread, request_headers, too_large, url_of


class _Remaining(dict[str, float]):
    """The `timeout` extension of httpx: whenever a time-out is looked up, what is left until the deadline."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        return self._ends - time.monotonic()

    def get(self, key: str, default: Any = None) -> Any:
        return max(0.001, self.left())


class Sender:
    def __init__(self, config: Config, client: httpx.Client | None) -> None:
        self.config = config
        self._client = httpx.Client() if client is None else client
        self._owned = client is None

    def close(self) -> None:
        if self._owned:
            self._client.close()

    def send(self, call: Call) -> Raw:
        """A 2xx, after retries if need be. Raises `CountersignError`.

        The deadline holds for each wait on the socket; a peer that goes on
        dripping bytes is cut off at most as much later again.
        """
        deadline = _Remaining(call.timeout)
        retry = 0
        while True:
            try:
                return self._attempt(call, deadline)
            except CountersignError as failure:
                retry += 1
                pause = pause_before(retry, failure)
                if retry > self.config.max_retries or not is_repeatable(call, failure) or pause >= deadline.left():
                    raise
            time.sleep(pause)

    def _attempt(self, call: Call, deadline: _Remaining) -> Raw:
        with self._opened(call, deadline) as response:
            raw = Raw(response.status_code, response.headers, self._body_of(response, deadline))
        if not response.is_success:
            raise problem_of(raw)
        return raw

    def stream(self, call: Call) -> Iterator[bytes]:
        """The lines of a 2xx as they come; a stream that has begun is not tried again."""
        phases = ("connect", "read", "write", "pool")
        idle: dict[str, float] = dict.fromkeys(phases, self.config.idle_timeout)
        with self._opened(call, idle) as response:
            if not response.is_success:
                body = self._body_of(response, _Remaining(self.config.idle_timeout))
                raise problem_of(Raw(response.status_code, response.headers, body))
            splitter = LineSplitter(response.headers, self.config.response_bytes_max)
            for chunk in response.iter_raw():
                yield from splitter.lines(chunk)
            yield from splitter.rest()

    @contextmanager
    def _opened(self, call: Call, timeout: dict[str, float]) -> Generator[httpx.Response]:
        request = self._client.build_request(
            call.method,
            url_of(self.config, call),
            params=call.query or None,
            headers=request_headers(self.config, call),
            content=call.content,
            extensions={"timeout": timeout},
        )
        try:
            response = self._client.send(request, stream=True, follow_redirects=False, auth=None)
            try:
                yield response
            finally:
                response.close()
        except httpx.TimeoutException:
            raise DeadlineExceededError("the service did not answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise ConnectionFailedError(f"the connection failed: {error or type(error).__name__}") from error

    def _body_of(self, response: httpx.Response, deadline: _Remaining) -> bytes:
        try:
            return self._whole_body_of(response, deadline)
        except (ResponseTooLargeError, ResponseInvalidError):
            if response.is_success:
                raise
            return b""  # Of a problem the status counts.

    def _whole_body_of(self, response: httpx.Response, deadline: _Remaining) -> bytes:
        limit = self.config.response_bytes_max
        refuse_unread(response.headers, limit)
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > limit:
                raise too_large(limit)
            if deadline.left() <= 0:
                raise DeadlineExceededError("the answer did not end in time")
        return bytes(body)
