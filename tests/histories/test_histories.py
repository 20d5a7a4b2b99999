"""Random people, random acts, random months: no hard rule and no promise is broken, and a repeat changes nothing."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.effects import BUDGETED, AddToRoom, CloseRoom, OpenRoom, PostToRoom, SendDirect
from circles_bot.engine.ids import CircleId, MemberId
from circles_bot.engine.model import Community, Member, SeasonAnswer, Way, With
from circles_bot.engine.tokens import Token
from circles_bot.words.compose import flat
from circles_bot.words.message import Message
from tests.databases import copy_of_template
from tests.histories import between
from tests.histories.world import (
    COMMUNITY,
    INTERESTS,
    PEOPLE,
    World,
    actor,
    migrated_template,
    person_of,
    zone_of_person,
)
from tests.postgres import PostgresServer

WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""A history of a minute shrinks for many; its acts are printed whole and can be replayed by Hypothesis's seed."""

UNASKED = BUDGETED


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody does, or time that passes; numbers are read as the kind of act needs."""

    kind: str
    person: int
    number: int
    choice: int


NAMED = {
    "yes": Token.ACCEPT,
    "no": Token.NOT_NOW,
    "answer": Token.TAP,
    "check-in": Token.CHECK_IN,
    "season": Token.SEASON,
    "need": Token.NEED,
    "more": Token.MORE,
    "with yes": Token.WITH_YES,
    "with no": Token.WITH_NO,
    "hand-off yes": Token.HANDOFF_YES,
}
CHOSEN = frozenset({"answer", "check-in", "season"})
"""Acts that choose one of several buttons."""

ACTS = st.builds(
    Act,
    kind=st.sampled_from(
        [
            *("join", "join", "react", "unreact", "leave", "say", "look", "hours", "days", "off"),
            *("tap", "tap", "yes", "yes", "yes", "no", "answer", "answer", "check-in", "season", "need", "want more"),
            *(*between.KINDS, "with", "with yes", "with yes", "with no", "hand-off yes"),
        ]
    ),
    person=st.integers(0, PEOPLE - 1),
    number=st.integers(0, 12),
    choice=st.integers(0, 5),
)


@pytest.fixture(scope="module")
def template() -> Path:
    """Make an empty migrated database to copy from."""
    return migrated_template(Path(tempfile.mkdtemp(prefix="circles-histories-")))


async def _do(world: World, act: Act) -> events.AnyEvent | None:
    """Do one act; return the event, when it was one."""
    world.acts += 1
    match act.kind:
        case "hours":
            await world.pass_time(timedelta(hours=1 + act.number))
        case "days":
            await world.pass_time(timedelta(days=1 + act.number))
        case "off":
            await world.sleep(timedelta(hours=act.number))
            await world.settle()
        case "look":
            await world.look(act.person)
        case "tap":
            return await world.tap_any(act.person, act.number, act.choice)
        case kind if kind in NAMED:
            return await world.tap_named(act.person, NAMED[kind], act.choice if kind in CHOSEN else 0)
        case _:
            event = _event_of(world, act)
            if event is not None:
                await world.submit(act.person, event)
            return event
    return None


def _event_of(world: World, act: Act) -> events.AnyEvent | None:
    """Return the event that an act without a button is."""
    if act.kind in between.KINDS:
        return between.event_between(world, act.kind, act.person, act.number, act.choice)
    at, who, key = world.clock.now(), actor(act.person), f"act-{world.acts}"
    emoji, name = INTERESTS[act.number % len(INTERESTS)]
    match act.kind:
        case "join":
            return events.InterestJoined(community=COMMUNITY, at=at, key=key, actor=who, interest=name, way=Way.COMMAND)
        case "leave":
            return events.InterestLeft(community=COMMUNITY, at=at, key=key, actor=who, interest=name)
        case "say":
            circles = [str(row[0]) for row in world.rows("SELECT id FROM circles ORDER BY id")]
            circle = CircleId(circles[act.number % len(circles)]) if circles else None
            if circle is None:
                return None
            return events.RoomSpoke(community=COMMUNITY, at=at, key=key, actor=who, circle=circle)
        case "want more":
            seats = world.rows("SELECT circle, member FROM seats WHERE state = 'seated' ORDER BY circle, member")
            if not seats:
                return None
            where, member = seats[act.number % len(seats)]
            return events.MoreWanted(
                community=COMMUNITY,
                at=at,
                key=key,
                actor=actor(person_of(str(member))),
                circle=CircleId(str(where)),
                is_wanted=act.choice > 0,
            )
        case _:
            is_set = act.kind == "react"
            return events.ReactionSeen(community=COMMUNITY, at=at, actor=who, emoji=emoji, is_set=is_set)


async def _live(template: Path, acts: Sequence[Act]) -> None:
    """Live a history on a new SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        await _live_in(await World.begin(template, Path(folder)), acts)


