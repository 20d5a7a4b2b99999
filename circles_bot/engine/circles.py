"""Circles from the opened room to the archived one: the welcome, leaving without a word, closing kindly.

Nobody is ever removed from a room by the bot, because both platforms announce that; a circle that ends is archived.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

from circles_bot.engine import events
from circles_bot.engine.buttons import MINE
from circles_bot.engine.decision import Change, Decision, Kept, Silenced, TimerSet
from circles_bot.engine.directs import direct_by_morning
from circles_bot.engine.discretion import said_about
from circles_bot.engine.effects import CloseRoom, SendDirect, member_lane, room_lane
from circles_bot.engine.explanations import shared_waking
from circles_bot.engine.ids import EffectKey, MemberId, derive, dice, is_confidential
from circles_bot.engine.joining_timers import next_look
from circles_bot.engine.lifecycle import may
from circles_bot.engine.members import with_leaving
from circles_bot.engine.model import (
    Address,
    AddressKind,
    Circle,
    CircleState,
    Community,
    Meeting,
    Member,
    OptInState,
    PostKind,
    Seat,
    SeatState,
)
from circles_bot.engine.notes import Argument, Button, Entry, Line, Note, Reply
from circles_bot.engine.policy import Policy
from circles_bot.engine.posts import RoomFacts, new_post, show, welcome_note
from circles_bot.engine.prompts import Deck, Stage, choose
from circles_bot.engine.seats import is_open, members_of, seated, seated_view, view_of
from circles_bot.engine.snapshots import CircleScope, SeatView
from circles_bot.engine.timers import (
    first_check_in,
    no_check_in,
    no_more,
    quiet_timer,
    season_answers_timer,
    season_timer,
    shrunk_timer,
)
from circles_bot.engine.tokens import Token, make_token
from circles_bot.engine.topics import subject_of, topic_of

ACTIVITY_GRAIN = timedelta(hours=1)
"""Talking is noted at most this often: a lively room costs one write an hour, and nobody's minutes are kept."""
FEWEST_IN_A_CIRCLE = 2
LEAVING_ROOM = {"discord": "leaving-room-discord", "slack": "leaving-room-slack"}
"""What leaving the room itself says to the others differs by platform: nothing on Discord, a line for all on Slack."""
SHRUNK_AFTER = timedelta(days=2)
SHRUNK_SPREAD = timedelta(days=3)


# --- the room is there -------------------------------------------------------------------------------------------


def room_opened(scope: CircleScope, event: events.RoomOpened, deck: Deck) -> Decision:
    """Welcome those who said yes; a room that opened for fewer than two, or too late, is closed again."""
    circle, community = scope.circle, scope.community
    if circle is None or community is None or is_open(circle):
        return Decision(why=Line(key="why-room-known"))
    comers = seated(scope)
    room = Address(community=circle.community, kind=AddressKind.ROOM, ours=circle.id, theirs=event.theirs)
    if circle.state is not CircleState.OPENING or len(comers) < FEWEST_IN_A_CIRCLE:
        return _closed_unopened(scope, circle, community, room, event.at)
    opened = replace(circle, state=CircleState.OPEN, opened_at=event.at)
    if circle.season_ends_at is not None:
        return _opened_again(scope, opened, community, comers, room)
    opened = replace(
        opened,
        season_ends_at=event.at + Policy.of(community).season,
        shared_hours=shared_waking(members_of(comers), community),
    )
    return _opened(scope, opened, community, comers, room, deck)


def post_shown(scope: CircleScope, event: events.PostShown) -> Decision:
    """Keep where a post is that may be edited later; the season question's deadline counts from here."""
    circle, post = scope.circle, next((post for post in scope.posts if post.id == event.post), None)
    if circle is None or post is None or scope.community is None:
        return Decision(why=Line(key="why-post-unknown"))
    shown = Kept(Address(community=post.community, kind=AddressKind.POST, ours=post.id, theirs=event.theirs))
    if circle.question != post.id or circle.asked_at is not None:
        return Decision(changes=(shown,), why=Line(key="why-post-shown"))
    deadline = event.at + Policy.of(scope.community).season_question_open
    return Decision(
        changes=(shown, Kept(replace(circle, asked_at=event.at))),
        timers=(season_answers_timer(circle, deadline),),
        why=Line(key="why-post-shown"),
    )


