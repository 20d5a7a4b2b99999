"""A season's end: carry on, a fresh mix, or rest; asked once, decided at the deadline or when everybody has answered.

A circle goes on with those who want to when they are as many as a circle needs, or two of whom nobody wants otherwise
(two who both like may talk as two). Otherwise it closes, thanks are said once, and every wish waits or rests as its
owner chose. Who says nothing rests; nobody is named, and a tap wakes the wish.

A circle that has shrunk below what a circle needs is asked in the same way, some days after: one more person, carry on
as it is, or rest. There silence carries on, and nothing is ever said about who left or how many there are.
"""

from dataclasses import replace
from datetime import datetime

from circles_bot.engine import events
from circles_bot.engine.buttons import MINE
from circles_bot.engine.circles import (
    FEWEST_IN_A_CIRCLE,
    close_alone,
    close_room,
    end_circle,
    season_timers,
    wish_after,
)
from circles_bot.engine.decision import Change, Decision, Dropped, Kept, Silenced, TimerSet
from circles_bot.engine.effects import member_lane, room_lane
from circles_bot.engine.lifecycle import may
from circles_bot.engine.model import (
    Address,
    AddressKind,
    Circle,
    CircleOrigin,
    CircleState,
    Community,
    OptInState,
    PostKind,
    RoomAsks,
    SeasonAnswer,
    Seat,
    SeatState,
)
from circles_bot.engine.notes import Line, Note, Reply
from circles_bot.engine.policy import Policy
from circles_bot.engine.posts import ANSWERS, need_button, new_post, season_note, show, show_over
from circles_bot.engine.schedule import next_shared_waking
from circles_bot.engine.seats import members_of, seated, seated_view
from circles_bot.engine.snapshots import CircleScope, SeatView
from circles_bot.engine.timers import (
    no_change,
    no_check_in,
    no_season_answers,
    no_shrunk,
    quiet_timer,
    season_answers_timer,
    season_timer,
    shrunk_timer,
)

_WISHES = {
    SeasonAnswer.CARRY_ON: OptInState.WAITING,
    SeasonAnswer.FRESH_MIX: OptInState.WAITING,
    SeasonAnswer.REST: OptInState.RESTING,
    SeasonAnswer.ONE_MORE: OptInState.WAITING,
    None: OptInState.RESTING,
}
"""What becomes of a wish, by the answer, when its circle is over for that member. Silence rests."""

_NOTED = {
    SeasonAnswer.CARRY_ON: "season-noted-carry-on",
    SeasonAnswer.FRESH_MIX: "season-noted-fresh-mix",
    SeasonAnswer.REST: "season-noted-rest",
    SeasonAnswer.ONE_MORE: "shrunk-noted-one-more",
}


def season_due(scope: CircleScope, event: events.SeasonDue) -> Decision:
    """Ask the room at an hour when most are awake; a circle of one is closed instead."""
    circle, community = scope.circle, scope.community
    if circle is None or community is None or circle.state is not CircleState.OPEN:
        return Decision(why=Line(key="why-season-not-now"))
    views = seated(scope)
    awake = next_shared_waking(event.at, members_of(views), community, Policy.of(community))
    if awake > event.at:
        return Decision(timers=(season_timer(circle, awake),), why=Line(key="why-room-asleep"))
    if len(views) < FEWEST_IN_A_CIRCLE:
        # a timer that falls due for a circle that is closed does nothing: not worth a statement
        return replace(close_alone(scope, circle, community, event.at), timers=())
    asks = RoomAsks.SEASON if _brings_new_faces(scope, Policy.of(community)) else RoomAsks.AGAIN
    return ask_room(scope, replace(circle, asks=asks), community, event.at, is_silent=False)


