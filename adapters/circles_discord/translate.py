"""From Discord's interactions and events to the engine's events and questions: pure functions.

What people write to each other ends here: of a message only its room, its writer and its id are taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord

from circles_bot.commands import COMMAND_OF, Call, Command
from circles_bot.engine.events import (
    Actor,
    BoardRead,
    BotRemoved,
    BotReturned,
    MemberGone,
    PersonAvoided,
    PlaceGone,
    ReactionSeen,
    RoomGone,
    RoomSpoke,
)
from circles_bot.engine.ids import CircleId, CommunityId, MemberId
from circles_bot.engine.questions import Place
from circles_bot.engine.settings import NOWHERE
from circles_bot.ports.identities import Identities
from circles_bot.taps import Meaning, Tap, interpret
from circles_discord.commands import PERSON, SUB_COMMAND
from circles_discord.custom_ids import unpack

PLATFORM = "discord"
CHANNEL_SELECT = discord.ComponentType.channel_select.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as an interaction or a reaction shows them."""

    id: str
    locale: str | None = None
    is_steward: bool = False
    knows_steward: bool = True
    joined_at: datetime | None = None
    is_in_pilot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """That a person did something in a server, or about it: ``id`` is the same when it arrives twice.

    ``pilot`` is the channel to whose people a pilot is limited just then, if any.
    """

    id: str
    guild: int
    person: Person
    at: datetime
    pilot: str | None = None
    places: Sequence[Place] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    """Knows how Discord's ids become ours."""

    identities: Identities

    def community(self, guild: int) -> CommunityId:
        """Return our id of a server."""
        return self.identities.community(str(guild))

    def member(self, guild: int, person: str) -> MemberId:
        """Return our id of a person in a server."""
        return self.identities.member(self.community(guild), person)

    def removal(self, guild: int, at: datetime) -> BotRemoved:
        """Return that the bot is in a server no more."""
        return BotRemoved(community=self.community(guild), at=at)

    def return_(self, guild: int, at: datetime) -> BotReturned:
        """Return that the bot is in a server."""
        return BotReturned(community=self.community(guild), at=at)

    def actor(self, guild: int, person: Person) -> Actor:
        """Return a person as the engine knows them."""
        return Actor(
            member=self.member(guild, person.id),
            theirs=person.id,
            locale=person.locale,
            is_steward=person.is_steward,
            knows_steward=person.knows_steward,
            joined_at=person.joined_at,
            is_in_pilot=person.is_in_pilot,
        )

    def tap(self, act: Act, data: Mapping[str, Any], people: Iterable[Person]) -> Meaning | None:
        """Return what a tapped control means; None when it is none of ours. ``people`` are those it picked."""
        found = unpack(str(data.get("custom_id", "")))
        if found is None or found.guild != act.guild:
            return None
        picked = {person.id: self.actor(act.guild, person) for person in people}
        values = [str(value) for value in data.get("values", ())]
        ours = [picked[value].member if value in picked else value for value in values]
        return self._interpret(act, found.token, values=ours, people=picked.values())

    def form(self, act: Act, data: Mapping[str, Any], people: Iterable[Person]) -> Meaning | None:
        """Return what a sent form means; None when it is none of ours."""
        found = unpack(str(data.get("custom_id", "")))
        if found is None or found.guild != act.guild:
            return None
        picked = {person.id: self.actor(act.guild, person) for person in people}
        fields: dict[str, Sequence[str]] = {}
        for label in data.get("components", ()):
            component = label.get("component") or {}
            field = unpack(str(component.get("custom_id", "")))
            if field is None:
                continue
            values = component.get("values")
            if values is None:
                values = [component["value"]] if component.get("value") else []
            if not values and component.get("type") == CHANNEL_SELECT:
                values = [NOWHERE]  # left empty: what is not asked at all is not among the components
            fields[field.token] = [picked[value].member if value in picked else str(value) for value in values]
        return self._interpret(act, found.token, fields=fields, people=picked.values())

    def command(self, act: Act, data: Mapping[str, Any], people: Mapping[str, Person]) -> Meaning | None:
        """Return what a command means; None for one that is not ours, or with an option that is not usable."""
        command, given = command_of(data)
        if command is None:
            return None
        options = {str(one["name"]): str(one.get("value", "")) for one in given}
        named = {
            str(one["name"]): (self.actor(act.guild, people[str(one["value"])]),)
            for one in given
            if one.get("type") == PERSON and str(one.get("value")) in people
        }
        call = Call(
            community=self.community(act.guild),
            at=act.at,
            actor=self.actor(act.guild, act.person),
            key=event_key(act.id),
            options=options,
            places=act.places,
            people=named,
        )
        return command.meaning_of(call)

    def avoidance(self, act: Act, other: Person) -> PersonAvoided:
        """Return that somebody chose "Avoid, privately" on a person."""
        return PersonAvoided(
            community=self.community(act.guild),
            at=act.at,
            key=event_key(act.id),
            actor=self.actor(act.guild, act.person),
            other=self.actor(act.guild, other),
        )

    def reaction(
        self, guild: int, person: Person, emoji: str, at: datetime, *, page: int, is_set: bool
    ) -> ReactionSeen:
        """Return that a reaction on a page of the board was seen set or taken off."""
        return ReactionSeen(
            community=self.community(guild),
            at=at,
            actor=self.actor(guild, person),
            emoji=emoji,
            is_set=is_set,
            page=page,
        )

    def board(
        self,
        guild: int,
        reactions: Mapping[str, Sequence[Person]],
        at: datetime,
        *,
        page: int,
        is_whole: bool,
        is_cleared: bool,
    ) -> BoardRead:
        """Return a page's reactions as they stand; without the bot's own the page was cleared."""
        return BoardRead(
            community=self.community(guild),
            at=at,
            reactions={emoji: tuple(self.actor(guild, one) for one in who) for emoji, who in reactions.items()},
            is_whole=is_whole,
            is_cleared=is_cleared,
            page=page,
        )

    def speech(self, guild: int, person: Person, circle: CircleId, message: int, at: datetime) -> RoomSpoke:
        """Return that somebody spoke in a circle's room; what they said is not looked at."""
        return RoomSpoke(
            community=self.community(guild),
            at=at,
            key=event_key(str(message)),
            actor=self.actor(guild, person),
            circle=circle,
        )

    def room_gone(self, guild: int, circle: CircleId, at: datetime) -> RoomGone:
        """Return that a circle's room was deleted."""
        return RoomGone(community=self.community(guild), at=at, circle=circle)

    def place_gone(self, guild: int, place: int, at: datetime) -> PlaceGone:
        """Return that a channel was deleted."""
        return PlaceGone(community=self.community(guild), at=at, place=str(place))

    def absence(self, guild: int, person: str, at: datetime) -> MemberGone:
        """Return that somebody is no longer in a server."""
        return MemberGone(community=self.community(guild), at=at, member=self.member(guild, person))

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
                community=self.community(act.guild),
                at=act.at,
                actor=self.actor(act.guild, act.person),
                key=event_key(act.id),
                values=values,
                fields=fields or {},
                people={actor.member: actor for actor in people},
                platform=PLATFORM,
                community_theirs=str(act.guild),
                sees_activity=True,
                places=act.places,
            )
        )


def event_key(theirs: str) -> str:
    """Return the key by which a repeat of the same act is recognised."""
    return f"{PLATFORM}:{theirs}"


def command_of(data: Mapping[str, Any]) -> tuple[Command | None, Sequence[Mapping[str, Any]]]:
    """Return which command an interaction gives, and its options."""
    subs = [option for option in data.get("options", ()) if option.get("type") == SUB_COMMAND]
    if len(subs) != 1:
        return None, ()
    return COMMAND_OF.get((str(data.get("name")), str(subs[0].get("name")))), subs[0].get("options", ())
