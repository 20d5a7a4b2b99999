"""What makes time pass: run what is due, deliver what follows, wait for the next thing."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from circles_bot.application.delivery import Delivery
from circles_bot.application.service import CircleService
from circles_bot.application.timekeeper import Timekeeper
from circles_bot.engine.errors import StoreError
from circles_bot.ports.clock import Clock
from circles_bot.ports.store import Store

log = structlog.get_logger(__name__)

SWEEP_EVERY = timedelta(days=1)
"""From midnight to midnight, UTC. A day from beat to beat would drift with what there is to do, also in private: the
hour at which others' past is dropped from what is kept about them would tell."""
BREATH_SECONDS = 0.05
"""Between two beats, while one act follows another: a beat costs six reads, and finds what ten acts left."""
SLOW_POLL_SECONDS = 15.0
"""The safety net under the wake-ups: another process may have left something to do."""


class PushableClock(Clock, Protocol):
    """A clock whose domain time can be set forward."""

    def set_to(self, at: datetime) -> None:
        """Let it be ``at`` now; never backwards."""


class Alarm:
    """Wakes the heartbeat: set from anywhere in the event loop, heard once."""

    def __init__(self) -> None:
        """Begin silent."""
        self._rung = asyncio.Event()
        self._soonest: datetime | None = None
        self._wakes_at: datetime | None = None

    def ring(self, due_at: datetime | None = None) -> None:
        """There is something to do: now, or ``due_at``, for which nobody is woken who wakes by then anyway.

        A beat asks the database six times; most acts only set a timer for days ahead.
        """
        if due_at is not None:
            self._soonest = due_at if self._soonest is None else min(due_at, self._soonest)
        if due_at is None or (self._wakes_at is not None and due_at < self._wakes_at):
            self._rung.set()

    def hear(self) -> None:
        """Be silent again: what it rang for so far is looked at from now on."""
        self._rung.clear()
        self._soonest = None

    async def wait(self, until: datetime, at_most_seconds: float) -> None:
        """Return when rung, or after the given time, when it is ``until`` at the latest.

        At once where it rang since it was heard, but for what is due later than that.
        """
        if self._soonest is not None and self._soonest < until:
            return
        self._wakes_at = until
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), at_most_seconds)
        self._wakes_at = None


class Heartbeat:
    """Runs timers and deliveries, for ever or until all is settled."""

    def __init__(
        self,
        *,
        store: Store,
        service: CircleService,
        timekeeper: Timekeeper,
        delivery: Delivery,
        clock: Clock,
        alarm: Alarm,
    ) -> None:
        """Take the parts."""
        self._service = service
        self._store = store
        self._timekeeper = timekeeper
        self._delivery = delivery
        self._clock = clock
        self._alarm = alarm
        self._swept_for: datetime | None = None

    async def beat(self) -> bool:
        """Run what is due and begin what is to be delivered; tell whether there was anything."""
        self._alarm.hear()
        await self._sweep_daily()
        ran = await self._timekeeper.run_due() + await self._service.let_go(self._clock.now())
        begun = await self._delivery.begin_due()
        return bool(ran or begun)

    async def settle(self) -> None:
        """Go on until nothing is due and nothing is under way."""
        while True:
            has_run = await self.beat()
            await self._delivery.finish()
            if not has_run:
                return

    async def run(self) -> None:
        """Beat for ever; cancel to stop, then ``finish`` what is under way."""
        while True:
            try:
                if not await self.beat():
                    await self._wait()
                await asyncio.sleep(BREATH_SECONDS)
            except StoreError as error:
                log.warning("store_failed", error=str(error))
                await self._alarm.wait(self._clock.now(), SLOW_POLL_SECONDS)

    async def next_at(self) -> datetime | None:
        """Return when the next timer or effect is due, or None."""
        times = (await self._store.next_timer_at(), await self._delivery.next_at(), self._service.next_at())
        return min((at for at in times if at is not None), default=None)

    async def wakes_at(self) -> datetime:
        """Return when to beat again at the latest: when the next thing is due, or at midnight for the sweep.

        Who pushes a clock may go by ``next_at``: the sweep comes first in a beat, and drops the same at any hour.
        """
        sweep_at = self._clock.now() if self._swept_for is None else self._swept_for + SWEEP_EVERY
        upcoming = await self.next_at()
        return sweep_at if upcoming is None else min(upcoming, sweep_at)

    async def _sweep_daily(self) -> None:
        """Drop what was old when the day began, once a day, at whatever hour of it."""
        today = self._clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        if self._swept_for is None or today > self._swept_for:
            self._swept_for = today
            await self._store.forget_old(today)

    async def _wait(self) -> None:
        upcoming, now = await self.wakes_at(), self._clock.now()
        until = min(max(upcoming, now), now + timedelta(seconds=SLOW_POLL_SECONDS))
        await self._alarm.wait(until, (until - now).total_seconds())


class TimePasses:
    """Implements ``ports.adapters.Passage``: pushes the clock from one due moment to the next."""

    def __init__(self, *, heartbeat: Heartbeat, clock: PushableClock) -> None:
        """Take the parts."""
        self._heartbeat = heartbeat
        self._clock = clock

    async def advance(self, until: datetime) -> None:
        """See ``ports.adapters.Passage.advance``."""
        await self._heartbeat.settle()
        while (upcoming := await self._heartbeat.next_at()) is not None and upcoming <= until:
            self._clock.set_to(max(upcoming, self._clock.now()))
            await self._heartbeat.settle()
        self._clock.set_to(max(until, self._clock.now()))
        await self._heartbeat.settle()
