"""My circles: an honest line for everything, for the one who asks alone."""

from dataclasses import replace
from datetime import datetime
from itertools import islice

import pytest

from circles_bot.engine.ids import CircleId, HandOffId
from circles_bot.engine.mine import mine_asked
from circles_bot.engine.model import (
    Circle,
    CircleState,
    HandOff,
    HandOffState,
    OptInState,
    Seat,
    SeatState,
    With,
    WithState,
)
from circles_bot.engine.notes import Entry, Note
from circles_bot.engine.questions import MineAsked
from circles_bot.engine.snapshots import MemberScope, PlaceView
from tests.engine.builders import ANA, BEN, CIRCLE, COMMUNITY, DAY, HOUR, NOON, a_circle, a_member, a_seat, an_actor
from tests.engine.towns import BASEBALL, BOOKS, FIRST_JOB, a_standing, a_wish, member_scope, tokens_of

WISH = With(
    id=CircleId("wth_1"),
    community=COMMUNITY,
    asker=BEN,
    topic="zines",
    state=WithState.ASKING,
    asked_at=NOON,
    closes_at=NOON + DAY,
)


def mine(scope: MemberScope, at: datetime = NOON) -> Note:
    """Ask for My circles at noon."""
    reply = mine_asked(scope, MineAsked(community=COMMUNITY, at=at, actor=an_actor()))
    assert isinstance(reply.content, Note)
    return reply.content


def beside(note: Note) -> list[tuple[str, list[str]]]:
    """Return each line with what its buttons do, and last what stands at the end."""
    left = iter(tokens_of(note))
    lines = zip(note.lines, note.beside, strict=True)
    found = [(line.key, [one.split(":")[0] for one in islice(left, count)]) for line, count in lines]
    return [*found, ("", [one.split(":")[0] for one in left])]


def with_place(seat: Seat, circle: Circle, wish: OptInState = OptInState.INVITED) -> MemberScope:
    """Return the snapshot of somebody with one seat."""
    place = PlaceView(seat=seat, circle=circle)
    return member_scope(a_standing(opt_in=a_wish(state=wish)), member=a_member(), places=(place,))


def test_mine_of_somebody_new_is_honestly_empty() -> None:
    """Nothing yet, what happens first, and the way to begin."""
    note = mine(member_scope())

    assert (note.key, tokens_of(note)) == ("mine-empty", ("join-menu",))


@pytest.mark.parametrize(
    ("wish", "key"),
    [
        (a_wish(), "mine-gathering"),
        (a_wish(is_first_in_line=True), "mine-first"),
        (a_wish(skips_until=NOON + DAY), "mine-skipping"),
        (a_wish(skips_until=NOON - DAY), "mine-gathering"),
        (a_wish(state=OptInState.ASLEEP), "mine-asleep"),
        (a_wish(state=OptInState.RESTING), "mine-resting"),
    ],
)
def test_mine_has_an_honest_line_for_each_wish(wish: object, key: str) -> None:
    """Not yet, and why: each wish says where it stands."""
    scope = member_scope(a_standing(opt_in=wish), member=a_member())  # type: ignore[arg-type]  # an OptIn, above

    assert [line.key for line in mine(scope).lines] == [key]


def test_mine_says_when_the_next_look_is() -> None:
    """Silence reads as broken: a wish that gathers names the next look."""
    line = mine(member_scope(a_standing(opt_in=a_wish()), member=a_member())).lines[0]

    assert line.args["next"] == NOON + 6 * DAY + 6 * HOUR


@pytest.mark.parametrize("state", [OptInState.ASLEEP, OptInState.RESTING])
def test_mine_wakes_a_wish_with_one_tap(state: OptInState) -> None:
    """A wish that sleeps or rests is one tap from waiting again."""
    scope = member_scope(a_standing(opt_in=a_wish(state=state)), member=a_member())

    assert f"wake-wish:{BASEBALL.id}" in tokens_of(mine(scope))


@pytest.mark.parametrize(
    ("state", "tokens"),
    [
        (SeatState.INVITED, (f"accept:{CIRCLE}", f"not-now:{CIRCLE}")),
        (SeatState.ACCEPTED, (f"not-now:{CIRCLE}",)),
        (SeatState.DECLINED, (f"accept:{CIRCLE}",)),
    ],
)
def test_mine_shows_open_invitations_with_their_answers(state: SeatState, tokens: tuple[str, ...]) -> None:
    """An invitation that could not be delivered waits here, and a mind can be changed here."""
    note = mine(with_place(a_seat(state=state), a_circle(CircleState.INVITING)))

    assert tokens_of(note)[: len(tokens)] == tokens
    assert [line.key for line in note.lines] == [f"mine-invitation-{state}"]


@pytest.mark.parametrize(
    "scope",
    [
        with_place(a_seat(state=SeatState.INVITED), a_circle(CircleState.INVITING)),
        replace(member_scope(), withs=(WISH,)),
    ],
    ids=["an invitation", "chosen people"],
)
def test_mine_says_before_a_yes_who_else_could_open_the_room(scope: MemberScope) -> None:
    """Promise 9: whoever takes no direct messages says yes here, and reads nothing else before."""
    (line,) = mine(scope).lines

    assert line.args["who_sees"] == Entry("who-can-open-room")


