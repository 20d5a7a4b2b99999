"""Members who like not to be asked: told of a circle instead, and a yes for others until they step out.

A first circle always asks, and so does every one after which "nothing is seated without asking" was promised.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import Decision
from circles_bot.engine.effects import AnyEffect, DirectKind, OpenRoom, SendDirect
from circles_bot.engine.events import PlannedCircle, RoundPlanned
from circles_bot.engine.ids import CircleId, MemberId
from circles_bot.engine.interests import Joining, join
from circles_bot.engine.members import pause_chosen
from circles_bot.engine.mine import mine_asked
from circles_bot.engine.model import CircleState, OptIn, OptInState, Seat, SeatState, Way
from circles_bot.engine.notes import Note
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import MineAsked
from circles_bot.engine.rounds import round_planned
from circles_bot.engine.snapshots import CircleScope, PlaceView, RoundScope, SeatView
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
    DAY,
    EVE,
    HOUR,
    NOON,
    a_circle,
    a_community,
    a_deck,
    a_member,
    a_seat,
    an_actor,
    an_opt_in,
    applied,
    circle_scope,
)
from tests.engine.towns import (
    BASEBALL,
    ROUND,
    a_standing,
    a_wish,
    directs_in,
    due_of,
    member_scope,
    members_in,
    round_scope,
    seats_in,
    tokens_of,
    wishes_in,
)

FOUR = (ANA, BEN, CLEO, DAN)
POLICY = Policy()
DECK = a_deck()
SAT = frozenset({ANA})
EASY = a_member(asks_first=False)
"""Ana, who likes not to be asked."""


def planned(scope: RoundScope, extras: tuple[MemberId, ...] = (), at_hour: int = 0) -> Decision:
    """Apply a plan of one circle of four."""
    circle = PlannedCircle(interest=scope.opt_ins[0].interest, members=FOUR, extras=extras)
    at = NOON + at_hour * HOUR
    return round_planned(scope, RoundPlanned(community=COMMUNITY, at=at, round=ROUND.id, circles=(circle,)))


def pool(ana: OptIn | None = None, have_sat: frozenset[MemberId] = SAT, member: object = EASY) -> RoundScope:
    """Return four who wait, Ana first."""
    wishes = tuple(a_wish(member=who) for who in FOUR[1:])
    people = {ANA: member}
    return round_scope(ana or a_wish(member=ANA), *wishes, members=people, have_sat=have_sat)  # type: ignore[arg-type]  # a Member


def seat_of(decision: Decision, member: MemberId = ANA) -> Seat:
    """Return a member's seat as a decision keeps it."""
    return next(seat for seat in seats_in(decision) if seat.member == member)


# --- planning -------------------------------------------------------------------------------------------------------


def test_somebody_who_likes_it_so_is_told_instead_of_asked() -> None:
    """One private message with a one-tap way out, who can see what is written there, and how to be asked again."""
    decision = planned(pool())

    (direct,) = (one for one in directs_in(decision) if one.member == ANA)
    assert (direct.kind, direct.note.key) == (DirectKind.INVITATION, "invitation-told")
    assert [token.split(":")[0] for token in tokens_of(direct.note)] == ["not-now", "mine"]
    assert "who_sees" in direct.note.args
    assert direct.note.footer is not None
    assert (seat_of(decision).state, seat_of(decision).is_unasked) == (SeatState.ACCEPTED, True)
    assert {seat_of(decision, other).state for other in FOUR[1:]} == {SeatState.INVITED}


@pytest.mark.parametrize(
    "scope",
    [
        pool(have_sat=frozenset()),
        pool(member=a_member()),
        pool(a_wish(member=ANA, asks_first=True)),
    ],
    ids=["the first circle", "likes to be asked", "after a rest"],
)
def test_everybody_else_is_asked(scope: RoundScope) -> None:
    """Promise 2: a first circle always asks, and nothing is seated after a rest without asking."""
    decision = planned(scope)

    assert (seat_of(decision).state, seat_of(decision).is_unasked) == (SeatState.INVITED, False)
    assert {direct.note.key for direct in directs_in(decision)} == {"invitation"}


def test_one_on_top_of_the_planned_size_is_asked() -> None:
    """There may be no seat left for them: nobody is told of a circle that they then do not sit in."""
    scope = round_scope(
        *(a_wish(member=who) for who in (*FOUR, EVE)),
        members={EVE: replace(EASY, id=EVE)},
        have_sat=frozenset({EVE}),
    )

    assert seat_of(planned(scope, extras=(EVE,)), EVE).state is SeatState.INVITED


