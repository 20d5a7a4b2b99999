"""The matcher: from who waits to who is asked into which circle. One pure function, in whole numbers only.

Hard rules hold by construction: every step looks at them before it seats anybody. What is soft is one sum
(:mod:`circles_bot.matching.objective`), made smaller in these steps:

1. *Cover*: choose the interests that get circles, so that as few as can be are left out.
2. *Seed*: cut each interest's people into circles, in the order of their languages and of their day.
3. *Anneal*: spend the budget of moves.
4. Once more for those who have room for a further circle, on their other interests, with who is still left out.
5. *Top up*: who is left out is asked on top of a circle, up to six invitations each.
6. *Late seats*: who is left even then may join a circle that talks and keeps a seat open.

A circle has members up to the aimed size, in the order of their turns; who comes after is asked on top. Very large
pools are planned in blocks (:mod:`circles_bot.matching.blocks`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from circles_bot.engine.ids import InterestId, MemberId, dice
from circles_bot.matching.annealing import improved
from circles_bot.matching.blocks import Block, blocks_of, joined, last_block
from circles_bot.matching.dice import Dice
from circles_bot.matching.late import take_late_seats
from circles_bot.matching.objective import ANOTHER_CIRCLE
from circles_bot.matching.pool import Pool, barred, each_once, make_pool, usable
from circles_bot.matching.problem import Encounter, Group, Person, Plan, Problem
from circles_bot.matching.reasons import reasons_of
from circles_bot.matching.seeding import LOOK_AHEAD, seeded

COVER_TRIES = 200
JUST_MET = 4
MOVES = ((64, 800, 0), (1_000, 120, 64_000), (20_000, 40, 120_000))
"""Up to how many people there are how many moves for each, and how many at least."""
MOVES_OF_MANY = 25


@dataclass(slots=True)
class _Circle:
    interest: InterestId
    members: list[int]


def default_moves(people: int) -> int:
    """Return the budget for so many people: of moves, never of time (decision 0017 has the times it comes to)."""
    for most, each, least in MOVES:
        if people <= most:
            return max(least, each * people)
    return MOVES_OF_MANY * people


def plan(problem: Problem, *, seed: int, moves: int) -> Plan:
    """Return the circles to ask people into; deterministic, and never raises for what cannot be done."""
    blocks = blocks_of(problem, seed, moves)
    return finish(problem, seed, blocks, [plan_block(block) for block in blocks])


def finish(problem: Problem, seed: int, blocks: Sequence[Block], plans: Sequence[Plan]) -> Plan:
    """Return the plans of a problem's blocks as one; whom they left out is matched together once more."""
    if len(blocks) == 1:
        return plans[0]
    rest = last_block(problem, seed, plans)
    return joined(problem, seed, plans, plan_block(rest))


def plan_block(block: Block) -> Plan:
    """Return the plan of one block, which is all of a problem that is not very large."""
    problem, seed = block.problem, block.seed
    _, possible = usable(problem.sizes)
    people = list(each_once(problem.people))
    pool = make_pool(problem, [person for person in people if possible and barred(person) is None], seed)
    circles = _layers(problem, pool, seed, block.moves)
    placed = {member for circle in circles for member in circle.members}
    out = [person for person in range(len(pool.people)) if person not in placed]
    _top_up(pool, circles, out)
    late = take_late_seats(pool, out)
    barred_ones = {person.member for person in people if not possible or barred(person) is not None}
    return Plan(
        seed=seed,
        groups=tuple(sorted(_groups(pool, circles), key=lambda group: (group.interest, group.members))),
        left_out=reasons_of(problem, barred_ones.union(pool.people[person].member for person in out)),
        cost=pool.cost_of([circle.members for circle in circles], out),
        late=late,
    )


