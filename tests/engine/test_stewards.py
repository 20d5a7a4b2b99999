"""What stewards see: totals of at least five; a pause of everything; one message a month."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine.decide import decide
from circles_bot.engine.effects import ShowToStewards
from circles_bot.engine.events import EverythingPaused, InvitationAnswered, MonthDue, RoundPlanned
from circles_bot.engine.ids import CircleId, MemberId
from circles_bot.engine.model import CheckInAnswer, CircleState, Community, OptInState, SeatState
from circles_bot.engine.notes import Note
from circles_bot.engine.questions import PreviewAsked, StatusAsked
from circles_bot.engine.schedule import next_monthly
from circles_bot.engine.snapshots import MemberScope, Mood, StewardScope
from circles_bot.engine.stewards import preview_asked, status_asked
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    NOON,
    a_circle,
    a_community,
    a_deck,
    a_member,
    a_seat,
    a_view,
    an_actor,
    an_opt_in,
    circle_scope,
)
from tests.engine.towns import ROUND, due_of, note_of, round_scope

STEWARD = an_actor(ANA, is_steward=True)
PAUSED = a_community(paused_at=NOON)
SCOPE = MemberScope(community=a_community(), member=a_member(ANA, is_steward=True), standings=())
NUMBERS = {f"status-{name}" for name in ("opted-in", "waiting", "circles")}


def totals(**changes: object) -> StewardScope:
    """Return a community of forty of whom nobody sits anywhere."""
    scope = StewardScope(community=a_community(), member=None, opted_in=40, waiting=12, talking=0, circles=0, moods=())
    return replace(scope, **changes)  # type: ignore[arg-type]  # fields of many kinds


def status(scope: StewardScope) -> Note:
    """Return what a steward is told."""
    content = status_asked(scope, StatusAsked(community=COMMUNITY, at=NOON, actor=STEWARD)).content
    assert isinstance(content, Note)
    return content


def preview(seated: int, **changes: object) -> Note:
    """Return what a steward is told of a plan that would seat so many."""
    question = PreviewAsked(community=COMMUNITY, at=NOON, actor=STEWARD)
    content = preview_asked(SCOPE, replace(question, **changes), seated).content  # type: ignore[arg-type]  # as above
    assert isinstance(content, Note)
    return content


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 4), st.integers(3, 20))
def test_no_total_describes_fewer_people_than_may_be(
    opted_in: int, waiting: int, talking: int, circles: int, least: int
) -> None:
    """Promise 4: never a number of fewer than five (or what the community chose), in status or monthly message."""
    community = a_community(settings={"smallest_group": least}, stewards_place="C5")
    scope = totals(community=community, opted_in=opted_in, waiting=waiting, talking=talking, circles=circles)
    month = decide(scope, MonthDue(community=COMMUNITY, at=NOON), a_deck())
    (told,) = month.effects
    assert isinstance(told, ShowToStewards)

    for line in (*status(scope).lines, *told.note.lines):
        if line.key in NUMBERS:
            total = line.args["total"]
            assert isinstance(total, int)
            assert total >= least


@pytest.mark.parametrize("below", [0, 1, 4])
def test_what_is_below_the_least_reads_alike(below: int) -> None:
    """None, one and four look the same: nobody's joining or leaving shows."""
    assert status(totals(opted_in=below, waiting=below)) == status(totals(opted_in=3, waiting=2))


@pytest.mark.parametrize("people", [3, 5, 6])
def test_one_circle_alone_is_told_in_words(people: int) -> None:
    """A total would be about that circle, in which the steward may sit."""
    assert status(totals(circles=1, talking=people)) == status(totals(circles=1, talking=4))


GOOD, QUIET, OFF, NOT_FOR_ME = CheckInAnswer.GOOD, CheckInAnswer.QUIET, CheckInAnswer.OFF, CheckInAnswer.NOT_FOR_ME


