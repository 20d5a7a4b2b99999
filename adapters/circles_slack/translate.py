"""From what Slack sends to the engine's events and questions: pure functions.

What people write to each other ends here: of a message only its room, its writer and its id are taken.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from circles_bot.commands import COMMAND_OF, Call, Command, OptionKind, Typed
from circles_bot.engine.events import (
    Actor,
    BoardRead,
    BotRemoved,
    BotReturned,
    CircleLeft,
    MemberGone,
    PlaceGone,
    PlaceMoved,
    ReactionSeen,
    RoomGone,
    RoomMoved,
    RoomSpoke,
)
from circles_bot.engine.ids import CircleId, CommunityId, MemberId
from circles_bot.engine.questions import JoinAsked, MineAsked, Place
from circles_bot.engine.tokens import Token
from circles_bot.ports.identities import Identities
from circles_bot.taps import Meaning, Tap, interpret
from circles_slack.custom_ids import plain_id, unpack
from circles_slack.emoji import sign_of

PLATFORM = "slack"
DO = "do"
"""Begins the token of a button that stands for a command, for pages of our own: ``do:steward:setup``."""
PICKED_PEOPLE = frozenset({"users_select", "multi_users_select"})
_MENTION = re.compile(r"<@([A-Z0-9]{2,32})(?:\|[^>]*)?>")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as Slack shows them."""

    id: str
    locale: str | None = None
    timezone: str | None = None
    is_steward: bool = False
    is_in_pilot: bool = False
    knows_steward: bool = True
    """Whether Slack has told who is a steward: where it tells nothing now, what is known stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """That a person did something in a workspace: ``id`` is the same when it arrives twice."""

    id: str
    team: str
    person: Person
    at: datetime
    places: Sequence[Place] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    """Knows how Slack's ids become ours; ``sees_activity`` is the gateway's capability."""

    identities: Identities
    sees_activity: bool = False

    def community(self, team: str) -> CommunityId:
        """Return our id of a workspace."""
        return self.identities.community(team)

    def member(self, team: str, person: str) -> MemberId:
        """Return our id of a person in a workspace."""
        return self.identities.member(self.community(team), person)

    def actor(self, team: str, person: Person) -> Actor:
        """Return a person as the engine knows them."""
        return Actor(
            member=self.member(team, person.id),
            theirs=person.id,
            locale=person.locale,
            timezone=person.timezone,
            is_steward=person.is_steward,
            is_in_pilot=person.is_in_pilot,
            knows_steward=person.knows_steward,
        )

    def tap(self, act: Act, action: Json, people: Iterable[Person]) -> Meaning | None:
        """Return what a tapped control means; None when it is none of ours. ``people`` are those it picked."""
        found = unpack(action.get("action_id"))
        if found is None or found.team != act.team:
            return None
        name, *parts = found.token.split(":")
        if name == DO:
            return self._do(act, parts)
        picked = {person.id: self.actor(act.team, person) for person in people}
        return self._interpret(act, found.token, values=_ours(action, picked), people=picked.values())

    def form(self, act: Act, view: Json, people: Iterable[Person]) -> Meaning | None:
        """Return what a sent form means; None when it is none of ours."""
        found = unpack(view.get("callback_id"))
        if found is None or found.team != act.team:
            return None
        picked = {person.id: self.actor(act.team, person) for person in people}
        fields: dict[str, Sequence[str]] = {}
        for action_id, state in fields_of(view):
            field = unpack(action_id)
            if field is not None and field.team == act.team:
                fields[field.token] = _ours(state, picked)
        if found.token == Token.SETUP and Token.SETUP_BOARD in fields:
            # rooms are channels of their own here and lie under none
            fields.setdefault(Token.SETUP_ROOMS, fields[Token.SETUP_BOARD])
        return self._interpret(act, found.token, fields=fields, people=picked.values())

    def command(self, act: Act, typed: Typed, people: Iterable[Person]) -> Meaning | None:
        """Return what a command means; None for one with an option that is not usable."""
        command = typed.command
        if command is None:
            return None
        known = {person.id: person for person in people}
        named: dict[str, Sequence[Actor]] = {}
        for option in command.options:
            if option.kind is OptionKind.PEOPLE and option.name in typed.options:
                ids = mentioned_in(typed.options[option.name])
                if not ids or any(one not in known for one in ids):
                    return None
                named[option.name] = tuple(self.actor(act.team, known[one]) for one in ids)
        return self._called(act, command, {name: html.unescape(text) for name, text in typed.options.items()}, named)

    def joining(self, act: Act) -> JoinAsked:
        """Return that somebody wants to find people to talk with (the global shortcut)."""
        return JoinAsked(community=self.community(act.team), at=act.at, actor=self.actor(act.team, act.person))

    def page(self, act: Act) -> MineAsked:
        """Return that somebody opened their own page (the Home tab)."""
        return MineAsked(community=self.community(act.team), at=act.at, actor=self.actor(act.team, act.person))

    def reaction(
        self, team: str, person: Person, name: str, at: datetime, *, key: str, page: int, is_set: bool
    ) -> ReactionSeen:
        """Return that a reaction on a page of the board was seen set or taken off."""
        return ReactionSeen(
            community=self.community(team),
            at=at,
            key=event_key(key),
            actor=self.actor(team, person),
            emoji=sign_of(name),
            is_set=is_set,
            hears_reply=True,
            page=page,
        )

    def board(
        self,
        team: str,
        reactions: Mapping[str, Sequence[Person]],
        at: datetime,
        *,
        page: int,
        is_whole: bool,
        is_cleared: bool,
    ) -> BoardRead:
        """Return a page's reactions as they stand; without the bot's own the page was cleared."""
        return BoardRead(
            community=self.community(team),
            at=at,
            reactions={emoji: tuple(self.actor(team, one) for one in who) for emoji, who in reactions.items()},
            is_whole=is_whole,
            is_cleared=is_cleared,
            page=page,
        )

    def speech(self, team: str, person: str, circle: CircleId, key: str, at: datetime) -> RoomSpoke:
        """Return that somebody spoke in a circle's room; what they said is not looked at."""
        return RoomSpoke(
            community=self.community(team),
            at=at,
            key=event_key(key),
            actor=self.actor(team, Person(id=person)),
            circle=circle,
        )

    def departure(self, team: str, person: str, circle: CircleId, key: str, at: datetime) -> CircleLeft:
        """Return that somebody left a circle's room by Slack's own means."""
        return CircleLeft(
            community=self.community(team),
            at=at,
            key=event_key(key),
            actor=self.actor(team, Person(id=person)),
            circle=circle,
        )

    def room_moved(self, team: str, circle: CircleId, channel: str, at: datetime) -> RoomMoved:
        """Return that Slack calls a circle's room otherwise from now on."""
        return RoomMoved(community=self.community(team), at=at, circle=circle, theirs=channel)

    def place_moved(
        self, team: str, place: str, theirs: str, board: tuple[tuple[int, str], ...], at: datetime
    ) -> PlaceMoved:
        """Return that Slack calls a channel otherwise from now on; ``board`` is the board in it, as it is kept."""
        return PlaceMoved(community=self.community(team), at=at, place=place, theirs=theirs, board=board)

    def removal(self, team: str, at: datetime) -> BotRemoved:
        """Return that the bot is in a workspace no more."""
        return BotRemoved(community=self.community(team), at=at)

    def return_(self, team: str, at: datetime) -> BotReturned:
        """Return that the bot is in a workspace."""
        return BotReturned(community=self.community(team), at=at)

    def room_gone(self, team: str, circle: CircleId, at: datetime) -> RoomGone:
        """Return that a circle's room was archived or deleted, or that the bot was taken out of it."""
        return RoomGone(community=self.community(team), at=at, circle=circle)

    def place_gone(self, team: str, place: str, at: datetime) -> PlaceGone:
        """Return that a channel which is no circle's room was archived or deleted."""
        return PlaceGone(community=self.community(team), at=at, place=place)

    def absence(self, team: str, person: str, at: datetime) -> MemberGone:
        """Return that somebody's account was closed."""
        return MemberGone(community=self.community(team), at=at, member=self.member(team, person))

    def unwelcome(self, team: str, person: str, at: datetime) -> MemberGone:
        """Return that somebody of another organisation is not matched any more; they sit on where they sit."""
        return replace(self.absence(team, person, at), stays_seated=True)

    def _do(self, act: Act, parts: list[str]) -> Meaning | None:
        command = COMMAND_OF.get((parts[0], parts[1])) if len(parts) == 2 else None
        return self._called(act, command, {}, {}) if command is not None else None

    def _called(
        self, act: Act, command: Command, options: Mapping[str, str], people: Mapping[str, Sequence[Actor]]
    ) -> Meaning | None:
        call = Call(
            community=self.community(act.team),
            at=act.at,
            actor=self.actor(act.team, act.person),
            key=event_key(act.id),
            options=options,
            places=act.places,
            people=people,
        )
        return command.meaning_of(call)

    def _interpret(
        self,
        act: Act,
        token: str,
        *,
        values: Sequence[str] = (),
        fields: Mapping[str, Sequence[str]] | None = None,
        people: Iterable[Actor] = (),
    ) -> Meaning | None:
        return interpret(
            Tap(
                token=token,
                community=self.community(act.team),
                at=act.at,
                actor=self.actor(act.team, act.person),
                key=event_key(act.id),
                values=values,
                fields=fields or {},
                people={actor.member: actor for actor in people},
                platform=PLATFORM,
                community_theirs=act.team,
                sees_activity=self.sees_activity,
                places=act.places,
            )
        )