async def _live_on(url: str, acts: Sequence[Act]) -> None:
    """Live a history on a new database of a server."""
    await _live_in(await World.begin_at(url), acts)


async def _live_in(world: World, acts: Sequence[Act]) -> None:
    try:
        for act in acts:
            event = await _do(world, act)
            if event is not None:
                before = world.dump()
                await world.again(event)
                assert world.dump() == before, f"a repeat of {type(event).__name__} changed something"
        await world.pass_time(timedelta(weeks=2))
        check_promises(world)
    finally:
        await world.store.close()


async def test_an_asker_who_is_forgotten_leaves_the_budget_of_whom_they_asked(template: Path) -> None:
    """Somebody asks a stranger to talk and is forgotten; who asks the same stranger that day waits for the next."""
    asked, again = Act("with", 6, 10, 2), Act("with", 7, 11, 3)

    await _live(template, [asked, Act("hours", 5, 6, 0), Act("forget", 6, 4, 4), again])


HISTORIES = st.lists(ACTS, min_size=10, max_size=60)
EXAMPLES = {"random": 160, "lively": 30, "on a server": 60}
SHARES = range(8)
"""2,000 histories in all, in shares that run beside one another; each share draws its own."""


@pytest.mark.parametrize("share", SHARES)
def test_random_histories_keep_every_promise(template: Path, share: int) -> None:
    """Whatever people do in whatever order, what :func:`check_promises` lists is true."""

    @settings(max_examples=EXAMPLES["random"], deadline=None, phases=WITHOUT_SHRINKING, print_blob=True)
    @given(acts=HISTORIES)
    def live(acts: list[Act]) -> None:
        asyncio.run(_live(template, acts))

    live()


@pytest.mark.parametrize("share", SHARES)
def test_lively_histories_keep_every_promise(template: Path, share: int) -> None:
    """The same after everybody has joined and whoever is asked says yes: histories with many circles."""

    @settings(max_examples=EXAMPLES["lively"], deadline=None, phases=WITHOUT_SHRINKING, print_blob=True)
    @given(acts=st.lists(ACTS, min_size=5, max_size=40), extra=st.integers(0, 2**16))
    def live(acts: list[Act], extra: int) -> None:
        asyncio.run(_live(template, [*_lively(extra), *acts]))

    live()


@pytest.mark.parametrize("share", SHARES)
def test_histories_on_a_server_keep_every_promise(migrated_server: PostgresServer, share: int) -> None:
    """The same on PostgreSQL."""

    @settings(max_examples=EXAMPLES["on a server"], deadline=None, phases=WITHOUT_SHRINKING, print_blob=True)
    @given(acts=HISTORIES)
    def live(acts: list[Act]) -> None:
        asyncio.run(_live_on(copy_of_template(migrated_server), acts))

    live()


def _lively(extra: int) -> list[Act]:
    eager = [Act("join", person, (person + extra) % 2, 0) for person in range(PEOPLE)]
    answers = [Act("answer", person, 0, person) for person in range(PEOPLE)]
    return [*eager, Act("days", 0, 2, 0), *_yeses(), Act("days", 0, 1, 0), *_yeses(), *answers]


def _yeses() -> list[Act]:
    return [Act("yes", person, 0, 0) for person in range(PEOPLE)]


def check_promises(world: World) -> None:
    """Assert what a run can show of the hard rules and promises."""
    check_budget_and_quiet_hours(world)
    check_seats(world)
    check_avoided_pairs(world)
    check_nothing_for_who_left(world)
    check_footers(world)
    assert world.chat.repeats == 0, "an effect was sent twice"
    failed = world.rows("SELECT key, kind FROM effects WHERE state = 'dead'")
    assert not failed, f"effects died: {failed}"