def room_spoke(scope: CircleScope, event: events.RoomSpoke) -> Decision:
    """Remember that somebody's voice was heard, to the hour; never what it said."""
    view = seated_view(scope, event.actor.member)
    if view is None:
        return Decision(why=Line(key="why-not-seated"))
    last = view.seat.active_at
    if last is not None and event.at - last < ACTIVITY_GRAIN:
        return Decision(why=Line(key="why-voice-known"))
    return Decision(changes=(Kept(replace(view.seat, active_at=event.at)),), why=Line(key="why-voice"))


def room_moved(scope: CircleScope, event: events.RoomMoved) -> Decision:
    """Keep what the platform calls a room from now on."""
    circle = scope.circle
    if circle is None:
        return Decision(why=Line(key="why-room-known"))
    room = Address(community=circle.community, kind=AddressKind.ROOM, ours=circle.id, theirs=event.theirs)
    return Decision(changes=(Kept(room),), why=Line(key="why-room-known"))


# --- leaving -----------------------------------------------------------------------------------------------------


def circle_left(scope: CircleScope, event: events.CircleLeft) -> Decision:
    """Free the seat at once and say nothing to anyone; the private answer tells how to leave the room itself."""
    circle, view = scope.circle, view_of(scope, event.actor.member)
    if circle is None or view is None or not may(view.seat.state, SeatState.LEFT):
        return Decision(
            reply=Reply(content=Note(key="circle-left-already"), replaces=True), why=Line(key="why-circle-left-already")
        )
    left = leave(circle, view, event.at)
    if scope.community is not None and is_of_round(circle):
        noted = with_leaving(view.member, Policy.of(scope.community), event.at)
        left = replace(left, changes=(*left.changes, Kept(noted)))
    return replace(left, reply=Reply(content=left_note(scope, "circle-left", circle), replaces=True))


def is_of_round(circle: Circle) -> bool:
    """Tell whether a round made the circle, on an open interest: those are others' who wait, too."""
    return circle.interest is not None and not is_confidential(circle.interest)


def leave(circle: Circle, view: SeatView, at: datetime) -> Decision:
    """Return what follows when the member on ``view`` leaves: nothing in the room, and nothing more to them about it.

    The wish ends too, so that an emoji that still stands on the board does not seat them again. Whether the circle has
    become too small is looked at a few days later, whoever left and why; a circle of one is closed when its room is
    next looked at: neither names anybody's hour.
    """
    changes: list[Change] = [Kept(replace(view.seat, state=SeatState.LEFT))]
    if view.opt_in is not None and may(view.opt_in.state, OptInState.ENDED):
        changes.append(Kept(replace(view.opt_in, state=OptInState.ENDED, is_first_in_line=False)))
    return Decision(
        changes=tuple(changes),
        timers=(no_check_in(circle.id, view.seat.member), shrunk_timer(circle, after_leaving(circle, at))),
        silenced=(Silenced(lane=member_lane(view.seat.member), about=circle.id),),
        why=Line(key="why-circle-left"),
    )


def after_leaving(circle: Circle, at: datetime) -> datetime:
    """Return when to look at a circle that somebody left at ``at``: 2 to 5 days later, at no hour that tells."""
    chance = dice(circle.id, at.isoformat(), "shrunk") % int(SHRUNK_SPREAD.total_seconds())
    return at + SHRUNK_AFTER + timedelta(seconds=chance)


def left_note(scope: CircleScope, key: str, circle: Circle) -> Note:
    """Return the private answer to leaving, with the way to another circle."""
    args: dict[str, Argument] = {"interest": topic_of(scope), "leaving_room": leaving_room(scope.community)}
    if circle.interest is None:
        return Note(key=f"{key}-with", args=args, controls=(MINE,))
    another = Button(token=make_token(Token.WAKE_WISH, circle.interest), label=Line(key="button-find-another"))
    return Note(key=key, args=args, controls=(another,))


