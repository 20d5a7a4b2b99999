"""How good the matcher's circles are, and how quick: against proven optima, other bots' rules, and chance.

Means are over seeds 1–5 and everyone attends. Each row prints its budget of moves; where a row limits seconds, they are
of one core's work (other programs of the machine do not count), but for the million in blocks, which is by the clock.
``--full`` adds what CP-SAT needs minutes for. Rows on real interests need the shared folder, and say so without it.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random
from statistics import mean
from typing import Any

import numpy as np

from benchmarks.baselines import Circles, greedy_prefer_new, popular, shuffled
from benchmarks.command import parser_of
from benchmarks.crowds import alike, circles_of, crowd, meetings_of, real_interests, young_people
from circles_bot.application.rounds import plan_on_every_core
from circles_bot.engine.ids import InterestId, MemberId
from circles_bot.matching.annealing import circles_at_most, improved
from circles_bot.matching.dice import Dice
from circles_bot.matching.planner import default_moves, plan
from circles_bot.matching.pool import make_pool
from circles_bot.matching.problem import Encounter, Person, Plan, Problem, Sizes
from circles_bot.matching.seeding import seeded
from circles_bot.matching.suggestions import Together

SEEDS = range(1, 6)
ROUNDS = 12
ATTENDED = Sizes(are_asked=False)
FOURS = Sizes(least=4, aim=4, most=4, are_asked=False)
THREES_AND_FOURS = Sizes(least=3, aim=4, most=4, are_asked=False)
TRIPLES = Sizes(least=3, aim=3, most=3, are_asked=False)
MOVES_EXACT = 600_000
MOVES_CP_SAT = 2_000_000
MOVES_GOLF = 64_000
MOVES_DIVERSE = 600000

Row = dict[str, Any]


def run(*, is_full: bool = False) -> dict[str, Any]:
    """Measure everything."""
    rows = [
        *exact_rows(),
        *(cp_sat_rows() if is_full else ()),
        *repeat_rows(),
        golfer_row(),
        *young_rows(),
        *asks_rows(),
        diverse_row(),
        *time_rows(),
        *suggestion_rows(),
        *cost_of_rules_rows(),
    ]
    return {"name": "matching", "measures": rows}


def row(name: str, value: float, target: str, holds: bool | None, *, unit: str = "", **more: Any) -> Row:
    """Return one measure."""
    say(f"{name}: {value:.4g} {unit} ({target or 'no target'}) {more}")
    return {"name": name, "value": value, "unit": unit, "target": target or None, "holds": holds, **more}


def at_most(name: str, value: float, limit: float, *, unit: str = "", **more: Any) -> Row:
    """Return a measure with an upper limit."""
    return row(name, value, f"≤ {limit:,}", value <= limit, unit=unit, **more)


def at_least(name: str, value: float, limit: float, *, unit: str = "", **more: Any) -> Row:
    """Return a measure with a lower limit."""
    return row(name, value, f"≥ {limit:,}", value >= limit, unit=unit, **more)


def say(text: str) -> None:
    """Tell of progress on stderr."""
    print(text, file=sys.stderr, flush=True)


def worn(count: int, seed: int) -> Problem:
    """Return a crowd that has met in three rounds by chance."""
    people, dice = crowd(count, seed), Random(seed)
    met = [one for _ in range(3) for one in meetings_of(shuffled(people, dice))]
    return Problem(people=people, sizes=ATTENDED, encounters=tuple(met))


def planned(problem: Problem, seed: int, moves: int) -> tuple[Plan, float]:
    """Return a plan and the seconds of one core that it took."""
    begun = time.process_time()
    made = plan(problem, seed=seed, moves=moves)
    return made, time.process_time() - begun


def exact_rows() -> Iterable[Row]:
    """Hold small pools against the proven optimum over every possible circle."""
    from benchmarks.exact import columns_of, optimum

    for count in (24, 32):
        ratios, seconds = [], []
        for seed in SEEDS:
            problem = worn(count, seed)
            made, took = planned(problem, seed, MOVES_EXACT)
            pool = make_pool(problem, problem.people, seed)
            index = {person.member: place for place, person in enumerate(pool.people)}
            known = [[index[one] for one in circle] for circle in circles_of(made)]
            best = optimum(pool, columns_of(pool, range(3, 7)), known, circles_at_most=circles_at_most(pool))
            assert best is not None, "not proven in time"
            ratios.append(made.cost.total / best)
            seconds.append(took)
        name = f"cost against the exact optimum, n={count}"
        yield at_most(name, mean(ratios), 1.02, moves=MOVES_EXACT, worst=max(ratios))
        yield at_most(f"{name}, seconds at most", max(seconds), 2, unit="s", moves=MOVES_EXACT)


def cp_sat_rows() -> Iterable[Row]:
    """Hold larger pools against what CP-SAT finds in a minute."""
    from benchmarks.exact import cp_sat_alone

    for count in (40, 48):
        ratios, seconds = [], []
        for seed in SEEDS:
            problem = worn(count, seed)
            made, took = planned(problem, seed, MOVES_CP_SAT)
            pool = make_pool(problem, problem.people, seed)
            theirs = cp_sat_alone(pool, circles=circles_at_most(pool), seconds=60)
            ratios.append(made.cost.total / theirs)
            seconds.append(took)
        name = f"cost against CP-SAT given 60 s, n={count}"
        yield at_most(name, mean(ratios), 1.0, moves=MOVES_CP_SAT, worst=max(ratios))
        yield at_most(f"{name}, seconds at most", max(seconds), 10, unit="s", moves=MOVES_CP_SAT)


def repeats(rounds: Iterable[Circles]) -> float:
    """Return the share of pairs that had met in an earlier round."""
    met: set[frozenset[MemberId]] = set()
    again = total = 0
    for circles in rounds:
        pairs = [frozenset(pair) for circle in circles for pair in combinations(circle, 2)]
        again += sum(pair in met for pair in pairs)
        total += len(pairs)
        met.update(pairs)
    return again / total


def rounds_of(
    people: Sequence[Person], seed: int, moves: int, *, sizes: Sizes = ATTENDED, rounds: int = ROUNDS
) -> Iterable[Plan]:
    """Yield one round after the other of a community: who met and who waited counts in the next."""
    met: list[Encounter] = []
    waited: Counter[MemberId] = Counter()
    for number in range(rounds):
        now = tuple(replace(person, rounds_waited=waited[person.member]) for person in people)
        made = plan(Problem(people=now, sizes=sizes, encounters=tuple(met)), seed=100 * seed + number, moves=moves)
        met.extend(meetings_of(circles_of(made)))
        out = {left.member for left in made.left_out}
        waited = Counter({member: waited[member] + 1 for member in out})
        yield made


def repeat_rows() -> Iterable[Row]:
    """Count pairs that meet again over twelve rounds.

    The targets are for people who are alike: one pool in which nothing but having met tells anybody apart. Where waking
    hours and asks count too, a pair that meets again may be the better circle; that is shown beside, with the same
    limits and whether it is within them.
    """
    moves = default_moves(60)
    for kind, make in (("alike", lambda count, _seed: alike(count)), ("over three continents, with asks", crowd)):
        ours, chance, greedy = [], [], []
        for seed in SEEDS:
            people = make(60, seed)
            ours.append(repeats(circles_of(made) for made in rounds_of(people, seed, moves)))
            dice = Random(seed)
            chance.append(repeats(shuffled(people, dice) for _ in range(ROUNDS)))
            greedy.append(repeats(greedy_rounds(people, dice)))
        name = f"repeat pairs, 12 rounds, n=60 {kind}"
        more: dict[str, Any] = {"moves": moves, "ours": mean(ours), "shuffle": mean(chance), "greedy": mean(greedy)}
        has_target = kind == "alike"
        for against, theirs, limit in (("a shuffle", chance, 0.03), ("greedy prefer-new", greedy, 0.15)):
            ratio = mean(ours) / mean(theirs)
            is_within = ratio <= limit
            target, holds = (f"≤ {limit}", is_within) if has_target else ("", None)
            yield row(f"{name}, against {against}", ratio, target, holds, limit=limit, is_within=is_within, **more)
    moves = default_moves(30)
    shares = [
        repeats(circles_of(made) for made in rounds_of(alike(30), seed, moves, sizes=THREES_AND_FOURS))
        for seed in SEEDS
    ]
    pairs, possible = ROUNDS * (6 * 6 + 2 * 3), 30 * 29 // 2
    above = 100 * (mean(shares) - (pairs - possible) / pairs)
    yield at_most("the same at n=30, above the lower bound 13.7 %", above, 5, unit="points", moves=moves)


def greedy_rounds(people: Sequence[Person], dice: Random) -> Iterable[Circles]:
    """Yield rounds that prefer who has not met."""
    met: set[frozenset[MemberId]] = set()
    for _ in range(ROUNDS):
        circles = greedy_prefer_new(people, met, dice)
        met.update(frozenset(pair) for circle in circles for pair in combinations(circle, 2))
        yield circles


def golfer_row() -> Row:
    """Count the weeks of eight foursomes without a pair that meets again, each planned when the past is fixed."""
    weeks = [conflict_free_weeks(seed) for seed in range(1, 31)]
    found = f"{min(weeks)} / {max(weeks)}"
    return row(
        "social golfer 8-4, round by round, 30 seeds: conflict-free weeks at the least (at best)",
        min(weeks),
        "≥ 6 (7)",
        min(weeks) >= 6 and max(weeks) >= 7,
        moves=MOVES_GOLF,
        least_and_best=found,
        mean=mean(weeks),
    )


def conflict_free_weeks(seed: int) -> int:
    """Return how many weeks in a row nobody meets anybody again."""
    for number, made in enumerate(rounds_of(alike(32), seed, MOVES_GOLF, sizes=FOURS, rounds=10)):
        if made.cost.met:
            return number
    return 10


def young_rows() -> Iterable[Row]:
    """Count who is left out of a real community, whose people follow one to three of their interests."""
    from benchmarks.exact import most_covered

    for count, limit in ((40, 5.0), (120, 1.6), (300, 0.2), (987, 0.0)):
        moves = default_moves(count)
        shares, bounds, again = [], [], []
        for seed in SEEDS:
            people = young_people(count, seed)
            if people is None:
                yield row(f"left out, real interests, n={count}: no shared folder", 0, "", None)
                break
            plans = list(rounds_of(people, seed, moves))
            shares.append(100 * sum(len(made.left_out) for made in plans) / (ROUNDS * count))
            again.append(repeats(circles_of(made) for made in plans))
            if count == 40:
                bounds.append(100 - 100 * most_covered([person.interests for person in people], 3) / count)
        else:
            name = f"left out over 12 rounds, real interests, n={count}"
            more: dict[str, Any] = {"moves": moves, "repeats": mean(again)}
            if bounds:
                above = mean(shares) - mean(bounds)
                yield at_most(
                    f"{name}, above the exact bound {mean(bounds):.1f} %", above, limit, unit="points", **more
                )
            else:
                yield at_most(name, mean(shares), limit, unit="%", **more)


def asks_met(people: Sequence[Person], circles: Circles) -> float:
    """Return the share of asks that somebody else in the same circle offers."""
    by_id = {person.member: person for person in people}
    met = total = 0
    for circle in circles:
        for one in circle:
            offered = {tag for other in circle if other != one for tag in by_id[other].offers}
            met += len(by_id[one].asks & offered)
            total += len(by_id[one].asks)
    return met / total


def asks_rows() -> Iterable[Row]:
    """Compare how many asks are met with chance."""
    for count, limit in ((60, 2), (1000, 4)):
        moves = default_moves(count)
        ours, chance = [], []
        for seed in SEEDS:
            people = crowd(count, seed)
            made = plan(Problem(people=people, sizes=ATTENDED), seed=seed, moves=moves)
            ours.append(asks_met(people, circles_of(made)))
            chance.append(mean(asks_met(people, shuffled(people, Random(turn))) for turn in range(5)))
        name = f"asks met against a shuffle, n={count}"
        yield at_least(name, mean(ours) / mean(chance), limit, unit="×", moves=moves, ours=mean(ours))


def diverse_row() -> Row:
    """Hold the annealer against the optimum of maximally diverse grouping, on generated instances."""
    from benchmarks.exact import cheapest_cut

    ratios = []
    for seed in SEEDS:
        dice = Random(f"diverse {seed}")
        alikeness = np.zeros((30, 30), np.int64)
        for one, other in combinations(range(30), 2):
            alikeness[one, other] = alikeness[other, one] = dice.randint(0, 100)
        people = alike(30)
        pool = make_pool(Problem(people=people, sizes=TRIPLES), people, seed)
        met = tuple({other: int(alikeness[one, other]) for other in range(30) if other != one} for one in range(30))
        stream = Dice(seed)
        start = seeded(pool, stream, 1)
        ours = improved(
            type(start)(replace(pool, met=met), zip(start.about, start.circles, strict=True)), stream, MOVES_DIVERSE
        )
        highest = 100 * 30  # thirty pairs in ten triples
        ratios.append((highest - ours.total) / (highest - cheapest_cut(3, alikeness)))
    name = "maximally diverse grouping, n=30 in threes, against the optimum"
    return at_least(name, mean(ratios), 0.996, moves=MOVES_DIVERSE, worst=min(ratios))


def time_rows() -> Iterable[Row]:
    """Time the product's own budget."""
    for count, interests, limit in ((60, 1, 0.5), (1_000, 20, 1.5), (10_000, 50, 8), (100_000, 100, 60)):
        moves = default_moves(count)
        problem = Problem(people=crowd(count, 1, interests=interests))
        made, seconds = planned(problem, 1, moves)
        yield at_most(f"time, {count:,} people", seconds, limit, unit="s", moves=moves, left_out=len(made.left_out))
    count = 1_000_000
    problem, moves = Problem(people=crowd(count, 1, interests=200)), default_moves(count)
    begun = time.perf_counter()
    made = plan_on_every_core(problem, seed=1, moves=moves)
    seconds = time.perf_counter() - begun
    yield at_most(
        "time, 1,000,000 people in blocks, by the clock",
        seconds,
        300,
        unit="s",
        moves=moves,
        left_out=len(made.left_out),
    )


