"""Delivers effects: leases a lane, makes its head ready for the platform, sends it, brings back what came of it.

What may go wrong: the platform says later (the head waits, its lane with it), gone or closed (an event says so), a
lapse (an event plans anew), or never (kept as dead, logged once, the lane goes on); a bug that does not pass is never,
too, and a database that fails leaves everything to the next claim. A process that was stopped between
claiming and sending looks at its lease right before each send, and sends nothing after it ran out.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from circles_bot.application.exports import export_files
from circles_bot.application.outcomes import event_of, lapse_of
from circles_bot.application.rounds import RoundPlanner
from circles_bot.application.service import CircleService, mentioned
from circles_bot.engine.effects import (
    AddToRoom,
    CloseRoom,
    EditPost,
    OpenRoom,
    PlanRound,
    PostToRoom,
    SendDirect,
    ShowBoard,
    ShowToStewards,
    TakeBoardAway,
)
from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import CommunityId, MemberId, dice
from circles_bot.engine.model import AddressKind
from circles_bot.engine.pages import page_key
from circles_bot.engine.schedule import known_zone
from circles_bot.ports.chat import ChatEffect, ChatGateway, Dead, Later, Outcome, Parcel
from circles_bot.ports.clock import Clock
from circles_bot.ports.shards import Part
from circles_bot.ports.store import Claim, Store
from circles_bot.words.compose import Reader
from circles_bot.words.message import Message
from circles_bot.words.voices import Voices

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
AN_HOUR = timedelta(hours=1)
IN_FLIGHT_AT_MOST = 128
"""Lanes that wait for a platform's limits hold their places: a room takes a message a second, and a bot fifty."""
FIRST_BACK_OFF = timedelta(seconds=2)
LONGEST_BACK_OFF = timedelta(minutes=10)
DOUBLINGS_AT_MOST = 10
BUGGED_TRIES_AT_MOST = 10
"""Some twenty minutes of backing off: an adapter's hiccup passes in that time, a bug does not."""


