"""The settings of a client."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from ._errors import ConfigurationError

if TYPE_CHECKING:
    from ._enforce import Enforcement

FailMode = Literal["closed", "open"]

VERDICT_TIMEOUT_S = 2.0
"""How long one verdict is waited for, all attempts together."""
CALL_TIMEOUT_S = 30.0
"""Likewise any other call."""
IDLE_TIMEOUT_S = 60.0
"""How long a stream may be silent."""
URL = "http://localhost:8080"
RETRIES = 2
RETRIES_MAX = 10
RESPONSE_BYTES_MAX = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Config:
    api_key: str
    base_url: str
    timeout: float | None = None
    max_retries: int = RETRIES
    fail_mode: FailMode = "closed"
    response_bytes_max: int = RESPONSE_BYTES_MAX
    idle_timeout: float = IDLE_TIMEOUT_S
    on_failure: Callable[[Enforcement], None] | None = None


def configure(
    api_key: str | None,
    base_url: str | None,
    *,
    timeout: float | None,
    max_retries: int,
    fail_mode: FailMode,
    response_bytes_max: int,
    idle_timeout: float,
    on_failure: Callable[[Enforcement], None] | None,
) -> Config:
    """Reads what is not given from COUNTERSIGN_API_KEY and COUNTERSIGN_URL. Raises `ConfigurationError` with all faults at once."""
    key = os.environ.get("COUNTERSIGN_API_KEY", "") if api_key is None else api_key
    url = (os.environ.get("COUNTERSIGN_URL") or URL) if base_url is None else base_url
    faults = [*_key_faults(key), *_url_faults(url)]
    if timeout is not None and not timeout > 0:
        faults.append("timeout must be above 0 seconds")
    if not 0 <= max_retries <= RETRIES_MAX:
        faults.append(f"max_retries must be from 0 to {RETRIES_MAX}")
    if fail_mode not in ("closed", "open"):
        faults.append("fail_mode must be 'closed' or 'open'")
    if response_bytes_max < 1:
        faults.append("response_bytes_max must be above 0")
    if not idle_timeout > 0:
        faults.append("idle_timeout must be above 0 seconds")
    if faults:
        raise ConfigurationError("; ".join(faults))
    return Config(key, url.rstrip("/"), timeout, max_retries, fail_mode, response_bytes_max, idle_timeout, on_failure)


def _key_faults(key: str) -> list[str]:
    if not key:
        return ["there is no key: give api_key or set COUNTERSIGN_API_KEY"]
    # A line feed would end the header; the key itself is never shown.
    if not all("!" <= letter <= "~" for letter in key):
        return ["the key has characters that a header cannot bear"]
    return []


def _url_faults(url: str) -> list[str]:
    usable, parts = False, urlsplit("")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        pass  # A port that is none.
    if not usable:
        return ["the URL must be one of http or https"]
    if parts.query or parts.fragment or parts.username is not None:
        return ["the URL must have neither a query, nor a fragment, nor a user"]
    return []
