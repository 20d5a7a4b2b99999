"""One more person: only by everyone's tap, asked as privately as always, and kept from whom they avoid."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circles_bot.engine import events
from circles_bot.engine.effects import AddToRoom, DirectKind, PostToRoom
from circles_bot.engine.ids import MemberId
from circles_bot.engine.invitations import answers_due, invitation_answered, invitation_due
from circles_bot.engine.late_seats import adding_failed, may_join, members_added, more_wanted, takes_more
from circles_bot.engine.lifecycle import may
from circles_bot.engine.mine import mine_asked
from circles_bot.engine.model import Avoidance, Circle, CircleState, Meeting, OptInState, SeasonAnswer, SeatState
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import MineAsked
from circles_bot.engine.rounds import round_planned
from circles_bot.engine.seasons import season_answers_due
from circles_bot.engine.snapshots import CircleScope, OpenCircle, PlaceView, SeatView
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
    MIDNIGHT,
    NOON,
    WEEK,
    a_circle,
    a_community,
    a_member,
    a_seat,
    a_view,
    an_actor,
    an_opt_in,
    applied,
    circle_scope,
)
from tests.engine.towns import (
    BASEBALL,
    a_wish,
    directs_in,
    due_of,
    member_scope,
    note_of,
    round_scope,
    seats_in,
    tokens_of,
)

POLICY = Policy()


def wanting(*who: MemberId) -> CircleScope:
    """Return a circle of three of whom these have tapped that they would like one more."""
    return circle_scope(*(a_view(one, seat=a_seat(one, wants_more=one in who)) for one in (ANA, BEN, CLEO)))


def taps(who: MemberId, *, is_wanted: bool = True) -> events.MoreWanted:
    """Return somebody's tap."""
    return events.MoreWanted(community=COMMUNITY, at=NOON, actor=an_actor(who), circle=CIRCLE, is_wanted=is_wanted)


def seats_of(scope: CircleScope) -> int:
    """Return how many seats a circle keeps open."""
    assert scope.circle is not None
    return scope.circle.open_seats


def a_circle_with_a_seat(**changes: object) -> Circle:
    """Return a circle that keeps a seat open."""
    return replace(a_circle(), **{"open_seats": 1, **changes})  # type: ignore[arg-type]  # a test may change any field


def asked(state: SeatState = SeatState.INVITED, **more: object) -> SeatView:
    """Return Dan, asked to take the seat that is kept open."""
    seat = a_seat(DAN, state, is_late=True, **more)
    return replace(a_view(DAN), seat=seat, opt_in=an_opt_in(DAN, OptInState.INVITED))


def a_late_scope(view: SeatView | None = None, **circle: object) -> CircleScope:
    """Return a talking circle of two that keeps a seat open for Dan."""
    return circle_scope(a_view(ANA), a_view(BEN), view or asked(), circle=a_circle_with_a_seat(**circle))


def answers(who: MemberId = DAN, *, is_yes: bool = True, at: timedelta = DAY) -> events.InvitationAnswered:
    """Return the answer to an invitation."""
    return events.InvitationAnswered(
        community=COMMUNITY, at=NOON + at, actor=an_actor(who), circle=CIRCLE, is_yes=is_yes
    )


# --- everyone's tap ----------------------------------------------------------------------------------------------


def test_a_seat_opens_when_everyone_has_tapped() -> None:
    """Two taps of three do nothing; the third opens the seat."""
    scope = wanting(ANA)

    second = applied(scope, more_wanted(scope, taps(BEN)))
    third = applied(second, more_wanted(second, taps(CLEO)))

    assert (seats_of(second), seats_of(third)) == (0, 1)


def test_the_last_tap_looks_like_the_first() -> None:
    """Promise 7: nobody can tell from an answer who has tapped, and the room hears nothing."""
    first, last = more_wanted(wanting(), taps(CLEO)), more_wanted(wanting(ANA, BEN), taps(CLEO))

    assert first.reply == last.reply
    assert (first.effects, first.timers) == (last.effects, last.timers) == ((), ())


def test_who_left_need_not_tap() -> None:
    """Everyone who sits there is enough: who left silently has no say, and no seat."""
    scope = circle_scope(
        a_view(ANA), a_view(BEN, seat=a_seat(BEN, wants_more=True)), a_view(CLEO, seat=a_seat(CLEO, SeatState.LEFT))
    )

    assert seats_of(applied(scope, more_wanted(scope, taps(ANA)))) == 1