def _layers(problem: Problem, pool: Pool, seed: int, moves: int) -> list[_Circle]:
    """Return a circle for everybody, then further ones for who has room: each time those of one more pool."""
    waiting = {person.member: person for person in pool.people}
    index = {person.member: position for position, person in enumerate(pool.people)}
    met = list(problem.encounters)
    seated: set[MemberId] = set()
    circles: list[_Circle] = []
    layer = pool if pool.people else None
    while layer is not None:
        made = _made(layer, dice("layer", str(seed), str(len(circles))), moves * len(layer.people) // len(pool.people))
        circles.extend(_Circle(interest, [index[member] for member in members]) for interest, members in made)
        layer = _next_layer(problem, waiting, met, seated, made, seed) if made else None
    _round_off(pool, circles, [waiting[person.member] for person in pool.people])
    return circles


def _round_off(pool: Pool, circles: Sequence[_Circle], waiting: list[Person]) -> None:
    """Let who sits elsewhere, and has room for a further circle, join one that is short, with people new to them."""
    spare = [one for one, person in enumerate(waiting) if person.capacity and person.interests]
    tables: dict[int, set[int]] = {one: set() for one in spare}
    for circle in circles if spare else ():
        for one in circle.members:
            if one in tables:
                tables[one].update(circle.members)
    for circle in circles if spare else ():
        willing = (one for one in spare if circle.interest in waiting[one].interests and waiting[one].capacity)
        new_to_all = (one for one in willing if tables[one].isdisjoint(circle.members))
        fitting = [one for one in islice(new_to_all, LOOK_AHEAD) if pool.fits(one, circle.members)]
        if len(circle.members) < pool.sizes.aim and fitting:
            chosen = min(fitting, key=lambda one: (pool.price([*circle.members, one]), one))
            circle.members.append(chosen)
            tables[chosen].update(circle.members)
            person = waiting[chosen]
            waiting[chosen] = replace(
                person, capacity=person.capacity - 1, interests=person.interests - {circle.interest}
            )


def _made(pool: Pool, seed: int, moves: int) -> list[tuple[InterestId, list[MemberId]]]:
    """Return the circles of one pool; one of people who all sit already is made only where it is worth it."""
    stream = Dice(seed)
    seating = improved(seeded(pool, stream, COVER_TRIES), stream, moves)
    return [
        (pool.interests[about], [pool.people[member].member for member in members])
        for about, members, cost in zip(seating.about, seating.circles, seating.costs, strict=True)
        if members and (cost <= ANOTHER_CIRCLE * len(members) or _is_needed(pool, members))
    ]


def _is_needed(pool: Pool, members: Sequence[int]) -> bool:
    """Tell whether somebody of a circle sits in none without it."""
    return any(pool.left_out[member] > ANOTHER_CIRCLE for member in members)


def _next_layer(
    problem: Problem,
    waiting: dict[MemberId, Person],
    met: list[Encounter],
    seated: set[MemberId],
    made: Iterable[tuple[InterestId, list[MemberId]]],
    seed: int,
) -> Pool | None:
    """Return the pool of those who still have room and a wish, once these circles are made; None where nobody has."""
    for interest, members in made:
        seated.update(members)
        for member in members:
            person = waiting[member]
            waiting[member] = replace(person, capacity=person.capacity - 1, interests=person.interests - {interest})
    if not any(waiting[member].capacity and waiting[member].interests for member in seated):
        return None
    met.extend(
        Encounter(first=one, second=other, strength=JUST_MET)
        for _, members in made
        for one, other in combinations(members, 2)
    )
    again = (person for person in waiting.values() if person.capacity and person.interests)
    return make_pool(replace(problem, encounters=tuple(met)), again, seed, seated=frozenset(seated))


def _top_up(pool: Pool, circles: Sequence[_Circle], out: list[int]) -> None:
    """Ask who is still left out on top of a circle, by turns, the one with the fewest invitations first."""
    by_interest: dict[InterestId, list[_Circle]] = {}
    for circle in circles:
        by_interest.setdefault(circle.interest, []).append(circle)
    for person in list(out):
        interests = sorted(pool.people[person].interests)
        near = (circle for interest in interests for circle in by_interest.get(interest, ()))
        with_room = (circle for circle in near if len(circle.members) < pool.sizes.invitations)
        open_ones = [circle for circle in islice(with_room, LOOK_AHEAD) if pool.fits(person, circle.members)]
        if open_ones:
            min(open_ones, key=lambda circle: len(circle.members)).members.append(person)
            out.remove(person)


def _groups(pool: Pool, circles: Iterable[_Circle]) -> Iterator[Group]:
    for circle in circles:
        by_turn = sorted(circle.members)
        members = tuple(pool.people[member].member for member in by_turn)
        yield Group(
            interest=circle.interest,
            members=members[: pool.sizes.aim],
            extras=members[pool.sizes.aim :],
            shared_hours=pool.shared_hours(by_turn),
            pairs_met=sum(other in pool.met[one] for one, other in combinations(by_turn, 2)),
        )
