"""Django with our middleware, the official client over real HTTP, WSGI too, against a live service."""

from __future__ import annotations

import json
from typing import Any

import anyio
import django_site
import httpx
import pytest
from asking import a_refused_answer_is_answered, asking, refused_questions_are_answered
from mcp import Client, MCPError
from mcp_servers import ATTACK, REDACTED, SECRET, served
from servers import Service
from test_asgi import ACCEPT, CALL, WAYS, _chunked, _text

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module", params=["json", "stream"])
def one_site(request: pytest.FixtureRequest, service: Service) -> Any:
    django_site.configure(service.key, service.url)
    from django.core.asgi import get_asgi_application

    django_site.behind["json"] = request.param == "json"
    with served(get_asgi_application()) as url:
        yield url, django_site.reached


@pytest.fixture
def site(one_site: Any) -> Any:
    django_site.reached.clear()
    return one_site


def text_of(result: Any) -> str:
    return "".join(block.text for block in result.content)


async def test_with_the_official_client(site: Any) -> None:
    url, reached = site
    async with Client(f"{url}/mcp") as client:
        assert text_of(await client.call_tool("read_file", {"path": "README.md"})) == "contents of README.md"
        refused = await client.call_tool("read_file", {"path": ATTACK})
        assert refused.is_error
        assert "PATH_TRAVERSAL" in text_of(refused)
        assert REDACTED in text_of(await client.call_tool("read_log", {"service": "web"}))
        assert "id_rsa" not in (await client.call_tool("read_page", {"url": "https://example.com/"})).model_dump_json()
        with pytest.raises(MCPError, match="Refused by security policy"):
            await client.read_resource("file:///../../../../etc/shadow")
    assert reached == ["README.md", "web", "https://example.com/"]


@pytest.mark.parametrize("one_site", ["json"], indirect=True)  # The way in is the same.
@pytest.mark.parametrize("way", WAYS)
async def test_no_way_around(site: Any, way: str) -> None:
    url, reached = site
    method, path, body, headers = WAYS[way]
    content = _chunked(_text(CALL)) if body == "chunked" else body
    async with httpx.AsyncClient(timeout=4) as client:
        try:
            text = (await client.request(method, url + path, content=content, headers={**ACCEPT, **headers})).text
        except httpx.TimeoutException:  # A GET that the server holds open has let nothing through either.
            text = ""
    assert reached == []
    assert "contents of" not in text


@pytest.mark.parametrize("one_site", ["stream"], indirect=True)
@pytest.mark.parametrize("holds", [refused_questions_are_answered, a_refused_answer_is_answered])
async def test_a_server_that_asks_does_not_wait_for_ever(site: Any, holds: Any) -> None:
    with served(asking([]).streamable_http_app()) as url, anyio.fail_after(20):
        django_site.behind["url"] = f"{url}/mcp"
        await holds(f"{site[0]}/mcp/proxied")


def test_on_wsgi(service: Service) -> None:
    """In threads, without an event loop."""
    django_site.configure(service.key, service.url)
    from django.test import Client as Browser

    django_site.reached.clear()
    django_site.behind["json"] = True
    browser = Browser()
    log = {**CALL, "params": {"name": "read_log", "arguments": {"service": "web"}}}
    refused = browser.post("/mcp/sync", json.dumps(CALL), content_type="application/json", headers=ACCEPT)
    assert refused.json()["result"]["isError"] is True
    assert django_site.reached == []
    for place in ("/mcp/sync", "/mcp/stream"):
        answer = browser.post(place, json.dumps(log), content_type="application/json", headers=ACCEPT)
        text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert REDACTED in text, place
        assert "kR7wq2Lz9xVb" not in text
    assert browser.post("/mcp/page", json.dumps(log), content_type="application/json").status_code == 502
    assert SECRET in browser.get("/other").content.decode()
