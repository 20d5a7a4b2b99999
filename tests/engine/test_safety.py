"""Need something? and "something's off": what is done, who hears of it, and who never does."""

from dataclasses import replace
from datetime import datetime

import pytest

from circles_bot.engine import events
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import SendDirect
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import Avoidance, CircleState, Member, SeatState
from circles_bot.engine.notes import Button, Note, Reply, Select
from circles_bot.engine.questions import RoomAsked, RoomQuestion
from circles_bot.engine.reports import concern_told
from circles_bot.engine.safety import member_avoided, room_asked
from circles_bot.engine.snapshots import CircleScope
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
    a_circle,
    a_community,
    a_member,
    a_seat,
    a_view,
    an_actor,
    circle_scope,
)

SCOPE = circle_scope()
CLOSED = circle_scope(
    *(a_view(member, seat=a_seat(member, SeatState.FINISHED)) for member in (ANA, BEN, CLEO)),
    circle=a_circle(CircleState.CLOSED),
)
BEN_LEFT = circle_scope(a_view(ANA), a_view(BEN, seat=a_seat(BEN, SeatState.LEFT)), a_view(CLEO))


def avoid(other: MemberId = BEN, member: MemberId = ANA) -> events.MemberAvoided:
    """Return somebody's wish not to sit with another."""
    return events.MemberAvoided(community=COMMUNITY, at=NOON + DAY, actor=an_actor(member), circle=CIRCLE, other=other)


def concern(*, for_stewards: bool, member: MemberId = ANA, at: datetime = NOON) -> events.ConcernTold:
    """Return a concern."""
    return events.ConcernTold(
        community=COMMUNITY, at=at, actor=an_actor(member), circle=CIRCLE, for_stewards=for_stewards
    )


def ask(about: RoomQuestion, member: MemberId = ANA) -> RoomAsked:
    """Return a question in the room."""
    return RoomAsked(community=COMMUNITY, at=NOON, actor=an_actor(member), circle=CIRCLE, about=about)


def note_of(reply: Reply | None) -> Note:
    """Return the note of a private answer."""
    assert reply is not None
    assert isinstance(reply.content, Note)
    return reply.content


def tokens(note: Note) -> list[str]:
    """Return what can be tapped under a note."""
    return [control.token for control in note.controls]


# --- avoiding ----------------------------------------------------------------------------------------------------


def test_avoiding_is_kept_and_nobody_notices() -> None:
    """The wish is kept for the matcher; nothing is sent, nothing changes in the room; leaving is offered."""
    decision = member_avoided(SCOPE, avoid())

    assert decision.changes == (Kept(Avoidance(community=COMMUNITY, member=ANA, other=BEN, since=NOON + DAY)),)
    assert (decision.effects, decision.timers, decision.silenced) == ((), (), ())
    assert tokens(note_of(decision.reply)) == [f"leave-circle:{CIRCLE}"]


def test_avoiding_does_not_tell_whether_the_other_has_left() -> None:
    """The answer is the same whether the other still sits there: a leaving stays silent."""
    assert member_avoided(SCOPE, avoid()).reply == member_avoided(BEN_LEFT, avoid()).reply


def test_avoiding_works_after_the_circle() -> None:
    """Somebody met in a circle that is over can still be avoided."""
    decision = member_avoided(CLOSED, avoid())

    assert decision.changes
    assert tokens(note_of(decision.reply)) == []


@pytest.mark.parametrize(
    ("scope", "event"),
    [
        (SCOPE, avoid(DAN)),
        (SCOPE, avoid(ANA)),
        (SCOPE, avoid(BEN, member=DAN)),
        (replace(SCOPE, circle=None, seats=()), avoid()),
    ],
    ids=["not in it", "oneself", "stranger", "unknown circle"],
)
def test_only_people_one_has_met_can_be_avoided(scope: CircleScope, event: events.MemberAvoided) -> None:
    """A forged choice is answered kindly and changes nothing."""
    decision = member_avoided(scope, event)

    assert decision == Decision(reply=decision.reply, why=decision.why)
    assert decision.reply is not None


# --- concerns ----------------------------------------------------------------------------------------------------


def test_only_telling_the_bot_goes_nowhere() -> None:
    """Thanks, and nothing else."""
    scope = replace(SCOPE, stewards=(a_member(DAN, is_steward=True),))

    decision = concern_told(scope, concern(for_stewards=False))

    assert (decision.changes, decision.effects) == ((), ())
    assert note_of(decision.reply).key == "concern-kept"


def test_a_report_never_reaches_a_steward_who_sits_there() -> None:
    """Only stewards outside the circle hear of it; not one who sits there, left it, or tells it."""
    stewards = tuple(a_member(member, is_steward=True) for member in (ANA, BEN, CLEO, DAN, EVE))

    decision = concern_told(replace(BEN_LEFT, stewards=stewards), concern(for_stewards=True))

    assert [effect.member for effect in decision.effects if isinstance(effect, SendDirect)] == [DAN, EVE]


