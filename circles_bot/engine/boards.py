"""The board: the message in a public channel where interests are joined. Words, never numbers.

Its first element is the private select; reacting does the same in public, and the board says so. It is shown anew at
full hours, so that nobody can tell from its edits who has just done what. A confidential interest is never on it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from circles_bot.engine.buttons import MINE, MORE_TOPICS, PRIVATE_MENU, PROPOSE, co_sign_select, join_select
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import ShowBoard, board_lane
from circles_bot.engine.events import BoardDue, BoardShown
from circles_bot.engine.ids import EffectKey, InterestId
from circles_bot.engine.interests import is_wishing
from circles_bot.engine.joining_timers import FULL_HOUR, board_timer, next_board_hour, next_look
from circles_bot.engine.model import Address, AddressKind, Community, Interest, Proposal
from circles_bot.engine.notes import Line, Note, Reply
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import JoinAsked
from circles_bot.engine.snapshots import CommunityScope, MemberScope

PROPOSALS_ON_A_BOARD = 10
PROPOSALS_IN_A_SELECT = 25
"""What a select holds on both platforms."""


def board_due(scope: CommunityScope, event: BoardDue) -> Decision:
    """Show the board as things stand, unless it was shown within this hour: then when the next one begins."""
    community = scope.community
    if community is None or community.board_place is None:
        return Decision()
    policy = Policy.of(community)
    if not event.is_at_once and next_board_hour(community, policy, event.at - FULL_HOUR) > event.at:
        return Decision(timers=(board_timer(community, policy, event.at),))
    interests = scope.interests[: policy.interests_per_board]
    return Decision(
        changes=(Kept(replace(community, board_at=event.at)),),
        effects=(show_board(community, interests, scope.waiting, scope.live_circles, event.at, scope.proposals),),
        why=Line(key="why-board-shown"),
    )


def board_shown(scope: CommunityScope, event: BoardShown) -> Decision:
    """Remember which message the board is."""
    if scope.community is None:
        return Decision()
    return Decision(changes=(Kept(board_address(scope.community, event.theirs)),))


def join_asked(scope: MemberScope, question: JoinAsked) -> Reply:
    """Show what there is to join; what is joined already says so."""
    if scope.community is None or scope.community.set_up_at is None:
        return Reply(content=Note(key="not-set-up"))
    limit = Policy.of(scope.community).interests_per_board
    standings = scope.standings[:limit]
    co_sign = tuple(item.proposal for item in scope.proposals if item.co_sign is None)[:PROPOSALS_IN_A_SELECT]
    more = (*((co_sign_select(co_sign),) if co_sign else ()), PRIVATE_MENU, PROPOSE, MINE)
    if not standings:
        return Reply(content=Note(key="join-nothing", controls=more))
    joined = frozenset(item.interest.id for item in standings if is_wishing(item.opt_in, question.at))
    menu = join_select(tuple(item.interest for item in standings), joined)
    return Reply(content=Note(key="join-menu", controls=(menu, *more)))


def show_board(
    community: Community,
    interests: tuple[Interest, ...],
    waiting: Mapping[InterestId, int],
    live_circles: Mapping[InterestId, int],
    at: datetime,
    proposals: tuple[Proposal, ...] = (),
) -> ShowBoard:
    """Return the effect that posts the board, or edits it in place."""
    assert community.board_place is not None
    states = tuple(
        _state(interest, waiting.get(interest.id, 0), live_circles.get(interest.id, 0)) for interest in interests
    )
    next_at = next_look(community, Policy.of(community), at)
    looked = Line(key="board-next-look", args={"next": next_at})
    if community.looked_at is not None:
        looked = Line(key="board-looked", args={"looked": community.looked_at, "next": next_at})
    note = Note(
        key="board",
        lines=(*_pilot(community), *states, *_proposed(proposals), looked),
        controls=(*((join_select(interests),) if interests else ()), PRIVATE_MENU, MORE_TOPICS, MINE),
        footer=Line(key="board-reacting"),
        leads_with_controls=True,
    )
    return ShowBoard(
        key=EffectKey(f"board:{community.id}:{at.isoformat()}"),
        lane=board_lane(community.id),
        community=community.id,
        place=community.board_place,
        note=note,
        seed_emoji=tuple(interest.emoji for interest in interests if interest.emoji),
    )


def board_address(community: Community, theirs: str) -> Address:
    """Return the record of the board's message."""
    return Address(community=community.id, kind=AddressKind.BOARD, ours=community.id, theirs=theirs)


def _pilot(community: Community) -> tuple[Line, ...]:
    """Say who can join for now: a reaction cannot be answered everywhere, so the board has to."""
    return (Line(key="board-pilot"),) if community.pilot_place is not None else ()


def _proposed(proposals: tuple[Proposal, ...]) -> tuple[Line, ...]:
    """Name what is proposed, oldest first: without whom it comes from, and without how many like it."""
    return tuple(
        Line(key="board-proposed", args={"interest": proposal.name}) for proposal in proposals[:PROPOSALS_ON_A_BOARD]
    )


def _state(interest: Interest, waiting: int, live_circles: int) -> Line:
    """Say in words where an interest stands: no count, not even of none."""
    if live_circles and waiting:
        key = "board-talking-and-gathering"
    elif live_circles:
        key = "board-talking"
    else:
        key = "board-gathering" if waiting else "board-open"
    return Line(key=key, args={"emoji": interest.emoji, "interest": interest.name})