def event_key(theirs: str) -> str:
    """Return the key by which a repeat of the same act is recognised."""
    return f"{PLATFORM}:{theirs}"


def mentioned_in(text: str) -> tuple[str, ...]:
    """Return the people whom a command names, as Slack writes them into it (``<@U1|ana>``)."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def picked_in(states: Iterable[Json]) -> tuple[str, ...]:
    """Return the people picked from Slack's own lists; raise what reading another shape raises."""
    return tuple(
        dict.fromkeys(person for state in states if state.get("type") in PICKED_PEOPLE for person in chosen_in(state))
    )


def chosen_in(state: Json) -> list[str]:
    """Return what was chosen or written in a control, as Slack tells it."""
    kind = str(state.get("type", ""))
    if kind == "users_select":
        return [plain_id(state["selected_user"])] if state.get("selected_user") else []
    if kind == "multi_users_select":
        return [plain_id(one) for one in state.get("selected_users") or ()]
    if kind.startswith("multi_"):
        return [str(one["value"]) for one in state.get("selected_options") or ()]
    if kind == "plain_text_input":
        return [str(state["value"])] if state.get("value") else []
    chosen = state.get("selected_option")
    return [str(chosen["value"])] if chosen else []


def fields_of(view: Json) -> list[tuple[str, Json]]:
    """Return the controls of a form by their ids, with what was put in."""
    blocks = (view.get("state") or {}).get("values") or {}
    return [(str(action_id), state) for block in blocks.values() for action_id, state in block.items()]


def _ours(state: Json, picked: Mapping[str, Actor]) -> list[str]:
    """Return the values of a control, picked people as our ids."""
    values = chosen_in(state)
    if state.get("type") not in PICKED_PEOPLE:
        return values
    return [picked[value].member if value in picked else value for value in values]
