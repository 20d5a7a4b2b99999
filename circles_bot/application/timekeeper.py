"""Brings timers that fell due back as events. A tick costs what is due, not what exists."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import structlog

from circles_bot.application.service import CircleService
from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.errors import StoreError
from circles_bot.ports.clock import Clock
from circles_bot.ports.store import DueTimer, Store, Transaction

log = structlog.get_logger(__name__)

AT_ONCE = 100
RETRY_AFTER_BUG = timedelta(hours=1)


class Timekeeper:
    """Runs what is due."""

    def __init__(self, *, store: Store, service: CircleService, clock: Clock) -> None:
        """Take the parts."""
        self._store = store
        self._service = service
        self._clock = clock

    async def run_due(self) -> int:
        """Submit up to a hundred timers that are due, soonest first, and return how many there were."""
        due = await self._store.due_timers(self._clock.now(), AT_ONCE)
        await asyncio.gather(*(self._run(timer) for timer in due))
        return len(due)

    async def _run(self, timer: DueTimer) -> None:
        event = replace(timer.event, at=max(timer.due_at, self._clock.now()))
        try:
            await self._service.submit_due(timer, event)
        except StoreError:
            raise
        except Exception:
            log.exception("timer_failed", timer=timer.key, community=timer.event.community)
            await self._store.transact(lambda tx: self._put_off(tx, timer))

    def _put_off(self, tx: Transaction, timer: DueTimer) -> None:
        """Try again in an hour what met a bug, so that it neither is lost nor stands in the others' way.

        One that was moved, called off or run by another process meanwhile is no longer ours to put off.
        """
        if not tx.consume(timer):
            return
        later = TimerSet(key=timer.key, due_at=self._clock.now() + RETRY_AFTER_BUG, event=timer.event)
        tx.save(Decision(timers=(later,)))