def check_budget_and_quiet_hours(world: World) -> None:
    """Promise 8: at most one unasked message a day and two a week (or what they chose), none in their quiet hours."""
    for person in range(PEOPLE):
        lives = _known(world, person)
        sent = [
            (done.at, _as_known(lives, done.at))
            for done in world.chat.directs_to(actor(person).theirs)
            if isinstance(done.parcel.effect, SendDirect) and done.parcel.effect.kind in UNASKED
        ]
        for at, known in sent:
            before = _as_known(lives, at - timedelta(microseconds=1))  # they may have told it in the very same moment
            own = str(zone_of_person(person))
            zones = (own if one is None else one.timezone or _towns_zone(world, at) for one in (known, before))
            hours = [at.astimezone(ZoneInfo(zone)).hour for zone in zones]
            assert not all(map(_is_quiet, hours, (known, before))), f"written to in quiet hours: {at}"
        anew = _beginnings(lives)
        for (earlier, _), (later, _) in combinations(sent, 2):
            if not any(earlier <= at <= later for at in anew):
                assert later - earlier >= timedelta(hours=20), f"two in a day: {earlier}, {later}"
        for number, (last, known) in enumerate(sent):
            a_week = max(1, 2 if known is None or known.directs_per_week is None else known.directs_per_week)
            first, _ = sent[max(0, number - a_week)]
            is_full = number >= a_week and not any(first <= at <= last for at in anew)
            assert not is_full or last - first >= timedelta(days=6), f"more than {a_week} in a week: {first} … {last}"


_Lives = list[tuple[datetime, Member | None]]


def _known(world: World, person: int) -> _Lives:
    """Return what the bot knew of a person and from when on; None from when they were forgotten."""
    me = actor(person).member
    known: _Lives = []
    for event, decision in world.decisions:
        kept = (change.record for change in decision.changes if isinstance(change.record, Member))
        known.extend((event.at, record) for record in kept if record.id == me)
        if decision.forgotten == me:
            known.append((event.at, None))
    return known


def _beginnings(lives: _Lives) -> list[datetime]:
    """Return when the bot began to remember what it asks of a person, and when it forgot."""
    was_known = [False, *(known is not None for _, known in lives)]
    return [at for (at, known), before in zip(lives, was_known, strict=False) if (known is not None) != before]


def _as_known(lives: _Lives, at: datetime) -> Member | None:
    """Return a person as the bot knew them then."""
    return next((member for since, member in reversed(lives) if since <= at), None)


def _towns_zone(world: World, at: datetime) -> str:
    """Return the community's zone then, in which hours are quiet for who told none."""
    kept = ((event.at, change.record) for event, decision in world.decisions for change in decision.changes)
    return [record.timezone for since, record in kept if isinstance(record, Community) and since <= at][-1]


def _is_quiet(hour: int, known: Member | None) -> bool:
    """Tell whether nothing unasked may come in this hour of theirs."""
    first = 21 if known is None or known.quiet_from_hour is None else known.quiet_from_hour
    end = 8 if known is None or known.quiet_to_hour is None else known.quiet_to_hour
    return (hour >= first or hour < end) if first > end else first <= hour < end


def check_seats(world: World) -> None:
    """Promise 2 and the hard rules: who sits said yes; rooms hold three to five; nobody sits in two at once."""
    opened = [done.parcel.effect for done in world.chat.performed if isinstance(done.parcel.effect, OpenRoom)]
    for effect in opened:
        asked = world.rows(f"SELECT 1 FROM seats WHERE circle = '{effect.circle}' AND is_late = 0")  # noqa: S608  # our own id
        # two may begin alone only where just they were asked, and both knew it; or where somebody asked for them
        fewest = 2 if effect.circle.startswith("wth_") else min(3, len(asked))
        assert fewest <= len(effect.members) <= 6, f"a circle of {len(effect.members)}"
        said_yes = {
            event.actor.member
            for event, _ in world.decisions
            if isinstance(event, events.InvitationAnswered | events.WithAnswered)
            and event.circle == effect.circle
            and event.is_yes
        }
        said_yes |= {
            change.record.asker
            for _, decision in world.decisions
            for change in decision.changes
            if isinstance(change.record, With) and change.record.id == effect.circle
        }
        told = {
            done.parcel.effect.member
            for done in world.chat.performed
            if isinstance(done.parcel.effect, SendDirect)
            and done.parcel.effect.circle == effect.circle
            and done.parcel.effect.note.key == "invitation-told"
        }
        assert set(effect.members) <= said_yes | told, "somebody sits who did not say yes"
    seated = Counter(
        row[0]
        for row in world.rows(
            "SELECT s.member FROM seats s JOIN circles c ON c.id = s.circle"
            " WHERE s.state = 'seated' AND c.state IN ('opening', 'open', 'asking') AND c.origin = 'round'"
        )
    )
    assert all(count == 1 for count in seated.values()), f"somebody sits in more than one circle: {seated}"
    check_late_seats(world)


