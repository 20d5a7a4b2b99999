"""One's own avoid list: added to from anywhere, kept both ways, taken back by its owner only."""

from dataclasses import replace

import pytest

from circles_bot.engine import events
from circles_bot.engine.avoidances import are_apart, avoidance_ended, avoided_asked, person_avoided
from circles_bot.engine.decision import Dropped, Kept
from circles_bot.engine.effects import OpenRoom
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import Avoidance, CircleState, OptIn, OptInState, SeatState
from circles_bot.engine.notes import Note, Reply, Select
from circles_bot.engine.openings import open_circle
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import AvoidedAsked
from circles_bot.engine.snapshots import PeopleScope, PlaceView
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
    DAY,
    HOUR,
    NOON,
    STATEMENTS_AT_MOST,
    a_circle,
    a_community,
    a_member,
    a_seat,
    a_view,
    an_actor,
    an_interest,
    an_opt_in,
    circle_scope,
    statements_of,
)

SCOPE = PeopleScope(community=a_community(), people={ANA: a_member(ANA)})


def avoiding(other: MemberId = BEN) -> events.PersonAvoided:
    """Return Ana's wish not to sit with somebody."""
    return events.PersonAvoided(community=COMMUNITY, at=NOON, actor=an_actor(ANA), other=an_actor(other))


def an_avoidance(member: MemberId = ANA, other: MemberId = BEN) -> Avoidance:
    """Return an entry of somebody's list."""
    return Avoidance(community=COMMUNITY, member=member, other=other, since=NOON)


def note_of(reply: Reply | None) -> Note:
    """Return the note of a private answer."""
    assert reply is not None
    assert isinstance(reply.content, Note)
    return reply.content


def test_anybody_can_be_avoided_whom_the_bot_does_not_know() -> None:
    """Only the hash is kept of somebody who has nothing to do with the bot; nothing is sent to anybody."""
    decision = person_avoided(SCOPE, avoiding())

    assert decision.changes == (Kept(an_avoidance()),)
    assert (decision.effects, decision.timers, decision.silenced) == ((), (), ())
    assert statements_of(avoiding(), decision) <= STATEMENTS_AT_MOST


@pytest.mark.parametrize(
    ("mine", "circle", "offers"),
    [
        (SeatState.SEATED, CircleState.OPEN, True),
        (SeatState.LEFT, CircleState.OPEN, False),
        (SeatState.FINISHED, CircleState.CLOSED, False),
    ],
)
def test_leaving_is_offered_in_a_circle_one_sits_in(mine: SeatState, circle: CircleState, offers: bool) -> None:
    """It depends on one's own seat alone: whether the other still sits there is not asked."""
    place = PlaceView(seat=a_seat(ANA, mine), circle=a_circle(circle), interest=an_interest())

    note = note_of(person_avoided(replace(SCOPE, shared=(place,)), avoiding()).reply)

    assert (f"leave-circle:{CIRCLE}" in [control.token for control in note.controls]) is offers


def test_the_list_is_full_at_its_limit_and_says_so() -> None:
    """A limit said kindly; somebody who is on it already changes nothing."""
    limit = Policy().avoided_at_most
    full = replace(SCOPE, avoidances=tuple(an_avoidance(other=MemberId(f"mem_{n}")) for n in range(limit)))

    refused = person_avoided(full, avoiding())

    assert refused.changes == ()
    assert note_of(refused.reply).args == {"limit": limit}
    assert note_of(person_avoided(full, avoiding(MemberId("mem_0"))).reply).key == "avoided-after"


def test_only_ones_own_entries_are_taken_back() -> None:
    """A forged id of somebody else's entry changes nothing."""
    mine, bens = an_avoidance(), an_avoidance(BEN, ANA)
    scope = replace(SCOPE, avoidances=(mine, bens))

    def ended(other: MemberId) -> events.AvoidanceEnded:
        return events.AvoidanceEnded(community=COMMUNITY, at=NOON, actor=an_actor(ANA), other=other)

    assert avoidance_ended(scope, ended(BEN)).changes == (Dropped(mine),)
    assert avoidance_ended(scope, ended(CLEO)).changes == ()


def test_the_list_shows_ones_own_entries_only() -> None:
    """That Ben would rather not sit with Ana is nowhere on Ana's screen."""
    question = AvoidedAsked(community=COMMUNITY, at=NOON, actor=an_actor(ANA))
    with_bens = replace(SCOPE, avoidances=(an_avoidance(), an_avoidance(BEN, ANA), an_avoidance(CLEO, ANA)))

    shown = avoided_asked(with_bens, question)

    assert shown == avoided_asked(replace(SCOPE, avoidances=(an_avoidance(),)), question)
    lists = [control for control in note_of(shown).controls if isinstance(control, Select)]
    assert [option.member for option in lists[0].options] == [BEN]


def test_being_apart_goes_both_ways() -> None:
    """Whoever of the two wished it."""
    assert are_apart(ANA, (CLEO, BEN), [an_avoidance(BEN, ANA)])
    assert are_apart(BEN, (ANA,), [an_avoidance(BEN, ANA)])
    assert not are_apart(ANA, (ANA, CLEO), [an_avoidance(BEN, ANA)])


def test_a_wish_that_comes_after_the_plan_bites_at_the_opening() -> None:
    """Four said yes, and the last of them is kept apart from an earlier one: the room opens without that one."""
    names = (ANA, BEN, CLEO, DAN)
    views = [
        replace(
            a_view(member),
            seat=a_seat(member, SeatState.ACCEPTED, answered_at=NOON + number * HOUR),
            opt_in=an_opt_in(member, OptInState.INVITED),
            is_apart=member == DAN,
        )
        for number, member in enumerate(names)
    ]
    scope = circle_scope(*views, circle=a_circle(CircleState.INVITING))

    decision = open_circle(scope, a_community(), NOON + DAY)

    (room,) = decision.effects
    assert isinstance(room, OpenRoom)
    assert set(room.members) == {ANA, BEN, CLEO}
    wishes = {change.record.member: change.record for change in decision.changes if isinstance(change.record, OptIn)}
    assert (wishes[DAN].state, wishes[DAN].is_first_in_line) == (OptInState.WAITING, True)
