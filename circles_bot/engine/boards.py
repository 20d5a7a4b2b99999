"""The board: the messages in a public channel where interests are joined. Words, never numbers.

Each begins with the private select of its own interests; reacting does the same in public, and the board says so. It is
shown anew at full hours, so that nobody can tell from its edits who has just done what. A confidential interest is
never on it. Which interest is on which of its pages: ``pages.py``.
"""

from dataclasses import replace
from datetime import datetime

from circles_bot.engine.buttons import MINE, MORE_TOPICS, PRIVATE_MENU, PROPOSE, co_sign_selects, join_selects
from circles_bot.engine.decision import Decision, Dropped, Kept
from circles_bot.engine.effects import ShowBoard, TakeBoardAway, board_lane
from circles_bot.engine.events import BoardDue, BoardShown
from circles_bot.engine.ids import EffectKey
from circles_bot.engine.interests import is_wishing
from circles_bot.engine.joining_timers import FULL_HOUR, board_timer, next_board_hour, next_look
from circles_bot.engine.model import Community, Interest, Proposal
from circles_bot.engine.notes import Button, Line, Note, Reply, Select
from circles_bot.engine.pages import page_address, pages_of
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import JoinAsked
from circles_bot.engine.snapshots import CommunityScope, MemberScope

PROPOSALS_ON_A_BOARD = 10


def board_due(scope: CommunityScope, event: BoardDue) -> Decision:
    """Show the board as things stand, unless it was shown within this hour: then when the next one begins."""
    community = scope.community
    if community is None or community.board_place is None:
        return Decision()
    policy = Policy.of(community)
    if not event.is_at_once and next_board_hour(community, policy, event.at - FULL_HOUR) > event.at:
        return Decision(timers=(board_timer(community, policy, event.at),))
    pages = pages_of(scope.interests)
    empty = sorted(scope.board.keys() - pages.keys())
    return Decision(
        changes=(
            Kept(replace(community, board_at=event.at)),
            *(Dropped(page_address(community.id, page)) for page in empty),
        ),
        effects=(
            *(_show(scope, community, page, interests, event.at) for page, interests in pages.items()),
            *(_take_away(community, scope.board[page], event.at) for page in empty),
        ),
        why=Line(key="why-board-shown"),
    )


def board_shown(scope: CommunityScope, event: BoardShown) -> Decision:
    """Remember which message a page of the board is; one that was emptied meanwhile is looked at once more."""
    community = scope.community
    if community is None:
        return Decision()
    is_empty = event.page not in pages_of(scope.interests)
    timers = (board_timer(community, Policy.of(community), event.at),) if is_empty else ()
    return Decision(changes=(Kept(page_address(community.id, event.page, event.theirs)),), timers=timers)


def join_asked(scope: MemberScope, question: JoinAsked) -> Reply:
    """Show what there is to join; what is joined already says so."""
    if scope.community is None or scope.community.set_up_at is None:
        return Reply(content=Note(key="not-set-up"))
    standings = scope.standings
    co_sign = tuple(item.proposal for item in scope.proposals if item.co_sign is None)
    more: tuple[Button | Select, ...] = (*co_sign_selects(co_sign), PRIVATE_MENU, PROPOSE, MINE)
    if not standings:
        return Reply(content=Note(key="join-nothing", controls=more))
    joined = frozenset(item.interest.id for item in standings if is_wishing(item.opt_in, question.at))
    menu = join_selects(tuple(item.interest for item in standings), joined)
    return Reply(content=Note(key="join-menu", controls=(*menu, *more)))


def _show(
    scope: CommunityScope, community: Community, page: int, interests: tuple[Interest, ...], at: datetime
) -> ShowBoard:
    """Return the effect that posts a page, or edits it in place; what is proposed is said on the first one."""
    assert community.board_place is not None
    states = tuple(
        _state(interest, scope.waiting.get(interest.id, 0), scope.live_circles.get(interest.id, 0))
        for interest in interests
    )
    proposed = () if page else _proposed(scope.proposals)
    note = Note(
        key="board-more" if page else "board",
        lines=(*_pilot(community), *states, *proposed, _looked(community, at)),
        controls=(*join_selects(interests), PRIVATE_MENU, MORE_TOPICS, MINE),
        footer=Line(key="board-reacting"),
        leads_with_controls=True,
    )
    return ShowBoard(
        key=EffectKey(f"board:{community.id}:{at.isoformat()}" + (f":{page}" if page else "")),
        lane=board_lane(community.id),
        community=community.id,
        place=community.board_place,
        note=note,
        seed_emoji=tuple(interest.emoji for interest in interests if interest.emoji),
        page=page,
    )


def _take_away(community: Community, theirs: str, at: datetime) -> TakeBoardAway:
    return TakeBoardAway(
        key=EffectKey(f"board-away:{theirs}:{at.isoformat()}"),
        lane=board_lane(community.id),
        community=community.id,
        theirs=theirs,
    )


def _looked(community: Community, at: datetime) -> Line:
    next_at = next_look(community, Policy.of(community), at)
    if community.looked_at is None:
        return Line(key="board-next-look", args={"next": next_at})
    return Line(key="board-looked", args={"looked": community.looked_at, "next": next_at})


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
