"""A run: a community is set up, everybody lives in it for some weeks, and what came of it is counted.

Everything goes the way it goes in production: taps and commands come in through the adapter, the engine decides in the
store's transactions, the delivery sends through the adapter's gateway. Only time is made fast, and nothing goes on side
by side, so that the same seed gives the same numbers.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from circles_bot.application.heartbeat import TimePasses
from circles_bot.engine import events
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import DirectKind, PostToRoom, SendDirect
from circles_bot.engine.errors import ConfigError
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import Interest
from circles_bot.engine.names import clean_name, normal_name
from circles_bot.engine.pages import free_page
from circles_bot.engine.policy import SIMULATED, Policy
from circles_bot.engine.proposals import interest_id
from circles_bot.engine.tokens import Token
from circles_bot.members_file import MemberRow
from circles_bot.ports.adapters import House
from circles_bot.ports.chat import Capabilities, ChatGateway, Done, Outcome, Parcel
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Store
from circles_bot.simulation.agenda import Agenda
from circles_bot.simulation.census import A_WEEK, Census
from circles_bot.simulation.hard_rules import HardRules
from circles_bot.simulation.people import STEWARD, People
from circles_bot.simulation.promises import UNASKED, Promises
from circles_bot.simulation.rates import Chance, Rates
from circles_bot.simulation.report import Day, Report
from circles_bot.simulation.town import MakeTown, Town
from circles_bot.works import assemble

START = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday; Europe's clocks go forward four weeks later."""
A_DAY = timedelta(days=1)
UNBOUNDED = (events.RoundPlanned, events.BoardRead, events.ProposalsDue, events.InterestMerged)
"""Acts whose cost grows with the community by design; ``statements_per_event_max`` leaves them out."""
CHANNEL = "circles"


class CountingStore(Store, Protocol):
    """A store that nothing goes on beside, and that counts what acts cost."""

    statements_of_last_act: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Whose limits are in force: ``platform`` gives the rooms, ``first_directs_per_hour`` None lifts that one."""

    platform: str = SIMULATED
    first_directs_per_hour: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to run."""

    rows: Sequence[MemberRow]
    weeks: int
    seed: int
    rates: Rates = field(default_factory=Rates)
    limits: Limits = field(default_factory=Limits)


class SimulatedClock:
    """A clock that only moves when it is set; leases never run out on it."""

    def __init__(self) -> None:
        """Begin at :data:`START`."""
        self._now = START

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self._now

    def monotonic(self) -> float:
        """Return the same moment for ever: a machine that is slow is no machine that stood still."""
        return 0.0

    def set_to(self, at: datetime) -> None:
        """Let it be ``at``."""
        self._now = at


def check_interests(rows: Sequence[MemberRow]) -> tuple[str, ...]:
    """Return every interest of a community once, most followed first; raise ConfigError for one that cannot be one."""
    followers: Counter[str] = Counter()
    names: dict[str, str] = {}
    limit = Policy().interest_name_limit
    for row in rows:
        for interest in row.interests:
            name = clean_name(interest)
            if not name or len(name) > limit:
                raise ConfigError(
                    f"An interest of {row.member!r} cannot be used: it must have 1 to {limit} characters."
                )
            followers[names.setdefault(normal_name(name), name)] += 1
    return tuple(name for name, _ in sorted(followers.items(), key=lambda item: (-item[1], item[0])))


def key_of(seed: int) -> bytes:
    """Return the secret of a made-up installation: the same ids for the same seed."""
    return hashlib.blake2b(f"simulation {seed}".encode(), digest_size=32).digest()


async def simulate(
    plan: Plan, *, store: CountingStore, make_town: MakeTown, lived: Callable[[int, int], None] = lambda _day, _of: None
) -> Report:
    """Run a plan over an empty migrated store and return what came of it; ``lived`` hears of each day that is over.

    ``wall_seconds`` of the report is left at nothing: who calls knows a clock.
    """
    run = _Run(plan, store, make_town)
    await run.set_up(check_interests(plan.rows))
    run.people.arrive(START, plan.weeks)
    days = plan.weeks * 7
    for day in range(1, days + 1):
        await run.live_until(START + day * A_DAY)
        lived(day, days)
    return run.report()