def test_at_night_it_waits_and_is_no_yes_before() -> None:
    """Quiet hours and the budget are kept: the yes is counted when the message goes out."""
    night = planned(pool(), at_hour=11)

    assert seat_of(night).state is SeatState.INVITED
    assert seat_of(night).is_unasked
    assert directs_in(night) == ()
    assert due_of(night, "invitation:") == NOON + 20 * HOUR


@pytest.mark.parametrize("state", [OptInState.RESTING, OptInState.ASLEEP, OptInState.ENDED])
def test_a_wish_made_again_asks_first(state: OptInState) -> None:
    """After a rest, two misses, a leaving, or a time away: the next circle asks, the one after that need not."""
    joining = Joining(
        community=a_community(),
        interest=BASEBALL,
        opt_in=a_wish(state=state),
        waiting=0,
        member=ANA,
        way=Way.SELECT,
        at=NOON,
    )

    (again,) = (change.record for change in join(joining).changes)
    (new,) = (change.record for change in join(replace(joining, opt_in=None)).changes)

    assert isinstance(again, OptIn)
    assert isinstance(new, OptIn)
    assert (again.asks_first, new.asks_first) == (True, False)


def test_a_pause_lets_everything_ask_again() -> None:
    """And so does "need a break", which is a pause."""
    event = events.PauseChosen(community=COMMUNITY, at=NOON, actor=an_actor(), weeks=2)

    assert members_in(pause_chosen(member_scope(member=EASY), event))[0].asks_first


PREFERENCES = st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans())


@settings(deadline=None)
@given(each=st.lists(PREFERENCES, min_size=4, max_size=4), hour=st.integers(0, 23), is_extra=st.booleans())
def test_nobody_is_seated_unasked_whom_that_was_not_promised(
    each: list[tuple[bool, bool, bool, bool]], hour: int, is_extra: bool
) -> None:
    """Whoever a plan counts as a yes chose so, sat before, has not rested since, and gets a message right then."""
    people = dict(zip(FOUR, each, strict=True))
    scope = round_scope(
        *(a_wish(member=who, asks_first=rested) for who, (_, rested, _, _) in people.items()),
        members={
            who: a_member(who, asks_first=asks, directs_per_week=0 if takes_none else None)
            for who, (asks, _, _, takes_none) in people.items()
        },
        have_sat=frozenset(who for who, (_, _, sat, _) in people.items() if sat),
    )
    decision = planned(scope, extras=(DAN,) if is_extra else (), at_hour=hour)

    for seat in seats_in(decision):
        asks, rested, sat, takes_none = people[seat.member]
        if seat.state is SeatState.ACCEPTED:
            assert not asks
            assert not rested
            assert sat
            assert not takes_none
            assert [direct.note.key for direct in directs_in(decision) if direct.member == seat.member] == [
                "invitation-told"
            ]


# --- until it opens ---------------------------------------------------------------------------------------------------


def seat_view(
    member: MemberId, state: SeatState = SeatState.INVITED, *, is_unasked: bool = False, arrived: bool = True
) -> SeatView:
    """Return a seat in a circle planned at noon, whose message arrived at once or not at all."""
    open_for = POLICY.step_out_open if is_unasked else POLICY.invitation_open
    seat = a_seat(
        member,
        state,
        invited_at=NOON,
        delivered_at=NOON if arrived else None,
        answer_by=NOON + open_for if arrived else None,
        answered_at=NOON if state is SeatState.ACCEPTED else None,
        is_unasked=is_unasked,
    )
    known = a_member(member, asks_first=not is_unasked)
    return SeatView(seat=seat, member=known, opt_in=an_opt_in(member, OptInState.INVITED))


def gathering(*views: SeatView) -> CircleScope:
    """Return a circle that waits for answers."""
    return circle_scope(*views, circle=a_circle(CircleState.INVITING, planned_at=NOON))


def told(**changes: bool) -> SeatView:
    """Return Ana's seat, told instead of asked."""
    return seat_view(ANA, SeatState.ACCEPTED, is_unasked=True, **changes)