def check_late_seats(world: World) -> None:
    """Whoever was let into a talking circle said yes to it, and everyone who sat there had tapped "one more"."""
    wanted: dict[CircleId, set[MemberId]] = {}
    of_two = {
        done.parcel.effect.circle
        for done in world.chat.performed
        if isinstance(done.parcel.effect, OpenRoom) and len(done.parcel.effect.members) == 2
    }
    """Began with a seat kept open, as those two were told."""
    said_yes: set[tuple[CircleId, MemberId]] = set()
    for event, decision in world.decisions:
        if isinstance(event, events.MoreWanted) and decision.changes:
            wanting = wanted.setdefault(event.circle, set())
            (wanting.add if event.is_wanted else wanting.discard)(event.actor.member)
        if isinstance(event, events.SeasonAnswered) and event.answer is SeasonAnswer.ONE_MORE and decision.changes:
            wanted.setdefault(event.circle, set()).add(event.actor.member)
        if isinstance(event, events.InvitationAnswered) and event.is_yes:
            said_yes.add((event.circle, event.actor.member))
        for effect in decision.effects:
            if isinstance(effect, AddToRoom):
                assert all((effect.circle, member) in said_yes for member in effect.members), "nobody asked them"
                assert wanted.get(effect.circle) or effect.circle in of_two, "nobody had wished for one more"
                wanted[effect.circle] = set()


def check_avoided_pairs(world: World) -> None:
    """Check the avoid list: no circle that was planned after it joins the two."""
    avoided = [
        (member, other, since) for member, other, since in world.rows("SELECT member, other, since FROM avoidances")
    ]
    for circle, planned_at in world.rows("SELECT id, planned_at FROM circles"):
        members = {row[0] for row in world.rows(f"SELECT member FROM seats WHERE circle = '{circle}'")}  # noqa: S608  # our own id
        for member, other, since in avoided:
            is_later = isinstance(planned_at, int) and isinstance(since, int) and planned_at > since
            assert not (is_later and {member, other} <= members), "two who avoid each other were planned together"


def check_nothing_for_who_left(world: World) -> None:
    """Promise 3: after leaving, nothing unasked about that circle reaches the person."""
    left: dict[tuple[str, str], datetime] = {}
    for event, decision in world.decisions:
        if isinstance(event, events.CircleLeft) and decision.changes:
            left[event.actor.member, event.circle] = event.at
    for done in world.chat.performed:
        effect = done.parcel.effect
        if isinstance(effect, SendDirect) and effect.kind in UNASKED and effect.circle is not None:
            since = left.get((effect.member, effect.circle))
            assert since is None or done.at <= since, f"{person_of(effect.member)} left and was written to"


def check_footers(world: World) -> None:
    """Promise 11: every unasked direct message says how to get fewer."""
    for done in world.chat.performed:
        effect, words = done.parcel.effect, done.parcel.words
        if isinstance(effect, SendDirect) and effect.kind in UNASKED and isinstance(words, Message):
            assert flat(words.footer), f"{effect.kind} does not say how to get fewer"
        if isinstance(effect, PostToRoom) and isinstance(words, Message):
            ways = {control.token.split(":")[0] for control in words.controls}
            assert flat(words.footer) or ways & {Token.NEED, Token.MINE}, f"{effect.note.key} shows no way to fewer"
        assert not (isinstance(effect, CloseRoom) and words), "closing a room says nothing by itself"
