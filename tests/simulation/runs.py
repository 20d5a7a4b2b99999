"""Small runs of the simulator over a copy of an empty migrated file."""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

from circles_bot.members_file import MemberRow
from circles_bot.simulation.rates import Rates
from circles_bot.simulation.report import Report
from circles_bot.simulation.run import Limits, Plan, key_of, simulate
from circles_bot.store import open_serial_store
from circles_sandbox import Crowd


def live(
    template: Path,
    folder: Path,
    rows: Sequence[MemberRow],
    *,
    weeks: int,
    seed: int = 1,
    rates: Rates | None = None,
    limits: Limits | None = None,
) -> Report:
    """Run a community and return what came of it."""
    plan = Plan(rows=rows, weeks=weeks, seed=seed, rates=rates or Rates(), limits=limits or Limits())
    return asyncio.run(_live(plan, Path(shutil.copy(template, folder / f"simulation-{seed}-{weeks}.db"))))


async def _live(plan: Plan, database: Path) -> Report:
    store = await open_serial_store(f"sqlite:///{database}", key=key_of(plan.seed))
    try:
        return await simulate(plan, store=store, make_town=Crowd)
    finally:
        await store.close()
