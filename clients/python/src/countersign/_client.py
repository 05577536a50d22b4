"""The client: verdicts by hand, all other operations generated."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, cast

import httpx
from typing_extensions import Self, Unpack

from ._async import AsyncSender
from ._call import Call, answer_of, fresh_key
from ._caller import call_of
from ._config import IDLE_TIMEOUT_S, RESPONSE_BYTES_MAX, RETRIES, VERDICT_TIMEOUT_S, Config, FailMode, configure
from ._enforce import Enforcement, enforce_failure, enforce_verdict, report
from ._errors import CountersignError
from ._lists import Window, async_windows_of, check_batch, check_verdict, windows_of
from ._operations import AsyncOperations, Operations
from ._sync import Sender

if TYPE_CHECKING:
    from .models import BatchResult, ItemResult, ValidateItem, ValidateRequest, Verdict


def _validation(config: Config, body: ValidateRequest, idempotency_key: str | None, timeout: float | None) -> Call:
    headers = {"idempotency-key": idempotency_key or fresh_key()}
    return call_of(config, "POST", "/validate", timeout, None, headers, body, VERDICT_TIMEOUT_S)


def _batch(config: Config, items: Sequence[ValidateItem], timeout: float | None) -> Call:
    headers = {"idempotency-key": fresh_key()}
    return call_of(config, "POST", "/validate/batch", timeout, None, headers, {"items": list(items)})


def _streamed(window: Window) -> Call:
    headers = {"idempotency-key": fresh_key(), "content-type": "application/x-ndjson"}
    return Call("POST", "/validate/batch", 0, {}, headers, window.content)


class Countersign(Operations):
    """A client for threads. It may be shared by them; close it, or use it with `with`.

    api_key, base_url: else from COUNTERSIGN_API_KEY and COUNTERSIGN_URL; the URL may have a path of its own.
    timeout: seconds for a whole logical call, retries and pauses included; 2 for verdicts and 30 for the rest unless given.
    fail_mode: what `enforce` does when there is no verdict because the service is down or slow.
    on_failure: is told of every failure that `enforce` has met, besides the log `countersign`.
    response_bytes_max: of an answer, or of a line of a stream.
    idle_timeout: seconds for which a stream may be silent.
    http_client: for proxies, certificates and pools of your own; it is then yours to close.

    Raises `ConfigurationError`; the methods raise `CountersignError`, and `ProblemError` where the service has refused the call.
    """

    def __init__(
        self,
        api_key: str | None = None,
        base_url: str | None = None,
        *,
        timeout: float | None = None,
        max_retries: int = RETRIES,
        fail_mode: FailMode = "closed",
        on_failure: Callable[[Enforcement], None] | None = None,
        response_bytes_max: int = RESPONSE_BYTES_MAX,
        idle_timeout: float = IDLE_TIMEOUT_S,
        http_client: httpx.Client | None = None,
    ) -> None:
        config = configure(
            api_key,
            base_url,
            timeout=timeout,
            max_retries=max_retries,
            fail_mode=fail_mode,
            response_bytes_max=response_bytes_max,
            idle_timeout=idle_timeout,
            on_failure=on_failure,
        )
        self._sender = Sender(config, http_client)

    def validate(
        self, *, idempotency_key: str | None = None, timeout: float | None = None, **call: Unpack[ValidateRequest]
    ) -> Verdict:
        """The verdict on a message: on `response` where it is given, else on `request`. A denial is a value, not an error."""
        answer = answer_of(self._sender.send(_validation(self._sender.config, call, idempotency_key, timeout)))
        check_verdict(answer)
        return cast("Verdict", answer)

    def enforce(
        self, *, idempotency_key: str | None = None, timeout: float | None = None, **call: Unpack[ValidateRequest]
    ) -> Enforcement:
        """What to do with the message: pass on `message`, send `reply`, or drop it. Never raises for want of a verdict."""
        request, response = call.get("request"), call.get("response")
        try:
            verdict = self.validate(idempotency_key=idempotency_key, timeout=timeout, **call)
        except CountersignError as failure:
            return report(enforce_failure(failure, request, response, self._sender.config), self._sender.config)
        return report(enforce_verdict(verdict, request, response), self._sender.config)

    def validate_batch(self, items: Sequence[ValidateItem], *, timeout: float | None = None) -> BatchResult:
        """1 to 100 items in one call, results in their order; one bad item fails alone."""
        answer = answer_of(self._sender.send(_batch(self._sender.config, items, timeout)))
        check_batch(answer, len(items))
        return cast("BatchResult", answer)

    def validate_stream(self, items: Iterable[ValidateItem]) -> Iterator[ItemResult]:
        """Any number of items, results in their order, in constant memory: items are taken as results are read.

        They are sent in windows of 64 KiB, one request after another. When one breaks, the error comes after the
        results that have come.
        """
        for window in windows_of(items):
            for line in self._sender.stream(_streamed(window)):
                yield window.result_of(line)
            window.end()

    def close(self) -> None:
        self._sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncCountersign(AsyncOperations):
    """A client for event loops (asyncio or trio), with the settings of `Countersign`. Close it, or use `async with`."""

    def __init__(
        self,
        api_key: str | None = None,
        base_url: str | None = None,
        *,
        timeout: float | None = None,
        max_retries: int = RETRIES,
        fail_mode: FailMode = "closed",
        on_failure: Callable[[Enforcement], None] | None = None,
        response_bytes_max: int = RESPONSE_BYTES_MAX,
        idle_timeout: float = IDLE_TIMEOUT_S,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        config = configure(
            api_key,
            base_url,
            timeout=timeout,
            max_retries=max_retries,
            fail_mode=fail_mode,
            response_bytes_max=response_bytes_max,
            idle_timeout=idle_timeout,
            on_failure=on_failure,
        )
        self._sender = AsyncSender(config, http_client)

    async def validate(
        self, *, idempotency_key: str | None = None, timeout: float | None = None, **call: Unpack[ValidateRequest]
    ) -> Verdict:
        """The verdict on a message: on `response` where it is given, else on `request`. A denial is a value, not an error."""
        answer = answer_of(await self._sender.send(_validation(self._sender.config, call, idempotency_key, timeout)))
        check_verdict(answer)
        return cast("Verdict", answer)

    async def enforce(
        self, *, idempotency_key: str | None = None, timeout: float | None = None, **call: Unpack[ValidateRequest]
    ) -> Enforcement:
        """What to do with the message: pass on `message`, send `reply`, or drop it. Never raises for want of a verdict."""
        request, response = call.get("request"), call.get("response")
        try:
            verdict = await self.validate(idempotency_key=idempotency_key, timeout=timeout, **call)
        except CountersignError as failure:
            return report(enforce_failure(failure, request, response, self._sender.config), self._sender.config)
        return report(enforce_verdict(verdict, request, response), self._sender.config)

    async def validate_batch(self, items: Sequence[ValidateItem], *, timeout: float | None = None) -> BatchResult:
        """1 to 100 items in one call, results in their order; one bad item fails alone."""
        answer = answer_of(await self._sender.send(_batch(self._sender.config, items, timeout)))
        check_batch(answer, len(items))
        return cast("BatchResult", answer)

    async def validate_stream(
        self, items: Iterable[ValidateItem] | AsyncIterable[ValidateItem]
    ) -> AsyncIterator[ItemResult]:
        """Any number of items, results in their order, in constant memory: items are taken as results are read.

        They are sent in windows of 64 KiB, one request after another. When one breaks, the error comes after the
        results that have come.
        """
        async for window in async_windows_of(items):
            async for line in self._sender.stream(_streamed(window)):
                yield window.result_of(line)
            window.end()

    async def close(self) -> None:
        await self._sender.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
