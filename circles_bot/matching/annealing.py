"""Makes a seating cheaper: a budget of random moves, each taken when it costs at most a little, ever less.

Simulated annealing (Kirkpatrick, Gelatt, Vecchi, 1983) without a single fraction in a decision: costs are whole, and
how much more a move may cost is drawn from a table of whole numbers. Somebody drawn at random and one of their
interests name the other circle, so that nearly every move is one that both interests allow. Five kinds:

- *swap* two people between circles, also of different interests where each follows the other's;
- *shift* somebody into a circle with room, where their own stays large enough;
- *give* the seat of one person, or a free one, to somebody left out;
- *found* a circle with one person each out of circles that can spare them, or left out;
- *dissolve* a circle into others with room.

Only the circles that a move touches are looked at, and a hard rule that it would break refuses it. Nobody is ever put
out for a cheaper sum alone: a person only ever leaves a seat to somebody else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from circles_bot.matching.dice import BITS, Dice
from circles_bot.matching.pool import Pool
from circles_bot.matching.seating import NOWHERE, Seating

STEPS = 64
"""How often it gets colder."""
DRAWS = 256
"""Entries of the table of what may be accepted."""
UNIT = 1 << 16
"""A temperature of one half point."""
_SCALE = 1 << BITS
HOTTEST = 8 * UNIT
COLDEST = 4 * UNIT // 5
HEAT = 8
"""Where circles cost much, because everybody has met everybody, it begins at an eighth of what one costs."""
SWAPS, SHIFTS, FOUNDINGS = 54, 61, 63
"""Of 64 moves: the first 54 are swaps, then shifts, then foundings, and the last dissolves."""
RUN = 3_000
"""Moves for each person after which it pays to begin anew rather than to cool more slowly."""
TRIES = 12
"""How many people are looked at for a new circle."""
SMALL = 64
REMEMBERED_AT_MOST = 200_000
FROZEN = 8
"""The last steps, in which nothing dearer is accepted: one in this many."""


@cache
def _exponential() -> tuple[int, ...]:
    """Return DRAWS whole numbers spread like the waiting times of chance, 1024 on average."""
    return tuple(int(-1024 * (Decimal(2 * draw + 1) / (2 * DRAWS)).ln()) for draw in range(DRAWS))


def limits_at(temperature: int) -> list[int]:
    """Return how much more a move may cost, for each draw, at a temperature."""
    return [temperature * wait // (1024 * UNIT) for wait in _exponential()]


def temperatures(hottest: int) -> list[int]:
    """Return the temperature of each step: falling by the same share each time, in whole numbers."""
    cooling = STEPS - STEPS // FROZEN
    root = (Decimal(COLDEST) / Decimal(hottest)).ln() / (cooling - 1)
    return [int(hottest * (root * step).exp()) for step in range(cooling)] + [0] * (STEPS // FROZEN)


class Annealing:
    """The moves on one seating; what they need all the time is at hand."""

    __slots__ = (
        "about", "alive", "by_interest", "circles", "costs", "dice", "follows", "least", "left_out", "most", "natural",
        "options", "out", "place", "pool", "price", "seating",
    )  # fmt: skip

    def __init__(self, seating: Seating, dice: Dice) -> None:
        """Take what the moves change."""
        pool = seating.pool
        self.seating, self.pool, self.dice = seating, pool, dice
        self.about, self.by_interest, self.circles = seating.about, seating.by_interest, seating.circles
        self.out, self.place, self.costs = seating.out, seating.place, seating.costs
        self.follows, self.left_out, self.options = pool.follows, pool.left_out, pool.options
        self.least, self.most = pool.sizes.least, pool.sizes.most
        self.price: Callable[[Sequence[int]], int] = pool.price
        self.alive = sum(bool(members) for members in self.circles)
        self.natural = max(self.alive, circles_at_most(pool))

    def run(self, moves: int, limits: Sequence[int]) -> None:
        """Try so many random moves."""
        draw, options, place, by_interest = self.dice.draw, self.options, self.place, self.by_interest
        swap, people = self.swap, len(options)
        for _ in range(moves):
            bits = int(draw() * _SCALE)
            person = (bits & 0xFFFFF) * people >> 20
            mine = options[person]
            if not mine:
                continue
            there = by_interest[mine[(bits >> 20 & 15) % len(mine)]]
            if not there:
                continue
            other = there[int(draw() * len(there))]
            here = place[person]
            if here == other:
                continue
            limit, kind = limits[bits >> 24 & 255], bits >> 32 & 63
            if here < 0:
                self.give(person, other, bits >> 38, limit)
            elif kind < SWAPS:
                swap(person, here, other, bits >> 38, limit)
            elif kind < SHIFTS:
                self.shift(person, here, other, limit)
            elif kind < FOUNDINGS:
                self.found(person, self.about[other], limit)
            else:
                self.dissolve(here, limit)

    def swap(self, person: int, here: int, other: int, bits: int, limit: int) -> None:
        """Let two people change places, or the first go where there is room."""
        mine, theirs = self.circles[here], self.circles[other]
        seat = bits % len(theirs)
        coming = theirs[seat]
        if self.about[here] not in self.follows[coming]:
            self.shift(person, here, other, limit)
            return
        own, new = mine.copy(), theirs.copy()
        own[own.index(person)], new[seat] = coming, person
        costs = self.costs
        first = self.price(own)
        delta = first - costs[here] - costs[other]
        if delta > limit:
            return
        second = self.price(new)
        delta += second
        if delta > limit:
            return
        self.circles[here], self.circles[other] = own, new
        costs[here], costs[other] = first, second
        self.place[person], self.place[coming] = other, here
        self.seating.total += delta

    def shift(self, person: int, here: int, other: int, limit: int) -> None:
        """Let somebody go where there is room, from where enough stay."""
        mine, theirs = self.circles[here], self.circles[other]
        if len(mine) > self.least and len(theirs) < self.most:
            own = [one for one in mine if one != person]
            self._take({here: own, other: [*theirs, person]}, limit)

    def give(self, person: int, other: int, bits: int, limit: int) -> None:
        """Give a seat to somebody left out: a free one, else another's."""
        theirs = self.circles[other]
        if len(theirs) < self.most:
            self._take({other: [*theirs, person]}, limit + self.left_out[person], taking=(person,))
            return
        new = theirs.copy()
        seat = bits % len(new)
        leaving, new[seat] = new[seat], person
        gained = self.left_out[person] - self.left_out[leaving]
        if self._take({other: new}, limit + gained, taking=(person,)):
            self.place[leaving] = NOWHERE
            self.out.append(leaving)
            self.seating.total += self.left_out[leaving]

    def found(self, person: int, interest: int, limit: int) -> None:
        """Begin another circle with people whom others can spare, where there are fewer than there may be."""
        followers, members = self.pool.followers[interest], [person]
        if self.alive >= self.natural or not self._spares(person):
            return
        homes = {self.place[person]}
        for _ in range(TRIES):
            other = followers[self.dice.below(len(followers))]
            home = self.place[other]
            if other not in members and (home == NOWHERE or home not in homes) and self._spares(other):
                members.append(other)
                homes.add(home)
                if len(members) == self.least:
                    self._found(interest, members, limit)
                    return

    def _found(self, interest: int, members: list[int], limit: int) -> None:
        cost = self.price(members)
        homes = {self.place[one]: one for one in members if self.place[one] != NOWHERE}
        shrunk = {home: [one for one in self.circles[home] if one != gone] for home, gone in homes.items()}
        freed = [one for one in members if self.place[one] == NOWHERE]
        spared = sum(self.left_out[one] for one in freed)
        if self._take(shrunk, limit - cost + spared, taking=freed):
            self.seating.add(interest, members)
            self._settle(len(self.circles) - 1, members, cost)
            self.alive += 1

    def dissolve(self, here: int, limit: int) -> None:
        """End a circle whose people all find room elsewhere."""
        changed: dict[int, list[int]] = {}
        for one in self.circles[here]:
            options = self.options[one]
            there = self.by_interest[options[self.dice.below(len(options))]]
            number = there[self.dice.below(len(there))] if there else here
            new = [*changed.get(number, self.circles[number]), one]
            if number == here or len(new) > self.most:
                return
            changed[number] = new
        if self._take({**changed, here: []}, limit):
            self.by_interest[self.about[here]].remove(here)
            self.alive -= 1

    def _take(self, changed: Mapping[int, list[int]], limit: int, *, taking: Sequence[int] = ()) -> bool:
        """Let circles have other members, who may come from outside, if that costs no more than ``limit``."""
        costs = {number: self.price(members) if members else 0 for number, members in changed.items()}
        delta = sum(costs.values()) - sum(self.costs[number] for number in changed)
        if delta > limit:
            return False
        for number, members in changed.items():
            self._settle(number, members, costs[number])
        for one in taking:
            self.out.remove(one)
            delta -= self.left_out[one]
        self.seating.total += delta
        return True

    def _settle(self, number: int, members: list[int], cost: int) -> None:
        self.circles[number], self.costs[number] = members, cost
        for one in members:
            self.place[one] = number

    def _spares(self, person: int) -> bool:
        home = self.place[person]
        return home == NOWHERE or len(self.circles[home]) > self.least