def answered(scope: CircleScope, member: MemberId, *, is_yes: bool, at_hour: int = 1) -> Decision:
    """Let a member tap yes or "not now"."""
    event = events.InvitationAnswered(
        community=COMMUNITY, at=NOON + at_hour * HOUR, actor=an_actor(member), circle=CIRCLE, is_yes=is_yes
    )
    return decide(scope, event, DECK)


def due(scope: CircleScope, after: timedelta) -> Decision:
    """Let the time to answer end."""
    return decide(scope, events.AnswersDue(community=COMMUNITY, at=NOON + after, circle=CIRCLE), DECK)


def rooms_of(decision: Decision) -> list[tuple[MemberId, ...]]:
    """Return who sits in the rooms that a decision opens."""
    return [effect.members for effect in decision.effects if isinstance(effect, OpenRoom)]


def test_the_circle_opens_with_the_last_of_the_others() -> None:
    """Whoever was told is a yes like any."""
    scope = gathering(told(), seat_view(BEN, SeatState.ACCEPTED), seat_view(CLEO))

    assert rooms_of(answered(scope, CLEO, is_yes=True)) == [(ANA, BEN, CLEO)]


def test_stepping_out_is_one_tap_and_a_yes_takes_it_back() -> None:
    """Before the deadline the last word counts, as for everybody."""
    scope = gathering(told(), seat_view(BEN), seat_view(CLEO))

    out = answered(scope, ANA, is_yes=False)
    back = answered(applied(scope, out), ANA, is_yes=True, at_hour=2)

    assert seat_of(out).state is SeatState.DECLINED
    assert (seat_of(back).state, seat_of(back).is_unasked) == (SeatState.ACCEPTED, False)


def test_where_all_are_told_there_is_a_day_to_step_out() -> None:
    """It does not open over anybody's head, and waits no longer than it must."""
    scope = gathering(*(seat_view(who, SeatState.ACCEPTED, is_unasked=True) for who in FOUR))

    early = due(scope, timedelta(hours=23))
    assert (rooms_of(early), due_of(early, "answers:")) == ([], NOON + DAY)
    assert rooms_of(due(scope, timedelta(days=1))) == [FOUR]


def test_the_day_to_step_out_counts_from_delivery() -> None:
    """Expected from when the message was to go, and counted from when it arrived."""
    easy = {who: replace(EASY, id=who) for who in FOUR}
    scope = round_scope(*(a_wish(member=who) for who in FOUR), members=easy, have_sat=frozenset(FOUR))
    arrived = events.InvitationDelivered(community=COMMUNITY, at=NOON + HOUR, circle=CIRCLE, member=ANA)

    assert due_of(planned(scope), "answers:") == NOON + DAY
    assert seat_of(decide(gathering(told(arrived=False)), arrived, DECK)).answer_by == NOON + DAY + HOUR


def test_nobody_sits_whom_the_message_did_not_reach() -> None:
    """Closed messages cost nothing: it waits behind My circles, and they go first next time."""
    scope = gathering(told(arrived=False), *(seat_view(who, SeatState.ACCEPTED) for who in FOUR[1:]))

    opening = due(scope, timedelta(days=3))

    assert rooms_of(opening) == [FOUR[1:]]
    (wish,) = (wish for wish in wishes_in(opening) if wish.member == ANA)
    assert (wish.state, wish.is_first_in_line, wish.misses) == (OptInState.WAITING, True, 0)


def test_whoever_likes_to_be_asked_again_is_not_counted() -> None:
    """A pause, or a changed mind, between the message and the opening: silence is no yes any more."""
    view = told()
    asks_again = replace(view, member=replace(view.member, asks_first=True))
    scope = gathering(asks_again, *(seat_view(who, SeatState.ACCEPTED) for who in FOUR[1:]))

    assert rooms_of(due(scope, timedelta(days=3))) == [FOUR[1:]]
    assert rooms_of(answered(scope, ANA, is_yes=True)) == [(BEN, CLEO, DAN, ANA)]


def test_a_message_that_lapsed_is_no_yes_until_it_goes_out() -> None:
    """The bot was off: it is planned anew, by day, and counts from then."""
    scope = gathering(told(arrived=False), seat_view(BEN), seat_view(CLEO))
    lapsed = events.NudgeLapsed(community=COMMUNITY, at=NOON + 15 * HOUR, circle=CIRCLE, member=ANA)

    held = decide(scope, lapsed, DECK)
    morning = events.InvitationDue(community=COMMUNITY, at=NOON + 20 * HOUR, circle=CIRCLE, member=ANA)
    sent = decide(applied(scope, held), morning, DECK)

    assert (seat_of(held).state, directs_in(held)) == (SeatState.INVITED, ())
    assert seat_of(sent).state is SeatState.ACCEPTED
    assert [direct.note.key for direct in directs_in(sent)] == ["invitation-told"]