class Delivery:
    """Delivers what is due, many lanes at a time, each lane in order."""

    def __init__(
        self,
        *,
        store: Store,
        service: CircleService,
        voices: Voices,
        planner: RoundPlanner,
        clock: Clock,
        wake: Callable[[], None],
        first_directs_per_hour: int | None = None,
    ) -> None:
        """Take the parts; gateways are added as platforms connect.

        ``first_directs_per_hour`` is how many conversations the bot opens in an hour, evenly (None: no limit).
        """
        self._store = store
        self._service = service
        self._voices = voices
        self._planner = planner
        self._clock = clock
        self._wake = wake
        self._first_directs_per_hour = first_directs_per_hour
        self._gateways: dict[str, ChatGateway] = {}
        self._under_way: set[asyncio.Task[None]] = set()
        self._round: asyncio.Task[None] | None = None

    def connect(self, platform: str, gateway: ChatGateway) -> None:
        """Let a platform's effects be performed by ``gateway``."""
        self._gateways[platform] = gateway

    async def begin_due(self) -> int:
        """Claim what is due, as far as there is room, and begin to deliver it; return how many were begun."""
        room = IN_FLIGHT_AT_MOST - len(self._under_way)
        if room <= 0:
            return 0
        claims = await self._store.claim_effects(
            self._clock.now(),
            monotonic=self._clock.monotonic(),
            lease=LEASE,
            limit=room,
            is_paced=self._first_directs_per_hour is not None,
            part=self._part(),
        )
        claims = (*claims, *await self._first_direct(room - len(claims)))
        rounds = [claim for claim in claims if isinstance(claim.effect, PlanRound)]
        messages = [self._begin(self._deliver(claim)) for claim in claims if claim not in rounds]
        for claim in rounds:
            self._round = self._begin(self._deliver_after((*messages, self._round), claim))
        return len(claims)

    def _begin(self, delivery: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(delivery)
        self._under_way.add(task)
        task.add_done_callback(self._over)
        return task

    async def _deliver_after(self, before: Iterable[asyncio.Task[None] | None], claim: Claim) -> None:
        """Plan a round when another is applied, and when what was claimed with it is over.

        Two that read their pool at once would ask the same people, and the second find nobody left; and who sits with
        whom would follow from which thread was quicker.
        """
        waiting = [task for task in before if task is not None]
        if waiting:
            await asyncio.wait(waiting)
        await self._deliver(claim)

    async def next_at(self) -> datetime | None:
        """Return when the next effect is due, or None."""
        part = self._part()
        if self._first_directs_per_hour is None:
            return await self._store.next_effect_at(part=part)
        upcoming = await self._store.next_effect_at(is_paced=True, part=part)
        first = await self._store.next_first_direct_at(part=part) if self._first_directs_per_hour else None
        return min((at for at in (upcoming, first) if at is not None), default=None)

    async def _first_direct(self, room: int) -> tuple[Claim, ...]:
        """Claim one message that opens a conversation, if there is one and its turn has come."""
        if not self._first_directs_per_hour or room <= 0:
            return ()
        part = self._part()
        now, due = self._clock.now(), await self._store.next_first_direct_at(part=part)
        if due is None or due > now:
            return ()
        pause, real = AN_HOUR / self._first_directs_per_hour, self._clock.monotonic()
        claim = await self._store.claim_first_direct(now, monotonic=real, lease=LEASE, pause=pause, part=part)
        return () if claim is None else (claim,)

    def _part(self) -> Part | None:
        """Return what is not claimed by others: what a platform tells another process of, that one delivers (0026)."""
        served = (gateway.capabilities.serves for gateway in self._gateways.values())
        return next((part for part in served if part is not None), None)

    async def finish(self) -> None:
        """Wait until all that was begun is over."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._wake()

    async def _deliver(self, claim: Claim) -> None:
        try:
            await self._deliver_or_put_off(claim)
        except StoreError as error:  # nothing was committed; the lease ends by itself, and the next claim is uncertain
            log.warning("delivery_not_kept", effect=claim.key, community=claim.effect.community, error=str(error))

    async def _deliver_or_put_off(self, claim: Claim) -> None:
        try:
            await self._deliver_one(claim)
        except StoreError:
            raise
        except Exception:
            log.exception("delivery_failed", effect=claim.key, community=claim.effect.community, tries=claim.tries)
            if claim.tries < BUGGED_TRIES_AT_MOST:
                await self._put_off(claim, Later())
            else:
                await self._give_up(claim)

    async def _give_up(self, claim: Claim) -> None:
        """Let a bug that does not pass be the end: trying on would send again and again what may have arrived."""
        effect, dead = claim.effect, Dead(reason="a bug: see delivery_failed in the log")
        log.error("effect_died", effect=claim.key, community=effect.community, tries=claim.tries)
        event = None if isinstance(effect, PlanRound) else event_of(effect, dead, self._clock.now())
        try:
            if event is not None:
                await self._service.submit_outcome(claim, event)
                return
        except StoreError:
            raise
        except Exception:
            log.exception("delivery_failed", effect=claim.key, community=effect.community, tries=claim.tries)
        await self._store.bury(claim, dead.reason)

    async def _deliver_one(self, claim: Claim) -> None:
        effect = claim.effect
        now = self._clock.now()
        if effect.lapses_at is not None and now >= effect.lapses_at:
            await self._service.submit_outcome(claim, lapse_of(effect, now))
            return
        if isinstance(effect, PlanRound):
            await self._service.submit_outcome(claim, await self._planner.plan(effect, now))
            return
        outcome = await self._send(claim, effect)
        if isinstance(outcome, Later):
            await self._put_off(claim, outcome)
            return
        if isinstance(outcome, Dead):
            log.error("effect_died", effect=claim.key, community=effect.community, fault=outcome.reason)
        event = event_of(effect, outcome, self._clock.now())
        if isinstance(outcome, Dead) and event is None:
            await self._store.bury(claim, outcome.reason)
        else:
            await self._service.submit_outcome(claim, event)

    async def _send(self, claim: Claim, effect: ChatEffect) -> Outcome:
        gateway = self._gateways.get(claim.platform)
        if gateway is None:
            return Later(retry_after=LONGEST_BACK_OFF)
        parcel = await self._parcel(claim, effect)
        if isinstance(parcel, Dead):
            return parcel
        if self._clock.monotonic() >= claim.expires:
            return Later()
        return await gateway.perform(parcel)

    async def _put_off(self, claim: Claim, outcome: Later) -> None:
        wait = outcome.retry_after or back_off(claim)
        await self._store.postpone(claim, self._clock.now() + wait)

    async def _parcel(self, claim: Claim, effect: ChatEffect) -> Parcel | Dead:
        words = await self._words(effect)
        people = mentioned(words) if words else ()
        wanted = [(AddressKind.COMMUNITY, str(effect.community)), *_addresses_of(effect)]
        wanted.extend((AddressKind.MEMBER, member) for member in people)
        found = await self._store.read_addresses(effect.community, wanted)
        community = found.get((AddressKind.COMMUNITY, effect.community))
        to = _recipient(effect, found)
        if community is None or (to is None and not isinstance(effect, ShowBoard)):
            return Dead(reason="it has no address")
        return Parcel(
            key=claim.key,
            effect=effect,
            community=community,
            to=to,
            message=found.get((AddressKind.POST, effect.post)) if isinstance(effect, EditPost) else None,
            words=words,
            people={MemberId(ours): theirs for (kind, ours), theirs in found.items() if kind is AddressKind.MEMBER},
            is_uncertain=claim.token > 1,
        )

    async def _words(self, effect: ChatEffect) -> Message | None:
        if isinstance(effect, OpenRoom | AddToRoom | CloseRoom | TakeBoardAway):
            return None
        member = effect.member if isinstance(effect, SendDirect) else None
        reader = await self._reader(effect.community, member)
        composer = self._voices.of(effect.community).composer
        message = composer.message(effect.note, reader)
        if not isinstance(effect, SendDirect) or not effect.has_export:
            return message
        mine = await self._store.read_mine(effect.community, effect.member)
        return replace(message, attachments=export_files(mine, composer, reader, self._clock.now()))

    async def _reader(self, community: CommunityId, member: MemberId | None) -> Reader:
        locale, zone = await self._store.read_reader(community, member)
        most = self._service.could_open(community)
        return Reader(locale=locale, zone=known_zone(zone) or ZoneInfo("UTC"), could_open=most)


def back_off(claim: Claim) -> timedelta:
    """Return how long a claim waits after a fault: doubling from two seconds to ten minutes, half of it jitter."""
    longest = min(FIRST_BACK_OFF * (1 << min(claim.tries, DOUBLINGS_AT_MOST)), LONGEST_BACK_OFF)
    share = dice(claim.key, str(claim.tries)) % 1_000 / 1_000
    return longest / 2 + longest / 2 * share


def _addresses_of(effect: ChatEffect) -> list[tuple[AddressKind, str]]:
    match effect:
        case ShowBoard():
            return [(AddressKind.BOARD, page_key(effect.community, effect.page))]
        case ShowToStewards() | TakeBoardAway():
            return []
        case OpenRoom():
            return [(AddressKind.MEMBER, member) for member in effect.members]
        case AddToRoom():
            people = [(AddressKind.MEMBER, str(member)) for member in effect.members]
            return [(AddressKind.ROOM, effect.circle), *people]
        case PostToRoom():
            pings = [(AddressKind.MEMBER, str(member)) for member in effect.pings]
            return [(AddressKind.ROOM, effect.circle), *pings]
        case EditPost():
            return [(AddressKind.ROOM, effect.circle), (AddressKind.POST, effect.post)]
        case CloseRoom():
            return [(AddressKind.ROOM, effect.circle)]
        case SendDirect():
            return [(AddressKind.MEMBER, effect.member)]


def _recipient(effect: ChatEffect, found: Mapping[tuple[AddressKind, str], str]) -> str | None:
    match effect:
        case ShowBoard():
            return found.get((AddressKind.BOARD, page_key(effect.community, effect.page)))
        case TakeBoardAway():
            return effect.theirs
        case OpenRoom() | ShowToStewards():
            return effect.place
        case AddToRoom() | PostToRoom() | EditPost() | CloseRoom():
            return found.get((AddressKind.ROOM, effect.circle))
        case SendDirect():
            return found.get((AddressKind.MEMBER, effect.member))
