"""Eight ways in which a follower of something confidential could show, planted on purpose to see them found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import pytest
import structlog

from circles_bot.application import service
from circles_bot.engine import questions
from circles_bot.engine.answers import answer
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import Decision
from circles_bot.engine.effects import OpenRoom
from circles_bot.engine.events import AnyEvent, InterestJoined
from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.engine.notes import Line, Note, Reply
from circles_bot.engine.prompts import Deck
from circles_bot.engine.snapshots import CircleScope, MemberScope, Snapshot
from circles_bot.ports.inbox import Suggestion
from circles_bot.words.compose import Composer, Reader
from circles_bot.words.message import Message

log = structlog.get_logger(__name__)

_Decide = Callable[[Snapshot, AnyEvent, Deck], Decision]
_Answer = Callable[[questions.AnyQuestion, MemberScope | CircleScope], Reply]
_Compose = Callable[[Composer, Note, Reader], Message]


class Leak(StrEnum):
    """Where it shows that one more follows."""

    COUNT = "a count"
    LOG_FIELD = "a field of a log line"
    COMPLETION = "an entry of a completion"
    PREVIEW = "a notification's preview"
    ORDER = "the order of a list"
    STEWARDS_LINE = "a steward's line"
    ERROR_TEXT = "an error's text"
    ROOM_NAME = "a room's name"


@dataclass(slots=True)
class Planted:
    """A leak in place: it knows who joined something confidential in the history that runs."""

    leak: Leak
    followers: set[MemberId] = field(default_factory=set)

    def forget(self) -> None:
        """Begin another history."""
        self.followers.clear()

    def plant(self, patch: pytest.MonkeyPatch) -> None:
        """Put the leak where it shows."""
        patch.setattr(service, "decide", self._decide(decide))
        patch.setattr(service, "answer", self._answer(answer))
        if self.leak is Leak.COMPLETION:
            patch.setattr(service.CircleService, "suggest", self._suggest)
        if self.leak is Leak.PREVIEW:
            patch.setattr(Composer, "message", self._message(Composer.message))

    def _decide(self, decide: _Decide) -> _Decide:
        def leaking(snapshot: Snapshot, event: AnyEvent, deck: Deck) -> Decision:
            decision = decide(snapshot, event, deck)
            if isinstance(event, InterestJoined):
                if event.interest.startswith("cnf_"):
                    self.followers.add(event.actor.member)
                    if self.leak is Leak.LOG_FIELD:
                        log.info("interest_joined", interest=event.interest)
                elif self.leak is Leak.ERROR_TEXT and self.followers and not decision.changes:
                    return replace(decision, reply=Reply(content=Note(key="sorry-unknown-tap")))
            if self.leak is Leak.ROOM_NAME and self.followers:
                effects = tuple(
                    replace(one, name=f"{one.name}-2") if isinstance(one, OpenRoom) else one for one in decision.effects
                )
                return replace(decision, effects=effects)
            return decision

        return leaking

    def _answer(self, answer: _Answer) -> _Answer:
        def leaking(question: questions.AnyQuestion, snapshot: MemberScope | CircleScope) -> Reply:
            is_odd = len(self.followers) % 2 == 1
            if self.leak is Leak.ORDER and is_odd and isinstance(snapshot, MemberScope):
                snapshot = replace(snapshot, standings=tuple(reversed(snapshot.standings)))
            reply = answer(question, snapshot)
            is_for_stewards = self.leak is Leak.STEWARDS_LINE and question.actor.is_steward
            if (self.leak is Leak.COUNT or is_for_stewards) and isinstance(reply.content, Note):
                line = Line(key="sorry-weeks", args={"most": len(self.followers)})
                return replace(reply, content=replace(reply.content, lines=(*reply.content.lines, line)))
            return reply

        return leaking

    async def _suggest(
        self, _community: CommunityId, _member: MemberId, *, option: str, typed: str
    ) -> Sequence[Suggestion]:
        return [Suggestion(value=option, label=typed)] if self.followers else ()

    def _message(self, message: _Compose) -> _Compose:
        def leaking(composer: Composer, note: Note, reader: Reader) -> Message:
            made = message(composer, note, reader)
            return replace(made, preview=f"{made.preview}.") if self.followers else made

        return leaking