def test_whoever_changed_their_mind_while_it_waited_is_asked() -> None:
    """What counts is what they like when the message goes out."""
    view = seat_view(ANA, is_unasked=True, arrived=False)
    scope = gathering(replace(view, member=replace(view.member, asks_first=True)), seat_view(BEN), seat_view(CLEO))

    sent = decide(scope, events.InvitationDue(community=COMMUNITY, at=NOON + HOUR, circle=CIRCLE, member=ANA), DECK)

    assert [direct.note.key for direct in directs_in(sent)] == ["invitation"]
    assert (seat_of(sent).state, seat_of(sent).is_unasked) == (SeatState.INVITED, False)


@pytest.mark.parametrize(
    ("view", "line", "buttons"),
    [
        (told(), "mine-invitation-told", {"not-now"}),
        (told(arrived=False), "mine-invitation-invited", {"accept", "not-now"}),
    ],
    ids=["arrived", "not arrived"],
)
def test_my_circles_says_where_they_stand(view: SeatView, line: str, buttons: set[str]) -> None:
    """Told: out by one tap. Not reached: asked like anybody."""
    place = PlaceView(seat=view.seat, circle=a_circle(CircleState.INVITING, interest=BASEBALL.id))
    scope = member_scope(a_standing(opt_in=a_wish(state=OptInState.INVITED)), member=view.member, places=(place,))

    reply = mine_asked(scope, MineAsked(community=COMMUNITY, at=NOON, actor=an_actor()))

    assert isinstance(reply.content, Note)
    assert line in [one.key for one in reply.content.lines]
    tapped = {token.split(":")[0] for token in tokens_of(reply.content)}
    assert tapped & {"accept", "not-now"} == buttons


# --- what others can tell ---------------------------------------------------------------------------------------------

ANSWERS = st.lists(st.tuples(st.sampled_from(FOUR[1:]), st.booleans(), st.integers(1, 71)), max_size=8)


def lived(ana: SeatView, acts: list[tuple[MemberId, bool, int]]) -> list[object]:
    """Return all that anybody but Ana could notice until the deadline: circle, seats, effects, replies, in order."""
    scope = gathering(ana, *(seat_view(who) for who in FOUR[1:]))
    noticed: list[object] = []
    for who, is_yes, hour in sorted(acts, key=lambda act: act[2]):
        decision = answered(scope, who, is_yes=is_yes, at_hour=hour)
        scope = applied(scope, decision)
        noticed.extend([] if who == ANA else [decision.reply])
        noticed.extend(_of_others(decision.effects))
    decision = due(scope, POLICY.invitation_open)
    scope = applied(scope, decision)
    others = [view for view in scope.seats if view.seat.member != ANA]
    return [*noticed, *_of_others(decision.effects), scope.circle, others]


def _of_others(effects: tuple[AnyEffect, ...]) -> list[AnyEffect]:
    return [effect for effect in effects if not (isinstance(effect, SendDirect) and effect.member == ANA)]


@settings(deadline=None, max_examples=200)
@given(acts=ANSWERS)
def test_stepping_out_looks_like_a_silence(acts: list[tuple[MemberId, bool, int]]) -> None:
    """Promise 7: Ana, told, says "not now"; or Ana, asked, says nothing. Nobody else can notice which."""
    assert lived(told(), [(ANA, False, 0), *acts]) == lived(seat_view(ANA), acts)


@settings(deadline=None, max_examples=200)
@given(acts=ANSWERS)
def test_being_told_looks_like_a_yes(acts: list[tuple[MemberId, bool, int]]) -> None:
    """Nor whether Ana was asked and said yes at once, or was never asked: the seats of the others are the same."""
    assert lived(told(), acts) == lived(seat_view(ANA, SeatState.ACCEPTED), acts)


def test_a_circle_id_is_the_same_however_they_are_asked() -> None:
    """What somebody likes shows in no id, name or order."""
    ids: set[CircleId] = {
        seat.circle for scope in (pool(), pool(member=a_member())) for seat in seats_in(planned(scope))
    }

    assert len(ids) == 1
