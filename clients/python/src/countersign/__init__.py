"""Countersign: allow, challenge or deny for each MCP message, with reasons."""

from typing import TYPE_CHECKING

from . import problems
from ._call import etag_of, request_id_of
from ._client import AsyncCountersign, Countersign
from ._config import FailMode
from ._enforce import Enforcement
from ._errors import (
    ConfigurationError,
    ConnectionFailedError,
    CountersignError,
    DeadlineExceededError,
    ModificationsInvalidError,
    ProblemError,
    RequestInvalidError,
    ResponseInvalidError,
    ResponseTooLargeError,
)
from ._lists import AsyncPages, Pages
from ._version import __version__

if TYPE_CHECKING:
    from types import ModuleType

    from . import models


def __getattr__(name: str) -> "ModuleType":
    """`models` are types alone: they are made when somebody asks for them, not at each start."""
    if name != "models":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return importlib.import_module(".models", __name__)


__all__ = [
    "AsyncCountersign",
    "AsyncPages",
    "ConfigurationError",
    "ConnectionFailedError",
    "Countersign",
    "CountersignError",
    "DeadlineExceededError",
    "Enforcement",
    "FailMode",
    "ModificationsInvalidError",
    "Pages",
    "ProblemError",
    "RequestInvalidError",
    "ResponseInvalidError",
    "ResponseTooLargeError",
    "__version__",
    "etag_of",
    "models",
    "problems",
    "request_id_of",
]
