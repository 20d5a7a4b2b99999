"""Late seats: who is left out may be asked into a circle that talks already and keeps a seat open.

Whoever's turn it is chooses first; of the circles that every hard rule allows, the one whose sum grows least, and none
where it would grow by more than leaving that person out costs.
"""

from circles_bot.engine.ids import CircleId
from circles_bot.matching.pool import Pool, TalkingCircle
from circles_bot.matching.problem import LateSeat


def take_late_seats(pool: Pool, out: list[int]) -> tuple[LateSeat, ...]:
    """Return who is asked to take a late seat, and take them from ``out``."""
    free = {talking.circle: talking.seats for talking in pool.talking}
    there = {talking.circle: list(talking.sitting) for talking in pool.talking}
    late: list[LateSeat] = []
    for person in list(out):
        open_ones = [found for found in pool.talking if free[found.circle] and _may_sit(pool, found, there, person)]
        best = min(open_ones, key=lambda found: (_added(pool, there[found.circle], person), found.circle), default=None)
        if best is None or _added(pool, there[best.circle], person) > pool.left_out[person]:
            continue
        free[best.circle] -= 1
        there[best.circle].append(person)
        late.append(LateSeat(circle=best.circle, member=pool.people[person].member))
        out.remove(person)
    return tuple(sorted(late, key=lambda seat: (seat.circle, seat.member)))


def _may_sit(pool: Pool, found: TalkingCircle, there: dict[CircleId, list[int]], person: int) -> bool:
    known, room = pool.people[person], there[found.circle]
    if found.interest not in known.interests or known.member in found.closed_to:
        return False
    return len(room) < pool.sizes.most and pool.fits(person, room)


def _added(pool: Pool, there: list[int], person: int) -> int:
    return pool.price([*there, person]) - (pool.price(there) if there else 0)
