"""From what people do in the workspace to the engine's events and questions: pure functions.

What people write to each other ends here: of a message only its place, its writer and its id are taken, and only in a
room that the bot made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from circles_bot.commands import Call, Command, OptionKind
from circles_bot.engine.events import Actor, BoardRead, CircleLeft, MemberGone, ReactionSeen, RoomSpoke
from circles_bot.engine.ids import CircleId, CommunityId
from circles_bot.engine.questions import Place as SetupPlace
from circles_bot.ports.identities import Identities
from circles_bot.taps import Meaning, Tap, interpret
from circles_sandbox.model import BOT, Message, Person, Place, PlaceKind

PLATFORM = "sandbox"
COMMUNITY = "sandbox"
"""The workspace's own name for itself: there is one, so one is enough."""

BOARD_MARKER = "board"
"""Of its first page; the later ones have their number behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """That a person did something: who, when, and an id that is the same when it arrives twice.

    ``pilot`` is the channel to whose people a pilot is limited just then, if any.
    """

    id: str
    person: Person
    at: datetime
    pilot: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    """Knows how the workspace's ids become ours; ``sees_activity`` is the gateway's capability."""

    identities: Identities
    sees_activity: bool = True

    @property
    def community(self) -> CommunityId:
        """Our id of the workspace."""
        return self.identities.community(COMMUNITY)

    def actor(self, person: Person, pilot: Place | None = None) -> Actor:
        """Return a person as the engine knows them; whoever sees the ``pilot`` channel is in it."""
        return Actor(
            member=self.identities.member(self.community, person.id),
            theirs=person.id,
            locale=person.locale,
            timezone=person.timezone,
            is_steward=person.is_steward,
            is_in_pilot=pilot is not None and pilot.is_seen_by(person.id),
        )

    def tap(
        self,
        act: Act,
        token: str,
        values: Sequence[str] = (),
        *,
        fields: Mapping[str, Sequence[str]] | None = None,
        people: Iterable[Actor] = (),
        channels: Iterable[Place] = (),
    ) -> Meaning | None:
        """Return what a tapped button, a chosen option or a sent form means; None when nothing of ours.

        Where people were picked, the values are their member ids and ``people`` are they.
        """
        return interpret(
            Tap(
                token=token,
                community=self.community,
                at=act.at,
                actor=self.actor(act.person, act.pilot),
                key=event_key(act),
                values=tuple(values),
                fields=dict(fields or {}),
                people={actor.member: actor for actor in people},
                platform=PLATFORM,
                community_theirs=COMMUNITY,
                sees_activity=self.sees_activity,
                places=setup_places(channels),
            )
        )

    def command(
        self,
        act: Act,
        command: Command,
        options: Mapping[str, str],
        channels: Iterable[Place],
        people: Iterable[Person],
    ) -> Meaning | None:
        """Return what a command means; None when an option of it is not usable."""
        named = [option.name for option in command.options if option.kind is OptionKind.PEOPLE]
        try:
            found = {name: people_named(options[name], people) for name in named if name in options}
        except KeyError:
            return None
        call = Call(
            community=self.community,
            at=act.at,
            actor=self.actor(act.person, act.pilot),
            key=event_key(act),
            options=options,
            places=setup_places(channels),
            people={
                name: tuple(self.actor(person, act.pilot) for person in persons) for name, persons in found.items()
            },
        )
        return command.meaning_of(call)

    def reaction(
        self, act: Act, message: Message, emoji: str, *, is_set: bool, hears_reply: bool
    ) -> ReactionSeen | None:
        """Return that a reaction was seen, when it is the board that has it.

        ``hears_reply`` is the gateway's capability ``answers_reactions_privately``.
        """
        page = page_of(message)
        if page is None:
            return None
        return ReactionSeen(
            community=self.community,
            at=act.at,
            actor=self.actor(act.person, act.pilot),
            emoji=emoji,
            is_set=is_set,
            hears_reply=hears_reply,
            page=page,
        )

    def board(
        self,
        reactions: Mapping[str, Sequence[str]],
        people: Mapping[str, Person],
        at: datetime,
        pilot: Place | None = None,
        *,
        page: int,
    ) -> BoardRead:
        """Return a page's reactions as they stand; without the bot's own the page was cleared."""
        return BoardRead(
            community=self.community,
            at=at,
            reactions={
                emoji: tuple(self.actor(people[found], pilot) for found in who if found != BOT)
                for emoji, who in reactions.items()
            },
            is_whole=True,
            is_cleared=not any(BOT in who for who in reactions.values()),
            page=page,
        )

    def speech(self, act: Act, place: Place) -> RoomSpoke | None:
        """Return that somebody spoke, when it was in a circle's room; what they said is not looked at."""
        if not self.sees_activity or place.kind is not PlaceKind.ROOM or not place.marker:
            return None
        return RoomSpoke(
            community=self.community,
            at=act.at,
            key=event_key(act),
            actor=self.actor(act.person, act.pilot),
            circle=CircleId(place.marker),
        )

    def departure(self, act: Act, place: Place) -> CircleLeft | None:
        """Return that somebody left a circle, when it was its room that they left."""
        if place.kind is not PlaceKind.ROOM or not place.marker:
            return None
        return CircleLeft(
            community=self.community,
            at=act.at,
            key=event_key(act),
            actor=self.actor(act.person, act.pilot),
            circle=CircleId(place.marker),
        )

    def absence(self, act: Act) -> MemberGone:
        """Return that somebody is no longer in the community."""
        return MemberGone(community=self.community, at=act.at, member=self.actor(act.person, act.pilot).member)


def event_key(act: Act) -> str:
    """Return the key by which a repeat of the same act is recognised."""
    return f"{PLATFORM}:{act.id}"


def people_named(written: str, people: Iterable[Person]) -> tuple[Person, ...]:
    """Return the people of ``Ana, @Emeka Obi``: by their whole or first name; raise KeyError for anybody else."""
    by_name: dict[str, Person] = {}
    for person in people:
        by_name.setdefault(person.name.casefold().split()[0], person)
        by_name[person.name.casefold()] = person
    names = (name.strip().removeprefix("@").casefold() for name in written.split(","))
    return tuple(dict.fromkeys(by_name[name] for name in names if name))


def setup_places(channels: Iterable[Place]) -> tuple[SetupPlace, ...]:
    """Return the channels as a steward may choose them; the bot lacks nothing anywhere here."""
    return tuple(SetupPlace(theirs=channel.id, name=f"#{channel.name}") for channel in channels)


def marker_of(page: int) -> str:
    """Return by what a page of the board is known again."""
    return f"{BOARD_MARKER}:{page}" if page else BOARD_MARKER


def page_of(message: Message) -> int | None:
    """Return which page of the board a message is, or None where it is another one."""
    name, _, page = (message.marker or "").partition(":")
    return int(page or 0) if name == BOARD_MARKER else None
