"""A season's end: carry on, a fresh mix, or rest; asked once, decided at the deadline or when everybody has answered.

A circle goes on with those who want to when they are as many as a circle needs, or two of whom nobody wants otherwise
(two who both like may talk as two). Otherwise it closes, thanks are said once, and every wish waits or rests as its
owner chose. Who says nothing rests; nobody is named, and a tap wakes the wish.
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
from circles_bot.engine.decision import Change, Decision, Kept, Silenced
from circles_bot.engine.effects import member_lane, room_lane
from circles_bot.engine.lifecycle import may
from circles_bot.engine.model import (
    Circle,
    CircleState,
    Community,
    OptInState,
    PostKind,
    SeasonAnswer,
    Seat,
    SeatState,
)
from circles_bot.engine.notes import Line, Note, Reply
from circles_bot.engine.policy import Policy
from circles_bot.engine.posts import need_button, new_post, season_note, show, show_over
from circles_bot.engine.schedule import next_shared_waking
from circles_bot.engine.seats import members_of, seated, seated_view
from circles_bot.engine.snapshots import CircleScope, SeatView
from circles_bot.engine.timers import (
    no_change,
    no_check_in,
    no_season_answers,
    quiet_timer,
    season_answers_timer,
    season_timer,
)

_WISHES = {
    SeasonAnswer.CARRY_ON: OptInState.WAITING,
    SeasonAnswer.FRESH_MIX: OptInState.WAITING,
    SeasonAnswer.REST: OptInState.RESTING,
    None: OptInState.RESTING,
}
"""What becomes of a wish, by the answer, when its circle is over for that member. Silence rests."""

_NOTED = {
    SeasonAnswer.CARRY_ON: "season-noted-carry-on",
    SeasonAnswer.FRESH_MIX: "season-noted-fresh-mix",
    SeasonAnswer.REST: "season-noted-rest",
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
        return close_alone(scope, circle, community, event.at)
    return ask_room(scope, circle, community, event.at, is_silent=False)


def ask_room(scope: CircleScope, circle: Circle, community: Community, at: datetime, *, is_silent: bool) -> Decision:
    """Return the season question; ``is_silent`` when it comes early because the room has fallen silent.

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
    return Decision(
        changes=(Kept(replace(circle, state=CircleState.OPEN, asked_at=None, question=None)),),
        timers=(no_season_answers(circle.id), season_timer(circle, at)),
        silenced=(Silenced(lane=room_lane(circle.id)),),
        why=Line(key="why-question-never-shown"),
    )


def season_answered(scope: CircleScope, event: events.SeasonAnswered) -> Decision:
    """Note the answer privately; it may be changed until the deadline, or until everybody has answered."""
    circle, community = scope.circle, scope.community
    view = seated_view(scope, event.actor.member)
    if circle is None or community is None or view is None or circle.state is not CircleState.ASKING:
        return Decision(reply=Reply(content=Note(key="season-over")), why=Line(key="why-season-not-asked"))
    answered = replace(view.seat, season_answer=event.answer, active_at=event.at)
    others = (other.seat for other in seated(scope) if other is not view)
    if all(other.season_answer is not None for other in others):
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
    return Reply(content=Note(key=_NOTED[event.answer], args={"until": until}))


def _settled(scope: CircleScope, circle: Circle, community: Community, at: datetime) -> Decision:
    if len(seated(scope)) < FEWEST_IN_A_CIRCLE:
        return close_alone(scope, circle, community, at)
    if _goes_on(tuple(view.seat for view in seated(scope)), Policy.of(community)):
        return _next_season(scope, circle, community, at)
    return _closed(scope, circle, at)


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
    )


def _seats_renewed(views: list[SeatView]) -> tuple[Change, ...]:
    return tuple(Kept(replace(view.seat, season_answer=None)) for view in views)


def _seats_finished(views: list[SeatView], at: datetime) -> tuple[Change, ...]:
    seats = tuple(Kept(replace(view.seat, state=SeatState.FINISHED)) for view in views)
    wishes = tuple(change for view in views for change in wish_after(view, _WISHES[view.seat.season_answer], at))
    return (*seats, *wishes)


def _closed(scope: CircleScope, circle: Circle, at: datetime) -> Decision:
    ended = end_circle(scope, circle, at, lambda seat: _WISHES[seat.season_answer])
    thanks = show(new_post(circle, PostKind.CLOSING, at), Note(key="room-closing", controls=(MINE,)))
    return replace(ended, effects=(*show_over(circle), thanks, close_room(circle)), why=Line(key="why-season-closed"))