def shrunk_due(scope: CircleScope, event: events.ShrunkDue) -> Decision:
    """Ask a circle that has become too small what it would like, unless it keeps a seat open or its season ends soon.

    Where everyone who sits there has asked for one more person already, a seat opens without a question.
    """
    circle, community, views = scope.circle, scope.community, seated(scope)
    if circle is None or community is None or not _has_shrunk(circle, len(views), Policy.of(community), event.at):
        return Decision(why=Line(key="why-shrunk-not-now"))
    if all(view.seat.wants_more for view in views):
        return Decision(changes=(Kept(replace(circle, open_seats=1)),), why=Line(key="why-seat-opened"))
    awake = next_shared_waking(event.at, members_of(views), community, Policy.of(community))
    if awake > event.at:
        return Decision(timers=(shrunk_timer(circle, awake),), why=Line(key="why-room-asleep"))
    asked = ask_room(scope, replace(circle, asks=RoomAsks.SHRUNK), community, event.at, is_silent=False)
    # nothing else that was to come is called off: the season goes on
    deadline = tuple(timer for timer in asked.timers if isinstance(timer, TimerSet))
    return replace(asked, timers=deadline, why=Line(key="why-asked-when-shrunk"))


def ask_room(scope: CircleScope, circle: Circle, community: Community, at: datetime, *, is_silent: bool) -> Decision:
    """Return the question that ``circle.asks`` names; ``is_silent`` when it comes because the room has fallen silent.

    Check-ins that were to come are cancelled: nobody is asked the same thing twice in two ways.
    """
    post = new_post(circle, PostKind.SEASON, at)
    asking = replace(circle, state=CircleState.ASKING, asked_at=None, silent_prompts=0, question=post.id)
    policy = Policy.of(community)
    blank = tuple(Kept(replace(view.seat, season_answer=None)) for view in seated(scope) if view.seat.season_answer)
    quiet_members = tuple(no_check_in(circle.id, view.seat.member) for view in seated(scope))
    # the deadline is set again when the question has been shown; this one is for a question that never gets there
    deadline = at + policy.season_question_open + policy.nudge_lapses_after
    return Decision(
        changes=(Kept(asking), Kept(post), *blank),
        timers=(season_answers_timer(asking, deadline), no_change(circle.id), *quiet_members),
        effects=(show(post, season_note(asking, is_silent=is_silent), lapses_at=at + policy.nudge_lapses_after),),
        why=Line(key="why-asked-after-silence" if is_silent else "why-asked-at-season-end"),
    )


def unasked(circle: Circle, at: datetime) -> Decision:
    """Return a circle whose question was never shown as it was before, to be asked anew."""
    is_shrunk = circle.asks is RoomAsks.SHRUNK
    again = (shrunk_timer(circle, at), *_season_resumed(circle, at)) if is_shrunk else (season_timer(circle, at),)
    reopened = replace(circle, state=CircleState.OPEN, asked_at=None, question=None, asks=RoomAsks.SEASON)
    return Decision(
        changes=(Kept(reopened),),
        timers=(no_season_answers(circle.id), *again),
        silenced=(Silenced(lane=room_lane(circle.id)),),
        why=Line(key="why-question-never-shown"),
    )


def post_gone(scope: CircleScope, event: events.PostGone) -> Decision:
    """Forget where a post was that somebody deleted; a question nobody can answer any more is asked anew."""
    circle = scope.circle
    if circle is None:
        return Decision(why=Line(key="why-post-unknown"))
    address = Address(community=circle.community, kind=AddressKind.POST, ours=event.post, theirs="")
    again = Decision()
    if circle.state is CircleState.ASKING and circle.question == event.post:
        again = unasked(circle, event.at)
    return replace(again, changes=(Dropped(address), *again.changes), why=Line(key="why-post-gone"))


