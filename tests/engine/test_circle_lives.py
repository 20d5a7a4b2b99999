"""Random lives of a circle: whatever people do in whatever order, what was promised holds.

A life is a run of events, people's acts and due timers mixed, against the snapshot as the store would show it. Timers
fall due in order; time only goes forward.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import Decision, Silenced, TimerSet
from circles_bot.engine.effects import AnyEffect, CloseRoom, DirectKind, EditPost, PostToRoom, SendDirect
from circles_bot.engine.ids import MemberId
from circles_bot.engine.lifecycle import LIVE_CIRCLES, may
from circles_bot.engine.model import CheckInAnswer, CircleState, Pace, PostKind, SeasonAnswer
from circles_bot.engine.policy import Policy
from circles_bot.engine.schedule import is_quiet, zone_of
from circles_bot.engine.snapshots import CircleScope
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
    NOON,
    STATEMENTS_AT_MOST,
    WEEK,
    a_circle,
    a_community,
    a_deck,
    a_view,
    an_actor,
    applied,
    circle_scope,
    statements_of,
)

DECK = a_deck()
PEOPLE = (ANA, BEN, CLEO, DAN)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo")


@dataclass
class Life:
    """A circle's life so far: the snapshot, what is due when, and what was sent."""

    scope: CircleScope
    at: datetime = NOON
    timers: dict[str, TimerSet] = field(default_factory=dict)
    sent: list[tuple[datetime, AnyEffect]] = field(default_factory=list)
    left: set[MemberId] = field(default_factory=set)

    def happen(self, event: events.AnyEvent) -> Decision:
        """Decide one event, check it, and decide it again to see that nothing more happens."""
        decision = decide(self.scope, event, DECK)
        self._check_states(decision)
        assert statements_of(event, decision) <= STATEMENTS_AT_MOST, event
        self._set_timers(decision)
        before = self.scope
        self.scope = applied(self.scope, decision)
        self.sent += [(event.at, effect) for effect in decision.effects]
        again = decide(self.scope, event, DECK)
        assert applied(self.scope, again) == self.scope, f"{event} applied twice changes {before}"
        known = {effect.key for _, effect in self.sent}
        assert {effect.key for effect in again.effects} <= known, "applied twice, it sends twice"
        for effect in decision.effects:
            if isinstance(effect, PostToRoom):
                self.happen(
                    events.PostShown(
                        community=COMMUNITY, at=event.at, circle=CIRCLE, post=effect.post, theirs=effect.post
                    )
                )
        return decision

    def pass_time(self, hours: int) -> None:
        """Let timers fall due, soonest first."""
        until = self.at + timedelta(hours=hours)
        for _ in range(200):
            due = min(self.timers.values(), key=lambda timer: (timer.due_at, timer.key), default=None)
            if due is None or due.due_at > until:
                break
            del self.timers[due.key]
            self.at = max(self.at, due.due_at)
            self.happen(replace(due.event, at=self.at))
        else:
            raise AssertionError("timers set one another for ever")
        self.at = until

    def _set_timers(self, decision: Decision) -> None:
        for timer in decision.timers:
            if not isinstance(timer, TimerSet):
                self.timers.pop(timer.key, None)
            elif not (
                timer.keeps_earlier and timer.key in self.timers and self.timers[timer.key].due_at < timer.due_at
            ):
                self.timers[timer.key] = timer

    def _check_states(self, decision: Decision) -> None:
        after = applied(self.scope, decision)
        if self.scope.circle and after.circle and self.scope.circle.state is not after.circle.state:
            assert may(self.scope.circle.state, after.circle.state)
        for old, new in zip(self.scope.seats, after.seats, strict=True):
            assert old.seat.state is new.seat.state or may(old.seat.state, new.seat.state)
            if old.opt_in and new.opt_in:
                assert old.opt_in.state is new.opt_in.state or may(old.opt_in.state, new.opt_in.state)


def born(zones: list[str], paces: list[Pace | None]) -> Life:
    """Return a circle whose room has just opened."""
    views = [a_view(member, timezone=zone, pace=pace) for member, zone, pace in zip(PEOPLE, zones, paces, strict=True)]
    life = Life(circle_scope(*views, circle=a_circle(CircleState.OPENING)))
    life.happen(events.RoomOpened(community=COMMUNITY, at=NOON, circle=CIRCLE, theirs="room"))
    return life


def act(life: Life, member: MemberId, what: str, number: int) -> None:
    """Let somebody do something that fits the moment (or does not: old buttons are part of life)."""
    actor, at = an_actor(member), life.at
    match what:
        case "speak":
            life.happen(events.RoomSpoke(community=COMMUNITY, at=at, actor=actor, circle=CIRCLE))
        case "tap":
            post = life.scope.posts[number % len(life.scope.posts)]
            scope = life.scope
            life.scope = replace(scope, taps=tuple(tap for tap in scope.taps if tap.post == post.id))
            life.happen(
                events.PromptTapped(
                    community=COMMUNITY, at=at, actor=actor, circle=CIRCLE, post=post.id, choice=number % 5
                )
            )
        case "leave":
            life.happen(events.CircleLeft(community=COMMUNITY, at=at, actor=actor, circle=CIRCLE))
            life.left.add(member)
        case "answer":
            answer = [*CheckInAnswer][number % 5]
            asked = [one.number for one in life.scope.check_ins if one.member == member]
            event = events.CheckInAnswered(
                community=COMMUNITY,
                at=at,
                actor=actor,
                circle=CIRCLE,
                number=max(asked, default=1),
                answer=answer,
            )
            if life.happen(event).changes and answer is CheckInAnswer.NOT_FOR_ME:
                life.left.add(member)
        case "season":
            choice = [*SeasonAnswer][number % 3]
            life.happen(events.SeasonAnswered(community=COMMUNITY, at=at, actor=actor, circle=CIRCLE, answer=choice))
        case _:
            raise AssertionError(what)


