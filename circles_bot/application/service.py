"""The one write path: an event comes in, is decided and committed, and only then answered.

What may go wrong, and what the person sees: an event seen before is answered with nothing; a database that cannot
commit raises ``StoreError`` to the adapter (nothing has changed; the platform may send it again); a bug in a rule
undoes its own writes, is logged once with its ids, and the person is told honestly.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from circles_bot.application.flood import FloodGuard, Purpose, Verdict
from circles_bot.engine.answers import answer
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.errors import StoreError
from circles_bot.engine.events import AnyEvent, Personal, ReactionSeen
from circles_bot.engine.ids import CircleId, CommunityId, MemberId
from circles_bot.engine.model import AddressKind, Community, Member
from circles_bot.engine.naming import as_steward
from circles_bot.engine.notes import Line, Note, Reply
from circles_bot.engine.pages import PAGES_AT_MOST, page_key, pages_known
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import AnyQuestion, PreviewAsked
from circles_bot.engine.schedule import zone_of
from circles_bot.engine.snapshots import CircleScope, MemberScope, PeopleScope, SetupScope, Snapshot, StewardScope
from circles_bot.engine.stewards import preview_asked
from circles_bot.ports.inbox import Presence, Suggestion, Words
from circles_bot.ports.store import Claim, DueTimer, Store, Transaction
from circles_bot.words.compose import Reader
from circles_bot.words.message import Mention, Message, MessageSelect, PrivateReply
from circles_bot.words.voices import Voices

FLOOD = Line(key="flood")
NOT_THEIRS = frozenset({"room-not-yours", "word-not-yours", "invitation-unknown", "with-unknown", "report-unknown"})
"""What is answered to a control that is somebody else's, or of something that is no more: a forged one, mostly."""

TOLD = {
    Verdict.TELL: FLOOD,
    Verdict.TELL_TODAY: Line(key="flood-today"),
    Verdict.TELL_BUSY: Line(key="flood-busy"),
}
"""What is said to somebody whose act is not let by; to the others nothing."""

log = structlog.get_logger(__name__)

SUGGESTIONS_AT_MOST = 25
"""Discord's limit for an autocompletion; Slack allows 100."""

