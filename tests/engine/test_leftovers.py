"""Who is left over: two who may begin as two, and something near for whoever waits alone."""

from dataclasses import replace

import pytest

from circles_bot.engine import events
from circles_bot.engine.decision import Decision, Silenced
from circles_bot.engine.effects import DirectKind, OpenRoom, member_lane
from circles_bot.engine.interests import silence_about
from circles_bot.engine.invitations import answers_due, invitation_answered
from circles_bot.engine.mine import mine_asked
from circles_bot.engine.model import Avoidance, CircleState, Interest, Member, OptIn, OptInState, RoundCause, SeatState
from circles_bot.engine.questions import MineAsked
from circles_bot.engine.rounds import round_planned
from circles_bot.engine.snapshots import CircleScope, RoundScope
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAY,
    NOON,
    WEEK,
    a_circle,
    a_member,
    a_seat,
    a_view,
    an_actor,
    an_interest,
    an_opt_in,
    applied,
    circle_scope,
)
from tests.engine.towns import (
    BASEBALL,
    BOOKS,
    a_standing,
    a_wish,
    circles_in,
    directs_in,
    member_scope,
    members_in,
    round_scope,
    seats_in,
    tokens_of,
    wishes_in,
)

POETRY = an_interest("poetry", emoji="📜", neighbours=(BOOKS.id,))
READING = replace(BOOKS, neighbours=(POETRY.id,))
ANYTHING = an_interest("anything", emoji="💬")
EVERY = (BASEBALL, READING, POETRY, ANYTHING)


def waiting(member: object, interest: Interest = BASEBALL, rounds: int = 1, **more: object) -> OptIn:
    """Return a wish that has been passed over."""
    return replace(a_wish(interest, rounds_waited=rounds, **more), member=member)  # type: ignore[arg-type]  # an id


def looked(
    scope: RoundScope, cause: RoundCause = RoundCause.WEEKLY, interests: tuple[Interest, ...] = EVERY
) -> Decision:
    """Return what a look leads to that plans no circle."""
    assert scope.round is not None
    scope = replace(scope, round=replace(scope.round, cause=cause), interests=interests)
    planned = events.RoundPlanned(community=COMMUNITY, at=NOON, round=scope.round.id, circles=())  # type: ignore[union-attr]  # it has one
    return round_planned(scope, planned)


def offers(decision: Decision) -> dict[str, str]:
    """Return what is offered, by member."""
    found = [direct for direct in directs_in(decision) if direct.kind is DirectKind.OFFER]
    return {direct.member: tokens_of(direct.note)[0].removeprefix("wake-wish:") for direct in found}


# --- two who both like -------------------------------------------------------------------------------------------


def test_the_only_two_are_asked_to_begin_as_two() -> None:
    """Both have waited a round: each is asked privately, and knows before the yes that there are two."""
    decision = looked(round_scope(waiting(ANA), waiting(BEN)))

    (circle,) = circles_in(decision)
    assert (circle.open_seats, circle.state) == (1, CircleState.INVITING)
    asked = [direct for direct in directs_in(decision) if direct.kind is DirectKind.INVITATION]
    assert {direct.member for direct in asked} == {ANA, BEN}
    assert {direct.note.key for direct in asked} == {"invitation-two"}
    assert len(seats_in(decision)) == 2


@pytest.mark.parametrize(
    ("wishes", "cause"),
    [
        ((waiting(ANA),), RoundCause.WEEKLY),
        ((waiting(ANA), waiting(BEN), waiting(CLEO)), RoundCause.WEEKLY),
        ((waiting(ANA), waiting(BEN, rounds=0)), RoundCause.WEEKLY),
        ((waiting(ANA), waiting(BEN, skips_until=NOON + DAY)), RoundCause.WEEKLY),
        ((waiting(ANA), waiting(BEN)), RoundCause.SETTLED),
    ],
    ids=["one", "three", "not yet a round", "resting", "settled"],
)
def test_nobody_else_is_asked_to_begin_as_two(wishes: tuple[OptIn, ...], cause: RoundCause) -> None:
    """One more may come: two begin alone only when nothing better is in sight."""
    assert not circles_in(looked(round_scope(*wishes), cause))


def test_two_who_avoid_each_other_are_not_asked() -> None:
    """The avoid list holds on every path."""
    avoids = Avoidance(community=COMMUNITY, member=BEN, other=ANA, since=NOON)

    assert not circles_in(looked(round_scope(waiting(ANA), waiting(BEN), avoidances=(avoids,))))


def test_nobody_learns_how_few_follow_something_confidential() -> None:
    """Promise 6: no count, not even of two."""
    secret = replace(BASEBALL, is_confidential=True, emoji="")

    decision = looked(round_scope(waiting(ANA, secret), waiting(BEN, secret)), interests=(secret, ANYTHING))

    assert not circles_in(decision)
    assert not offers(decision)


def a_pair(ana: SeatState = SeatState.INVITED, ben: SeatState = SeatState.INVITED) -> CircleScope:
    """Return two who are asked whether they would begin as two."""
    views = [
        replace(a_view(one), seat=a_seat(one, state, delivered_at=NOON), opt_in=an_opt_in(one, OptInState.INVITED))
        for one, state in ((ANA, ana), (BEN, ben))
    ]
    return circle_scope(*views, circle=a_circle(CircleState.INVITING, open_seats=1))