def moods(*circles: tuple[CheckInAnswer, ...]) -> tuple[Mood, ...]:
    """Return what people last said, each circle's answers together; nobody sits in two."""
    return tuple(
        Mood(circle=CircleId(f"cir_{number}"), season=1, member=MemberId(f"mem_{number}_{seat}"), answer=answer)
        for number, answers in enumerate(circles)
        for seat, answer in enumerate(answers)
    )


def mood_told(opted_in: int, found: tuple[Mood, ...]) -> str | None:
    """Return the entry in which a steward is told how circles are."""
    keys = [line.key for line in status(totals(opted_in=opted_in, moods=found)).lines if "mood" in line.key]
    return keys[0] if keys else None


@pytest.mark.parametrize(
    ("opted_in", "circles", "told"),
    [
        (29, [(GOOD,) * 4] * 5, None),
        (30, [(GOOD,) * 4], None),
        (30, [(GOOD,) * 5], None),
        (30, [(GOOD,) * 3, (GOOD,)], None),
        (30, [(GOOD,) * 3, (GOOD,) * 2], "status-mood-good"),
        (30, [(GOOD,) * 4] * 4 + [(OFF,) * 2, (QUIET,) * 2], "status-mood-good"),
        (30, [(GOOD,) * 4] * 4 + [(OFF, QUIET), (QUIET,) * 3], "status-mood-mixed"),
        (30, [(GOOD, GOOD), (OFF, QUIET), (QUIET,) * 3], "status-mood-quiet"),
        (30, [(GOOD, OFF)] * 8, "status-mood-good"),
        (30, [(NOT_FOR_ME, OFF)] * 8, "status-mood-good"),
        (30, [(NOT_FOR_ME,) * 2] * 8, "status-mood-quiet"),
    ],
)
def test_moods_come_from_thirty_opted_in_and_in_words(
    opted_in: int, circles: list[tuple[CheckInAnswer, ...]], told: str | None
) -> None:
    """Of five people in two circles at least, and a low answer counts where two in a circle give one."""
    assert mood_told(opted_in, moods(*circles)) == told


@given(st.lists(st.lists(st.sampled_from(CheckInAnswer), max_size=5), min_size=1, max_size=12), st.data())
def test_the_only_one_to_say_that_something_is_off_reads_like_good(
    others: list[list[CheckInAnswer]], data: st.DataObject
) -> None:
    """Whatever all others said, of whatever circles: no threshold is crossed by one who is alone with it."""
    place = data.draw(st.integers(0, len(others) - 1))
    alone = [answer for answer in others[place] if answer not in {QUIET, OFF}]
    said = {
        answer: moods(*(tuple([answer, *alone] if number == place else of) for number, of in enumerate(others)))
        for answer in (OFF, QUIET, GOOD)
    }

    assert mood_told(40, said[OFF]) == mood_told(40, said[QUIET]) == mood_told(40, said[GOOD])


@pytest.mark.parametrize("seated", [0, 1, 4])
def test_a_preview_of_fewer_than_five_says_no_number(seated: int) -> None:
    """Nought and four read alike."""
    assert preview(seated) == preview(3)
    assert preview(seated).key == "preview-few"


def test_a_preview_of_five_says_so() -> None:
    """From five on it is a total."""
    assert preview(5).args["total"] == 5


def test_only_stewards_are_told() -> None:
    """Neither status nor preview answers anybody else, and nothing is paused by them."""
    nobody = an_actor(BEN)
    asked = status_asked(totals(), StatusAsked(community=COMMUNITY, at=NOON, actor=nobody)).content
    event = EverythingPaused(community=COMMUNITY, at=NOON, actor=nobody, is_paused=True)

    assert isinstance(asked, Note)
    assert (asked.key, preview(9, actor=nobody).key) == ("stewards-only", "stewards-only")
    assert decide(SCOPE, event, a_deck()).changes == ()


