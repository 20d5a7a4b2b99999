"""Each promise and each hard rule that a run checks is broken on purpose, by a rule that was bent, and is found.

One run has all the breaks, since a run costs a second and what each finds says whose it is.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from circles_bot.application import service
from circles_bot.engine import events
from circles_bot.engine.circles import close_room
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import AnyEffect, DirectKind, EditPost, OpenRoom, SendDirect
from circles_bot.engine.ids import EffectKey
from circles_bot.engine.model import Seat
from circles_bot.engine.prompts import Deck
from circles_bot.engine.snapshots import CircleScope, RoundScope, Snapshot
from circles_bot.members_file import MemberRow
from circles_bot.simulation.promises import UNASKED
from circles_bot.simulation.rates import Rates
from tests.simulation.runs import live

Bend = Callable[[Snapshot, events.AnyEvent, Decision], Decision]

PEOPLE = tuple(
    MemberRow(
        member=f"p{number:02}",
        timezone=("Europe/Lisbon", "Asia/Tokyo")[number % 2],
        interests=("books", "zines") if number % 3 else ("zines",),
    )
    for number in range(24)
)
APART = tuple(
    replace(
        row,
        languages=(("pt",), ("en",), ("en", "pt"), ("en", "pt"))[number % 4],
        avoid=tuple(other.member for other in PEOPLE[number % 6 :: 6] if other is not row),
    )
    for number, row in enumerate(PEOPLE)
)
"""The same people, of whom some would rather not sit together and some share no language."""


def _let_everybody_in(snapshot: Snapshot, _event: events.AnyEvent, decision: Decision) -> Decision:
    """Promise 2: whoever was asked is let in, whatever they said."""
    if not isinstance(snapshot, CircleScope):
        return decision
    everybody = tuple(view.seat.member for view in snapshot.seats)
    return _with_effects(
        decision, lambda effect: replace(effect, members=everybody) if isinstance(effect, OpenRoom) else effect
    )


def _close_when_left(snapshot: Snapshot, event: events.AnyEvent, decision: Decision) -> Decision:
    """Promise 3: the room is closed before everybody's eyes when somebody leaves."""
    if not isinstance(event, events.CircleLeft) or not isinstance(snapshot, CircleScope) or not decision.changes:
        return decision
    assert snapshot.circle is not None
    return replace(decision, effects=(*decision.effects, close_room(snapshot.circle)))


def _name_the_silent(snapshot: Snapshot, event: events.AnyEvent, decision: Decision) -> Decision:
    """Promise 4: beside an answer stands who has not given one."""
    if not isinstance(event, events.PromptTapped) or not isinstance(snapshot, CircleScope):
        return decision
    everybody = tuple(view.seat.member for view in snapshot.seats)

    def told(effect: AnyEffect) -> AnyEffect:
        if not isinstance(effect, EditPost):
            return effect
        tallies = tuple(replace(tally, members=everybody) for tally in effect.note.tallies)
        return replace(effect, note=replace(effect.note, tallies=tallies))

    return _with_effects(decision, told)


def _tell_of_a_no(snapshot: Snapshot, event: events.AnyEvent, decision: Decision) -> Decision:
    """Promise 7: a "not now" frees its seat at once."""
    is_no = isinstance(event, events.InvitationAnswered) and not event.is_yes
    if not is_no or not isinstance(snapshot, CircleScope) or not snapshot.seats:
        return decision
    other = next(view for view in snapshot.seats if view.seat.member != getattr(event, "actor").member)  # noqa: B009  # typed above
    return replace(decision, changes=(*decision.changes, Kept(other.seat)))


def _ask_twice(_snapshot: Snapshot, _event: events.AnyEvent, decision: Decision) -> Decision:
    """Promise 8: whoever is asked is asked again at once. (Promise 11 cannot be broken: effects hold it.)"""
    asked = [effect for effect in decision.effects if isinstance(effect, SendDirect) and effect.kind in UNASKED]
    again = [replace(effect, key=EffectKey(f"{effect.key}:again"), kind=DirectKind.OFFER) for effect in asked]
    return replace(decision, effects=(*decision.effects, *again))


def _one_large_circle(snapshot: Snapshot, _event: events.AnyEvent, decision: Decision) -> Decision:
    """Every hard rule: all whom a round asks are asked into its first circle too, and those on a break with them."""
    if not isinstance(snapshot, RoundScope):
        return decision
    seats = [change.record for change in decision.changes if isinstance(change.record, Seat)]
    if not seats:
        return decision
    first = seats[0]
    asked = {seat.member for seat in seats} | snapshot.members.keys()
    more = (Kept(replace(first, member=member)) for member in sorted(asked) if member != first.member)
    return replace(decision, changes=(*decision.changes, *more))


def _with_effects(decision: Decision, bent: Callable[[AnyEffect], AnyEffect]) -> Decision:
    return replace(decision, effects=tuple(map(bent, decision.effects)))


def _plant(patch: pytest.MonkeyPatch, *bends: Bend) -> None:
    def bent(snapshot: Snapshot, event: events.AnyEvent, deck: Deck) -> Decision:
        decision = decide(snapshot, event, deck)
        for bend in bends:
            decision = bend(snapshot, event, decision)
        return decision

    patch.setattr(service, "decide", bent)


def test_planted_breaks_of_the_promises_are_found(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the six promises that a run checks is found broken when it is."""
    _plant(monkeypatch, _let_everybody_in, _close_when_left, _name_the_silent, _tell_of_a_no, _ask_twice)

    report = live(migrated_file, tmp_path, PEOPLE, weeks=3, rates=Rates(leave=0.3, accept=0.5))

    assert {breach.of for breach in report.promises_broken} == {2, 3, 4, 7, 8}
    assert not report.is_whole
    assert report.as_json()["promises_broken"]


def test_planted_breaks_of_the_hard_rules_are_found(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each hard rule of the matcher is found broken when it is."""
    _plant(monkeypatch, _one_large_circle)

    report = live(migrated_file, tmp_path, APART, weeks=2, rates=Rates(pause=0.5))

    assert {breach.of for breach in report.hard_rules_broken} == {
        "avoid",
        "capacity",
        "interest",
        "language",
        "pause",
        "size",
    }
    assert not report.is_whole