def test_two_yeses_open_a_room_with_a_seat_open() -> None:
    """The second yes opens it; the seat stays open, and either may take that back."""
    scope = a_pair(SeatState.ACCEPTED)
    yes = events.InvitationAnswered(community=COMMUNITY, at=NOON, actor=an_actor(BEN), circle=CIRCLE, is_yes=True)

    decision = invitation_answered(scope, yes)
    after = applied(scope, decision)

    (room,) = decision.effects
    assert isinstance(room, OpenRoom)
    assert set(room.members) == {ANA, BEN}
    assert after.circle is not None
    assert after.circle.open_seats == 1
    assert all(view.seat.wants_more for view in after.seats)


@pytest.mark.parametrize("answer", [SeatState.INVITED, SeatState.DECLINED])
def test_one_yes_just_keeps_waiting(answer: SeatState) -> None:
    """Promise 7: whether the other said no or nothing, the one who said yes is told nothing and waits as before."""
    scope = a_pair(SeatState.ACCEPTED, answer)

    decision = answers_due(scope, events.AnswersDue(community=COMMUNITY, at=NOON + 9 * DAY, circle=CIRCLE))
    after = applied(scope, decision)

    assert (decision.effects, decision.timers) == ((), ())
    assert after.seats[0].opt_in is not None
    assert (after.seats[0].opt_in.state, after.seats[0].opt_in.is_first_in_line) == (OptInState.WAITING, False)
    assert after.seats[1].opt_in is not None
    assert after.seats[1].opt_in.skips_until == NOON + 9 * DAY + 2 * WEEK


# --- something near ----------------------------------------------------------------------------------------------


def test_who_is_left_out_is_offered_anything() -> None:
    """No neighbour: "anything", in the budget, with how to get fewer, and only as an offer."""
    decision = looked(round_scope(waiting(ANA, rounds=0)))

    assert offers(decision) == {ANA: ANYTHING.id}
    (direct,) = directs_in(decision)
    assert direct.note.footer is not None
    (member,) = members_in(decision)
    assert member.offered_at == NOON
    assert len(member.asked_at) == 1
    assert {wish.interest for wish in wishes_in(decision)} == {BASEBALL.id}


def test_two_small_groups_of_neighbours_are_offered_each_other() -> None:
    """Two wait for books and one for poetry: that one is offered books, they poetry, and then they are three."""
    scope = round_scope(waiting(ANA, READING, 0), waiting(BEN, READING, 0), waiting(CLEO, POETRY, 0))

    assert offers(looked(scope)) == {ANA: POETRY.id, BEN: POETRY.id, CLEO: BOOKS.id}


@pytest.mark.parametrize(
    "member",
    [
        a_member(ANA, offered_at=NOON - 4 * WEEK + DAY),
        a_member(ANA, paused_until=NOON + DAY),
        a_member(ANA, asked_at=(NOON - 5 * DAY, NOON - 4 * DAY)),
        a_member(ANA, directs_per_week=0),
        a_member(ANA, is_unreachable=True),
    ],
    ids=["offered lately", "paused", "no budget", "takes none", "unreachable"],
)
def test_an_offer_keeps_every_limit(member: Member) -> None:
    """Promise 8: at most one in four weeks, never in a pause, and only within the budget."""
    assert not offers(looked(round_scope(waiting(ANA), members={ANA: member})))


def test_an_offer_comes_again_after_four_weeks() -> None:
    """A long wait is not forgotten."""
    member = a_member(ANA, offered_at=NOON - 4 * WEEK)

    assert offers(looked(round_scope(waiting(ANA), members={ANA: member})))


def test_what_somebody_left_is_not_offered_again() -> None:
    """Leaving outranks a good idea of the bot's."""
    scope = replace(round_scope(waiting(ANA)), other_wishes=frozenset({(ANA, ANYTHING.id)}))

    assert not offers(looked(scope))


def test_who_is_asked_into_a_circle_is_offered_nothing() -> None:
    """One thing at a time."""
    decision = looked(round_scope(waiting(ANA), waiting(BEN)))

    assert not offers(decision)


def test_my_circles_has_the_offer_in_any_case() -> None:
    """A button, whether or not a message went out; not for a wish that has waited no round yet."""
    standings = (a_standing(BASEBALL, waiting(ANA)), a_standing(ANYTHING))
    fresh = (a_standing(BASEBALL, waiting(ANA, rounds=0)), a_standing(ANYTHING))
    asked = MineAsked(community=COMMUNITY, at=NOON, actor=an_actor(ANA))

    waited, new = (
        tokens_of(mine_asked(member_scope(*found, member=a_member(ANA)), asked).content)  # type: ignore[arg-type]  # a note
        for found in (standings, fresh)
    )

    assert f"wake-wish:{ANYTHING.id}" in waited
    assert f"wake-wish:{ANYTHING.id}" not in new


def test_taking_one_wish_back_leaves_what_is_about_others() -> None:
    """Only that invitation goes quiet: a check-in on its way about another circle still comes."""
    invited = replace(a_standing(BASEBALL, a_wish(BASEBALL, OptInState.INVITED)), invited_to=CIRCLE)
    others = a_standing(BOOKS, a_wish(BOOKS, OptInState.SEATED))

    both, alone = silence_about((invited, others), invited), silence_about((invited,), invited)

    assert both == (Silenced(lane=member_lane(ANA), about=CIRCLE),)
    assert alone == (Silenced(lane=member_lane(ANA)),)
