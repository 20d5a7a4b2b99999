"""Stewards by name: whoever a steward names counts as one on each later act, hears of it once, and may say no."""

from dataclasses import replace
from datetime import datetime

import pytest

from circles_bot.engine.answers import answer
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import Decision, Kept, TimerCancelled
from circles_bot.engine.effects import DirectKind
from circles_bot.engine.events import (
    Actor,
    EverythingPaused,
    NamingDue,
    NamingEnded,
    Personal,
    ReportTold,
    RhythmTold,
    StewardNamed,
)
from circles_bot.engine.ids import MemberId
from circles_bot.engine.members import recognise
from circles_bot.engine.mine import mine_asked
from circles_bot.engine.model import Member
from circles_bot.engine.naming import NAMED_AT_MOST, as_steward, naming_due, naming_ended, steward_named
from circles_bot.engine.notes import Note
from circles_bot.engine.questions import HoldAsked, MineAsked, SettingsAsked, StewardsAsked
from circles_bot.engine.snapshots import PeopleScope, StewardScope
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAY,
    HOUR,
    NOON,
    a_community,
    a_deck,
    a_member,
    an_actor,
    circle_scope,
)
from tests.engine.towns import directs_in, due_of, member_scope, members_in, note_of, tokens_of

NAMED = a_member(BEN, named_steward_at=NOON - DAY)
SCOPE = PeopleScope(community=a_community(), people={ANA: a_member(), BEN: a_member(BEN)})
ANA_NAMES_BEN = StewardNamed(community=COMMUNITY, at=NOON, actor=an_actor(is_steward=True), other=an_actor(BEN))
TELL_BEN = NamingDue(community=COMMUNITY, at=NOON, member=BEN)


def ended(by: Actor, other: MemberId = BEN) -> Decision:
    """Take the naming of somebody back."""
    scope = replace(SCOPE, people={ANA: a_member(), BEN: NAMED}, named=(NAMED,))
    return naming_ended(scope, NamingEnded(community=COMMUNITY, at=NOON, actor=by, other=other))


def told(ben: Member = NAMED, at: datetime = NOON) -> Decision:
    """Let the time come at which Ben, named, may hear of it."""
    return naming_due(replace(SCOPE, people={BEN: ben}), replace(TELL_BEN, at=at))


def test_a_steward_names_somebody_who_hears_of_it_later() -> None:
    """The record says so at once; the message waits for a moment that suits."""
    decision = steward_named(SCOPE, ANA_NAMES_BEN)

    assert decision.changes == (Kept(a_member(BEN, named_steward_at=NOON)),)
    assert due_of(decision, "naming:") == NOON
    assert decision.effects == ()


def test_somebody_new_to_the_bot_can_be_named() -> None:
    """They are kept with the address at which they hear of it."""
    decision = steward_named(replace(SCOPE, people={ANA: a_member()}), ANA_NAMES_BEN)

    assert [type(change.record).__name__ for change in decision.changes] == ["Member", "Address"]


@pytest.mark.parametrize(
    ("actor", "other", "named", "key"),
    [
        (an_actor(), BEN, 0, "stewards-only"),
        (an_actor(is_steward=True), ANA, 0, "stewards-oneself"),
        (an_actor(is_steward=True), BEN, NAMED_AT_MOST, "stewards-enough"),
    ],
)
def test_naming_has_limits_that_say_so_kindly(actor: Actor, other: MemberId, named: int, key: str) -> None:
    """Stewards only, nobody themselves, and no more than a list shows."""
    scope = replace(SCOPE, named=tuple(a_member(MemberId(f"mem_{one}")) for one in range(named)))

    decision = steward_named(scope, replace(ANA_NAMES_BEN, actor=actor, other=an_actor(other)))

    assert (decision.changes, decision.timers, note_of(decision).key) == ((), (), key)


def test_naming_somebody_again_tells_them_nothing_again() -> None:
    """One private message, whoever names them how often."""
    decision = steward_named(replace(SCOPE, people={BEN: NAMED}, named=(NAMED,)), ANA_NAMES_BEN)

    assert (decision.changes, decision.timers) == ((), ())


def test_the_named_are_told_once_within_their_budget() -> None:
    """It is an unasked message: it counts, says how to get fewer, and has a way out."""
    decision = told()

    (direct,) = directs_in(decision)
    assert (direct.kind, direct.member) == (DirectKind.NAMING, BEN)
    assert members_in(decision)[0].asked_at == (NOON,)
    assert direct.note.footer is not None
    assert "step-down" in tokens_of(direct.note)


def test_the_named_are_told_by_day_and_when_the_budget_allows() -> None:
    """At night, or with a message today already, it waits."""
    night = NOON + 11 * HOUR

    by_day = told(at=night)
    tomorrow = told(replace(NAMED, asked_at=(NOON - HOUR,)))

    assert (by_day.effects, due_of(by_day, "naming:")) == ((), NOON + 20 * HOUR)
    assert (tomorrow.effects, due_of(tomorrow, "naming:")) == ((), NOON + 23 * HOUR)


