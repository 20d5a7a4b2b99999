"""What the page shows of the workspace to one person, as JSON: exactly what that person may see."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from circles_bot.words.catalog import Catalog
from circles_sandbox.commands import CommandOffer, offers_for
from circles_sandbox.ledger import LedgerEntry
from circles_sandbox.model import BOT, Body, Message, Person, Place
from circles_sandbox.translate import BOARD_MARKER
from circles_sandbox.workspace import Workspace

SHOWN_MESSAGES = 100
SHOWN_LINES = 7
SHOWN_PEOPLE = 40
"""The page is for a small workspace; a simulated one of thousands shows the first of them."""


class PersonView(TypedDict):
    """Somebody, as everybody sees them."""

    id: str
    name: str
    home: str
    timezone: str
    locale: str
    colour: int
    is_steward: bool


class PlaceView(TypedDict):
    """An entry of the list on the left."""

    id: str
    kind: str
    name: str
    topic: str
    is_archived: bool
    members: list[str]
    unread: int


class ReactionView(TypedDict):
    """One emoji under a message, and who set it."""

    emoji: str
    people: list[str]


class MessageView(TypedDict):
    """One message."""

    id: str
    version: str
    author: str
    at: str
    text: str
    body: Body | None
    is_private: bool
    pings: list[str]
    reactions: list[ReactionView]


class WorkspaceView(TypedDict):
    """The whole page for one person, one place open."""

    epoch: str
    version: int
    now: str
    me: str
    takes_directs: bool
    is_here: bool
    bot: str
    people: list[PersonView]
    places: list[PlaceView]
    place: str
    messages: list[MessageView]
    board: str
    board_emoji: list[str]
    commands: list[CommandOffer]
    tour: dict[str, bool]
    latest_decision: int


class DecisionView(TypedDict):
    """One entry of the side panel."""

    number: int
    at: str
    event: str
    why: str
    changes: list[str]
    timers: list[str]
    effects: list[str]


class PassedView(TypedDict):
    """One thing that happened while time passed."""

    at: str
    why: str
    times: int


PassageView = TypedDict("PassageView", {"from": str, "to": str, "passed": list[PassedView], "more": int})


def view_workspace(
    workspace: Workspace,
    person: Person,
    place_id: str | None,
    *,
    now: datetime,
    catalog: Catalog,
    tour: dict[str, bool],
    latest_decision: int,
) -> WorkspaceView:
    """Return the page for a person; a place they do not see opens the first one instead."""
    places = workspace.places_of(person.id)
    place = next((found for found in places if found.id == place_id), places[0])
    board = workspace.message_marked(BOARD_MARKER)
    return {
        "epoch": workspace.epoch,
        "version": workspace.version,
        "now": now.isoformat(),
        "me": person.id,
        "takes_directs": workspace.takes_directs(person.id),
        "is_here": person.is_here,
        "bot": BOT,
        "people": [_person(found) for found in workspace.first_people(SHOWN_PEOPLE)],
        "places": [_place(workspace, person, found) for found in places],
        "place": place.id,
        "messages": [
            _message(workspace, found) for found in workspace.messages_for(person.id, place.id, limit=SHOWN_MESSAGES)
        ],
        "board": board.place if board else "",
        "board_emoji": [
            sign for page in workspace.messages_marked(BOARD_MARKER) for sign in workspace.reactions_to(page.id)
        ],
        "commands": offers_for(person, catalog),
        "tour": tour,
        "latest_decision": latest_decision,
    }


def view_decision(entry: LedgerEntry) -> DecisionView:
    """Return an entry of the side panel."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "event": entry.event,
        "why": entry.why,
        "changes": list(entry.changes),
        "timers": list(entry.timers),
        "effects": list(entry.effects),
    }


def view_passage(began: datetime, ended: datetime, decided: Iterable[LedgerEntry]) -> PassageView:
    """Return what happened while time passed, in short: one line a reason, when first, and how often."""
    lines: dict[str, PassedView] = {}
    for entry in decided:
        if entry.why:
            line = lines.setdefault(entry.why, {"at": entry.at.isoformat(), "why": entry.why, "times": 0})
            line["times"] += 1
    return {
        "from": began.isoformat(),
        "to": ended.isoformat(),
        "passed": list(lines.values())[:SHOWN_LINES],
        "more": max(len(lines) - SHOWN_LINES, 0),
    }


def _person(person: Person) -> PersonView:
    return {
        "id": person.id,
        "name": person.name,
        "home": person.home,
        "timezone": person.timezone,
        "locale": person.locale,
        "colour": person.colour,
        "is_steward": person.is_steward,
    }


def _place(workspace: Workspace, person: Person, place: Place) -> PlaceView:
    return {
        "id": place.id,
        "kind": place.kind.value,
        "name": place.name,
        "topic": place.topic,
        "is_archived": place.is_archived,
        "members": sorted(place.members),
        "unread": workspace.unread(person.id, place.id),
    }


def _message(workspace: Workspace, message: Message) -> MessageView:
    reactions: list[ReactionView] = [
        {"emoji": emoji, "people": list(people)} for emoji, people in workspace.reactions_to(message.id).items()
    ]
    marks = ",".join(f"{found['emoji']}{'.'.join(found['people'])}" for found in reactions)
    return {
        "id": message.id,
        "version": f"{message.version}:{marks}",
        "author": message.author,
        "at": message.at.isoformat(),
        "text": message.text,
        "body": message.body,
        "is_private": message.only_for is not None,
        "pings": sorted(message.pings),
        "reactions": reactions,
    }
