"""What `simulate` reads, shows while it runs, and writes."""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import typer

from circles_bot.engine.errors import ConfigError
from circles_bot.members_file import MemberRow, load_members
from circles_bot.simulation.rates import Rates
from circles_bot.simulation.report import Report
from circles_bot.simulation.run import Limits, Plan, check_interests
from circles_bot.simulation.synthetic import LARGEST, synthetic_community

FEWEST = 3
"""Fewer people make no circle."""
STDOUT = "-"
BAR_CHARS = 30
PLATFORMS = ("discord", "slack")


def plan_of(
    *, members: Path | None, synthetic: int | None, weeks: int, seed: int, rates: Rates, limits: str | None
) -> Plan:
    """Return what was asked for; raise ConfigError for what cannot be simulated, before anything is done."""
    rows = _rows_of(members, synthetic, seed)
    if len(rows) < FEWEST:
        raise ConfigError(f"A circle needs {FEWEST} people, and here are {len(rows)}: give at least {FEWEST}.")
    check_interests(rows)
    if limits is None:
        return Plan(rows=rows, weeks=weeks, seed=seed, rates=rates)
    if limits not in PLATFORMS:
        raise ConfigError(f"--limits is {' or '.join(PLATFORMS)}, found {limits!r}.")
    from circles_bot.settings import Settings

    an_hour = int(Settings.model_fields["first_messages_per_hour"].default)
    return Plan(rows=rows, weeks=weeks, seed=seed, rates=rates, limits=Limits(limits, an_hour))


def simulate_and_tell(plan: Plan, *, as_json: Path | None, as_page: Path | None) -> None:
    """Run a plan and write what came of it: a summary where no file is asked for."""
    for path in (as_json, as_page):
        _check_writable(path)
    report = _run(plan)
    if as_json is not None:
        _write(as_json, json.dumps(report.as_json(), indent=2, ensure_ascii=False) + "\n")
    if as_page is not None:
        from circles_bot.simulation.page import page_of
        from circles_bot.words.catalog import shipped_catalog

        _write(as_page, page_of(report, shipped_catalog()))
    if as_json is None or str(as_json) != STDOUT:
        typer.echo(_summary(report))


def _rows_of(members: Path | None, synthetic: int | None, seed: int) -> tuple[MemberRow, ...]:
    if (members is None) == (synthetic is None):
        raise ConfigError("Say who lives in it: either --members FILE.csv or --synthetic N.")
    if members is not None:
        return load_members(members)
    assert synthetic is not None, "one of the two is given"
    if not FEWEST <= synthetic <= LARGEST:
        raise ConfigError(f"--synthetic is a number of people from {FEWEST} to {LARGEST}, found {synthetic}.")
    return synthetic_community(synthetic, seed)


def _run(plan: Plan) -> Report:
    from circles_bot.logs import configure_logs
    from circles_bot.runtime import run_simulation

    configure_logs("error")  # a bug that a run meets is worth a line; weeks of what people may notice are not
    begun = time.monotonic()
    report = asyncio.run(run_simulation(plan, lived=_progress(plan.weeks, begun)))
    return replace(report, wall_seconds=time.monotonic() - begun)


def _progress(weeks: int, begun: float) -> Callable[[int, int], None]:
    """Return what shows on a terminal how far a run is; elsewhere nothing is shown."""
    if not sys.stderr.isatty():
        return lambda _day, _days: None

    def show(day: int, days: int) -> None:
        done = BAR_CHARS * day // days
        bar = "█" * done + "░" * (BAR_CHARS - done)
        week = min((day - 1) // 7 + 1, weeks)
        text = f"\r{bar} week {week} of {weeks}, {time.monotonic() - begun:.0f} s"
        sys.stderr.write(text if day < days else f"\r{' ' * len(text)}\r")
        sys.stderr.flush()

    return show


def _check_writable(path: Path | None) -> None:
    """Say now, not after minutes, that a file cannot be written."""
    if path is None or str(path) == STDOUT:
        return
    was_there = path.exists()
    try:
        with path.open("a", encoding="utf-8"):
            pass
    except OSError as error:
        raise ConfigError(f"{path} cannot be written ({error.strerror}): give another file.") from error
    if not was_there:
        with suppress(OSError):
            path.unlink()


def _write(path: Path, text: str) -> None:
    if str(path) == STDOUT:
        typer.echo(text, nl=False)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path} cannot be written ({error.strerror}): give another file.") from error


def _summary(report: Report) -> str:
    seated, offered = _percent(report.seated_share), _percent(report.offered_share)
    lines = [
        f"{report.members} people, {report.weeks} weeks, seed {report.seed}: {report.circles_opened} circles opened.",
        f"{seated} of those who could found a circle; {offered} were offered one within a week.",
        f"Nobody got more than {report.direct_messages_per_member_week_max} unasked messages within a week.",
    ]
    broken = [*report.promises_broken, *report.hard_rules_broken]
    if broken:
        lines.append(f"{len(broken)} times something was broken that must not be; the first: {broken[0].what}.")
    else:
        lines.append("Every promise and hard rule that a run can show was kept.")
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "(nobody yet)" if share is None else f"{100 * share:.1f} %"
