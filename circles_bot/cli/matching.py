"""What `match` does: circles for the people of a file, told in words or as one JSON object."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from circles_bot.application.rounds import plan_on_every_core
from circles_bot.cli.match_input import People, read_history, read_people
from circles_bot.engine.errors import ConfigError
from circles_bot.engine.notes import Line
from circles_bot.matching.explanations import help_line, why_lines
from circles_bot.matching.planner import default_moves
from circles_bot.matching.problem import Plan, Problem, Sizes
from circles_bot.matching.suggestions import Together
from circles_bot.words.catalog import shipped_catalog
from circles_bot.words.compose import Composer, Reader
from circles_bot.words.prompt_packs import load_deck
from circles_bot.words.templates import Templates

FEWEST_PEOPLE = 3
SIZES = ("3", "4", "6")
FEWEST_A_CIRCLE, MOST_A_CIRCLE = 2, 8
MANY = 5_000
POINT = 2
"""Costs are whole half points inside; people read points."""
READER = Reader(locale="en", zone=ZoneInfo("UTC"))


def match_file(members: Path, history: Sequence[Path], *, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Return the circles of a file's people as the JSON object; raise ConfigError for whatever is wrong."""
    found, past = read_people(members), read_history(history)
    if len(found.people) < FEWEST_PEOPLE:
        raise ConfigError(f"{members} has {len(found.people)} people: a circle needs at least {FEWEST_PEOPLE}.")
    if len(found.people) >= MANY:
        typer.echo(f"Matching {len(found.people):,} people; this may take a minute.", err=True)
    people = tuple(replace(one, rounds_waited=past.waited.get(one.member, 0)) for one in found.people)
    problem = Problem(people=people, sizes=sizes, encounters=past.encounters, avoiding=found.avoiding)
    begun = time.monotonic()
    plan = plan_on_every_core(problem, seed=seed, moves=default_moves(len(people)))
    return _told(plan, problem, found, seconds=time.monotonic() - begun)


def read_sizes(typed: str) -> Sizes:
    """Return the sizes that somebody typed as three numbers; raise ConfigError where they cannot work."""
    numbers = [int(part) for part in typed.split("-") if part.isascii() and part.isdigit()]
    if len(numbers) == typed.count("-") + 1 == len(SIZES):
        least, aim, most = numbers
        if FEWEST_A_CIRCLE <= least <= aim <= most <= MOST_A_CIRCLE:
            return Sizes(least=least, aim=aim, most=most, invitations=most, are_asked=False)
    raise ConfigError(
        f"Sizes {typed} cannot work: give the least, the aimed and the largest size, as in {'-'.join(SIZES)}, "
        f"from {FEWEST_A_CIRCLE} to {MOST_A_CIRCLE}."
    )


def write(told: Mapping[str, Any], target: str | None) -> None:
    """Print a round in words, or write it as JSON to a file or, for ``-``, to stdout."""
    if target is None:
        typer.echo(in_words(told))
        return
    text = json.dumps(told, ensure_ascii=False, indent=1)
    if target == "-":
        typer.echo(text)
        return
    try:
        Path(target).write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{target} cannot be written: {error.strerror}.") from error


def in_words(told: Mapping[str, Any]) -> str:
    """Return a round as lines to read."""
    lines = []
    for number, circle in enumerate(told["circles"], 1):
        lines.append(f"{number:>4}  {', '.join(circle['members'])}")
        lines.append(f"      {circle['why']}")
    lines.extend(f"   –  {left['member']}: would help: {left['would_help']}" for left in told["left_out"])
    seated = {member for circle in told["circles"] for member in circle["members"]}
    lines.append(
        f"{len(told['circles'])} circles, {len(seated)} people in them, {len(told['left_out'])} left out; "
        f"{told['cost']['total']:g} points in {told['seconds']:g} s with seed {told['seed']}."
    )
    return "\n".join(lines)


def _told(plan: Plan, problem: Problem, found: People, *, seconds: float) -> dict[str, Any]:
    composer = Composer(Templates(shipped_catalog()), load_deck()[1])
    together = Together(person.interests for person in problem.people)
    people = {person.member: person for person in problem.people}

    def say(*lines: Line) -> str:
        return "; ".join(composer.line(line, READER) for line in lines)

    return {
        "seed": plan.seed,
        "circles": [
            {
                "interest": found.names[group.interest],
                "members": list(group.invited),
                "why": say(*why_lines(group, found.names)),
            }
            for group in plan.groups
        ],
        "left_out": [
            {
                "member": left.member,
                "reason": left.reason.value,
                "would_help": say(
                    help_line(people[left.member], left.reason, together, found.names, least=problem.sizes.least)
                ),
            }
            for left in plan.left_out
        ],
        "cost": {
            "total": plan.cost.total / POINT,
            **{
                part: getattr(plan.cost, part) / POINT
                for part in ("met", "hours", "asks", "offers", "size", "left_out")
            },
        },
        "seconds": round(seconds, 3),
    }
