"""What holds on the way to a circle, whatever people do and in whatever order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import Decision, Kept, TimerSet
from circles_bot.engine.effects import AnyEffect, OpenRoom, SendDirect
from circles_bot.engine.ids import MemberId
from circles_bot.engine.lifecycle import may
from circles_bot.engine.model import Circle, CircleState, OptIn, OptInState, Seat, SeatState, Way
from circles_bot.engine.policy import Policy
from circles_bot.engine.schedule import is_quiet, zone_of
from circles_bot.engine.snapshots import CircleScope, MemberScope, SeatView
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
    EVE,
    FAY,
    HOUR,
    NOON,
    a_circle,
    a_community,
    a_deck,
    a_member,
    a_seat,
    an_actor,
    an_opt_in,
    applied,
    circle_scope,
)
from tests.engine.towns import ALL, after, member_scope

SIX = (ANA, BEN, CLEO, DAN, EVE, FAY)
DECK = a_deck()
POLICY = Policy()

# --- one member -----------------------------------------------------------------------------------------------------

INTERESTS = st.sampled_from([interest.id for interest in ALL])
WAYS = st.sampled_from(list(Way))


def personal_events() -> st.SearchStrategy[events.AnyEvent]:
    """Draw anything that one member may do on the way to a circle, at some hour of a month."""
    who, where = st.just(an_actor()), st.just(COMMUNITY)
    when = st.integers(0, 30 * 24).map(lambda hours: NOON + hours * HOUR)
    emoji = st.sampled_from(["⚾", "📚", "✍🏽", "🍕"])
    return st.one_of(
        st.builds(events.InterestJoined, community=where, at=when, actor=who, interest=INTERESTS, way=WAYS),
        st.builds(events.InterestLeft, community=where, at=when, actor=who, interest=INTERESTS),
        st.builds(events.ReactionSeen, community=where, at=when, actor=who, emoji=emoji, is_set=st.booleans()),
        st.builds(events.RhythmTold, community=where, at=when, actor=who, hour=st.integers(0, 23)),
        st.builds(events.PauseChosen, community=where, at=when, actor=who, weeks=st.integers(0, 4)),
    )


def in_order(acts: Sequence[events.AnyEvent]) -> list[events.AnyEvent]:
    """Return events by their time."""
    return sorted(acts, key=lambda event: event.at)


def wishes_of(scope: MemberScope) -> dict[str, OptInState | None]:
    """Return how somebody stands towards each interest."""
    return {item.interest.id: item.opt_in.state if item.opt_in else None for item in scope.standings}


@settings(deadline=None)
@given(acts=st.lists(personal_events(), max_size=12))
def test_any_act_applied_twice_changes_nothing_more(acts: list[events.AnyEvent]) -> None:
    """Any event applied twice leaves what it left the first time, and sends nothing again."""
    scope = member_scope()
    for event in in_order(acts):
        once = after(scope, decide(scope, event, DECK))
        again = decide(once, event, DECK)

        assert after(once, again) == once
        assert again.effects == ()

        scope = once


@settings(deadline=None)
@given(acts=st.lists(personal_events(), max_size=12))
def test_wishes_change_only_as_the_state_table_allows(acts: list[events.AnyEvent]) -> None:
    """The state table is the specification, whatever people do."""
    scope = member_scope()
    for event in in_order(acts):
        before = wishes_of(scope)
        scope = after(scope, decide(scope, event, DECK))

        for interest, then in wishes_of(scope).items():
            now = before[interest]
            assert now == then or (now is None and then is OptInState.WAITING) or (now and then and may(now, then))


@settings(deadline=None)
@given(acts=st.lists(personal_events(), max_size=12))
def test_nothing_unasked_goes_out_in_quiet_hours(acts: list[events.AnyEvent]) -> None:
    """No direct message in the member's quiet hours, and each record is written once a decision."""
    scope = member_scope()
    for event in in_order(acts):
        decision = decide(scope, event, DECK)
        scope = after(scope, decision)

        if any(isinstance(effect, SendDirect) for effect in decision.effects):
            assert not is_quiet(event.at, zone_of(scope.member, a_community()), POLICY)
        written = [(type(change.record), getattr(change.record, "interest", None)) for change in decision.changes]
        assert len(written) == len(set(written))


