"""What schemathesis cannot read in the OpenAPI document: lines of JSON, and which key not to saw off."""

import datetime
import json
import os
import random

import schemathesis

OWN_KEY_ID = os.environ["FUZZ_KEY_ID"]
CHANCE = random.Random(os.environ["FUZZ_SEED"])


@schemathesis.serializer("application/x-ndjson")
def write_line(ctx, value):
    return (json.dumps(value) + "\n").encode()


@schemathesis.deserializer("application/x-ndjson")
def read_line(ctx, response):
    lines = response.content.decode().splitlines()
    if len(lines) != 1:
        raise ValueError(f"one line was sent, {len(lines)} came back")
    return json.loads(lines[0])


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """The calls go on after DELETE /keys/{id}; a policy is also changed with an If-Match that fits, and a suppression made that could be."""
    if case.method.upper() != "GET" and (case.path_parameters or {}).get("id") == OWN_KEY_ID:
        case.path_parameters["id"] = "key_00000000000000000000000000"
    if case.method.upper() in ("PUT", "DELETE") and case.path.startswith("/policies/") and CHANCE.random() < 0.5:
        case.headers["If-Match"] = "*"
    if case.method.upper() == "POST" and case.path == "/suppressions" and CHANCE.random() < 0.5:
        tomorrow = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
        case.body = {
            "rule": "ssrf.loopback",
            "tool": "fetch",
            "path": "/request/params/arguments/url",
            "reason": "a server of the developers",
            "expires_at": tomorrow.isoformat(),
        }
