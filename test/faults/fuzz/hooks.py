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


# What operations made that answer with an id, by the path under which it is found; lists bear the name that they were given.
MADE_BY = {
    "/validate": "/audit/{id}",
    "/policies/replay": "/jobs/{id}",
    "/policy-sets": "/policy-sets/{id}",
    "/lists/{name}": "/lists/{name}",
}
MADE = {place: [] for place in MADE_BY.values()}
MADE_MAX = 1_000


@schemathesis.hook
def after_call(ctx, case, response):
    place = MADE_BY.get(case.path)
    if place and case.method.upper() in ("POST", "PUT") and response.status_code in (200, 201, 202) and len(MADE[place]) < MADE_MAX:
        MADE[place].append(case.path_parameters["name"] if place == "/lists/{name}" else response.json()["id"])


def one_made(path):
    """Of what stands under this path or a folder of it."""
    for place, made in MADE.items():
        if (path == place or path.startswith(place + "/")) and made:
            return CHANCE.choice(made)
    return None


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """The calls go on after DELETE /keys/{id}. Half of the others name what there is, bear an If-Match that fits, and make what could be."""
    method = case.method.upper()
    if method != "GET" and (case.path_parameters or {}).get("id") == OWN_KEY_ID:
        case.path_parameters["id"] = "key_00000000000000000000000000"
    if CHANCE.random() < 0.5:
        return
    made = one_made(case.path)
    if made:
        case.path_parameters["name" if "{name}" in case.path else "id"] = made
    if method != "GET" and case.path.startswith(("/policies/{", "/policy-sets/", "/lists/")):
        case.headers["If-Match"] = "*"
    if method == "POST" and case.path == "/policy-sets":
        case.body = {"name": "none", "policies": []}
    if method == "POST" and case.path == "/suppressions":
        tomorrow = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
        case.body = {
            "rule": "ssrf.loopback",
            "tool": "fetch",
            "path": "/request/params/arguments/url",
            "reason": "a server of the developers",
            "expires_at": tomorrow.isoformat(),
        }