class _Witness:
    """Stands between the delivery and the adapter's gateway, and lets everybody see what was shown."""

    def __init__(self, gateway: ChatGateway, shown: Callable[[Parcel, Outcome], None]) -> None:
        self._gateway = gateway
        self._shown = shown

    @property
    def capabilities(self) -> Capabilities:
        """What the adapter can do."""
        return self._gateway.capabilities

    async def perform(self, parcel: Parcel) -> Outcome:
        """See ``ports.chat.ChatGateway.perform``."""
        outcome = await self._gateway.perform(parcel)
        self._shown(parcel, outcome)
        return outcome


class _Run:
    def __init__(self, plan: Plan, store: CountingStore, make_town: MakeTown) -> None:
        self._plan = plan
        self._store = store
        self._clock = SimulatedClock()
        self._agenda = Agenda()
        self._census = Census()
        self._count = _Count()
        self._works = assemble(
            store=store,
            clock=self._clock,
            matcher=None,
            on_decided=self._decided,
            first_directs_per_hour=plan.limits.first_directs_per_hour,
        )
        identities = Identities(platform=plan.limits.platform, key=key_of(plan.seed))
        house = House(inbox=self._works.service, clock=self._clock, identities=identities)
        self._town: Town = make_town(house)
        self._works.delivery.connect(plan.limits.platform, _Witness(self._town.gateway, self._performed))
        self._passage = TimePasses(heartbeat=self._works.heartbeat, clock=self._clock)
        self._home = _home_of(plan.rows)
        self.people = People(
            plan.rows,
            town=self._town,
            agenda=self._agenda,
            rates=plan.rates,
            chance=Chance(plan.seed),
            home=self._home,
            now=self._clock.now,
        )
        self._promises = Promises(census=self._census, people=self.people)
        self._hard_rules = HardRules(census=self._census, people=self.people)
        self._days: list[Day] = []

    async def set_up(self, interests: Sequence[str]) -> None:
        """Set the bot up as a steward does, and open the interests for which a setup has no room."""
        town, now = self._town, self._clock.now()
        member = town.let_in(STEWARD, timezone=self._home, locale="en", is_steward=True)
        channel = town.add_channel(CHANNEL)
        chosen = events.SetupChosen(
            community=town.community,
            at=now,
            key="setup",
            actor=events.Actor(member=member, theirs=STEWARD, locale="en", timezone=self._home, is_steward=True),
            platform=self._plan.limits.platform,
            community_theirs=town.community_theirs,
            board_place=channel,
            rooms_place=channel,
            interests=tuple(("", name) for name in interests[: Policy().interests_at_least]),
            timezone=self._home,
            sees_activity=town.gateway.capabilities.sees_activity,
        )
        await self._works.service.submit(chosen)
        every = list(self._census.interests.values())
        opened = {normal_name(interest.name) for interest in every}
        for name in interests:
            if normal_name(name) not in opened:
                key, page = interest_id(town.community, name), free_page(every, Policy())
                every.append(Interest(id=key, community=town.community, name=name, emoji="", opened_at=now, page=page))
        await self._store.transact(lambda tx: tx.save(Decision(changes=tuple(map(Kept, every)))))
        await self._works.heartbeat.settle()

    async def live_until(self, end: datetime) -> None:
        """Let time pass to ``end`` through everything that people and the bot do, and note how things stand."""
        while (upcoming := self._agenda.next_at()) is not None and upcoming <= end:
            await self._passage.advance(upcoming)
            for act in self._agenda.take_due(upcoming):
                await act()
        await self._passage.advance(end)
        census, count = self._census, self._count
        self._days.append(
            Day(
                waiting=census.waiting(),
                seated=census.seated(),
                circles=census.alive(),
                prompts=count.prompts,
                directs=count.directs,
            )
        )

    def report(self) -> Report:
        """Count."""
        census, count, end = self._census, self._count, self._clock.now()
        return Report(
            members=len(self._plan.rows),
            weeks=self._plan.weeks,
            seed=self._plan.seed,
            opt_ins=len(census.wishes),
            circles_opened=census.circle_sizes.total(),
            circle_sizes=dict(census.circle_sizes),
            seated_share=census.seated_share(end),
            offered_share=self._offered_share(end),
            waited_days=[(at - census.opted_in_at[member]) / A_DAY for member, at in census.seated_at.items()],
            repeat_pair_share=census.repeat_pairs / census.pairs if census.pairs else None,
            prompts_sent=count.prompts,
            direct_messages_sent=count.directs,
            direct_messages_per_member_week_max=count.most_in_a_week,
            check_ins_sent=count.check_ins,
            check_ins_answered=count.check_ins_answered,
            promises_broken=self._promises.broken,
            hard_rules_broken=self._hard_rules.broken,
            events=count.decisions,
            statements_per_event_max=count.statements_max,
            wall_seconds=0.0,
            days=self._days,
            messages_a_week=Counter(count.unasked_by_week.values()),
        )

    def _offered_share(self, end: datetime) -> float | None:
        """Return how many of those who opted in a week ago or earlier were offered a circle within a week."""
        opted_in = {member: at for member, at in self._census.opted_in_at.items() if at <= end - A_WEEK}
        first = self._count.offered_at
        offered = sum(member in first and first[member] - at <= A_WEEK for member, at in opted_in.items())
        return offered / len(opted_in) if opted_in else None

    def _decided(self, event: events.AnyEvent, decision: Decision) -> None:
        self._promises.decided(event, decision)
        self._hard_rules.decided(event, decision)
        self._census.decided(event, decision)
        cost = 0 if isinstance(event, UNBOUNDED) else self._store.statements_of_last_act
        self._count.decided(event, decision, cost)

    def _performed(self, parcel: Parcel, outcome: Outcome) -> None:
        at = self._clock.now()
        self._promises.performed(parcel, outcome, at)
        if isinstance(outcome, Done):
            self._count.shown(parcel, at)
        self.people.performed(parcel, outcome)


