"""Prompts: one light question to a room, chosen by stage, never twice in a circle; and what a tap under one does.

The engine knows a prompt's id, its stage and how many tap answers it has; its words are in ``circles_bot.words``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from circles_bot.engine import events
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.ids import CircleId, MemberId, PromptId, dice
from circles_bot.engine.model import Post, PostKind, TapAnswer
from circles_bot.engine.names import normal_name
from circles_bot.engine.notes import Line, Note, Reply
from circles_bot.engine.posts import RoomFacts, prompt_note, show_anew, welcome_note
from circles_bot.engine.seats import seated, seated_view, those_ever_seated
from circles_bot.engine.snapshots import CircleScope, SeatView


class Stage(StrEnum):
    """What a prompt is for."""

    OPENING = "opening"
    WARMING = "warming"
    DEEPER = "deeper"
    STUCK = "stuck"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question; ``answers`` is how many tap answers it has, 0 for none."""

    id: PromptId
    stage: Stage
    answers: int
    pack: str = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """All prompts there are, by stage; ``topics`` says by pack which topics it is about, none for any."""

    prompts: Mapping[Stage, tuple[Prompt, ...]]
    topics: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def find(self, prompt: PromptId | None) -> Prompt | None:
        """Return the prompt of this id, or None when the deck has (or no longer has) none."""
        return next((found for stage in self.prompts.values() for found in stage if found.id == prompt), None)

    def is_about(self, prompt: Prompt, topic: str) -> bool:
        """Tell whether a prompt is from a pack about ``topic`` (a name as people type it)."""
        name = normal_name(topic)
        return any(name == about or f" {about} " in f" {name} " for about in self.topics.get(prompt.pack, ()))

    def fits(self, prompt: Prompt, topic: str) -> bool:
        """Tell whether a circle on ``topic`` may have a prompt: it is for any, or about that."""
        return not self.topics.get(prompt.pack) or self.is_about(prompt, topic)


def choose(deck: Deck, stage: Stage, used: Collection[PromptId], circle: CircleId, topic: str = "") -> Prompt | None:
    """Return a prompt of ``stage`` that is not in ``used``, always the same for a circle; None when all are used.

    Every other one is about the circle's topic, where there is a pack for it: about half have nothing to do with it.
    """
    unused = [prompt for prompt in deck.prompts.get(stage, ()) if prompt.id not in used and deck.fits(prompt, topic)]
    wants_topic = (dice(circle, "topic") + len(used)) % 2 == 0

    def turn(prompt: Prompt) -> tuple[bool, int, PromptId]:
        return deck.is_about(prompt, topic) is not wants_topic, dice(circle, prompt.id), prompt.id

    return min(unused, key=turn, default=None)


def prompt_tapped(scope: CircleScope, event: events.PromptTapped, deck: Deck) -> Decision:
    """Show the tap to the room; a second tap replaces the first. Never says who has not tapped."""
    view = seated_view(scope, event.actor.member)
    post = next((post for post in scope.posts if post.id == event.post), None)
    prompt = deck.find(post.prompt) if post else None
    if view is None or scope.circle is None or post is None or prompt is None or post.season != scope.circle.season:
        return Decision(reply=Reply(content=Note(key="room-tap-over")), why=Line(key="why-tap-over"))
    if not 0 <= event.choice < prompt.answers:
        return Decision(reply=Reply(content=Note(key="room-tap-over")), why=Line(key="why-tap-over"))
    before = next((tap for tap in scope.taps if tap.member == event.actor.member), None)
    if before is not None and before.choice == event.choice:
        return Decision(why=Line(key="why-tap-same"))
    return _tapped(scope, event, view, post, prompt)


def _tapped(scope: CircleScope, event: events.PromptTapped, view: SeatView, post: Post, prompt: Prompt) -> Decision:
    tap = TapAnswer(
        community=post.community,
        post=post.id,
        member=event.actor.member,
        choice=event.choice,
        tapped_at=event.at,
    )
    taps = (*(other for other in scope.taps if other.member != tap.member), tap)
    changes = [Kept(tap), Kept(replace(view.seat, active_at=event.at))]
    if not view.member.has_tapped:
        changes.append(Kept(replace(view.member, has_tapped=True)))
    note = _note_of(scope, post, prompt, taps)
    return Decision(
        changes=tuple(changes),
        effects=(show_anew(post, note, tap.member, str(tap.choice), event.at.isoformat()),),
        why=Line(key="why-tapped"),
    )


def _note_of(scope: CircleScope, post: Post, prompt: Prompt, taps: tuple[TapAnswer, ...]) -> Note:
    if post.kind is PostKind.WELCOME and scope.circle is not None:
        facts = RoomFacts(circle=scope.circle, interest=scope.interest, people=those_ever_seated(scope))
        return welcome_note(facts, post, prompt.answers, taps)
    sees_activity = scope.community is None or scope.community.sees_activity
    return prompt_note(post, prompt.answers, taps, picker=picker_of(scope, post.prompt), sees_activity=sees_activity)


def picker_of(scope: CircleScope, prompt: PromptId | None) -> MemberId | None:
    """Return who picked a prompt and likes the room to know, or None; who left is not named any more."""
    named = (view.seat for view in seated(scope) if view.seat.is_pick_named and view.seat.picked == prompt)
    return next((seat.member for seat in named), None)
