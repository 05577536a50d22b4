"""Sending a call and reading its answer, on asyncio or trio. `_sync.py` says the same for threads."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import anyio
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


class AsyncSender:
    def __init__(self, config: Config, client: httpx.AsyncClient | None) -> None:
        self.config = config
        self._client = httpx.AsyncClient() if client is None else client
        self._owned = client is None

    async def close(self) -> None:
        if self._owned:
            await self._client.aclose()

    async def send(self, call: Call) -> Raw:
        """A 2xx, after retries if need be. Raises `CountersignError`."""
        ends = time.monotonic() + call.timeout
        retry = 0
        while True:
            try:
                return await self._attempt(call, ends - time.monotonic())
            except CountersignError as failure:
                retry += 1
                pause = pause_before(retry, failure)
                left = ends - time.monotonic()
                if retry > self.config.max_retries or not is_repeatable(call, failure) or pause >= left:
                    raise
            await anyio.sleep(pause)

    async def _attempt(self, call: Call, left: float) -> Raw:
        raw: Raw | None = None
        with anyio.move_on_after(left):
            async with self._opened(call, None) as response:
                raw = Raw(response.status_code, response.headers, await self._body_of(response))
        if raw is None:
            raise DeadlineExceededError("the service did not answer in time")
        if not 200 <= raw.status < 300:
            raise problem_of(raw)
        return raw

    async def stream(self, call: Call) -> AsyncIterator[bytes]:
        """The lines of a 2xx as they come; a stream that has begun is not tried again."""
        async with self._opened(call, self.config.idle_timeout) as response:
            if not response.is_success:
                raise problem_of(Raw(response.status_code, response.headers, await self._body_of(response)))
            splitter = LineSplitter(response.headers, self.config.response_bytes_max)
            async for chunk in response.aiter_raw():
                for line in splitter.lines(chunk):
                    yield line
            for line in splitter.rest():
                yield line

    @asynccontextmanager
    async def _opened(self, call: Call, timeout: float | None) -> AsyncGenerator[httpx.Response]:
        request = self._client.build_request(
            call.method,
            url_of(self.config, call),
            params=call.query or None,
            headers=request_headers(self.config, call),
            content=call.content,
            timeout=timeout,
        )
        try:
            response = await self._client.send(request, stream=True, follow_redirects=False, auth=None)
            try:
                yield response
            finally:
                await response.aclose()
        except httpx.TimeoutException:
            raise DeadlineExceededError("the service did not answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise ConnectionFailedError(f"the connection failed: {error or type(error).__name__}") from error

    async def _body_of(self, response: httpx.Response) -> bytes:
        try:
            return await self._whole_body_of(response)
        except (ResponseTooLargeError, ResponseInvalidError):
            if response.is_success:
                raise
            return b""  # Of a problem the status counts.

    async def _whole_body_of(self, response: httpx.Response) -> bytes:
        limit = self.config.response_bytes_max
        refuse_unread(response.headers, limit)
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > limit:
                raise too_large(limit)
        return bytes(body)
