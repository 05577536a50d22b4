"""What the generated operations stand on."""

from __future__ import annotations

from collections.abc import Mapping

from ._async import AsyncSender
from ._call import Answer, Call, Raw, answer_of, encode
from ._config import CALL_TIMEOUT_S, Config
from ._sync import Sender

Query = Mapping[str, "str | int | bool | None"]


def call_of(
    config: Config,
    method: str,
    path: str,
    timeout: float | None,
    query: Query | None = None,
    headers: Mapping[str, str | None] | None = None,
    body: object = None,
    default_timeout: float = CALL_TIMEOUT_S,
) -> Call:
    own = {name: value for name, value in (headers or {}).items() if value is not None}
    content = None
    if body is not None:
        own["content-type"] = "application/json"
        content = encode(body)
    return Call(
        method,
        path,
        timeout if timeout is not None else config.timeout if config.timeout is not None else default_timeout,
        {name: _text(value) for name, value in (query or {}).items() if value is not None},
        own,
        content,
    )


def _text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class Caller:
    _sender: Sender

    def _send(
        self,
        method: str,
        path: str,
        timeout: float | None,
        query: Query | None = None,
        headers: Mapping[str, str | None] | None = None,
        body: object = None,
    ) -> Raw:
        return self._sender.send(call_of(self._sender.config, method, path, timeout, query, headers, body))

    def _call(
        self,
        method: str,
        path: str,
        timeout: float | None,
        query: Query | None = None,
        headers: Mapping[str, str | None] | None = None,
        body: object = None,
    ) -> Answer:
        return answer_of(self._send(method, path, timeout, query, headers, body))

    def _call_or_none(self, method: str, path: str, timeout: float | None, *, body: object = None) -> Answer | None:
        raw = self._send(method, path, timeout, body=body)
        return answer_of(raw) if raw.body else None


class AsyncCaller:
    _sender: AsyncSender

    async def _send(
        self,
        method: str,
        path: str,
        timeout: float | None,
        query: Query | None = None,
        headers: Mapping[str, str | None] | None = None,
        body: object = None,
    ) -> Raw:
        return await self._sender.send(call_of(self._sender.config, method, path, timeout, query, headers, body))

    async def _call(
        self,
        method: str,
        path: str,
        timeout: float | None,
        query: Query | None = None,
        headers: Mapping[str, str | None] | None = None,
        body: object = None,
    ) -> Answer:
        return answer_of(await self._send(method, path, timeout, query, headers, body))

    async def _call_or_none(
        self, method: str, path: str, timeout: float | None, *, body: object = None
    ) -> Answer | None:
        raw = await self._send(method, path, timeout, body=body)
        return answer_of(raw) if raw.body else None
