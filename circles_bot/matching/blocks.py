"""Very large pools in blocks: people whose days begin at the same hours, each block planned by itself.

The blocks follow from the problem and the seed alone, so that the plan does not depend on how many processes plan them.
Whom the blocks leave out is one pool more: a topic that few follow anywhere still gets its circle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from operator import add

from circles_bot.engine.ids import MemberId, dice
from circles_bot.matching.pool import each_once
from circles_bot.matching.problem import Encounter, Person, Plan, Problem, Reason
from circles_bot.matching.reasons import reasons_of
from circles_bot.matching.seeding import start_of_day

BLOCK = 10_000
"""As many people as are planned together at most: a larger block would find nothing much better."""
RETRIED = frozenset({Reason.TOO_FEW_FOLLOW, Reason.NOBODY_TO_SIT_WITH, Reason.NO_SEAT_LEFT})
MOVES_OF_THE_REST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A problem that is planned by itself, with its share of the moves."""

    problem: Problem
    seed: int
    moves: int


def blocks_of(problem: Problem, seed: int, moves: int) -> list[Block]:
    """Return a problem's blocks, all of about one size; only one where it is not very large."""
    if len(problem.people) <= BLOCK:
        return [Block(problem=problem, seed=seed, moves=moves)]
    people = sorted(each_once(problem.people), key=lambda person: _place(person, seed))
    count = -(-len(people) // BLOCK)
    cuts = [len(people) * number // count for number in range(count + 1)]
    parts = [people[start:end] for start, end in pairwise(cuts)]
    block_of = {person.member: number for number, part in enumerate(parts) for person in part}
    encounters = _encounters_by_block(problem.encounters, block_of, count)
    avoiding = _pairs_by_block(problem.avoiding, block_of, count)
    return [
        Block(
            problem=Problem(
                people=tuple(part),
                sizes=problem.sizes,
                encounters=tuple(encounters[number]),
                avoiding=frozenset(avoiding[number]),
            ),
            seed=dice("block", str(seed), str(number)),
            moves=moves * len(part) // len(people),
        )
        for number, part in enumerate(parts)
    ]


def last_block(problem: Problem, seed: int, plans: Sequence[Plan]) -> Block:
    """Return those whom the blocks left out, to be matched once more and offered late seats."""
    out = {left.member for plan in plans for left in plan.left_out if left.reason in RETRIED}
    people = tuple(person for person in each_once(problem.people) if person.member in out)
    known = out | {person.member for talking in problem.talking for person in talking.sitting}
    rest = replace(
        problem,
        people=people,
        encounters=tuple(one for one in problem.encounters if one.first in known and one.second in known),
        avoiding=frozenset(pair for pair in problem.avoiding if pair[0] in known and pair[1] in known),
    )
    return Block(problem=rest, seed=dice("rest", str(seed)), moves=MOVES_OF_THE_REST * len(people))


def joined(problem: Problem, seed: int, plans: Sequence[Plan], rest: Plan) -> Plan:
    """Return the plans of all blocks, and of the rest, as one."""
    still_out = {left.member for left in rest.left_out}
    still_out.update(left.member for plan in plans for left in plan.left_out if left.reason not in RETRIED)
    costs = (replace(plan.cost, left_out=0) for plan in plans)
    groups = (group for plan in (*plans, rest) for group in plan.groups)
    return Plan(
        seed=seed,
        groups=tuple(sorted(groups, key=lambda group: (group.interest, group.members))),
        left_out=reasons_of(problem, still_out),
        cost=reduce(add, costs, rest.cost),
        late=rest.late,
    )


def _place(person: Person, seed: int) -> tuple[int, int]:
    return start_of_day(person.hours), dice("place", str(seed), person.member)


def _encounters_by_block(
    encounters: Iterable[Encounter], block_of: Mapping[MemberId, int], count: int
) -> list[list[Encounter]]:
    parts: list[list[Encounter]] = [[] for _ in range(count)]
    for one in encounters:
        block = block_of.get(one.first)
        if block is not None and block == block_of.get(one.second):
            parts[block].append(one)
    return parts


def _pairs_by_block(
    pairs: Iterable[tuple[MemberId, MemberId]], block_of: Mapping[MemberId, int], count: int
) -> list[list[tuple[MemberId, MemberId]]]:
    parts: list[list[tuple[MemberId, MemberId]]] = [[] for _ in range(count)]
    for first, second in pairs:
        block = block_of.get(first)
        if block is not None and block == block_of.get(second):
            parts[block].append((first, second))
    return parts