@settings(deadline=None)
@given(acts=st.lists(personal_events(), max_size=12), interest=INTERESTS)
def test_leaving_always_ends_the_wish(acts: list[events.AnyEvent], interest: str) -> None:
    """Whatever came before, and whatever reaction still stands: leaving is instant and stays."""
    scope = member_scope()
    for event in in_order(acts):
        scope = after(scope, decide(scope, event, DECK))
    at = NOON + timedelta(days=31)
    leaving = events.InterestLeft(community=COMMUNITY, at=at, actor=an_actor(), interest=interest)

    scope = after(scope, decide(scope, leaving, DECK))
    for emoji in (item.interest.emoji for item in scope.standings if item.has_reacted):
        still = events.ReactionSeen(community=COMMUNITY, at=at, actor=an_actor(), emoji=emoji, is_set=True)
        scope = after(scope, decide(scope, still, DECK))

    assert wishes_of(scope)[interest] in {None, OptInState.ENDED}


# --- one circle -----------------------------------------------------------------------------------------------------

Answer = tuple[MemberId, bool, int]
"""Who answers, yes or "not now", and how many hours after the invitation."""

ANSWERS = st.lists(st.tuples(st.sampled_from(SIX[1:]), st.booleans(), st.integers(1, 100)), max_size=10)


@dataclass
class _Story:
    """What came of some answers: the circle at the end, and all that anybody but one could notice on the way."""

    scope: CircleScope
    effects: list[AnyEffect] = field(default_factory=list)
    timers: list[TimerSet] = field(default_factory=list)
    replies: list[object] = field(default_factory=list)


def invited(invitations: int) -> CircleScope:
    """Return a circle whose invitations arrived at noon."""
    views = [
        SeatView(
            seat=a_seat(
                member,
                SeatState.INVITED,
                invited_at=NOON,
                delivered_at=NOON,
                answer_by=NOON + POLICY.invitation_open,
            ),
            member=a_member(member),
            opt_in=an_opt_in(member, OptInState.INVITED),
        )
        for member in SIX[:invitations]
    ]
    return circle_scope(*views, circle=a_circle(CircleState.INVITING, planned_at=NOON))


def told(answers: list[Answer], invitations: int, about: MemberId) -> _Story:
    """Tell a circle's story to its deadline, keeping what anybody but ``about`` could notice."""
    story = _Story(invited(invitations))
    acts: list[events.AnyEvent] = [
        events.InvitationAnswered(
            community=COMMUNITY, at=NOON + hours * HOUR, actor=an_actor(who), circle=CIRCLE, is_yes=is_yes
        )
        for who, is_yes, hours in answers
    ]
    acts.append(events.AnswersDue(community=COMMUNITY, at=NOON + POLICY.invitation_open, circle=CIRCLE))
    for event in in_order(acts):
        decision = decide(story.scope, event, DECK)
        story.scope = applied(story.scope, decision)
        story.effects.extend(decision.effects)
        story.timers.extend(timer for timer in decision.timers if isinstance(timer, TimerSet))
        if not (isinstance(event, events.Personal) and event.actor.member == about):
            story.replies.append(decision.reply)
    return story


def noticed(story: _Story, about: MemberId) -> object:
    """Return everything of a story but the one member's own seat and messages."""
    effects = [effect for effect in story.effects if not (isinstance(effect, SendDirect) and effect.member == about)]
    others = [view for view in story.scope.seats if view.seat.member != about]
    return story.scope.circle, others, effects, story.timers, story.replies


