"""What stewards see and do: how things stand, how many would be seated, the monthly message, a pause of everything.

Totals only, of at least five people, on open interests alone: nothing here may tell who follows a confidential
interest, or how one circle fares that the steward sits in.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from circles_bot.engine.buttons import MINE
from circles_bot.engine.checkins import VOICES_FOR_A_CHANGE
from circles_bot.engine.decision import Decision, Kept, TimerSet
from circles_bot.engine.effects import ShowToStewards, stewards_lane
from circles_bot.engine.events import EverythingPaused, MonthDue
from circles_bot.engine.ids import CircleId, EffectKey, MemberId
from circles_bot.engine.joining_timers import board_timer, monthly_timer, next_look, weekly_timer
from circles_bot.engine.members import recognise
from circles_bot.engine.model import CheckInAnswer, Community
from circles_bot.engine.notes import Button, Line, Note, Reply, Style
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import PreviewAsked, StatusAsked
from circles_bot.engine.schedule import MONTHLY_LAPSES_AFTER
from circles_bot.engine.snapshots import MemberScope, Mood, StewardScope
from circles_bot.engine.tokens import Token, make_token

PAUSE_ALL = Button(token=make_token(Token.PAUSE_ALL), label=Line(key="button-pause-all"), style=Style.QUIET)
GO_ON = Button(token=make_token(Token.GO_ON), label=Line(key="button-go-on"), style=Style.MAIN)
PREVIEW = Button(token=make_token(Token.PREVIEW), label=Line(key="button-preview"))
STATUS = Button(token=make_token(Token.STATUS), label=Line(key="button-status"))
TEAM = Button(token=make_token(Token.STEWARDS), label=Line(key="button-stewards"), style=Style.QUIET)
SETTINGS = Button(token=make_token(Token.SETTINGS_PAGE, "0"), label=Line(key="button-settings"), style=Style.QUIET)

CIRCLES_FOR_A_TOTAL = 2
"""With one circle alone a total would be about that circle, which a steward may sit in."""
_LOW = {
    CheckInAnswer.QUIET: CheckInAnswer.QUIET,
    CheckInAnswer.OFF: CheckInAnswer.QUIET,
    CheckInAnswer.NOT_FOR_ME: CheckInAnswer.NOT_FOR_ME,
}
"""The low answers, and what each is counted with: quiet and off are one voice, as where they change a room."""


def status_asked(scope: StewardScope, question: StatusAsked) -> Reply:
    """Say how things stand, in words or in totals of at least five; to stewards only."""
    if not question.actor.is_steward:
        return Reply(content=Note(key="stewards-only"))
    community = scope.community
    if community is None or community.set_up_at is None:
        return Reply(content=Note(key="not-set-up"))
    policy = Policy.of(community)
    pilot = (Line(key="status-pilot"),) if community.pilot_place is not None else ()
    switch = GO_ON if community.paused_at else PAUSE_ALL
    note = Note(
        key="status",
        lines=(
            *_totals(scope, policy),
            *_moods(scope, policy),
            *_looks(community, policy, question),
            *pilot,
        ),
        controls=(PREVIEW, SETTINGS, TEAM, switch),
        footer=Line(key="status-footer", args={"least": policy.smallest_group}),
    )
    return Reply(content=note)


def preview_asked(scope: MemberScope, question: PreviewAsked, seated: int) -> Reply:
    """Say how many people would find a seat if the matcher ran now; nothing is changed by it."""
    if not question.actor.is_steward:
        return Reply(content=Note(key="stewards-only"))
    community = scope.community
    if community is None or community.set_up_at is None:
        return Reply(content=Note(key="not-set-up"))
    policy = Policy.of(community)
    least = policy.smallest_group
    next_at = next_look(community, policy, question.at)
    if seated < least:
        note = Note(key="preview-few", args={"least": least, "next": next_at}, controls=(STATUS, SETTINGS))
    else:
        note = Note(key="preview", args={"total": seated, "next": next_at}, controls=(STATUS, SETTINGS))
    return Reply(content=replace(note, footer=Line(key="preview-footer")))


def everything_paused(scope: MemberScope, event: EverythingPaused) -> Decision:
    """Pause everything in a community, or let it go on: what fell due meanwhile has lapsed, and is planned anew."""
    community = scope.community
    if not event.actor.is_steward:
        return Decision(reply=Reply(content=Note(key="stewards-only")), why=Line(key="why-stewards-only"))
    if community is None or community.set_up_at is None:
        return Decision(reply=Reply(content=Note(key="not-set-up")), why=Line(key="why-not-set-up"))
    recognised = recognise(scope.member, event.actor, event.community, event.at)
    if event.is_paused:
        paused = replace(community, paused_at=community.paused_at or event.at)
        note = Note(key="everything-paused", controls=(GO_ON,))
        return Decision(
            changes=(Kept(paused), *recognised.changes),
            reply=Reply(content=note),
            why=Line(key="why-everything-paused"),
        )
    goes_on = replace(community, paused_at=None)
    note = Note(key="goes-on", args={"next": next_look(goes_on, Policy.of(goes_on), event.at)}, controls=(MINE,))
    return Decision(
        changes=(Kept(goes_on), *recognised.changes),
        timers=looks_again(goes_on, event.at),
        reply=Reply(content=note),
        why=Line(key="why-goes-on"),
    )


def looks_again(community: Community, at: datetime) -> tuple[TimerSet, ...]:
    """Return the looks of a community that goes on, as if nothing had fallen due meanwhile."""
    policy = Policy.of(community)
    monthly = (monthly_timer(community, at),) if community.stewards_place else ()
    return (weekly_timer(community, policy, at), board_timer(community, policy, at), *monthly)


def month_due(scope: StewardScope, event: MonthDue) -> Decision:
    """Tell the stewards how things stand, once a month, in the channel that they have named for it."""
    community = scope.community
    if community is None or community.set_up_at is None or community.stewards_place is None:
        return Decision(why=Line(key="why-no-monthly"))
    policy = Policy.of(community)
    note = Note(
        key="monthly",
        lines=(*_totals(scope, policy), Line(key=_suggestion(scope, policy))),
        controls=(STATUS, PREVIEW),
        footer=Line(key="monthly-footer"),
    )
    effect = ShowToStewards(
        key=EffectKey(f"monthly:{community.id}:{event.at.isoformat()}"),
        lane=stewards_lane(community.id),
        community=community.id,
        lapses_at=event.at + MONTHLY_LAPSES_AFTER,
        place=community.stewards_place,
        note=note,
    )
    return Decision(timers=(monthly_timer(community, event.at),), effects=(effect,), why=Line(key="why-monthly"))


def with_word_on_pause(reply: Reply | None, community: Community | None) -> Reply | None:
    """Return a member's answer with a word on why nothing follows from it yet, while everything is paused."""
    if reply is None or community is None or community.paused_at is None or not isinstance(reply.content, Note):
        return reply
    if reply.content.key in {"everything-paused", "stewards-only"}:
        return reply
    return replace(reply, content=replace(reply.content, lines=(*reply.content.lines, Line(key="all-is-paused"))))


