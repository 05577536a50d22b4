"""What an HTTP middleware does with what servers ask, by the verdicts of a live service."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from mcp_servers import INJECTION
from servers import Service

from countersign import Countersign
from countersign._exchange import REFUSALS_CHARS_MAX, REFUSED_METHOD, Detours, Exchange, drive
from countersign._knowledge import Knowledge

Make = Callable[..., Exchange]


@pytest.fixture(scope="module")
def countersign(service: Service) -> Iterator[Countersign]:
    with Countersign(service.key, service.url, timeout=15) as client:
        yield client


@pytest.fixture
def exchange() -> Make:
    """Calls of one endpoint, each in the session that is named."""
    knowledge, detours = Knowledge(), Detours()

    def make(session: str | None = "s-1") -> Exchange:
        headers = {} if session is None else {"mcp-session-id": session}
        return Exchange(knowledge, detours, headers, {})

    return make


def question(id: Any, text: str = INJECTION) -> dict[str, Any]:
    params = {"messages": [{"role": "user", "content": {"type": "text", "text": text}}], "maxTokens": 10}
    return {"jsonrpc": "2.0", "id": id, "method": "sampling/createMessage", "params": params}


def error(id: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": id, "error": {"code": -32601, "message": "Method not found"}}


def posted(exchange: Exchange, message: Any, countersign: Countersign) -> Any:
    assert drive(exchange.judged_request(json.dumps(message).encode()), countersign.enforce) is None
    return exchange.message


def test_the_refusal_takes_the_place_of_the_error(exchange: Make, countersign: Countersign) -> None:
    asked = drive(exchange().judged_answer(question("q")), countersign.enforce)
    assert asked == {"jsonrpc": "2.0", "id": "q", "method": REFUSED_METHOD}
    told = posted(exchange(), error("q"), countersign)
    assert (told["id"], told["error"]["code"]) == ("q", -32003)
    # An answer that is posted again is answered again, and other sessions and ids have questions of their own.
    assert posted(exchange(), error("q"), countersign) == told
    assert posted(exchange("s-2"), error("q"), countersign) == error("q")
    assert posted(exchange(), error("r"), countersign) == error("r")


def test_without_a_session_the_server_gets_the_error_of_the_client(exchange: Make, countersign: Countersign) -> None:
    asked = drive(exchange(None).judged_answer(question(1)), countersign.enforce)
    assert asked["method"] == REFUSED_METHOD
    assert posted(exchange(None), error(1), countersign) == error(1)


def test_an_id_that_is_used_again_has_a_new_question(exchange: Make, countersign: Countersign) -> None:
    drive(exchange().judged_answer(question(1)), countersign.enforce)
    allowed = question(1, "Name three birds.")
    assert drive(exchange().judged_answer(allowed), countersign.enforce) == allowed
    assert posted(exchange(), error(1), countersign) == error(1)


def test_batches(exchange: Make, countersign: Countersign) -> None:
    """Of 2025-03-26. Each question and each answer has its own way."""
    allowed = question(2, "Name three birds.")
    asked = drive(exchange().judged_answer([question(1), allowed]), countersign.enforce)
    assert asked == [{"jsonrpc": "2.0", "id": 1, "method": REFUSED_METHOD}, allowed]
    told = posted(exchange(), [error(1), error(2)], countersign)
    assert [one["error"]["code"] for one in told] == [-32003, -32601]


def test_a_refused_notification_is_dropped(exchange: Make, countersign: Countersign) -> None:
    told = {"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "info", "data": INJECTION}}
    assert drive(exchange().judged_answer(told), countersign.enforce) is None


def test_what_a_server_tells_is_not_what_was_posted(countersign: Countersign) -> None:
    """Since 2026-07-28 headers say what the body says; what comes by the stream of its answer has none."""
    headers = {"mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": "read_log"}
    exchange = Exchange(Knowledge(), Detours(), headers, {"protocol_version": "2026-07-28"})
    params = {"progressToken": 1, "progress": 1, "message": "half of it"}
    told = {"jsonrpc": "2.0", "method": "notifications/progress", "params": params}
    assert drive(exchange.judged_answer(told), countersign.enforce) == told


def test_refusals_are_not_held_without_end() -> None:
    """The ids are the server's: long ones crowd out the others, and nothing more."""
    detours = Detours()
    refusal = {"jsonrpc": "2.0", "error": {"code": -32003, "message": "Refused"}}
    for number in range(20):
        detours.begin({**refusal, "id": f"{number:0>100000}"}, "s-1")
    assert detours.end(error(f"{0:0>100000}"), "s-1") is None
    assert detours.end(error(f"{19:0>100000}"), "s-1") is not None
    detours.begin({**refusal, "id": "x" * REFUSALS_CHARS_MAX}, "s-1")
    assert detours.end(error("x" * REFUSALS_CHARS_MAX), "s-1") is None
