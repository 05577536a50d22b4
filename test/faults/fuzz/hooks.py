"""What schemathesis cannot read in the OpenAPI document: lines of JSON, and which key not to saw off."""

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
    """The calls go on after DELETE /keys/{id}; a change of a policy is also tried with an If-Match that fits."""
    if case.method.upper() != "GET" and (case.path_parameters or {}).get("id") == OWN_KEY_ID:
        case.path_parameters["id"] = "key_00000000000000000000000000"
    if case.method.upper() in ("PUT", "DELETE") and case.path.startswith("/policies/") and CHANCE.random() < 0.5:
        case.headers["If-Match"] = "*"
