"""Whatever goes wrong with a request, its effect is there in the end, once."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from circles_bot.engine.effects import (
    AddToRoom,
    CloseRoom,
    DirectKind,
    EditPost,
    OpenRoom,
    PostToRoom,
    SendDirect,
    ShowBoard,
)
from circles_bot.engine.ids import CircleId, EffectKey, Lane, PostId
from circles_bot.engine.notes import Line, Note
from circles_bot.ports.chat import ChatEffect, Closed, Dead, Done, Gone, Later, Outcome, Parcel
from circles_bot.words.message import Message, Plain
from tests.fakes.discord.components import every
from tests.fakes.discord.faults import Fault, Kind
from tests.fakes.discord.model import Channel
from tests.journeys.acts import FOUR, circle_opens
from tests.journeys.discord_town import DiscordTown

NOTE = Note(key="welcome", footer=Line(key="fewer-directs"))
MESSAGES = "POST /channels/{channel_id}/messages"
THREADS = "POST /channels/{channel_id}/threads"
EDITS = "PATCH /channels/{channel_id}/messages/{message_id}"
LETS_IN = "PUT /channels/{channel_id}/thread-members/{user_id}"
CHANGES = "PATCH /channels/{channel_id}"
CONVERSATIONS = "POST /users/@me/channels"
REFUSED_LATER = 40003
TRIES_AT_MOST = 4

FAULTS: tuple[Callable[[str], Fault], ...] = (
    *(
        (lambda route, status=status, kind=kind: Fault(kind=kind, route=route, status=status))
        for status in (500, 502, 503, 504, 524)
        for kind in (Kind.STATUS, Kind.STATUS_AFTER)
    ),
    lambda route: Fault(kind=Kind.DROP_BEFORE, route=route),
    lambda route: Fault(kind=Kind.DROP_AFTER, route=route),
    *(
        (lambda route, scope=scope: Fault(kind=Kind.LIMIT, route=route, scope=scope, retry_after=0.05))
        for scope in ("user", "shared", "global")
    ),
    lambda route: Fault(kind=Kind.LIMIT, route=route, retry_after=60.0),
    lambda route: Fault(kind=Kind.LIMIT, route=route, retry_after=60.0, via=False),
)


class Desk:
    """Hands parcels to the gateway, as delivery does: again, as uncertain, until they are over."""

    def __init__(self, town: DiscordTown) -> None:
        """Take a town that is set up."""
        self.town = town
        self.place = next(one for one in town.guild.channels.values() if one.name == "circles")
        self.community = town.adapter.client.translator.community(town.guild.id)
        self.people = {
            town.adapter.client.translator.member(town.guild.id, str(one.user.id)): str(one.user.id)
            for one in town.people.values()
        }
        self.ana = town.adapter.client.translator.member(town.guild.id, str(town.people["Ana"].user.id))
        self._numbers = count()

    def parcel(self, kind: str, text: str, *, to: str | None = None, message: str | None = None) -> Parcel:
        """Return a parcel of a kind."""
        key = f"{kind}-{next(self._numbers)}"
        return Parcel(
            key=key,
            effect=self._effect(kind, key, text),
            community=str(self.town.guild.id),
            to=to,
            message=message,
            words=Message(title="", paragraphs=((Plain(text),),), controls=(), footer=(), preview=text),
            people=self.people,
        )

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Perform a parcel until it is over."""
        outcome: Outcome = Later()
        for number in range(TRIES_AT_MOST):
            tried = Parcel(**{name: getattr(parcel, name) for name in parcel.__slots__} | {"is_uncertain": number > 0})
            outcome = await self.town.adapter.gateway.perform(tried)
            if not isinstance(outcome, Later):
                return outcome
        return outcome

    async def room(self) -> Channel:
        """Open a room with nobody in it yet."""
        outcome = await self.deliver(self.parcel("open", f"room {next(self._numbers)}", to=str(self.place.id)))
        assert isinstance(outcome, Done)
        return self.town.guild.threads[int(outcome.theirs or "")]

    def _effect(self, kind: str, key: str, text: str) -> ChatEffect:
        base = {"key": EffectKey(key), "lane": Lane(key), "community": self.community}
        circle = CircleId(key)
        match kind:
            case "board":
                return ShowBoard(**base, place=str(self.place.id), note=NOTE, seed_emoji=("⚾",))  # type: ignore[arg-type]
            case "open":
                return OpenRoom(**base, circle=circle, place=str(self.place.id), name=text, members=(self.ana,))  # type: ignore[arg-type]
            case "add":
                return AddToRoom(**base, circle=circle, members=(self.ana,))  # type: ignore[arg-type]
            case "post":
                return PostToRoom(**base, circle=circle, post=PostId(key), note=NOTE)  # type: ignore[arg-type]
            case "edit":
                return EditPost(**base, circle=circle, post=PostId(key), note=NOTE)  # type: ignore[arg-type]
            case "close":
                return CloseRoom(**base, circle=circle)  # type: ignore[arg-type]
            case _:
                return SendDirect(**base, member=self.ana, kind=DirectKind.INVITATION, circle=circle, note=NOTE)  # type: ignore[arg-type]