def leaving_room(community: Community | None) -> Entry:
    """Return how to go from a room without a word, where this community is."""
    platform = community.platform if community is not None else ""
    return Entry(LEAVING_ROOM.get(platform, "leaving-room-elsewhere"))


# --- closing -----------------------------------------------------------------------------------------------------


def end_circle(
    scope: CircleScope, circle: Circle, at: datetime, then: Callable[[Seat], OptInState], *, is_first: bool = False
) -> Decision:
    """Return a closed circle: seats finished, wishes as ``then`` says, timers and what was still to be sent cancelled.

    It has no effects: a caller adds the thanks and the closing of the room where there is one to close.
    """
    views = seated(scope)
    members = tuple(view.seat.member for view in views)
    finished = tuple(Kept(replace(view.seat, state=SeatState.FINISHED)) for view in views)
    wishes = tuple(change for view in views for change in wish_after(view, then(view.seat), at, is_first=is_first))
    closed = replace(circle, state=CircleState.CLOSED, closed_at=at, question=None)
    hushed = tuple(Silenced(lane=member_lane(member), about=circle.id) for member in members)
    return Decision(
        changes=(Kept(closed), *finished, *wishes),
        timers=no_more(circle.id, members),
        silenced=(Silenced(lane=room_lane(circle.id)), *hushed),
    )


def wish_after(view: SeatView, then: OptInState, at: datetime, *, is_first: bool = False) -> tuple[Change, ...]:
    """Return the change of a seated member's wish when the circle is over for them; an ended wish stays ended."""
    wish = view.opt_in
    if wish is None or wish.state not in {OptInState.SEATED, OptInState.INVITED}:
        return ()
    if is_first:
        return (Kept(replace(wish, state=then, is_first_in_line=True)),)
    return (Kept(replace(wish, state=then, since=at, rounds_waited=0, misses=0, is_first_in_line=False)),)


def close_room(circle: Circle) -> CloseRoom:
    """Return the effect that archives the room, once."""
    key = EffectKey(derive("eff", "close-room", circle.id))
    return CloseRoom(key=key, lane=room_lane(circle.id), community=circle.community, circle=circle.id)


def close_alone(scope: CircleScope, circle: Circle, community: Community, at: datetime) -> Decision:
    """Close a circle in which one person (or nobody) is left; that one is told privately and goes first in line."""
    ended = end_circle(scope, circle, at, lambda _: OptInState.WAITING, is_first=True)
    notes = tuple(
        look_again_directly("closed-alone", scope, circle, community, view.member, at) for view in seated(scope)
    )
    return replace(ended, effects=(*notes, close_room(circle)), why=Line(key="why-closed-alone"))


# --- the smaller steps -------------------------------------------------------------------------------------------


def _opened(
    scope: CircleScope, circle: Circle, community: Community, comers: tuple[SeatView, ...], room: Address, deck: Deck
) -> Decision:
    at = circle.opened_at
    assert at is not None, "it has just been opened"
    people = tuple(view.seat.member for view in comers)
    prompt = choose(deck, Stage.OPENING, (), circle.id, subject_of(circle, scope.interest))
    post = new_post(circle, PostKind.WELCOME, at, prompt.id if prompt else None)
    facts = RoomFacts(circle=circle, interest=scope.interest, people=people)
    welcome = welcome_note(facts, post, prompt.answers if prompt else 0)
    return Decision(
        changes=(Kept(circle), Kept(room), Kept(post), *map(Kept, meetings_of(circle, people, at))),
        timers=(
            quiet_timer(circle, at + Policy.of(community).quiet_after),
            *season_timers(circle, community, people, at),
        ),
        effects=(show(post, welcome),),
        why=Line(key="why-room-opened"),
    )


