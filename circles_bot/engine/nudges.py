"""Nudges: what the bot says unasked, and the budget that keeps it little.

Two kinds of limits: *when* (quiet hours, a pause) and *how often* (the budget of direct messages). Time windows roll:
"one a day" is one in any 24 hours, so that midnight opens no second one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from circles_bot.engine import events, seasons
from circles_bot.engine.circles import FEWEST_IN_A_CIRCLE, close_alone
from circles_bot.engine.decision import Decision, Dropped, Kept
from circles_bot.engine.effects import BUDGETED, DirectKind
from circles_bot.engine.ids import MemberId
from circles_bot.engine.joining_timers import invitation_timer
from circles_bot.engine.model import CheckIn, Circle, CircleState, Community, Member, Pace, PostKind, SeatState
from circles_bot.engine.notes import Line
from circles_bot.engine.picks import picked_next
from circles_bot.engine.policy import Policy
from circles_bot.engine.posts import new_post, prompt_note, show
from circles_bot.engine.prompts import Deck, Prompt, Stage, choose, picker_of
from circles_bot.engine.schedule import end_of_quiet, is_quiet, next_shared_waking, start_of_quiet, zone_of
from circles_bot.engine.seats import is_open, members_of, seated, view_of
from circles_bot.engine.snapshots import CircleScope, SeatView
from circles_bot.engine.timers import change_timer, check_in_timer, quiet_timer
from circles_bot.engine.topics import subject_of

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_LAST_DAYS = timedelta(days=7)
_WARMING_PROMPTS = 2
"""A season's first prompts; after them the circle is warm enough for deeper ones."""
_INSTEAD = (Stage.DEEPER, Stage.WARMING, Stage.STUCK)
"""Where to look when a stage's prompts are used up, in this order."""


def next_ask_at(member: Member, community: Community, policy: Policy, at: datetime, kind: DirectKind) -> datetime:
    """Return the first moment from ``at`` on at which a direct message of ``kind`` may go to ``member``.

    Invitations and check-ins keep quiet hours, the pause and the budget; a check-in also leaves one message of the week
    free, so that invitations come first. Who takes none at all (:func:`takes_directs`) is not to be asked. Answers to
    what people did, and reports to stewards, keep quiet hours only: held back for days they would read as broken. (An
    answer while the person is acting is a reply, and always at once.)
    """
    zone, policy = zone_of(member, community), policy.of_member(member)
    moment = at
    while True:
        allowed = _after_limits(member, policy, moment, kind) if kind in BUDGETED else moment
        allowed = end_of_quiet(allowed, zone, policy)
        if allowed == moment:
            return moment
        moment = allowed


def takes_directs(member: Member, community: Community) -> bool:
    """Tell whether a member takes unasked direct messages at all; if not, what there is waits behind My circles."""
    return Policy.of(community).of_member(member).directs_per_week > 0


def with_ask_counted(member: Member, at: datetime, *, is_private: bool = False) -> Member:
    """Return the member with one more unasked direct message in the budget's memory, which reaches back seven days.

    ``is_private`` says that it is about something confidential, or has been counted as open before it could go.
    """
    counted = replace(member, asked_at=_with_one_more(member.asked_at, at))
    return counted if is_private else with_ask_counted_openly(counted, at)


def with_ask_counted_openly(member: Member, at: datetime) -> Member:
    """Return the member with one more message that would have gone, had there been nothing confidential."""
    return replace(member, openly_asked_at=_with_one_more(member.openly_asked_at, at))


def without_ask(member: Member, at: datetime) -> Member:
    """Return the member without what was decided at a moment and never sent: it costs nobody their budget."""
    asked = tuple(moment for moment in member.asked_at if moment != at)
    openly = tuple(moment for moment in member.openly_asked_at if moment != at)
    return replace(member, asked_at=asked, openly_asked_at=openly)


def as_others_reckon(member: Member) -> Member:
    """Return the member as if the bot had written to them about nothing confidential."""
    return replace(member, asked_at=member.openly_asked_at)


def _with_one_more(asked_at: Sequence[datetime], at: datetime) -> tuple[datetime, ...]:
    return (*sorted(asked for asked in asked_at if asked > at - WEEK), at)


def _after_limits(member: Member, policy: Policy, at: datetime, kind: DirectKind) -> datetime:
    """Return the first moment from ``at`` on that neither the pause nor the day's or week's budget forbids."""
    a_week = policy.directs_per_week - (kind is DirectKind.CHECK_IN)
    pause_ends = max(at, member.paused_until or at)
    day_ends = _window_free(member.asked_at, pause_ends, max(policy.directs_per_day, 1), DAY)
    return _window_free(member.asked_at, day_ends, max(a_week, 1), WEEK)


def _window_free(asked: Sequence[datetime], at: datetime, limit: int, window: timedelta) -> datetime:
    recent = sorted(moment for moment in asked if moment > at - window)
    return at if len(recent) < limit else recent[-limit] + window


