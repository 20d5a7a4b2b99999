"""Nobody can reckon from their own time to answer that somebody beside them follows something confidential.

Both kinds of message share one budget, so that a private one makes an open one wait. What the others of an open circle
see goes by when it would have gone (decision 0016).
"""

from dataclasses import replace
from datetime import datetime

import pytest

from circles_bot.engine import events
from circles_bot.engine.checkins import check_in_due
from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.ids import MemberId
from circles_bot.engine.invitations import invitation_delivered, invitation_due
from circles_bot.engine.model import CircleState, Member, OptInState, SeatState
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    COMMUNITY,
    DAY,
    HOUR,
    MIDNIGHT,
    NOON,
    WEEK,
    a_circle,
    a_member,
    a_seat,
    a_view,
    an_opt_in,
    circle_scope,
)
from tests.engine.test_rounds import FOUR, planned, waiting
from tests.engine.towns import directs_in, due_of, members_in, round_scope

PRIVATELY = a_member(ANA, asked_at=(NOON - HOUR,), openly_asked_at=())
"""Ana has heard of something confidential an hour ago."""
TENTH = NOON + 10 * DAY


def round_with(ana: Member, at: datetime = NOON) -> Decision:
    """Return what comes of a round that asks Ana and three others."""
    return planned(round_scope(*waiting(*FOUR), members={ANA: ana}), at=at)


def the_member(decision: Decision, member: MemberId = ANA) -> Member:
    """Return a member as a decision keeps them."""
    return next(one for one in members_in(decision) if one.id == member)


@pytest.mark.parametrize("at", [NOON, MIDNIGHT])
def test_others_have_no_longer_to_answer_because_one_was_asked_privately(at: datetime) -> None:
    """The circle is decided when it would have been: a day more would tell, and its minute what about."""
    asked = a_member(ANA, asked_at=(at - HOUR,), openly_asked_at=())

    assert due_of(round_with(asked, at), "answers:") == due_of(round_with(a_member(ANA), at), "answers:")


def test_an_invitation_that_waits_for_a_private_message_counts_from_when_it_would_have_gone() -> None:
    """The budget is kept: it goes a day after the other; and what is reckoned from outside is as it would be."""
    decision = round_with(PRIVATELY)

    assert ANA not in {direct.member for direct in directs_in(decision)}
    assert due_of(decision, "invitation:") == NOON + DAY - HOUR
    assert (the_member(decision).asked_at, the_member(decision).openly_asked_at) == ((NOON - HOUR,), (NOON,))


def test_its_time_to_answer_does_not_begin_anew_when_it_arrives() -> None:
    """Held back and sent, it says until when in truth, and delivering it moves nothing."""
    until, sent_at = NOON + 3 * DAY, NOON + DAY - HOUR
    seat = a_seat(ANA, SeatState.INVITED, invited_at=sent_at, answer_by=until)
    member = a_member(ANA, asked_at=(NOON - HOUR,), openly_asked_at=(NOON,))
    view = replace(a_view(ANA, seat=seat), member=member, opt_in=an_opt_in(ANA, OptInState.INVITED))
    other = a_view(BEN, seat=a_seat(BEN, SeatState.INVITED, invited_at=NOON, delivered_at=NOON, answer_by=until))
    scope = circle_scope(view, other, circle=a_circle(CircleState.INVITING))
    due = events.InvitationDue(community=COMMUNITY, at=sent_at, circle=CIRCLE, member=ANA)
    arrived = events.InvitationDelivered(community=COMMUNITY, at=sent_at, circle=CIRCLE, member=ANA)

    sent = invitation_due(scope, due)

    assert [direct.note.args["until"] for direct in directs_in(sent)] == [until]
    assert the_member(sent).openly_asked_at == (NOON,)
    for decision in (sent, invitation_delivered(scope, arrived)):
        assert due_of(decision, "answers:") == until


def test_a_check_in_that_waits_for_a_private_message_counts_from_when_it_would_have_gone() -> None:
    """Else an open invitation would wait for it, a day longer than others can account for."""
    ana = replace(a_view(ANA, has_tapped=True), member=a_member(ANA, has_tapped=True, asked_at=(TENTH - HOUR,)))
    ana = replace(ana, member=replace(ana.member, openly_asked_at=()))
    due = events.CheckInDue(community=COMMUNITY, at=TENTH, circle=CIRCLE, member=ANA, number=1)

    waits = check_in_due(circle_scope(ana, a_view(BEN)), due)

    (timer,) = waits.timers
    assert isinstance(timer, TimerSet)
    assert isinstance(timer.event, events.CheckInDue)
    assert (waits.effects, timer.due_at, timer.event.is_counted) == ((), TENTH + WEEK, True)
    assert the_member(waits).openly_asked_at == (TENTH,)

    ana = replace(ana, member=the_member(waits))
    asked = check_in_due(circle_scope(ana, a_view(BEN)), replace(timer.event, at=timer.due_at))

    assert len(asked.effects) == 1
    assert (the_member(asked).asked_at, the_member(asked).openly_asked_at) == (
        (TENTH + WEEK,),
        (TENTH,),
    )