def test_a_pause_stands_until_it_is_ended() -> None:
    """Paused twice it is paused since the first time; going on plans the weekly look anew."""
    event = EverythingPaused(community=COMMUNITY, at=NOON, actor=STEWARD, is_paused=True)
    paused = decide(SCOPE, event, a_deck())
    again = decide(replace(SCOPE, community=PAUSED), replace(event, at=NOON.replace(hour=13)), a_deck())
    went_on = decide(replace(SCOPE, community=PAUSED), replace(event, is_paused=False), a_deck())

    communities = [
        change.record
        for made in (paused, again, went_on)
        for change in made.changes
        if isinstance(change.record, Community)
    ]
    assert [community.paused_at for community in communities] == [NOON, NOON, None]
    assert due_of(went_on, "weekly:") == NOON + timedelta(days=6, hours=6)


def test_a_plan_that_was_under_way_seats_nobody_while_paused() -> None:
    """Nothing is planned or seated during a pause, however it was begun."""
    scope = round_scope(*(an_opt_in(member) for member in (ANA, BEN, CLEO)), community=PAUSED)

    decision = decide(scope, RoundPlanned(community=COMMUNITY, at=NOON, round=ROUND.id, circles=()), a_deck())

    assert (decision.changes, decision.effects) == ((), ())


def test_a_yes_is_kept_and_answered_while_paused_and_opens_nothing() -> None:
    """Members' own acts are answered kindly, with a word on why nothing follows yet."""
    views = [
        replace(
            a_view(member),
            seat=a_seat(member, state, answered_at=NOON, delivered_at=NOON, answer_by=NOON),
            opt_in=an_opt_in(member, OptInState.INVITED),
        )
        for member, state in ((ANA, SeatState.INVITED), (BEN, SeatState.ACCEPTED), (CLEO, SeatState.ACCEPTED))
    ]
    circle = a_circle(CircleState.INVITING)
    event = InvitationAnswered(community=COMMUNITY, at=NOON, actor=an_actor(ANA), circle=CIRCLE, is_yes=True)

    open_now = decide(circle_scope(*views, circle=circle), event, a_deck())
    paused = decide(circle_scope(*views, circle=circle, community=PAUSED), event, a_deck())

    assert open_now.effects
    assert paused.effects == ()
    assert note_of(paused).lines[-1].key == "all-is-paused"


def test_no_channel_no_monthly_message() -> None:
    """Stewards who named none are not written to unasked; /steward status says the same whenever they like."""
    decision = decide(totals(), MonthDue(community=COMMUNITY, at=NOON), a_deck())

    assert (decision.effects, decision.timers) == ((), ())


@pytest.mark.parametrize(
    ("changes", "suggestion"),
    [
        ({"opted_in": 2}, "monthly-suggest-announce"),
        ({"waiting": 9}, "monthly-suggest-neighbours"),
        ({"waiting": 9, "circles": 2, "talking": 8}, "monthly-nothing-needed"),
    ],
)
def test_the_monthly_message_has_one_suggestion_and_a_way_to_fewer(
    changes: Mapping[str, object], suggestion: str
) -> None:
    """Most months nothing is needed, and it says how to get none (promise 11)."""
    scope = totals(community=a_community(stewards_place="C5"), **changes)

    decision = decide(scope, MonthDue(community=COMMUNITY, at=NOON), a_deck())

    (told,) = decision.effects
    assert isinstance(told, ShowToStewards)
    assert (told.place, told.note.lines[-1].key) == ("C5", suggestion)
    assert told.note.footer is not None
    assert due_of(decision, "monthly:") == datetime(2026, 4, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "zone", "expected"),
    [
        (NOON, "UTC", datetime(2026, 4, 1, 10, tzinfo=UTC)),
        (datetime(2026, 7, 15, tzinfo=UTC), "UTC", datetime(2026, 8, 3, 10, tzinfo=UTC)),
        (datetime(2026, 3, 31, 23, tzinfo=UTC), "Asia/Tokyo", datetime(2026, 5, 1, 1, tzinfo=UTC)),
        (datetime(2026, 1, 31, tzinfo=UTC), "UTC", datetime(2026, 2, 2, 10, tzinfo=UTC)),
    ],
)
def test_the_monthly_message_comes_on_the_first_working_day(after: datetime, zone: str, expected: datetime) -> None:
    """At ten in the community's time; a first on a weekend moves to Monday."""
    assert next_monthly(after, ZoneInfo(zone)) == expected