def _totals(scope: StewardScope, policy: Policy) -> tuple[Line, ...]:
    return (
        _total("opted-in", scope.opted_in, policy),
        _total("waiting", scope.waiting, policy),
        _talking(scope, policy),
    )


def _total(name: str, total: int, policy: Policy) -> Line:
    if total < policy.smallest_group:
        return Line(key=f"status-{name}-few", args={"least": policy.smallest_group})
    return Line(key=f"status-{name}", args={"total": total})


def _talking(scope: StewardScope, policy: Policy) -> Line:
    if not scope.circles:
        return Line(key="status-no-circles")
    if scope.circles < CIRCLES_FOR_A_TOTAL or scope.talking < policy.smallest_group:
        return Line(key="status-few-circles")
    return Line(key="status-circles", args={"circles": scope.circles, "total": scope.talking})


def _moods(scope: StewardScope, policy: Policy) -> tuple[Line, ...]:
    """Return how circles are for people, where so many have opted in and answered that nobody can be guessed.

    A low answer counts where two or more in that circle gave one. Whatever the words and their thresholds, who is the
    only one to say "something's off" reads like somebody who said "good".
    """
    answered, circles = {one.member for one in scope.moods}, {one.circle for one in scope.moods}
    is_few = len(answered) < policy.smallest_group or len(circles) < CIRCLES_FOR_A_TOTAL
    if scope.opted_in < policy.moods_from_opted_in or is_few:
        return ()
    low = _low_together(scope.moods)
    if len(low) < policy.smallest_group:
        return (Line(key="status-mood-good"),)
    return (Line(key="status-mood-mixed" if len(low) * 2 < len(answered) else "status-mood-quiet"),)


def _low_together(moods: Iterable[Mood]) -> frozenset[MemberId]:
    """Return who gave a low answer of a circle in which they are not the only one to give it."""
    voices: defaultdict[tuple[CircleId, int, CheckInAnswer], set[MemberId]] = defaultdict(set)
    for one in moods:
        if one.answer in _LOW:
            voices[one.circle, one.season, _LOW[one.answer]].add(one.member)
    return frozenset(member for people in voices.values() if len(people) >= VOICES_FOR_A_CHANGE for member in people)


def _looks(community: Community, policy: Policy, question: StatusAsked) -> tuple[Line, ...]:
    if community.paused_at is not None:
        return (Line(key="status-paused", args={"since": community.paused_at}),)
    next_at = next_look(community, policy, question.at)
    if community.looked_at is None:
        return (Line(key="board-next-look", args={"next": next_at}),)
    return (Line(key="board-looked", args={"looked": community.looked_at, "next": next_at}),)


def _suggestion(scope: StewardScope, policy: Policy) -> str:
    """Return the one thing that may help; most months it is nothing."""
    if scope.opted_in < policy.smallest_group:
        return "monthly-suggest-announce"
    if not scope.circles and scope.waiting >= policy.smallest_group:
        return "monthly-suggest-neighbours"
    return "monthly-nothing-needed"