def test_a_report_names_the_interest_and_nobody() -> None:
    """A steward sees that a circle on baseball asks for a look; never who said so, nor who sits there."""
    scope = replace(SCOPE, stewards=(a_member(DAN, is_steward=True),))

    (report,) = concern_told(scope, concern(for_stewards=True)).effects

    assert isinstance(report, SendDirect)
    assert report.note.args == {"interest": "baseball"}
    assert not any(person in repr(report.note) for person in (ANA, BEN, CLEO, CIRCLE))
    assert report.note.footer is not None


def test_reporting_twice_a_day_is_one_report() -> None:
    """The second tap asks for the same look: stewards get one message."""
    scope = replace(SCOPE, stewards=(a_member(DAN, is_steward=True),))

    first = concern_told(scope, concern(for_stewards=True)).effects
    second = concern_told(scope, concern(for_stewards=True, at=NOON + HOUR)).effects

    assert [effect.key for effect in first] == [effect.key for effect in second]


def test_a_report_wakes_no_steward() -> None:
    """At night a report waits for the steward's morning."""
    scope = replace(SCOPE, stewards=(a_member(DAN, is_steward=True),))

    (report,) = concern_told(scope, concern(for_stewards=True, at=MIDNIGHT)).effects

    assert report.not_before == MIDNIGHT + 8 * HOUR


@pytest.mark.parametrize("stewards", [(), (a_member(BEN, is_steward=True),), (a_member(DAN),)])
def test_no_steward_outside_is_said_honestly(stewards: tuple[Member, ...]) -> None:
    """Where nobody can be told, the person hears that nobody was, and what they can do is one tap away."""
    scope = replace(SCOPE, stewards=stewards)

    decision = concern_told(scope, concern(for_stewards=True))

    assert decision.effects == ()
    note = note_of(decision.reply)
    assert note.key == "concern-no-steward"
    assert [control.token.partition(":")[0] for control in note.controls] == ["need", "leave-circle"]


def test_a_stranger_cannot_report_a_circle() -> None:
    """A forged button from outside the circle reaches nobody."""
    scope = replace(SCOPE, stewards=(a_member(EVE, is_steward=True),))

    assert concern_told(scope, concern(for_stewards=True, member=DAN)).effects == ()


# --- Need something? ---------------------------------------------------------------------------------------------


def test_the_menu_offers_everything_there_is() -> None:
    """Leave, avoid somebody, report, who can see this, what is this, and a pause: how to get fewer."""
    note = note_of(room_asked(SCOPE, ask(RoomQuestion.MENU)))

    assert tokens(note) == [
        f"need:{CIRCLE}:leave",
        f"need:{CIRCLE}:avoid",
        f"need:{CIRCLE}:report",
        f"need:{CIRCLE}:hand_off",
        f"need:{CIRCLE}:who_sees",
        f"need:{CIRCLE}:what_is_this",
        f"need:{CIRCLE}:more",
        "pause:4",
    ]


def test_leaving_asks_once_more() -> None:
    """A tap by mistake costs no seat."""
    note = note_of(room_asked(SCOPE, ask(RoomQuestion.LEAVE)))

    assert tokens(note)[0] == f"leave-circle:{CIRCLE}"


def test_whom_to_avoid_lists_everybody_who_ever_sat_there() -> None:
    """The list is the same when somebody has left: it must not tell."""
    note = note_of(room_asked(SCOPE, ask(RoomQuestion.AVOID)))

    assert note == note_of(room_asked(BEN_LEFT, ask(RoomQuestion.AVOID)))
    select = note.controls[0]
    assert isinstance(select, Select)
    assert [(option.value, option.member) for option in select.options] == [(BEN, BEN), (CLEO, CLEO)]


@pytest.mark.parametrize(
    ("platform", "key"),
    [
        ("discord", "who-sees-discord"),
        ("slack", "who-sees-slack"),
        ("sandbox", "who-sees-sandbox"),
        ("matrix", "who-sees-elsewhere"),
    ],
)
def test_who_can_see_this_is_said_plainly(platform: str, key: str) -> None:
    """Each platform's own truth; an unknown one gets an honest general answer."""
    scope = replace(SCOPE, community=a_community(platform=platform))

    assert note_of(room_asked(scope, ask(RoomQuestion.WHO_SEES))).key == key


@pytest.mark.parametrize("about", list(RoomQuestion))
def test_strangers_learn_nothing_about_a_room(about: RoomQuestion) -> None:
    """The answer to a stranger is the same as to an unknown circle."""
    stranger = room_asked(SCOPE, ask(about, DAN))

    assert stranger == room_asked(replace(SCOPE, circle=None, seats=()), ask(about, DAN))
    assert note_of(stranger).key == "room-not-yours"


@pytest.mark.parametrize("about", [about for about in RoomQuestion if about is not RoomQuestion.REPORT])
def test_after_the_end_there_is_still_an_answer(about: RoomQuestion) -> None:
    """A button of a closed circle: a kind answer, and no way to leave what is over."""
    note = note_of(room_asked(CLOSED, ask(about)))

    leaving = [control for control in note.controls if isinstance(control, Button) and "leave" in control.token]
    assert leaving == []
