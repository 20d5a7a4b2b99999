"""What the page may ask for, read from JSON: anything not whole is refused before it reaches the workspace."""

from collections.abc import Mapping
from typing import TypeVar

from circles_sandbox.client import Answer, SandboxClient
from circles_sandbox.errors import UnusableError

Value = TypeVar("Value")

VALUES_LIMIT = 25
"""As many options as a select may have."""
ACT_LIMIT_CHARS = 64

Payload = Mapping[str, object]


async def perform(client: SandboxClient, payload: Payload) -> Answer | None:
    """Do what the page asks for in a person's name; raise a ``WorkspaceError`` for what cannot be."""
    person = client.workspace.person(_text(payload, "person")).id
    match _text(payload, "kind"):
        case "tap":
            message, token = _text(payload, "message"), _text(payload, "token")
            return await client.tap(person, message, token, _texts(payload, "values"), act_id=_act(payload))
        case "form":
            fields = {name: _texts(_mapping(payload, "fields"), name) for name in _mapping(payload, "fields")}
            return await client.submit_form(person, _text(payload, "form"), fields, place=_place(client, payload))
        case "command":
            words, place = _text(payload, "words"), _place(client, payload)
            return await client.command(person, words, place=place, act_id=_act(payload))
        case "react":
            return await client.react(person, _text(payload, "message"), _text(payload, "emoji"))
        case "unreact":
            return await client.unreact(person, _text(payload, "message"), _text(payload, "emoji"))
        case _:
            await _perform_plain(client, person, payload)
            return None


async def _perform_plain(client: SandboxClient, person: str, payload: Payload) -> None:
    """Do what the bot never answers."""
    workspace = client.workspace
    match _text(payload, "kind"):
        case "say":
            await client.say(person, _text(payload, "place"), _text(payload, "words"))
        case "leave":
            await client.leave(person, _text(payload, "place"))
        case "read":
            workspace.mark_read(person, _text(payload, "place"))
        case "dismiss":
            workspace.dismiss(person, _text(payload, "message"))
        case "directs":
            workspace.set_takes_directs(person, _typed(payload, "takes", bool))
        case "here":
            await client.set_is_here(person, _typed(payload, "is_here", bool))
        case _:
            raise UnusableError


def read_person(payload: Payload) -> str:
    """Return in whose name something is asked."""
    return _text(payload, "person")


def read_word(payload: Payload, name: str) -> str:
    """Return one of a few known words."""
    return _text(payload, name)


def _place(client: SandboxClient, payload: Payload) -> str | None:
    place = payload.get("place")
    return client.workspace.place_for(_text(payload, "person"), _text(payload, "place")).id if place else None


def _act(payload: Payload) -> str | None:
    if payload.get("act") is None:
        return None
    act = _text(payload, "act")
    if not act or len(act) > ACT_LIMIT_CHARS:
        raise UnusableError
    return act


def _text(payload: Payload, name: str) -> str:
    return _typed(payload, name, str)


def _texts(payload: Payload, name: str) -> tuple[str, ...]:
    found = payload.get(name, [])
    if not isinstance(found, list) or len(found) > VALUES_LIMIT or not all(isinstance(one, str) for one in found):
        raise UnusableError
    return tuple(found)


def _mapping(payload: Payload, name: str) -> Payload:
    return _typed(payload, name, dict)


def _typed(payload: Payload, name: str, kind: type[Value]) -> Value:
    found = payload.get(name)
    if not isinstance(found, kind):
        raise UnusableError
    return found