def test_a_tap_taken_back_closes_the_seat() -> None:
    """Anyone may change their mind as long as nobody has been asked."""
    open_one = circle_scope(*wanting(ANA, BEN, CLEO).seats, circle=a_circle(open_seats=1))

    assert seats_of(applied(open_one, more_wanted(open_one, taps(ANA, is_wanted=False)))) == 0


def test_who_is_asked_already_stays_asked() -> None:
    """An invitation that is out is not made worthless by a change of mind."""
    scope = a_late_scope()

    assert seats_of(applied(scope, more_wanted(scope, taps(ANA, is_wanted=False)))) == 1


def test_a_full_circle_opens_no_seat() -> None:
    """Six are enough, however many would like a seventh; the answer is the same."""
    six = [a_view(one, seat=a_seat(one, wants_more=True)) for one in (BEN, CLEO, DAN, EVE, MemberId("mem_zoe"))]
    scope = circle_scope(a_view(ANA), *six)

    decision = more_wanted(scope, taps(ANA))

    assert seats_of(applied(scope, decision)) == 0
    assert decision.reply == more_wanted(wanting(), taps(ANA)).reply


def test_a_stranger_wants_nothing_here() -> None:
    """Only those who sit there have a tap."""
    assert more_wanted(wanting(BEN, CLEO), taps(EVE)).changes == ()


# --- who may be asked --------------------------------------------------------------------------------------------


def talking(*seats: SeatView, **circle: object) -> OpenCircle:
    """Return a circle that keeps a seat open."""
    views = seats or (a_view(ANA), a_view(BEN))
    return OpenCircle(
        circle=a_circle_with_a_seat(**circle),
        seats=tuple(view.seat for view in views),
        sitting=tuple(view.member for view in views if view.seat.state is SeatState.SEATED),
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (talking(), True),
        (talking(open_seats=0), False),
        (talking(state=CircleState.ASKING), False),
        (talking(season_ends_at=NOON + 20 * DAY), False),
        (talking(season_ends_at=NOON + 21 * DAY), True),
        (talking(a_view(ANA), a_view(BEN), asked()), False),
        (talking(a_view(ANA), a_view(BEN), asked(SeatState.DECLINED)), False),
        (talking(a_view(ANA), a_view(BEN), asked(SeatState.LAPSED)), True),
    ],
)
def test_when_a_circle_takes_more(found: OpenCircle, *, expected: bool) -> None:
    """A seat, enough of the season, and one at a time: a "not now" and a silence keep the seat equally long."""
    assert takes_more(found, POLICY, NOON) is expected


def test_whoever_ever_sat_there_is_avoided_too() -> None:
    """Who left silently may still read in the room: a newcomer who avoids them is not sent there, nor the other way."""
    left = a_view(CLEO, seat=a_seat(CLEO, SeatState.LEFT))
    found = talking(a_view(ANA), a_view(BEN), left)

    assert not may_join(found, a_member(DAN), a_community(), {frozenset((DAN, CLEO))})
    assert may_join(found, a_member(DAN), a_community(), {frozenset((DAN, EVE))})


@pytest.mark.parametrize("state", list(SeatState))
def test_who_left_a_circle_is_never_asked_back(state: SeatState) -> None:
    """Promise 3; whoever never sat there may be asked again, as the state table says.

    But for a yes that was counted and goes back to a question, because its message was never sent: that is under way.
    """
    found = talking(a_view(ANA), a_view(BEN), a_view(DAN, seat=a_seat(DAN, state)))

    assert may_join(found, a_member(DAN), a_community(), ()) is (
        may(state, SeatState.INVITED) and state is not SeatState.ACCEPTED
    )


def test_a_language_is_shared_by_all_who_sit_there() -> None:
    """A hard rule here as everywhere."""
    found = talking(a_view(ANA, languages=("en", "es")), a_view(BEN, languages=("en",)))

    assert not may_join(found, a_member(DAN, languages=("es",)), a_community(), ())
    assert may_join(found, a_member(DAN, languages=("en",)), a_community(), ())


# --- asking ------------------------------------------------------------------------------------------------------