class SmallAnnealing(Annealing):
    """The same moves for a small pool: what a circle costs is remembered by who is in it, as bits.

    The same few thousand circles come up again and again, and so small pools get a multiple of the moves.
    """

    __slots__ = ("masks", "remembered")

    def __init__(self, seating: Seating, dice: Dice, remembered: dict[int, int]) -> None:
        """Take what is remembered already; it grows."""
        super().__init__(seating, dice)
        self.remembered = remembered
        self.price = self._remembered_price
        self.masks = [_mask_of(members) for members in self.circles]

    def swap(self, person: int, here: int, other: int, bits: int, limit: int) -> None:
        """Let two people change places, or the first go where there is room."""
        mine, theirs = self.circles[here], self.circles[other]
        seat = bits % len(theirs)
        coming = theirs[seat]
        if self.about[here] not in self.follows[coming]:
            self.shift(person, here, other, limit)
            return
        masks, costs, remembered = self.masks, self.costs, self.remembered
        change = 1 << person | 1 << coming
        own, new = masks[here] ^ change, masks[other] ^ change
        first = remembered.get(own)
        if first is None:
            first = self.price([*(one for one in mine if one != person), coming])
        delta = first - costs[here] - costs[other]
        if delta > limit:
            return
        second = remembered.get(new)
        if second is None:
            second = self.price([*theirs[:seat], person, *theirs[seat + 1 :]])
        delta += second
        if delta > limit:
            return
        mine[mine.index(person)], theirs[seat] = coming, person
        masks[here], masks[other], costs[here], costs[other] = own, new, first, second
        self.place[person], self.place[coming] = other, here
        self.seating.total += delta

    def _remembered_price(self, members: Sequence[int]) -> int:
        mask = _mask_of(members)
        cost = self.remembered.get(mask)
        if cost is None:
            if len(self.remembered) >= REMEMBERED_AT_MOST:
                self.remembered.clear()
            cost = self.remembered[mask] = self.pool.price(members)
        return cost

    def _settle(self, number: int, members: list[int], cost: int) -> None:
        super()._settle(number, members, cost)
        if number == len(self.masks):
            self.masks.append(0)
        self.masks[number] = _mask_of(members)