def quiet_due(scope: CircleScope, event: events.QuietDue, deck: Deck) -> Decision:
    """Stay out of a lively room; ask a quiet one something light, and after silence twice, whether to carry on."""
    circle, community = scope.circle, scope.community
    if circle is None or community is None or circle.state is not CircleState.OPEN:
        return Decision(why=Line(key="why-no-prompt-now"))
    policy = Policy.of(community)
    soonest = _soonest_prompt(scope, circle, policy)
    if soonest.at > event.at:
        return _planned(circle, soonest.at, soonest.why)
    awake = next_shared_waking(event.at, members_of(seated(scope)), community, policy)
    if awake > event.at:
        return _planned(circle, awake, "why-room-asleep")
    if len(seated(scope)) < FEWEST_IN_A_CIRCLE:
        # a timer that falls due for a circle that is closed does nothing: not worth a statement
        return replace(close_alone(scope, circle, community, event.at), timers=())
    weighed = replace(circle, silent_prompts=_silent_prompts(scope, circle))
    if weighed.silent_prompts >= policy.silent_prompts_before_question and community.sees_activity:
        return seasons.ask_room(scope, weighed, community, event.at, is_silent=True)
    return _prompted(scope, weighed, community, event.at, deck, _stage(scope, weighed, event.at))


def change_due(scope: CircleScope, event: events.ChangeDue, deck: Deck) -> Decision:
    """Ask for next to nothing, as if by chance, some days after two or more said quiet or off."""
    circle, community = scope.circle, scope.community
    if circle is None or community is None or not _takes_prompts(scope, circle):
        return Decision(why=Line(key="why-no-prompt-now"))
    if circle.prompted_at is not None and event.at - circle.prompted_at < DAY:
        return Decision(why=Line(key="why-prompt-recent"))
    awake = next_shared_waking(event.at, members_of(seated(scope)), community, Policy.of(community))
    if awake > event.at:
        return Decision(timers=(change_timer(circle, awake),), why=Line(key="why-room-asleep"))
    changed = _prompted(scope, circle, community, event.at, deck, Stage.STUCK)
    return replace(changed, why=Line(key="why-changed"))


def nudge_lapsed(scope: CircleScope, event: events.NudgeLapsed) -> Decision:
    """Plan anew what was not sent in time: it is as if it had never been decided, and nothing comes in a heap."""
    circle, community = scope.circle, scope.community
    if circle is None or community is None:
        return Decision(why=Line(key="why-lapsed"))
    if event.member is not None:
        return _direct_lapsed(scope, circle, community, event.member, event.at)
    if not is_open(circle):
        return Decision(why=Line(key="why-lapsed"))
    if circle.state is CircleState.ASKING:
        # a question that was shown has its deadline running: what lapsed was something older
        return seasons.unasked(circle, event.at) if circle.asked_at is None else Decision(why=Line(key="why-lapsed"))
    return _prompt_lapsed(scope, circle, event.at)


def direct_lapses_at(member: Member, community: Community, policy: Policy, at: datetime) -> datetime:
    """Return until when an unasked direct message decided at ``at`` may still be sent: never into quiet hours."""
    night = start_of_quiet(at, zone_of(member, community), policy.of_member(member))
    return min(at + policy.nudge_lapses_after, night or at + policy.nudge_lapses_after)


def _takes_prompts(scope: CircleScope, circle: Circle) -> bool:
    """Tell whether a prompt has a place here: not while the season question stands, and never to one person alone."""
    return circle.state is CircleState.OPEN and len(seated(scope)) >= FEWEST_IN_A_CIRCLE


@dataclass(frozen=True, slots=True)
class _Soonest:
    """Before when a room gets no prompt, and why not."""

    at: datetime
    why: str


def _soonest_prompt(scope: CircleScope, circle: Circle, policy: Policy) -> _Soonest:
    """Return when two voices stop making the room lively (the second counts), or the last prompt is long enough ago."""
    heard = sorted((view.seat.active_at for view in seated(scope) if view.seat.active_at is not None), reverse=True)
    lively = _Soonest(heard[1] + policy.quiet_after if len(heard) > 1 else _LONG_AGO, "why-room-lively")
    pause = _pause(circle, policy, sees_activity=scope.community is None or scope.community.sees_activity)
    rested = circle.prompted_at + pause if circle.prompted_at is not None else _LONG_AGO
    talking = _Soonest(circle.skips_until or _LONG_AGO, "why-room-talks")
    return max(lively, _Soonest(rested, "why-prompt-recent"), talking, key=lambda soonest: soonest.at)


def _pause(circle: Circle, policy: Policy, *, sees_activity: bool) -> timedelta:
    """Return how long a room is left in peace after a prompt.

    Where the bot sees only taps, silence may be a conversation: half the pace, and half of that again after two
    prompts that nobody tapped, instead of the question whether to carry on.
    """
    pause = policy.prompt_pause_again if circle.silent_prompts else policy.prompt_pause
    if sees_activity:
        return pause
    doubled = 2 if circle.silent_prompts >= policy.silent_prompts_before_question else 1
    return min(2 * doubled * pause, policy.longest_prompt_pause)