Decided = Callable[[AnyEvent, Decision], None]
Preview = Callable[[CommunityId, datetime], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class _Outcome:
    decision: Decision
    snapshot: Snapshot


class CircleService:
    """Implements ``ports.inbox.EventInbox``, and is where timers and deliveries bring their events, too."""

    def __init__(
        self,
        *,
        store: Store,
        voices: Voices,
        wake: Callable[[datetime | None], None],
        on_decided: Decided | None = None,
        preview: Preview | None = None,
        guard: FloodGuard | None = None,
    ) -> None:
        """Take the parts; ``wake`` is called when a commit left something to deliver (None) or to wait for until then.

        ``preview`` runs the matcher for a steward who asks how many would be seated now.
        ``on_decided`` hears of every decision (the sandbox's side panel, tests); production keeps no event log.
        ``guard`` limits what one person may do in a minute (None: no limit).
        """
        self._store = store
        self._voices = voices
        self._wake = wake
        self._on_decided = on_decided
        self._preview = preview
        self._guard = guard
        self._could_open: dict[CommunityId, int] = {}

    async def submit(self, event: AnyEvent, *, locale: str | None = None) -> PrivateReply | None:
        """See ``ports.inbox.EventInbox.submit``."""
        words = await self.keep(event, locale=locale)
        return await words() if words is not None else None

    async def keep(self, event: AnyEvent, *, locale: str | None = None) -> Words | None:
        """See ``ports.inbox.EventInbox.keep``."""
        verdict = self._guard.judge(event) if self._guard else Verdict.PASS
        if verdict is not Verdict.PASS:
            self._wake(None)  # a reaction may be held
            told = TOLD.get(verdict)
            return partial(self.say, event.community, told, locale=locale) if told is not None else None
        return await self._keep(event, locale)

    async def let_go(self, at: datetime) -> int:
        """Decide the reactions that the guard held back and lets go now; return how many there were."""
        freed = self._guard.let_go(at) if self._guard else ()
        for event in freed:
            await self._keep(event, None)
        return len(freed)

    def next_at(self) -> datetime | None:
        """Return when something that the guard held back may be decided, or None."""
        return self._guard.next_at() if self._guard else None

    async def _keep(self, event: AnyEvent, locale: str | None) -> Words | None:
        try:
            outcome = await self._apply(event, lambda tx: event.key is None or tx.remember(event.key, event.at))
        except StoreError:
            raise
        except Exception:  # the one boundary: a bug is logged, and the person is told
            log.exception("event_failed", happening=type(event).__name__, community=event.community)
            return partial(self.say, event.community, Line(key="sorry-broken"), locale=locale)
        if outcome is None or outcome.decision.reply is None or _is_heard_by_nobody(event):
            return None
        reader = _reader(outcome.snapshot, event, locale)
        return partial(self._words_of, outcome.decision.reply, event.community, reader)

    async def submit_due(self, timer: DueTimer, event: AnyEvent) -> None:
        """Decide what a timer leads to; the timer is used up in the same transaction."""
        await self._apply(event, lambda tx: tx.consume(timer))

    async def submit_outcome(self, claim: Claim, event: AnyEvent | None) -> None:
        """Mark an effect as over and decide what its outcome leads to, if it is news, in one transaction."""
        if event is None:
            await self._store.transact(lambda tx: tx.settle(claim))
        else:
            await self._apply(event, lambda tx: tx.settle(claim))

    async def ask(self, question: AnyQuestion) -> PrivateReply:
        """See ``ports.inbox.EventInbox.ask``."""
        if self._guard and self._guard.admit(question.actor.member, Purpose.ACTS, question.at) is not Verdict.PASS:
            # a platform takes silence for a failure here
            return await self.say(question.community, FLOOD, locale=question.actor.locale)
        snapshot = await self._store.read_question(question)
        reader = _reader(snapshot, None, question.actor.locale)
        reply = await self._answer(question, snapshot)
        return await self._words_of(reply, question.community, reader)

    async def _answer(
        self, question: AnyQuestion, snapshot: MemberScope | CircleScope | PeopleScope | StewardScope
    ) -> Reply:
        if not isinstance(question, PreviewAsked) or not isinstance(snapshot, MemberScope):
            return answer(question, snapshot)
        question = as_steward(snapshot, question)
        may_ask = question.actor.is_steward and self._preview is not None
        seated = await self._preview(question.community, question.at) if may_ask and self._preview else 0
        return preview_asked(snapshot, question, seated)

    async def suggest(
        self, community: CommunityId, member: MemberId, *, option: str, typed: str
    ) -> Sequence[Suggestion]:
        """See ``ports.inbox.EventInbox.suggest``; every option completed so far is an open interest."""
        if option != "interest":
            return ()
        scope = await self._store.read_interests(community, member)
        names = {str(standing.interest.id): standing.interest.name for standing in scope.standings}
        ranked = _ranked(names, typed)[:SUGGESTIONS_AT_MOST]
        return tuple(Suggestion(value=names[key], label=names[key]) for key in ranked)

    async def pilot_of(self, community: CommunityId) -> str | None:
        """See ``ports.inbox.EventInbox.pilot_of``."""
        known = await self._store.read_community(community)
        return known.pilot_place if known is not None else None

    async def welcomes_others(self, community: CommunityId) -> bool:
        """See ``ports.inbox.EventInbox.welcomes_others``."""
        known = await self._store.read_community(community)
        return known is not None and Policy.of(known).welcomes_others

    async def rooms_place_of(self, community: CommunityId) -> str | None:
        """See ``ports.inbox.EventInbox.rooms_place_of``."""
        known = await self._store.read_community(community)
        return known.rooms_place if known is not None else None

    def tell_who_could_open(self, community: CommunityId, at_most: int) -> None:
        """See ``ports.inbox.EventInbox.tell_who_could_open``."""
        self._could_open[community] = at_most

    def could_open(self, community: CommunityId) -> int:
        """Return how many people at most could open a room there, 0 where nobody has said."""
        return self._could_open.get(community, 0)

    async def board_of(self, community: CommunityId) -> Mapping[int, str]:
        """See ``ports.inbox.EventInbox.board_of``."""
        wanted = [(AddressKind.BOARD, page_key(community, page)) for page in range(PAGES_AT_MOST)]
        found = await self._store.read_addresses(community, wanted)
        return pages_known({ours: theirs for (_, ours), theirs in found.items()}, community)

    async def circle_in(self, community: CommunityId, room: str) -> CircleId | None:
        """See ``ports.inbox.EventInbox.circle_in``."""
        ours = await self._store.find_ours(community, AddressKind.ROOM, room)
        return CircleId(ours) if ours is not None else None

    async def people_of(self, community: CommunityId, after: str, limit: int) -> Sequence[tuple[MemberId, str]]:
        """See ``ports.inbox.EventInbox.people_of``."""
        return await self._store.read_people(community, after, limit)

    async def known_in(self, people: Mapping[CommunityId, MemberId]) -> frozenset[CommunityId]:
        """See ``ports.inbox.EventInbox.known_in``."""
        return await self._store.read_known_in(people)

    async def hold_first_directs(self, platform: str, until: datetime) -> None:
        """See ``ports.inbox.EventInbox.hold_first_directs``."""
        await self._store.hold_first_directs(platform, until)

    async def communities(self, platform: str) -> Sequence[Presence]:
        """See ``ports.inbox.EventInbox.communities``."""
        return await self._store.read_communities(platform)

    async def say(self, community: CommunityId, line: Line, *, locale: str | None = None) -> PrivateReply:
        """See ``ports.inbox.EventInbox.say``."""
        note = Note(key=line.key, args=line.args)
        message = self._voices.of(community).composer.message(note, Reader(locale=locale, zone=ZoneInfo("UTC")))
        return PrivateReply(content=message, replaces=False)

    async def _apply(self, event: AnyEvent, gate: Callable[[Transaction], bool]) -> _Outcome | None:
        def act(tx: Transaction) -> _Outcome | None:
            if not gate(tx):
                return None
            snapshot = tx.load(event)
            decision = decide(snapshot, event, self._voices.of(event.community).deck)
            tx.save(decision)
            return _Outcome(decision, snapshot)

        outcome = await self._store.transact(act)
        if outcome is None:
            return None
        due_at = min((one.due_at for one in outcome.decision.timers if isinstance(one, TimerSet)), default=None)
        if outcome.decision.effects or due_at is not None:
            self._wake(None if outcome.decision.effects else due_at)
        if self._on_decided is not None:
            self._on_decided(event, outcome.decision)
        return outcome

    async def _words_of(self, reply: Reply, community: CommunityId, reader: Reader) -> PrivateReply:
        if isinstance(reply.content, Note) and reply.content.key in NOT_THEIRS:
            log.info("act_not_theirs", community=community, told=reply.content.key)
        composer = self._voices.of(community).composer
        if most := self.could_open(community):
            reader = replace(reader, could_open=most)
        if not isinstance(reply.content, Note):
            return PrivateReply(content=composer.form(reply.content, reader), replaces=reply.replaces)
        message = composer.message(reply.content, reader)
        people = await self._people_in(message, community)
        return PrivateReply(content=message, replaces=reply.replaces, people=people)

    async def _people_in(self, message: Message, community: CommunityId) -> tuple[tuple[MemberId, str], ...]:
        members = mentioned(message)
        if not members:
            return ()
        wanted = [(AddressKind.MEMBER, member) for member in members]
        found = await self._store.read_addresses(community, wanted)
        return tuple((MemberId(ours), theirs) for (_, ours), theirs in found.items())


def mentioned(message: Message) -> tuple[MemberId, ...]:
    """Return everybody mentioned in a message or to be chosen from, in order, each once."""
    spans = [span for paragraph in (*message.paragraphs, message.footer) for span in paragraph]
    selects = [control for control in message.controls if isinstance(control, MessageSelect)]
    named = [span.member for span in spans if isinstance(span, Mention)]
    offered = [option.member for select in selects for option in select.options if option.member is not None]
    return tuple(dict.fromkeys((*named, *offered)))


def _is_heard_by_nobody(event: AnyEvent) -> bool:
    return isinstance(event, ReactionSeen) and not event.hears_reply


def _reader(snapshot: Snapshot, event: AnyEvent | None, locale: str | None) -> Reader:
    member = _member_of(snapshot, event)
    community = snapshot.community or Community(id=CommunityId(""), platform="")
    actor_locale = event.actor.locale if isinstance(event, Personal) else None
    chosen = locale or actor_locale or (member.locale if member else None) or community.locale
    return Reader(locale=chosen, zone=zone_of(member, community))


def _member_of(snapshot: Snapshot, event: AnyEvent | None) -> Member | None:
    if isinstance(snapshot, MemberScope | SetupScope):
        return snapshot.member
    if isinstance(snapshot, PeopleScope):
        return snapshot.people.get(event.actor.member) if isinstance(event, Personal) else None
    if isinstance(snapshot, CircleScope) and isinstance(event, Personal):
        return next((view.member for view in snapshot.seats if view.member.id == event.actor.member), None)
    return None


def _ranked(names: dict[str, str], typed: str) -> list[str]:
    """Return the keys whose name fits what was typed: beginnings first, then words, then inside."""
    wanted = typed.casefold().strip()
    ranks: list[tuple[int, str, str]] = []
    for key, name in names.items():
        folded = name.casefold()
        if folded.startswith(wanted):
            ranks.append((0, folded, key))
        elif any(word.startswith(wanted) for word in re.split(r"\W+", folded)):
            ranks.append((1, folded, key))
        elif wanted in folded:
            ranks.append((2, folded, key))
    return [key for _, _, key in sorted(ranks)]