ACTS = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(["speak", "tap", "tap", "answer", "answer", "season", "season", "leave"]),
    st.integers(0, 20),
    st.sampled_from([0, 1, 7, 24, 60, 150, 300]),
)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(ACTS, max_size=25),
    st.lists(st.sampled_from(ZONES), min_size=4, max_size=4),
    st.lists(st.sampled_from([None, *Pace]), min_size=4, max_size=4),
)
def test_every_promise_holds_in_every_life(
    acts: list[tuple[MemberId, str, int, int]], zones: list[str], paces: list[Pace | None]
) -> None:
    """Nobody who left gets anything; no night, no pause, no budget is broken; each event twice is once; it all ends."""
    life = born(zones, paces)
    for member, what, number, hours in acts:
        before, gone = len(life.sent), set(life.left)
        act(life, member, what, number)
        life.pass_time(hours)
        for _, effect in life.sent[before:]:
            assert not (isinstance(effect, SendDirect) and effect.member in gone), "one who left gets a message"
            assert not (isinstance(effect, PostToRoom) and gone & set(effect.pings)), "one who left is mentioned"
    life.pass_time(int(20 * WEEK / timedelta(hours=1)))

    assert life.scope.circle is not None
    assert life.scope.circle.state is CircleState.CLOSED, "silence ends in a rest"
    assert not life.timers, "nothing is due any more when all is over"
    _check_sent(life)


def _check_sent(life: Life) -> None:
    community, policy = a_community(), Policy()
    members = {view.seat.member: view.member for view in life.scope.seats}
    nudges = [(at, effect) for at, effect in life.sent if isinstance(effect, SendDirect | PostToRoom)]
    for at, effect in nudges:
        awake = effect.pings if isinstance(effect, PostToRoom) else (effect.member,)
        sent_at = max(at, effect.not_before or at)
        assert not any(is_quiet(sent_at, zone_of(members[member], community), policy) for member in awake)
    for member in members:
        asked = [
            at
            for at, effect in life.sent
            if isinstance(effect, SendDirect) and effect.member == member and effect.kind is DirectKind.CHECK_IN
        ]
        assert all(later - sooner >= timedelta(days=1) for sooner, later in pairwise(asked))
    assert len({effect.key for _, effect in life.sent}) == len(life.sent)
    assert sum(isinstance(effect, CloseRoom) for _, effect in life.sent) == 1
    prompts = [post.prompt for post in life.scope.posts if post.kind is PostKind.PROMPT]
    assert len(prompts) == len(set(prompts))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(PEOPLE),
    st.sampled_from([CheckInAnswer.QUIET, CheckInAnswer.OFF]),
    st.lists(st.tuples(st.sampled_from(["speak", "tap"]), st.integers(0, 20), st.integers(1, 90)), max_size=8),
)
def test_one_lone_low_answer_is_invisible(
    member: MemberId, answer: CheckInAnswer, acts: list[tuple[str, int, int]]
) -> None:
    """Two lives that differ in one answer, good or low, look the same to everybody but that person: to the byte."""
    seen = []
    for given_answer in (CheckInAnswer.GOOD, answer):
        life = born(["UTC"] * 4, [Pace.LIGHT] * 4)
        life.pass_time(10 * 24 + 8)
        event = events.CheckInAnswered(
            community=COMMUNITY,
            at=life.at,
            actor=an_actor(member),
            circle=CIRCLE,
            number=1,
            answer=given_answer,
        )
        assert life.happen(event).changes, "the question was asked, and the answer is taken"
        for what, number, hours in acts:
            act(life, ANA, what, number)
            life.pass_time(hours)
        life.pass_time(int(12 * WEEK / timedelta(hours=1)))
        seen.append(repr(life.sent))

    assert seen[0] == seen[1]


@pytest.mark.parametrize("others", [0, 1, 2])
def test_leaving_sends_nothing_to_the_room(others: int) -> None:
    """However many have left before: a leaving itself is never followed by anything said in the room."""
    life = born(["UTC"] * 4, [None] * 4)
    for member in PEOPLE[:others]:
        act(life, member, "leave", 0)
    before = len(life.sent)

    decision = life.happen(
        events.CircleLeft(community=COMMUNITY, at=life.at, actor=an_actor(PEOPLE[others]), circle=CIRCLE)
    )

    assert not any(isinstance(effect, PostToRoom | EditPost | SendDirect) for _, effect in life.sent[before:])
    assert all(silenced.about == CIRCLE for silenced in decision.silenced if isinstance(silenced, Silenced))
    assert life.scope.circle is not None
    assert life.scope.circle.state in LIVE_CIRCLES