def round_with_a_seat(**changes: object) -> events.RoundPlanned:
    """Return a plan that gives Dan the seat."""
    late = (events.PlannedSeat(circle=CIRCLE, member=DAN),)
    return events.RoundPlanned(community=COMMUNITY, at=NOON, round=round_scope().round.id, circles=(), late=late)  # type: ignore[union-attr]  # it has one


def test_a_late_seat_asks_privately_first() -> None:
    """Promise 2: the invitation names nobody and no number, and can be declined like any other."""
    scope = replace(round_scope(a_wish(BASEBALL, member=DAN)), open_circles=(talking(),))

    decision = round_planned(scope, round_with_a_seat())

    (invitation,) = directs_in(decision)
    assert (invitation.member, invitation.kind) == (DAN, DirectKind.INVITATION)
    assert invitation.note.key == "invitation-late"
    assert set(invitation.note.args) == {"interest", "until", "who_sees"}
    assert invitation.note.footer is not None
    (seat,) = seats_in(decision)
    assert (seat.circle, seat.is_late, seat.state) == (CIRCLE, True, SeatState.INVITED)
    assert due_of(decision, "answers:") is not None


@pytest.mark.parametrize(
    "scope",
    [
        replace(round_scope(a_wish(BASEBALL, member=DAN)), open_circles=()),
        replace(round_scope(a_wish(BASEBALL, member=DAN)), open_circles=(talking(open_seats=0),)),
        replace(round_scope(a_wish(BASEBALL, OptInState.ENDED, member=DAN)), open_circles=(talking(),)),
        replace(round_scope(a_wish(BASEBALL, member=DAN), live_seats={DAN: 1}), open_circles=(talking(),)),
        replace(
            round_scope(
                a_wish(BASEBALL, member=DAN),
                avoidances=(Avoidance(community=COMMUNITY, member=BEN, other=DAN, since=NOON),),
            ),
            open_circles=(talking(),),
        ),
        replace(
            round_scope(a_wish(BASEBALL, member=DAN), members={DAN: a_member(DAN, paused_until=NOON + DAY)}),
            open_circles=(talking(),),
        ),
    ],
    ids=["gone", "closed", "left", "busy", "avoided", "paused"],
)
def test_each_seat_is_looked_at_again(scope: object) -> None:
    """What has changed since the plan was made asks nobody."""
    decision = round_planned(scope, round_with_a_seat())  # type: ignore[arg-type]  # a round's snapshot, each

    assert not directs_in(decision)
    assert not seats_in(decision)


# --- answering ---------------------------------------------------------------------------------------------------


def test_a_yes_lets_them_in() -> None:
    """The seat is theirs, the room takes them in, and the next newcomer needs everyone's tap again."""
    scope = a_late_scope()
    scope = replace(scope, seats=tuple(replace(one, seat=replace(one.seat, wants_more=True)) for one in scope.seats))

    decision = invitation_answered(scope, answers())
    after = applied(scope, decision)

    (letting_in,) = decision.effects
    assert isinstance(letting_in, AddToRoom)
    assert letting_in.members == (DAN,)
    assert after.seats[2].seat.state is SeatState.SEATED
    assert after.seats[2].opt_in is not None
    assert after.seats[2].opt_in.state is OptInState.SEATED
    assert seats_of(after) == 0
    assert not any(view.seat.wants_more for view in after.seats[:2])


def test_nobody_joins_in_the_night_of_the_room() -> None:
    """A yes at midnight lets in when the others are awake."""
    decision = invitation_answered(a_late_scope(), answers(at=MIDNIGHT - NOON))

    assert decision.effects[0].not_before == MIDNIGHT + 8 * HOUR


def test_a_no_does_nothing_before_the_deadline() -> None:
    """Promise 7: it is kept on the seat, and what follows is what follows from silence."""
    declined = applied(a_late_scope(), invitation_answered(a_late_scope(), answers(is_yes=False)))
    due = events.AnswersDue(community=COMMUNITY, at=NOON + 9 * DAY, circle=CIRCLE)

    after_no, after_silence = (applied(scope, answers_due(scope, due)) for scope in (declined, a_late_scope()))

    assert seats_of(declined) == 1
    assert replace(after_no.seats[2].seat, answered_at=None) == after_silence.seats[2].seat
    assert after_no.seats[2].opt_in == after_silence.seats[2].opt_in
    assert after_no.circle == after_silence.circle


