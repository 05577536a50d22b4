"""A Django site whose one view is an MCP endpoint: it hands the calls to a server of the official SDK."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx2
from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from mcp_servers import SECRET, notes

reached: list[Any] = []
behind: dict[str, Any] = {}


def configure(key: str, url: str) -> None:
    if not settings.configured:
        settings.configure(
            ROOT_URLCONF="django_site",
            MIDDLEWARE=["countersign.django.CountersignMiddleware"],
            COUNTERSIGN={"PATH": "/mcp", "CLIENT": {"api_key": key, "base_url": url, "timeout": 15}},
            ALLOWED_HOSTS=["*"],
            SECRET_KEY="only for tests",
            APPEND_SLASH=False,
        )
        import django

        django.setup()


async def _handed_on(request: HttpRequest) -> tuple[int, dict[str, str], bytes]:
    server = notes(reached)
    app = server.streamable_http_app(stateless_http=True, json_response=behind.get("json", True))
    headers = {name: value for name, value in request.headers.items() if name.lower() not in ("host", "content-length")}
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            answer = await client.request(request.method or "", "/mcp", content=request.body, headers=headers)
    kept = {name: value for name, value in answer.headers.items() if name in ("content-type", "mcp-session-id")}
    return answer.status_code, kept, answer.content


def _answered(status: int, headers: dict[str, str], content: bytes) -> Any:
    if not headers.get("content-type", "").startswith("text/event-stream"):
        return HttpResponse(content, status=status, headers=headers)

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(content), 13):
            yield content[at : at + 13]

    return StreamingHttpResponse(pieces(), status=status, headers=headers)


async def mcp_view(request: HttpRequest) -> Any:
    return _answered(*await _handed_on(request))


async def proxied(request: HttpRequest) -> Any:
    """As a gateway has it: a server elsewhere, with sessions, whose events are handed on as they come."""
    dropped = ("host", "content-length", "connection")
    headers = {name: value for name, value in request.headers.items() if name.lower() not in dropped}
    client = httpx2.AsyncClient(timeout=30)
    sent = client.build_request(request.method or "", behind["url"], content=request.body, headers=headers)
    answer = await client.send(sent, stream=True)
    kept = {name: value for name, value in answer.headers.items() if name in ("content-type", "mcp-session-id")}
    if not kept.get("content-type", "").startswith("text/event-stream"):
        return HttpResponse(await answer.aread(), status=answer.status_code, headers=kept)
    return StreamingHttpResponse(answer.aiter_raw(), status=answer.status_code, headers=kept)


def sync_view(request: HttpRequest) -> HttpResponse:
    status, headers, content = async_to_sync(_handed_on)(request)
    return HttpResponse(content, status=status, headers=headers)


def sync_stream(request: HttpRequest) -> StreamingHttpResponse:
    data = (
        b'data: {"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"' + SECRET.encode() + b'"}]}}\n\n'
    )
    return StreamingHttpResponse((data[at : at + 9] for at in range(0, len(data), 9)), content_type="text/event-stream")


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SECRET)


urlpatterns = [
    path("mcp", mcp_view),
    path("mcp/proxied", proxied),
    path("mcp/sync", sync_view),
    path("mcp/stream", sync_stream),
    path("mcp/page", page),
    path("other", page),
]