def suggestion_rows() -> Iterable[Row]:
    """Hide one interest of each real person, and count how often it is among five suggestions."""
    found = real_interests()
    if found is None:
        yield row("suggestions, recall@5: no shared folder", 0, "", None)
        return
    ours, theirs = [], []
    for seed in SEEDS:
        dice = Random(f"hidden {seed}")
        known = [(set(own), dice.choice(own)) for own in found if len(own) > 1]
        rest = [frozenset(map(InterestId, own - {hidden})) for own, hidden in known]
        together, counts = Together(rest), Counter(one for own in rest for one in own)
        hits = [
            hidden in {name for name, _ in together.near(own, 5)} for own, (_, hidden) in zip(rest, known, strict=True)
        ]
        ours.append(mean(hits))
        theirs.append(mean(hidden in popular(counts, own, 5) for own, (_, hidden) in zip(rest, known, strict=True)))
    yield at_least(
        "suggestions, recall@5 on hidden interests, against popularity",
        mean(ours) / mean(theirs),
        1.2,
        unit="×",
        ours=mean(ours),
        popularity=mean(theirs),
    )


def cost_of_rules_rows() -> Iterable[Row]:
    """Report what avoid pairs, more circles at once, and two languages cost a community of 120 with eight interests."""
    for name, change in (
        ("nothing of it", lambda problem, _dice: problem),
        ("5 % of all pairs avoid one another", with_avoiding),
        ("room for 1–3 circles", with_capacity),
        ("two languages, a fifth speak both", with_languages),
    ):
        costs, left, circles, seconds = [], [], [], []
        moves = default_moves(120)
        for seed in SEEDS:
            problem = Problem(people=crowd(120, seed, interests=8), sizes=ATTENDED)
            made, took = planned(change(problem, Random(seed)), seed, moves)
            costs.append((made.cost.total - made.cost.left_out) / 2 / max(1, len(made.groups)))
            left.append(100 * len(made.left_out) / 120)
            circles.append(len(made.groups))
            seconds.append(took)
        more: dict[str, Any] = {
            "moves": moves,
            "left_out_percent": mean(left),
            "circles": mean(circles),
            "seconds": mean(seconds),
        }
        yield row(f"points a circle costs, n=120: {name}", mean(costs), "", None, **more)


def with_avoiding(problem: Problem, dice: Random) -> Problem:
    """Let one pair in twenty avoid one another."""
    pairs = list(combinations([person.member for person in problem.people], 2))
    return replace(problem, avoiding=frozenset(dice.sample(pairs, len(pairs) // 20)))


def with_capacity(problem: Problem, dice: Random) -> Problem:
    """Give everybody room for one to three circles."""
    return replace(problem, people=tuple(replace(one, capacity=dice.randint(1, 3)) for one in problem.people))


def with_languages(problem: Problem, dice: Random) -> Problem:
    """Give everybody one of two languages, or both."""
    spoken: Callable[[], frozenset[str]] = lambda: frozenset(  # noqa: E731
        dice.choice((("en",), ("en",), ("es",), ("es",), ("en", "es")))
    )
    return replace(problem, people=tuple(replace(one, languages=spoken()) for one in problem.people))


if __name__ == "__main__":
    parser = parser_of("matching", "How good the matcher's circles are, and how quick.")
    parser.add_argument("--full", action="store_true", help="add what CP-SAT needs minutes for")
    print(json.dumps(run(is_full=parser.parse_args().full), ensure_ascii=False, indent=1))