def _mask_of(members: Iterable[int]) -> int:
    mask = 0
    for member in members:
        mask |= 1 << member
    return mask


def circles_at_most(pool: Pool) -> int:
    """Return how many circles of the aimed size it takes: a pool is not cut finer so that fewer pairs meet again."""
    return -(-len(pool.people) // pool.sizes.aim)


def improved(start: Seating, dice: Dice, moves: int) -> Seating:
    """Spend the budget of moves, where it is large in several runs; return the best of what was found, or the start."""
    best = start
    remembered: dict[int, int] = {}
    hottest = max(HOTTEST, UNIT * sum(start.costs) // (HEAT * max(1, len(start.costs))))
    runs = max(1, moves // (RUN * len(start.place) + 1))
    for _ in range(runs):
        if not best.total:
            break
        seating = start.copy()
        is_small = len(seating.place) <= SMALL
        work = SmallAnnealing(seating, dice, remembered) if is_small else Annealing(seating, dice)
        found = _cooled(work, moves // runs, hottest)
        best = min(best, found, key=lambda one: one.total)  # the earlier of equals
    return best


def _cooled(work: Annealing, moves: int, hottest: int) -> Seating:
    best = work.seating.copy()
    for temperature in temperatures(hottest):
        work.run(moves // STEPS, limits_at(temperature))
        if work.seating.total < best.total:
            best = work.seating.copy()
        if not best.total:
            break
    return best