@settings(deadline=None, max_examples=200)
@given(answers=ANSWERS, hours=st.lists(st.integers(1, 71), min_size=1, max_size=3), invitations=st.integers(3, 6))
def test_no_differs_from_silence_for_nobody_else(answers: list[Answer], hours: list[int], invitations: int) -> None:
    """Two histories: Ana says "not now", or nothing. Nobody else can notice which, and her wish stands the same."""
    silent = told(answers, invitations, ANA)
    declined = told([*answers, *((ANA, False, at) for at in hours)], invitations, ANA)

    assert noticed(declined, ANA) == noticed(silent, ANA)
    assert declined.scope.seats[0].opt_in == silent.scope.seats[0].opt_in


@settings(deadline=None, max_examples=200)
@given(answers=ANSWERS, invitations=st.integers(2, 6))
def test_circle_seats_who_said_yes_within_the_bounds(answers: list[Answer], invitations: int) -> None:
    """A room opens once, for three to five who said yes last, and for nobody else."""
    story = told(answers, invitations, ANA)
    rooms = [effect for effect in story.effects if isinstance(effect, OpenRoom)]
    seated = {view.seat.member for view in story.scope.seats if view.seat.state is SeatState.SEATED}

    assert len(rooms) <= 1
    assert seated == (set(rooms[0].members) if rooms else set())
    assert not rooms or POLICY.circle_size_min <= len(seated) <= POLICY.circle_size_aim + 1
    assert seated <= {who for who, is_yes, _ in answers if is_yes}


@settings(deadline=None, max_examples=200)
@given(answers=ANSWERS, invitations=st.integers(2, 6))
def test_answers_move_states_only_as_the_tables_allow(answers: list[Answer], invitations: int) -> None:
    """Seats, wishes and the circle follow their tables, and each answer given twice changes nothing more."""
    scope = invited(invitations)
    acts: list[events.AnyEvent] = [
        events.InvitationAnswered(
            community=COMMUNITY, at=NOON + hours * HOUR, actor=an_actor(who), circle=CIRCLE, is_yes=is_yes
        )
        for who, is_yes, hours in answers
    ]
    acts.append(events.AnswersDue(community=COMMUNITY, at=NOON + POLICY.invitation_open, circle=CIRCLE))
    for event in in_order(acts):
        decision = decide(scope, event, DECK)
        _assert_allowed(scope, decision)
        once = applied(scope, decision)
        again = decide(once, event, DECK)

        assert applied(once, again) == once
        assert again.effects == ()

        scope = once


def _assert_allowed(scope: CircleScope, decision: Decision) -> None:
    seats = {view.seat.member: view for view in scope.seats}
    for change in decision.changes:
        match change:
            case Kept(record=Seat() as seat):
                now = seats[seat.member].seat.state
                assert now is seat.state or may(now, seat.state)
            case Kept(record=OptIn() as wish):
                before = seats[wish.member].opt_in
                assert before is not None
                assert before.state is wish.state or may(before.state, wish.state)
            case Kept(record=Circle() as circle):
                assert scope.circle is not None
                assert may(scope.circle.state, circle.state)
            case _:
                pass


def test_wish_taken_back_during_an_invitation_looks_like_silence() -> None:
    """Leaving is silent: others see of it what they see of no answer."""
    answers: list[Answer] = [(BEN, True, 5), (CLEO, True, 6), (DAN, True, 7)]
    silent = told(answers, 4, ANA)
    views = [
        replace(view, opt_in=an_opt_in(ANA, OptInState.ENDED)) if view.seat.member == ANA else view
        for view in invited(4).seats
    ]
    left = _Story(replace(invited(4), seats=tuple(views)))
    due = events.AnswersDue(community=COMMUNITY, at=NOON + POLICY.invitation_open, circle=CIRCLE)
    yeses: list[events.AnyEvent] = [
        events.InvitationAnswered(
            community=COMMUNITY, at=NOON + hours * HOUR, actor=an_actor(who), circle=CIRCLE, is_yes=is_yes
        )
        for who, is_yes, hours in answers
    ]
    for event in [*yeses, due]:
        decision = decide(left.scope, event, DECK)
        left.scope = applied(left.scope, decision)
        left.effects.extend(decision.effects)
        left.replies.append(decision.reply)

    assert noticed(left, ANA) == noticed(silent, ANA)