def test_mine_offers_leaving_each_circle() -> None:
    """A circle one sits in can be left here."""
    note = mine(with_place(a_seat(), a_circle(), OptInState.SEATED))

    assert tokens_of(note)[0] == f"leave-circle:{CIRCLE}"
    assert [line.key for line in note.lines] == ["mine-circle"]


def test_mine_keeps_a_missed_invitation_for_14_days() -> None:
    """One that could not be delivered stays takeable for 14 days, and costs nothing."""
    lapsed = a_seat(state=SeatState.LAPSED)
    scope = with_place(lapsed, a_circle(CircleState.FIZZLED, planned_at=NOON), OptInState.WAITING)

    assert f"accept:{CIRCLE}" in tokens_of(mine(scope, NOON + 14 * DAY))
    assert f"accept:{CIRCLE}" not in tokens_of(mine(scope, NOON + 15 * DAY))


def test_mine_shows_nothing_of_a_lapsed_invitation_that_arrived() -> None:
    """What was not taken up is never held against anybody: it is not shown at all."""
    lapsed = a_seat(state=SeatState.LAPSED, delivered_at=NOON)
    scope = with_place(lapsed, a_circle(CircleState.OPEN), OptInState.WAITING)

    assert [line.key for line in mine(scope).lines] == ["mine-gathering"]


def test_mine_lists_what_could_not_be_asked_directly() -> None:
    """A "with" and a hand-off wait here with their two answers, also for somebody who is no member yet."""
    hand_off = HandOff(
        id=HandOffId("hof_1"),
        community=COMMUNITY,
        circle=CIRCLE,
        asker=BEN,
        asked=ANA,
        state=HandOffState.ASKED,
        asked_at=NOON,
        closes_at=NOON + DAY,
    )

    note = mine(replace(member_scope(), withs=(WISH,), hand_offs=(hand_off,)))

    assert [line.key for line in note.lines] == ["mine-with", "mine-handoff"]
    assert set(tokens_of(note)) >= {"with-yes:wth_1", "with-no:wth_1", "handoff-yes:hof_1", "handoff-no:hof_1"}


def test_mine_says_first_that_one_is_on_a_break() -> None:
    """A pause stands on top, with the way back."""
    paused = a_member(paused_until=NOON + DAY)

    note = mine(member_scope(a_standing(opt_in=a_wish()), member=paused))

    assert note.lines[0].key == "mine-paused"
    assert "pause:0" in tokens_of(note)


def test_a_break_can_be_ended_where_nothing_else_stands() -> None:
    """Whoever paused and has no wish left is not told that there is nothing here."""
    note = mine(member_scope(member=a_member(paused_until=NOON + DAY)))

    assert beside(note)[0] == ("mine-paused", ["pause"])


def test_each_line_has_its_own_buttons_beside_it() -> None:
    """On a phone nobody looks for the button that belongs to a line; what concerns everything comes at the end."""
    asked = PlaceView(seat=a_seat(state=SeatState.INVITED), circle=a_circle(CircleState.INVITING))
    opening = PlaceView(seat=a_seat(), circle=a_circle(CircleState.OPENING))
    scope = member_scope(
        a_standing(BASEBALL, a_wish(BASEBALL, still_asked_at=NOON - DAY)),
        a_standing(BOOKS, a_wish(BOOKS, still_asked_at=NOON - DAY)),
        a_standing(replace(FIRST_JOB, needs_word=True), a_wish(FIRST_JOB, OptInState.RESTING)),
        member=a_member(paused_until=NOON + DAY),
        places=(asked, opening),
    )

    assert beside(mine(replace(scope, withs=(WISH,)))) == [
        ("mine-paused", ["pause"]),
        ("mine-with", ["with-yes", "with-no"]),
        ("mine-invitation-invited", ["accept", "not-now"]),
        ("mine-circle-opening", []),
        ("mine-still", ["still", "still", "leave-wish"]),
        ("mine-still", ["leave-wish"]),
        ("mine-resting", ["wake-wish", "word-menu"]),
        ("", ["join-menu", "rhythm-menu", "about-me", "avoided"]),
    ]


def test_mine_fits_the_platforms_limit_of_controls() -> None:
    """However many wishes somebody has, the page can be shown: 25 controls is Discord's limit."""
    standings = [a_standing(opt_in=a_wish())] * 60
    scope = MemberScope(community=member_scope().community, member=a_member(), standings=tuple(standings), places=())

    shown = beside(mine(scope))

    assert shown[:20] == [("mine-gathering", ["leave-wish"])] * 20
    assert shown[20:60] == [("mine-gathering", [])] * 40
    assert shown[60:] == [("", ["join-menu", "rhythm-menu", "about-me", "pause", "avoided"])]