def _planned(circle: Circle, due_at: datetime, why: str) -> Decision:
    return Decision(timers=(quiet_timer(circle, due_at),), why=Line(key=why, args={"when": due_at}))


def _silent_prompts(scope: CircleScope, circle: Circle) -> int:
    """Return how many prompts in a row met silence, the last one included; one voice is enough to break it."""
    if circle.prompted_at is None:
        return circle.silent_prompts
    heard = (view.seat.active_at for view in seated(scope))
    is_met = any(active is not None and active >= circle.prompted_at for active in heard)
    return 0 if is_met else circle.silent_prompts + 1


def _stage(scope: CircleScope, circle: Circle, at: datetime) -> Stage:
    if circle.silent_prompts:
        return Stage.STUCK
    if circle.season_ends_at is not None and circle.season_ends_at - at < _LAST_DAYS:
        return Stage.CLOSING
    had = [post for post in scope.posts if post.kind is PostKind.PROMPT and post.season == circle.season]
    return Stage.WARMING if len(had) < _WARMING_PROMPTS else Stage.DEEPER


def _prompted(
    scope: CircleScope, circle: Circle, community: Community, at: datetime, deck: Deck, stage: Stage
) -> Decision:
    policy = Policy.of(community)
    after = replace(circle, prompted_at=at)
    planned = quiet_timer(after, at + _pause(after, policy, sees_activity=community.sees_activity))
    prompt = picked_next(scope, deck) or _first_unused(scope, circle, deck, stage)
    if prompt is None:  # they have had every prompt there is: leave them be
        return Decision(timers=(planned,), why=Line(key="why-no-prompt-left"))
    post = new_post(circle, PostKind.PROMPT, at, prompt.id)
    pings, lapses_at = _pings(scope, community, policy, at)
    picker = picker_of(scope, prompt.id)
    note = prompt_note(post, prompt.answers, picker=picker, sees_activity=community.sees_activity)
    return Decision(
        changes=(Kept(after), Kept(post)),
        timers=(planned,),
        effects=(show(post, note, pings=pings, lapses_at=lapses_at),),
        why=Line(key="why-prompted"),
    )


def _first_unused(scope: CircleScope, circle: Circle, deck: Deck, stage: Stage) -> Prompt | None:
    used = frozenset(post.prompt for post in scope.posts if post.prompt is not None)
    topic = subject_of(circle, scope.interest)
    found = (choose(deck, instead, used, circle.id, topic) for instead in (stage, *_INSTEAD))
    return next((prompt for prompt in found if prompt is not None), None)


def _pings(
    scope: CircleScope, community: Community, policy: Policy, at: datetime
) -> tuple[tuple[MemberId, ...], datetime]:
    """Return who asked to be mentioned and is awake, and until when the post may go out without waking one of them."""
    lapses_at, pings = at + policy.nudge_lapses_after, []
    for member in members_of(seated(scope)):
        is_paused = member.paused_until is not None and member.paused_until > at
        is_awake = not is_quiet(at, zone_of(member, community), policy.of_member(member))
        if member.pace is Pace.REGULAR and not is_paused and is_awake:
            pings.append(member.id)
            lapses_at = min(lapses_at, direct_lapses_at(member, community, policy, at))
    return tuple(pings), lapses_at


def _prompt_lapsed(scope: CircleScope, circle: Circle, at: datetime) -> Decision:
    post = max(
        (post for post in scope.posts if post.kind is PostKind.PROMPT and post.posted_at == circle.prompted_at),
        key=lambda post: post.id,
        default=None,
    )
    if post is None:
        return Decision(timers=(quiet_timer(circle, at),), why=Line(key="why-lapsed"))
    return Decision(
        changes=(Dropped(post), Kept(replace(circle, prompted_at=None))),
        timers=(quiet_timer(circle, at),),
        why=Line(key="why-lapsed"),
    )


def _direct_lapsed(
    scope: CircleScope, circle: Circle, community: Community, member: MemberId, at: datetime
) -> Decision:
    view = view_of(scope, member)
    if view is None:
        return Decision(why=Line(key="why-lapsed"))
    if view.seat.state is SeatState.INVITED:
        due = next_ask_at(view.member, community, Policy.of(community), at, DirectKind.INVITATION)
        return Decision(timers=(invitation_timer(community.id, circle.id, member, due),), why=Line(key="why-lapsed"))
    open_ones = [asked for asked in scope.check_ins if asked.member == member and asked.answered_at is None]
    if view.seat.state is not SeatState.SEATED or not is_open(circle) or not open_ones:
        return Decision(why=Line(key="why-lapsed"))
    return _check_in_lapsed(circle, view, max(open_ones, key=lambda asked: asked.number), at)


def _check_in_lapsed(circle: Circle, view: SeatView, asked: CheckIn, at: datetime) -> Decision:
    return Decision(
        changes=(Dropped(asked), Kept(without_ask(view.member, asked.asked_at))),
        timers=(check_in_timer(circle, asked.member, asked.number, at),),
        why=Line(key="why-lapsed"),
    )