@pytest.mark.parametrize(
    "ben",
    [
        replace(NAMED, named_steward_at=None),
        replace(NAMED, gone_at=NOON - HOUR),
        replace(NAMED, directs_per_week=0),
    ],
    ids=["taken back", "gone", "takes none"],
)
def test_nothing_is_sent_to_whom_it_does_not_concern(ben: Member) -> None:
    """Taken back meanwhile, gone, or no messages at all."""
    assert (told(ben).effects, told(ben).timers) == ((), ())


def test_my_circles_says_that_one_is_named() -> None:
    """Whoever takes no messages finds it there, with the way out."""
    reply = mine_asked(
        member_scope(member=replace(NAMED, id=ANA)), MineAsked(community=COMMUNITY, at=NOON, actor=an_actor())
    )

    assert isinstance(reply.content, Note)
    assert [line.key for line in reply.content.lines] == ["mine-named"]
    assert "step-down" in tokens_of(reply.content)


def test_a_steward_takes_a_naming_back() -> None:
    """At once, and what was still to be told is not."""
    decision = ended(by=an_actor(is_steward=True))

    assert members_in(decision)[0].named_steward_at is None
    assert [timer for timer in decision.timers if isinstance(timer, TimerCancelled)]


def test_whoever_is_named_may_step_down() -> None:
    """One tap; nobody is told."""
    decision = ended(by=an_actor(BEN))

    assert members_in(decision)[0].named_steward_at is None
    assert note_of(decision).key == "stepped-down"


def test_nobody_else_takes_a_naming_back() -> None:
    """A member can end no one else's."""
    assert (ended(by=an_actor(CLEO)).changes, note_of(ended(by=an_actor(CLEO))).key) == ((), "stewards-only")


ACTS = (
    (
        member_scope(member=replace(NAMED, id=ANA)),
        EverythingPaused(community=COMMUNITY, at=NOON, actor=an_actor(), is_paused=True),
    ),
    (
        replace(SCOPE, people={ANA: replace(NAMED, id=ANA)}),
        StewardNamed(community=COMMUNITY, at=NOON, actor=an_actor(), other=an_actor(BEN)),
    ),
)


@pytest.mark.parametrize(("scope", "event"), ACTS, ids=lambda value: type(value).__name__)
def test_the_named_count_as_stewards_on_each_act(scope: PeopleScope, event: EverythingPaused) -> None:
    """Whatever the platform says of them."""
    assert note_of(decide(scope, event, a_deck())).key != "stewards-only"


@pytest.mark.parametrize(
    ("scope", "question"),
    [
        (
            member_scope(member=replace(NAMED, id=ANA)),
            SettingsAsked(community=COMMUNITY, at=NOON, actor=an_actor(), page=0),
        ),
        (
            replace(SCOPE, people={ANA: replace(NAMED, id=ANA)}),
            HoldAsked(community=COMMUNITY, at=NOON, actor=an_actor()),
        ),
        (
            replace(SCOPE, people={ANA: replace(NAMED, id=ANA)}),
            StewardsAsked(community=COMMUNITY, at=NOON, actor=an_actor()),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_named_may_look_at_what_stewards_look_at(scope: PeopleScope, question: HoldAsked) -> None:
    """Their questions are answered as any steward's."""
    content = answer(question, scope).content

    assert not isinstance(content, Note) or content.key not in {"stewards-only", "sorry-stewards-only"}


def test_reports_reach_the_named() -> None:
    """They get the one private word on it, like the others."""
    scope = circle_scope(stewards=(a_member(MemberId("mem_zoe"), named_steward_at=NOON - DAY),))
    event = ReportTold(
        community=COMMUNITY, at=NOON, actor=an_actor(), circle=CIRCLE, text="please look", names_reporter=False
    )

    assert [direct.member for direct in directs_in(decide(scope, event, a_deck()))] == ["mem_zoe"]


def test_being_named_is_not_taken_for_the_platforms_word() -> None:
    """After it is taken back nothing of it stays: acting by name makes nobody a steward for good."""
    event = RhythmTold(community=COMMUNITY, at=NOON, actor=an_actor(), hour=12)
    counted = as_steward(member_scope(member=replace(NAMED, id=ANA)), event)

    assert counted.actor.is_steward
    assert not recognise(replace(NAMED, id=ANA), counted.actor, COMMUNITY, NOON).member.is_steward


def test_a_stranger_counts_as_what_the_platform_says() -> None:
    """Being known, or unknown, or somebody else's name changes nothing."""
    event = Personal(community=COMMUNITY, at=NOON, actor=an_actor())
    totals = StewardScope(community=a_community(), member=NAMED, opted_in=0, waiting=0, talking=0, circles=0, moods=())

    for scope in (member_scope(), SCOPE, totals, circle_scope()):
        assert as_steward(scope, event) is event
