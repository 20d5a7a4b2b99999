"""People at circles, by index: the plan while it is made, with what each circle costs."""

from collections.abc import Iterable, Sequence

from circles_bot.matching.pool import Pool

NOWHERE = -1


class Seating:
    """Circles that keep every hard rule, and who is in none; an emptied circle keeps its number."""

    __slots__ = ("about", "by_interest", "circles", "costs", "out", "place", "pool", "total")

    def __init__(self, pool: Pool, circles: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Seat these people, each circle with its interest (by number); all others are out."""
        self.pool = pool
        self.circles: list[list[int]] = []
        self.about: list[int] = []
        self.costs: list[int] = []
        self.by_interest: list[list[int]] = [[] for _ in pool.interests]
        self.place = [NOWHERE] * len(pool.people)
        """The number of the circle that each person is in."""
        self.out: list[int] = []
        self.total = 0
        """What all of it costs."""
        for interest, members in circles:
            self.add(interest, members)
        self.out = [person for person, place in enumerate(self.place) if place == NOWHERE]
        self.total += sum(pool.left_out[person] for person in self.out)

    def add(self, interest: int, members: Sequence[int]) -> None:
        """Begin a circle; whoever calls keeps ``out`` and what it costs in step."""
        number = len(self.circles)
        self.circles.append(list(members))
        self.about.append(interest)
        self.costs.append(self.pool.price(members))
        self.by_interest[interest].append(number)
        for member in members:
            self.place[member] = number
        self.total += self.costs[number]

    def copy(self) -> "Seating":
        """Return the same seating, to be changed by itself."""
        other = Seating.__new__(Seating)
        other.pool, other.total = self.pool, self.total
        other.circles = [members.copy() for members in self.circles]
        other.by_interest = [numbers.copy() for numbers in self.by_interest]
        other.about, other.costs = self.about.copy(), self.costs.copy()
        other.place, other.out = self.place.copy(), self.out.copy()
        return other
