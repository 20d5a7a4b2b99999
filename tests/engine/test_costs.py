"""The dearest branches of what may happen to a circle: each costs the store at most eight statements."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from circles_bot.engine import events
from circles_bot.engine.decide import decide
from circles_bot.engine.events import AnyEvent
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import (
    CheckIn,
    CheckInAnswer,
    CircleState,
    OptInState,
    PostKind,
    RoomAsks,
    SeasonAnswer,
    SeatState,
)
from circles_bot.engine.posts import new_post
from circles_bot.engine.snapshots import CircleScope
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
    DAY,
    NOON,
    STATEMENTS_AT_MOST,
    WEEK,
    a_circle,
    a_community,
    a_deck,
    a_member,
    a_seat,
    a_view,
    an_actor,
    an_opt_in,
    circle_scope,
    statements_of,
)

LATER = NOON + 20 * DAY
NOOR = a_member(DAN, is_steward=True)
OPENING = a_circle(CircleState.OPENING)
ASKING = a_circle(CircleState.ASKING, asked_at=NOON, question=new_post(a_circle(), PostKind.SEASON, NOON).id)
ASKED = CheckIn(community=COMMUNITY, circle=CIRCLE, member=ANA, number=1, season=1, asked_at=NOON + 10 * DAY)
LOW = replace(ASKED, member=BEN, answered_at=LATER, answer=CheckInAnswer.QUIET)
ANSWERS = dict(zip((ANA, BEN, CLEO, DAN), (*[SeasonAnswer.CARRY_ON] * 3, None), strict=True))
ABOUT: Mapping[str, object] = {"community": COMMUNITY, "at": LATER, "circle": CIRCLE, "actor": an_actor(ANA)}
LIGHT = [a_view(member, has_tapped=True) for member in (ANA, BEN, CLEO)]
LEFT_OVER = [a_view(member, seat=a_seat(member, season_answer=SeasonAnswer.REST)) for member in (ANA, BEN, CLEO)]
ALONE = [a_view(ANA), a_view(BEN, seat=a_seat(BEN, SeatState.LEFT))]
INVITED = [
    replace(a_view(member), seat=a_seat(member, state), opt_in=an_opt_in(member, OptInState.INVITED))
    for member, state in ((ANA, SeatState.INVITED), (BEN, SeatState.ACCEPTED), (CLEO, SeatState.DECLINED))
]

EVERYBODY_ELSE_WANTS_MORE = [a_view(ANA), a_view(BEN, seat=a_seat(BEN, wants_more=True))]
LATE = replace(
    a_view(ANA), seat=a_seat(ANA, SeatState.INVITED, is_late=True), opt_in=an_opt_in(ANA, OptInState.INVITED)
)


def happening(kind: type[AnyEvent], **more: object) -> AnyEvent:
    """Return an event about the circle."""
    fields = kind.__dataclass_fields__
    return kind(**{name: value for name, value in {**ABOUT, **more}.items() if name in fields})  # type: ignore[arg-type]  # fields of many kinds


def answering(answers: Mapping[MemberId, SeasonAnswer | None]) -> CircleScope:
    """Return a circle that was asked whether to go on, with its answers."""
    views = [a_view(member, seat=a_seat(member, season_answer=answers.get(member))) for member in (ANA, BEN, CLEO, DAN)]
    return circle_scope(*views, circle=ASKING)


CASES: Mapping[str, tuple[AnyEvent, CircleScope, int]] = {
    "a room opens": (happening(events.RoomOpened, theirs="r"), circle_scope(circle=OPENING), 8),
    "a room for one": (happening(events.RoomOpened, theirs="r"), circle_scope(*ALONE, circle=OPENING), 7),
    "a room fails": (happening(events.RoomFailed), circle_scope(circle=OPENING), 7),
    "a room fails with its place": (
        happening(events.RoomFailed, place="rooms"),
        circle_scope(circle=OPENING, community=a_community(board_place="rooms", rooms_place="rooms")),
        8,
    ),
    "a room is gone": (happening(events.RoomGone), circle_scope(stewards=(NOOR,)), 6),
    "a room is gone, on purpose": (
        happening(events.RoomGone),
        circle_scope(circle=a_circle(opened_at=LATER), stewards=(NOOR,)),
        8,
    ),
    "a room has another address": (happening(events.RoomMoved, theirs="C2"), circle_scope(), 3),
    "leaving": (happening(events.CircleLeft), circle_scope(), 7),
    "quiet: a prompt": (happening(events.QuietDue), circle_scope(), 7),
    "quiet: one is left": (happening(events.QuietDue), circle_scope(*ALONE), 8),
    "quiet: silent, with answers of the season before": (
        happening(events.QuietDue),
        circle_scope(*LEFT_OVER, circle=a_circle(prompted_at=NOON, silent_prompts=1)),
        8,
    ),
    "a change": (happening(events.ChangeDue), circle_scope(), 7),
    "a season ends": (happening(events.SeasonDue, at=NOON + 8 * WEEK), circle_scope(*LEFT_OVER), 8),
    "too few are left": (happening(events.ShrunkDue), circle_scope(*LEFT_OVER[:2]), 7),
    "a small circle decides": (
        happening(events.SeasonAnswersDue),
        replace(answering({ANA: SeasonAnswer.REST}), circle=replace(ASKING, asks=RoomAsks.SHRUNK)),
        8,
    ),
    "one more person": (happening(events.MoreWanted, is_wanted=True), circle_scope(*EVERYBODY_ELSE_WANTS_MORE), 4),
    "a late seat is taken": (
        happening(events.InvitationAnswered, is_yes=True),
        circle_scope(*LIGHT[1:], LATE, circle=a_circle(open_seats=1)),
        6,
    ),
    "somebody joins": (happening(events.MembersAdded, members=(ANA,)), circle_scope(), 5),
    "somebody could not join": (happening(events.AddingFailed, members=(ANA,)), circle_scope(), 6),
    "a season ends for one": (happening(events.SeasonDue, at=NOON + 8 * WEEK), circle_scope(*ALONE), 8),
    "the next season": (happening(events.SeasonAnswersDue), answering(ANSWERS), 8),
    "the end": (happening(events.SeasonAnswersDue), answering({}), 8),
    "the end for one": (happening(events.SeasonAnswersDue), circle_scope(*ALONE, circle=ASKING), 8),
    "a question nobody saw": (
        happening(events.SeasonAnswersDue),
        circle_scope(circle=replace(ASKING, asked_at=None)),
        5,
    ),
    "a check-in": (happening(events.CheckInDue, member=ANA, number=1), circle_scope(*LIGHT), 7),
    **{
        f"checked in: {answer}": (
            happening(events.CheckInAnswered, number=1, answer=answer),
            circle_scope(check_ins=(ASKED, LOW)),
            cost,
        )
        for answer, cost in zip(CheckInAnswer, (4, 5, 8, 7, 5), strict=True)
    },
    "a lapsed check-in": (
        happening(events.NudgeLapsed, member=ANA),
        circle_scope(*LIGHT, check_ins=(ASKED,)),
        6,
    ),
    "a lapsed invitation": (
        happening(events.NudgeLapsed, member=ANA),
        circle_scope(*INVITED, circle=a_circle(CircleState.INVITING)),
        7,
    ),
    "a lapsed question": (
        happening(events.NudgeLapsed, member=None),
        circle_scope(circle=replace(ASKING, asked_at=None)),
        6,
    ),
    "a lapsed prompt": (
        happening(events.NudgeLapsed, member=None),
        circle_scope(
            circle=a_circle(prompted_at=NOON + DAY), posts=(new_post(a_circle(), PostKind.PROMPT, NOON + DAY),)
        ),
        6,
    ),
    "too few say yes": (
        happening(events.AnswersDue),
        circle_scope(*INVITED, circle=a_circle(CircleState.INVITING)),
        8,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_dearest_branches_keep_to_the_budget(case: str) -> None:
    """What each costs is written beside it, so that a dearer one is noticed before the budget is spent."""
    event, scope, cost = CASES[case]

    assert statements_of(event, decide(scope, event, a_deck())) == cost <= STATEMENTS_AT_MOST