def season_answered(scope: CircleScope, event: events.SeasonAnswered) -> Decision:
    """Note the answer privately; it may be changed until the deadline, or until everybody has answered."""
    circle, community = scope.circle, scope.community
    view = seated_view(scope, event.actor.member)
    if circle is None or community is None or view is None or circle.state is not CircleState.ASKING:
        return Decision(reply=Reply(content=Note(key="season-over")), why=Line(key="why-season-not-asked"))
    if event.answer not in ANSWERS[circle.asks]:
        return Decision(reply=Reply(content=Note(key="season-over")), why=Line(key="why-season-not-asked"))
    answered = replace(view.seat, season_answer=event.answer, active_at=event.at)
    others = (other.seat for other in seated(scope) if other is not view)
    is_last = all(other.season_answer is not None for other in others)
    if is_last and circle.asks is not RoomAsks.SHRUNK:  # of so few, the hour would tell who had just answered what
        return Decision(
            changes=(Kept(answered),),
            timers=(season_answers_timer(circle, event.at),),  # the deadline has come: nobody is left to wait for
            reply=Reply(content=Note(key="season-decided", controls=(MINE,))),
            why=Line(key="why-season-all-answered"),
        )
    noted = _noted(circle, community, event)
    return Decision(changes=(Kept(answered),), reply=noted, why=Line(key="why-season-answered"))


def season_answers_due(scope: CircleScope, event: events.SeasonAnswersDue) -> Decision:
    """Decide with what has been answered by now."""
    circle, community = scope.circle, scope.community
    if circle is None or community is None or circle.state is not CircleState.ASKING:
        return Decision(why=Line(key="why-season-not-asked"))
    if circle.asked_at is None and not any(view.seat.season_answer for view in seated(scope)):
        return unasked(circle, event.at)
    return _settled(scope, circle, community, event.at)


def _noted(circle: Circle, community: Community, event: events.SeasonAnswered) -> Reply:
    until = (circle.asked_at or event.at) + Policy.of(community).season_question_open
    is_as_it_is = circle.asks is RoomAsks.SHRUNK and event.answer is SeasonAnswer.CARRY_ON
    key = "shrunk-noted-carry-on" if is_as_it_is else _NOTED[event.answer]
    return Reply(content=Note(key=key, args={"until": until}))


def _settled(scope: CircleScope, circle: Circle, community: Community, at: datetime) -> Decision:
    if len(seated(scope)) < FEWEST_IN_A_CIRCLE:
        return close_alone(scope, circle, community, at)
    if circle.asks is RoomAsks.SHRUNK:
        return _shrunk_settled(scope, circle, community, at)
    if _goes_on(tuple(view.seat for view in seated(scope)), Policy.of(community)):
        return _next_season(scope, circle, community, at)
    return _closed(scope, circle, at)


def _shrunk_settled(scope: CircleScope, circle: Circle, community: Community, at: datetime) -> Decision:
    """Go on with everybody who does not want to rest; a seat opens only when all of them want it."""
    stays = [view for view in seated(scope) if view.seat.season_answer is not SeasonAnswer.REST]
    goes = [view for view in seated(scope) if view.seat.season_answer is SeasonAnswer.REST]
    if len(stays) < FEWEST_IN_A_CIRCLE:
        return _closed(scope, circle, at)
    want_more = all(view.seat.season_answer is SeasonAnswer.ONE_MORE for view in stays)
    reopened = replace(
        circle, state=CircleState.OPEN, asked_at=None, question=None, silent_prompts=0, asks=RoomAsks.SEASON
    )
    answered = (view.seat for view in stays if view.seat.season_answer is not None or want_more)
    seats = (Kept(replace(seat, season_answer=None, wants_more=seat.wants_more or want_more)) for seat in answered)
    return Decision(
        changes=(
            Kept(replace(reopened, open_seats=1 if want_more else circle.open_seats)),
            *seats,
            *_seats_finished(goes, at),
        ),
        timers=(
            no_season_answers(circle.id),
            *_season_resumed(circle, at),
            quiet_timer(circle, at + Policy.of(community).quiet_after),
            *(no_check_in(circle.id, view.seat.member) for view in goes),
        ),
        silenced=tuple(Silenced(lane=member_lane(view.seat.member), about=circle.id) for view in goes),
        effects=show_over(circle),
        why=Line(key="why-seat-opened" if want_more else "why-shrunk-carries-on"),
    )


def _season_resumed(circle: Circle, at: datetime) -> tuple[TimerSet, ...]:
    """Return the timer of the season's end, which may have fallen due while the room was asked something else."""
    return (season_timer(circle, max(circle.season_ends_at or at, at)),)