def texts(channel: Channel | None) -> list[str]:
    """Return what was said in a channel."""
    messages = channel.messages.values() if channel is not None else ()
    return [str(one["content"]) for message in messages for one in every(message.components) if one["type"] == 10]


@pytest.fixture
def desk(town: DiscordTown) -> Desk:
    """Hand out parcels."""
    return Desk(town)


async def test_a_room_is_opened_once(desk: Desk) -> None:
    """Discord knows no key for threads: one that may be there is looked for, and the library repeats none."""
    for number, fault in enumerate(FAULTS):
        for route in (THREADS, LETS_IN):
            name = f"{route[:3]} {number}"
            met = desk.town.fake.faults.plan(fault(route))
            outcome = await desk.deliver(desk.parcel("open", name, to=str(desk.place.id)))

            there = [one for one in desk.town.guild.threads.values() if one.name == name]
            assert isinstance(outcome, Done), met
            assert [str(one.id) for one in there] == [outcome.theirs], met
            assert there[0] in desk.town.people["Ana"].threads(), met


async def test_people_are_let_in_and_rooms_put_away(desk: Desk) -> None:
    """Both are as wanted in the end, whatever broke."""
    for fault in FAULTS:
        room = await desk.room()
        met = desk.town.fake.faults.plan(fault(LETS_IN))
        assert isinstance(await desk.deliver(desk.parcel("add", "", to=str(room.id))), Done), met
        assert room in desk.town.people["Ana"].threads(), met

        met = desk.town.fake.faults.plan(fault(CHANGES))
        assert isinstance(await desk.deliver(desk.parcel("close", "", to=str(room.id))), Done), met
        assert room.thread is not None
        assert room.thread.archived, met


async def test_a_post_and_its_edit_are_there_once(desk: Desk) -> None:
    """Repeats carry the same nonce, so the room sees one message."""
    room = await desk.room()
    for number, fault in enumerate(FAULTS):
        met = desk.town.fake.faults.plan(fault(MESSAGES))
        outcome = await desk.deliver(desk.parcel("post", f"first {number}", to=str(room.id)))
        assert isinstance(outcome, Done), met
        assert texts(room).count(f"first {number}") == 1, met

        met = desk.town.fake.faults.plan(fault(EDITS))
        edit = desk.parcel("edit", f"second {number}", to=str(room.id), message=outcome.theirs)
        assert isinstance(await desk.deliver(edit), Done), met
        assert texts(room).count(f"second {number}") == 1, met


async def test_a_direct_message_is_there_once(desk: Desk) -> None:
    """Be it the opening of the conversation that broke, or the message."""
    ana = desk.town.people["Ana"]
    for number, fault in enumerate(FAULTS):
        for route in (CONVERSATIONS, MESSAGES) if number == 0 else (MESSAGES,):
            text = f"{route[:12]} {number}"
            met = desk.town.fake.faults.plan(fault(route))
            assert isinstance(await desk.deliver(desk.parcel("direct", text, to=str(ana.user.id))), Done), met
            assert texts(desk.town.fake.world.dms[ana.user.id]).count(text) == 1, met