@dataclass(slots=True)
class _Count:
    """Counts what is said."""

    decisions: int = 0
    statements_max: int = 0
    prompts: int = 0
    directs: int = 0
    check_ins: int = 0
    check_ins_answered: int = 0
    most_in_a_week: int = 0
    offered_at: dict[MemberId, datetime] = field(default_factory=dict)
    unasked_by_week: Counter[tuple[MemberId, int]] = field(default_factory=Counter)
    _lately: defaultdict[MemberId, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def decided(self, event: events.AnyEvent, decision: Decision, statements: int) -> None:
        """Count one decision."""
        self.decisions += 1
        self.statements_max = max(self.statements_max, statements)
        if isinstance(event, events.CheckInAnswered) and decision.changes:
            self.check_ins_answered += 1

    def shown(self, parcel: Parcel, at: datetime) -> None:
        """Count one message that arrived."""
        effect = parcel.effect
        if isinstance(effect, PostToRoom) and parcel.words is not None:
            self.prompts += any(control.token.split(":")[0] == Token.PICK for control in parcel.words.controls)
        if not isinstance(effect, SendDirect):
            return
        self.directs += 1
        self.check_ins += effect.kind is DirectKind.CHECK_IN
        if effect.kind is DirectKind.INVITATION:
            self.offered_at.setdefault(effect.member, at)
        if effect.kind in UNASKED:
            lately = [before for before in self._lately[effect.member] if at - before < A_WEEK]
            self._lately[effect.member] = [*lately, at]
            self.most_in_a_week = max(self.most_in_a_week, len(lately) + 1)
            self.unasked_by_week[effect.member, (at - START) // A_WEEK] += 1


def _home_of(rows: Sequence[MemberRow]) -> str:
    """Return the time zone in which most live, the first of them by name where there are several."""
    zones = Counter(row.timezone for row in rows if row.timezone)
    return min(zones, key=lambda zone: (-zones[zone], zone), default="UTC")
