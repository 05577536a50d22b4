"""Every case of clients/conformance, in threads, on asyncio and on trio; then the steps against a live service."""

from __future__ import annotations

import json
import random
import re
import string
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from calls import played
from fits import outcome_faults
from servers import CONFORMANCE, Service

from countersign import etag_of

pytestmark = pytest.mark.conformance

KEY = "cs_test_conformance"
AT_ONCE = 8
FILES = sorted(file for file in CONFORMANCE.glob("*.json") if file.name != "live.json")
CASES = [case for file in FILES for case in json.loads(file.read_text())]
MODES = ("sync", "asyncio", "trio")
assert len(CASES) > 100, f"there are only {len(CASES)} cases in {CONFORMANCE}"

Played = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture(scope="module")
def results(player: str) -> Any:
    """Some at once, or the waiting adds up."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {(case["name"], mode): pool.submit(_play, player, case, mode) for case in CASES for mode in MODES}


def _play(player: str, case: dict[str, Any], mode: str, run: str = "") -> Played:
    name = f"{case['name']}@python-{mode}{run}"
    client = {"key": KEY, "url": f"{player}/cases/{name}", **case.get("client", {})}
    client["url"] += client.pop("url_suffix", "")
    outcome = played(client, case["call"], mode)
    return outcome, httpx.get(f"{player}/seen/{name}", timeout=10).json()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(player: str, results: dict[tuple[str, str], Future[Played]], case: dict[str, Any], mode: str) -> None:
    outcome, seen = results[case["name"], mode].result()
    if list(outcome_faults(case["outcome"], outcome)) or seen["faults"]:
        # Its two seconds are real ones, which it may not have had beside all others: once more, alone.
        outcome, seen = _play(player, case, mode, "-alone")
    assert list(outcome_faults(case["outcome"], outcome)) == []
    assert seen == {"attempts": case["attempts"], "faults": []}
    key = case.get("client", {}).get("key", KEY)
    assert not key or key not in outcome.get("text", "")


STEPS = json.loads((CONFORMANCE / "live.json").read_text())


@pytest.fixture(scope="module", params=MODES)
def run(request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    return request.param, {"run": "".join(random.choices(string.ascii_lowercase, k=8))}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["name"])
def test_live(
    service: Service, run: tuple[str, dict[str, str]], step: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    mode, saved = run
    monkeypatch.setenv("COUNTERSIGN_URL", service.url)
    monkeypatch.setenv("COUNTERSIGN_API_KEY", service.key)
    step = _filled(step, saved)
    ends = time.monotonic() + step.get("until_ms", 0) / 1000
    while True:
        outcome = played({"timeout_ms": 15_000, **step.get("client", {})}, step["call"], mode)
        found = list(outcome_faults(step["outcome"], outcome))
        if not found or time.monotonic() > ends:
            break
        time.sleep(0.1)
    assert found == []
    for name, pointer in step.get("save", {}).items():
        value = outcome["value"]
        if pointer == "etag":
            saved[name] = etag_of(value) or ""
            continue
        for token in pointer.split("/")[1:]:
            value = value[token]
        saved[name] = value


def _filled(value: Any, saved: dict[str, str]) -> Any:
    if isinstance(value, str):
        return re.sub(r"\$\{(\w+)\}", lambda found: saved.get(found[1], found[0]), value)
    if isinstance(value, dict):
        return {name: _filled(member, saved) for name, member in value.items()}
    return [_filled(item, saved) for item in value] if isinstance(value, list) else value