async def test_the_board_is_there_once(desk: Desk) -> None:
    """Posted or edited, with its reaction."""
    for number, fault in enumerate(FAULTS):
        met = desk.town.fake.faults.plan(fault(MESSAGES))
        outcome = await desk.deliver(desk.parcel("board", f"new {number}"))
        assert isinstance(outcome, Done), met
        assert texts(desk.place).count(f"new {number}") == 1, met

        met = desk.town.fake.faults.plan(fault(EDITS))
        edit = desk.parcel("board", f"edited {number}", to=outcome.theirs)
        assert await desk.deliver(edit) == outcome, met
        assert texts(desk.place).count(f"edited {number}") == 1, met


@pytest.mark.parametrize("code", [50007, 50278])
async def test_closed_direct_messages_are_said(desk: Desk, code: int) -> None:
    """The engine then lets what it had to say wait at My circles."""
    desk.town.fake.faults.refuse(code, MESSAGES)
    parcel = desk.parcel("direct", "hello", to=str(desk.town.people["Ana"].user.id))

    assert await desk.deliver(parcel) == Closed()


async def test_opened_too_fast_stops_all_new_conversations_for_hours(desk: Desk) -> None:
    """Those that are open go on; no other is opened before the six hours are over."""
    ana, ben, chidi = (desk.town.people[name] for name in ("Ana", "Ben", "Chidi"))
    gateway = desk.town.adapter.gateway
    assert isinstance(await gateway.perform(desk.parcel("direct", "known", to=str(ana.user.id))), Done)
    desk.town.fake.faults.refuse(REFUSED_LATER, CONVERSATIONS)
    assert await gateway.perform(desk.parcel("direct", "ben", to=str(ben.user.id))) == Later(
        retry_after=timedelta(hours=6)
    )
    asked = len(desk.town.fake.calls(CONVERSATIONS))

    await desk.town.pass_time(timedelta(hours=2))
    waits = await gateway.perform(desk.parcel("direct", "chidi", to=str(chidi.user.id)))
    assert waits == Later(retry_after=timedelta(hours=4))
    assert len(desk.town.fake.calls(CONVERSATIONS)) == asked
    assert isinstance(await gateway.perform(desk.parcel("direct", "still", to=str(ana.user.id))), Done)

    await desk.town.pass_time(timedelta(hours=4))
    assert isinstance(await gateway.perform(desk.parcel("direct", "now", to=str(chidi.user.id))), Done)


async def test_a_token_that_was_taken_back_loses_nothing(desk: Desk) -> None:
    """What is to be done waits for a new one."""
    room = await desk.room()
    token = desk.town.fake.rest.token
    desk.town.fake.rest.token = "another"  # a fake's
    assert isinstance(await desk.deliver(desk.parcel("post", "waits", to=str(room.id))), Later)
    desk.town.fake.rest.token = token
    assert isinstance(await desk.deliver(desk.parcel("post", "goes on", to=str(room.id))), Done)


async def test_what_is_gone_or_forbidden_is_told_apart(desk: Desk) -> None:
    """A room that is not there ends; a permission that is lacking is the operator's to mend."""
    for code, outcome in ((10003, Gone), (50001, Dead), (50013, Dead)):
        room = await desk.room()
        desk.town.fake.faults.refuse(code, MESSAGES)
        found = await desk.deliver(desk.parcel("post", "hello", to=str(room.id)))
        assert isinstance(found, outcome)
        assert not isinstance(found, Dead) or "allow it there" in found.reason


async def test_a_circle_opens_once_though_everything_breaks_once(town: DiscordTown) -> None:
    """Each message and room of the journey is cut after it happened; everybody sees one of each."""
    for route in (THREADS, LETS_IN, MESSAGES, EDITS, CONVERSATIONS):
        town.fake.faults.drop(route, after_effect=True, times=2)
        town.fake.faults.fail(503, route, times=2)

    await circle_opens(town)
    await town.pass_time(timedelta(hours=24))

    for who in FOUR:
        assert len(town.rooms(who)) == 1
        assert len(town.directs(who)) == len(set(town.directs(who)))
    assert len(town.in_room("Ana")) == len(set(town.in_room("Ana")))
