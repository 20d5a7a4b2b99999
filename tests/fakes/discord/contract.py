"""Requests and answers against Discord's own OpenAPI description, with the list of what is tolerated and why."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import jsonschema
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.fakes.discord.refusals import JSON
from tests.fakes.discord.rest import Recorded

FILE = Path(os.environ.get("TEST_SHARED_DIR", "../shared")) / "specs" / "discord-openapi.json"
MISSING = "TEST_SHARED_DIR: Discord's OpenAPI description is not there"
URI = "urn:discord"

TOLERATED = (
    ("", "answer 400", "errors"),
    # The description wants numbers as the codes of fields; Discord sends (and documents) words like BASE_TYPE_REQUIRED.
    ("POST /users/@me/channels", "request", "recipient_id"),
    # discord.py sends the id as a number; Discord takes it.
    ("POST /channels/{channel_id}/messages/bulk-delete", "request", "messages"),
    # discord.py sends the ids as numbers; Discord takes them.
    ("POST /channels/{channel_id}/messages", "request", "attachments"),
    # discord.py numbers the files with numbers; Discord takes them.
)
"""Route (any, if empty), side, and the field whose violation is let through."""

WITHOUT_SCHEMA = frozenset(
    (
        "POST /channels/{channel_id}/typing",  # 204 in practice and in the docs; the description tells a 200 too
    )
)


def violations(records: Iterable[Recorded], *, of_requests_alone: bool = False) -> list[str]:
    """Return what does not fit, each once; answers, which are the fake's own work, may be left out."""
    judge = _judge_request if of_requests_alone else _judge
    return list(dict.fromkeys(found for record in records for found in judge(record)))


def _judge_request(record: Recorded) -> Iterator[str]:
    return _judge(replace(record, status=0)) if record.status != HTTPStatus.BAD_REQUEST else iter(())


def _judge(record: Recorded) -> Iterator[str]:
    method, _, template = record.route.partition(" ")
    operation = description()["paths"].get(template, {}).get(method.lower())
    if operation is None:
        yield f"{record.route}: the description does not know this route"
        return
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None and record.json is not None and record.status != HTTPStatus.BAD_REQUEST:
        pointer = f"/paths/{_escaped(template)}/{method.lower()}/requestBody/content/application~1json/schema"
        yield from _check(record, "request", _with_ids_as_text(record.json), pointer)
    if record.status in (0, *range(500, 600)):
        return
    key = next((it for it in (str(record.status), f"{record.status // 100}XX") if it in operation["responses"]), None)
    if key is None:
        yield f"{record.route}: {record.status} is not described, only {sorted(operation['responses'])}"
        return
    pointer = f"/paths/{_escaped(template)}/{method.lower()}/responses/{key}"
    response = operation["responses"][key]
    if "$ref" in response:
        pointer = response["$ref"].removeprefix("#")
        response = description()["components"]["responses"][response["$ref"].rpartition("/")[2]]
    if record.answer is not None and "content" in response:
        pointer += "/content/application~1json/schema"
        yield from _check(record, f"answer {record.status}", record.answer, pointer)
    elif record.answer is None and "content" in response and record.route not in WITHOUT_SCHEMA:
        yield f"{record.route}: {record.status} without the answer that is described"


def _check(record: Recorded, side: str, value: object, pointer: str) -> Iterator[str]:
    for error in _validator(pointer).iter_errors(value):
        nearest = _nearest(error)
        place = ".".join(str(it) for it in nearest.absolute_path)
        if not _is_tolerated(record.route, side, place):
            yield f"{record.route} {side} at {place or 'the top'}: {nearest.message[-200:]}"


def _with_ids_as_text(value: Any) -> Any:
    """Return a request with the ids of choices and emoji as text: discord.py sends numbers, Discord takes them."""
    if isinstance(value, list):
        return [_with_ids_as_text(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: _with_ids_as_text(one) for key, one in value.items()}
    if "default_values" in made:
        made["default_values"] = [one | {"id": str(one["id"])} for one in made["default_values"]]
    if isinstance(made.get("emoji"), dict) and isinstance(made["emoji"].get("id"), int):
        made["emoji"] |= {"id": str(made["emoji"]["id"])}
    return made


def _is_tolerated(route: str, side: str, place: str) -> bool:
    return any(which in ("", route) and side.startswith(at) and place.startswith(what) for which, at, what in TOLERATED)


def _nearest(error: Any) -> Any:
    """Return what is wrong in the branch of a union that fits best: the one with the fewest errors."""
    while error.context:
        branches: dict[object, list[Any]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        error = min(branches.values(), key=lambda it: (len(it), -len(it[0].absolute_path)))[0]
    return error


@cache
def description() -> JSON:
    """Return the description; tests skip where it is absent."""
    found: JSON = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@cache
def _registry() -> Registry[Any]:
    known: Registry[Any] = Registry().with_resource(URI, DRAFT202012.create_resource(description()))
    return known


@cache
def _validator(pointer: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({"$ref": f"{URI}#{pointer}"}, registry=_registry())


def _escaped(template: str) -> str:
    return template.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