def _opened_again(
    scope: CircleScope, circle: Circle, community: Community, comers: tuple[SeatView, ...], room: Address
) -> Decision:
    """Go on in a new room, where the old one was deleted: the season is the same, and no question comes twice."""
    at, quiet_after = circle.opened_at, Policy.of(community).quiet_after
    assert at is not None, "it has just been opened"
    assert circle.season_ends_at is not None, "it was open before"
    goes_on = replace(circle, season_ends_at=max(circle.season_ends_at, at + quiet_after))
    post = new_post(goes_on, PostKind.WELCOME, at)
    facts = RoomFacts(circle=goes_on, interest=scope.interest, people=tuple(view.seat.member for view in comers))
    return Decision(
        changes=(Kept(goes_on), Kept(room), Kept(post)),
        timers=(quiet_timer(goes_on, at + quiet_after), season_timer(goes_on, goes_on.season_ends_at or at)),
        effects=(show(post, welcome_note(facts, post, 0)),),
        why=Line(key="why-room-opened-again"),
    )


def season_timers(
    circle: Circle, community: Community, people: tuple[MemberId, ...], at: datetime
) -> tuple[TimerSet, ...]:
    """Return the timers of a season that begins at ``at``: its end, and a first check-in for each of ``people``."""
    assert circle.season_ends_at is not None, "a season that begins has an end"
    policy = Policy.of(community)
    check_ins = (timer for member in people for timer in first_check_in(circle, policy, member, at))
    return (season_timer(circle, circle.season_ends_at), *check_ins)


def meetings_of(circle: Circle, people: tuple[MemberId, ...], at: datetime) -> tuple[Meeting, ...]:
    """Return that each of these people has met each other."""
    scope = circle.interest if circle.interest and is_confidential(circle.interest) else ""
    return tuple(
        Meeting(community=circle.community, first=first, second=second, scope=scope, met_at=at)
        for first, second in combinations(sorted(people), 2)
    )


def _closed_unopened(scope: CircleScope, circle: Circle, community: Community, room: Address, at: datetime) -> Decision:
    """Return what to do with a room that nobody needs any more."""
    kept, closing = (Kept(room),), (close_room(circle),)
    if not may(circle.state, CircleState.FIZZLED):
        return Decision(changes=kept, effects=closing, why=Line(key="why-room-not-needed"))
    fizzled = fizzle(scope, circle, community, at)
    return replace(fizzled, changes=(*kept, *fizzled.changes), effects=(*fizzled.effects, *closing))


def fizzle(scope: CircleScope, circle: Circle, community: Community, at: datetime) -> Decision:
    """Put everybody back, first in line, and say honestly what happened."""
    comers = seated(scope)
    seats = tuple(Kept(replace(view.seat, state=SeatState.FINISHED)) for view in comers)
    wishes = tuple(change for view in comers for change in wish_after(view, OptInState.WAITING, at, is_first=True))
    return Decision(
        changes=(Kept(replace(circle, state=CircleState.FIZZLED, closed_at=at)), *seats, *wishes),
        effects=tuple(look_again_directly("room-failed", scope, circle, community, view.member, at) for view in comers),
        why=Line(key="why-room-failed"),
    )


def look_again_directly(
    key: str, scope: CircleScope, circle: Circle, community: Community, member: Member, at: datetime
) -> SendDirect:
    """Return the direct message that says what became of a circle, and when the bot looks again."""
    note = _look_again_note(key, scope, community, at)
    once = EffectKey(derive("eff", note.key, circle.id, member.id))
    return direct_by_morning(once, member, community, note, at)


def _look_again_note(key: str, scope: CircleScope, community: Community, at: datetime) -> Note:
    if scope.interest is None:  # chosen people: there is no wish that goes on waiting
        return Note(
            key=f"{key}-with", args={"interest": topic_of(scope)}, controls=(MINE,), footer=Line(key="direct-footer")
        )
    said = said_about(key, scope.interest, topic_of(scope))
    args = {**said.args, "looks": next_look(community, Policy.of(community), at)}
    return Note(key=said.key, args=args, controls=(MINE,), footer=Line(key="direct-footer"))