@pytest.mark.parametrize(
    "circle", [a_circle(), a_circle(CircleState.ASKING, open_seats=1), a_circle(CircleState.CLOSED)]
)
def test_a_yes_too_late_goes_first_in_line(circle: Circle) -> None:
    """The seat is no longer open: nothing happens in the room, and the yes is kept."""
    scope = replace(a_late_scope(), circle=circle)

    after = applied(scope, decision := invitation_answered(scope, answers()))

    assert not decision.effects
    assert after.seats[2].opt_in is not None
    assert (after.seats[2].opt_in.state, after.seats[2].opt_in.is_first_in_line) == (OptInState.WAITING, True)


def test_a_held_invitation_is_sent_while_the_seat_is_open() -> None:
    """Quiet hours hold it back; when they end it goes, unless the seat is taken."""
    due = events.InvitationDue(community=COMMUNITY, at=NOON, circle=CIRCLE, member=DAN)

    assert directs_in(invitation_due(a_late_scope(), due))
    assert not directs_in(invitation_due(a_late_scope(open_seats=0), due))


def test_my_circles_shows_the_seat() -> None:
    """Where direct messages are closed, the invitation waits behind My circles."""
    place = PlaceView(seat=asked().seat, circle=a_circle(open_seats=1))
    scope = member_scope(member=a_member(DAN), places=(place,))

    note = mine_asked(scope, MineAsked(community=COMMUNITY, at=NOON, actor=an_actor(DAN))).content

    assert f"accept:{CIRCLE}" in tokens_of(note)  # type: ignore[arg-type]  # My circles is a note


# --- in the room -------------------------------------------------------------------------------------------------


def test_the_room_gets_one_line_and_everybody_has_met() -> None:
    """Who has joined, in one line; their check-in counts from here."""
    scope = circle_scope(a_view(ANA), a_view(BEN), a_view(DAN))
    added = events.MembersAdded(community=COMMUNITY, at=NOON + WEEK, circle=CIRCLE, members=(DAN,))

    decision = members_added(scope, added)

    (line,) = decision.effects
    assert isinstance(line, PostToRoom)
    met = [change.record for change in decision.changes]
    assert all(isinstance(record, Meeting) and DAN in (record.first, record.second) for record in met)
    assert len(met) == 2
    assert due_of(decision, f"check-in:{CIRCLE}:{DAN}") == NOON + WEEK + 10 * DAY


def test_who_left_while_being_let_in_is_not_announced() -> None:
    """Promise 3: leaving is instant."""
    scope = circle_scope(a_view(ANA), a_view(BEN), a_view(DAN, seat=a_seat(DAN, SeatState.LEFT)))
    added = events.MembersAdded(community=COMMUNITY, at=NOON + DAY, circle=CIRCLE, members=(DAN,))

    assert members_added(scope, added).effects == ()


def test_who_cannot_be_let_in_goes_first_in_line() -> None:
    """Nobody sits where they cannot read; they are told honestly, and the seat stays open."""
    scope = circle_scope(a_view(ANA), a_view(BEN), a_view(DAN))
    failed = events.AddingFailed(community=COMMUNITY, at=NOON + DAY, circle=CIRCLE, members=(DAN,))

    decision = adding_failed(scope, failed)
    after = applied(scope, decision)

    assert seats_of(after) == 1
    assert after.seats[2].opt_in is not None
    assert after.seats[2].opt_in.is_first_in_line
    assert [direct.member for direct in directs_in(decision)] == [DAN]


def test_a_new_season_begins_without_open_seats() -> None:
    """Everyone's tap was for the season that is over."""
    views = [
        a_view(one, seat=a_seat(one, wants_more=True, season_answer=SeasonAnswer.CARRY_ON)) for one in (ANA, BEN, CLEO)
    ]
    scope = circle_scope(*views, circle=a_circle(CircleState.ASKING, asked_at=NOON, open_seats=1))
    due = events.SeasonAnswersDue(community=COMMUNITY, at=NOON + 5 * DAY, circle=CIRCLE)

    after = applied(scope, season_answers_due(scope, due))

    assert seats_of(after) == 0
    assert not any(view.seat.wants_more for view in after.seats)
    assert note_of(more_wanted(after, taps(ANA))).key == "more-noted"