def _has_shrunk(circle: Circle, count: int, policy: Policy, at: datetime) -> bool:
    """Tell whether a circle is to be asked what to do about its size."""
    is_asked_soon = circle.season_ends_at is None or circle.season_ends_at - at < policy.late_seat_needs
    is_small = FEWEST_IN_A_CIRCLE <= count < policy.circle_size_min and circle.origin is CircleOrigin.ROUND
    return circle.state is CircleState.OPEN and is_small and circle.open_seats == 0 and not is_asked_soon


def _brings_new_faces(scope: CircleScope, policy: Policy) -> bool:
    """Tell whether enough others wait for a fresh mix to be one: with one from here, as many as a circle needs."""
    if scope.interest is None or scope.interest.is_confidential:  # how many wait for it is shown to nobody
        return True
    return scope.others_waiting is None or scope.others_waiting >= policy.circle_size_min - 1


def _goes_on(seats: tuple[Seat, ...], policy: Policy) -> bool:
    answers = [seat.season_answer for seat in seats if seat.season_answer is not None]
    carry_ons = answers.count(SeasonAnswer.CARRY_ON)
    are_of_one_mind = carry_ons == len(answers)
    return carry_ons >= policy.circle_size_min or (carry_ons >= FEWEST_IN_A_CIRCLE and are_of_one_mind)


def _next_season(scope: CircleScope, circle: Circle, community: Community, at: datetime) -> Decision:
    stays = [view for view in seated(scope) if view.seat.season_answer is SeasonAnswer.CARRY_ON]
    goes = [view for view in seated(scope) if view.seat.season_answer is not SeasonAnswer.CARRY_ON]
    policy = Policy.of(community)
    renewed = _renewed(circle, at, policy)
    news = new_post(renewed, PostKind.SEASON, at)  # shown and not kept: nobody taps it, and it never changes
    note = Note(key="season-goes-on", args={"until": at + policy.season}, controls=(need_button(circle.id), MINE))
    return Decision(
        changes=(Kept(renewed), *_seats_renewed(stays), *_seats_finished(goes, at)),
        timers=(
            no_season_answers(circle.id),
            no_shrunk(circle.id),
            quiet_timer(renewed, at + policy.quiet_after),
            *season_timers(renewed, community, tuple(view.seat.member for view in stays), at),
            *(no_check_in(circle.id, view.seat.member) for view in goes),
        ),
        silenced=tuple(Silenced(lane=member_lane(view.seat.member), about=circle.id) for view in goes),
        effects=(*show_over(circle), show(news, note)),
        why=Line(key="why-season-goes-on"),
    )


def _renewed(circle: Circle, at: datetime, policy: Policy) -> Circle:
    assert may(circle.state, CircleState.OPEN), "only a circle that was asked goes on"
    return replace(
        circle,
        state=CircleState.OPEN,
        season=circle.season + 1,
        season_ends_at=at + policy.season,
        asked_at=None,
        prompted_at=None,
        silent_prompts=0,
        question=None,
        asks=RoomAsks.SEASON,
        open_seats=0,
    )


def _seats_renewed(views: list[SeatView]) -> tuple[Change, ...]:
    return tuple(Kept(replace(view.seat, season_answer=None, wants_more=False)) for view in views)


def _seats_finished(views: list[SeatView], at: datetime) -> tuple[Change, ...]:
    seats = tuple(Kept(replace(view.seat, state=SeatState.FINISHED)) for view in views)
    wishes = tuple(change for view in views for change in wish_after(view, _WISHES[view.seat.season_answer], at))
    return (*seats, *wishes)


def _closed(scope: CircleScope, circle: Circle, at: datetime) -> Decision:
    silence = SeasonAnswer.CARRY_ON if circle.asks is RoomAsks.SHRUNK else None
    ended = end_circle(scope, circle, at, lambda seat: _WISHES[seat.season_answer or silence])
    thanks = show(new_post(circle, PostKind.CLOSING, at), Note(key="room-closing", controls=(MINE,)))
    return replace(ended, effects=(*show_over(circle), thanks, close_room(circle)), why=Line(key="why-season-closed"))
