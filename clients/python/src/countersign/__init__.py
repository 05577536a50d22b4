"""Countersign: allow, challenge or deny for each MCP message, with reasons."""

from . import models, problems
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
