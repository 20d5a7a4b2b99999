"""Random numbers that are the same on every machine and in every version of Python.

Python promises that ``random()`` gives the same sequence for the same seed in every version; its other methods may
change. Each number holds 53 bits exactly, so a whole number made of it is exact, too.
"""

from random import Random

BITS = 53
_SCALE = 1 << BITS


class Dice:
    """A stream of whole numbers that follows from its seed alone."""

    __slots__ = ("draw",)

    def __init__(self, seed: int) -> None:
        """Begin the stream of ``seed``."""
        self.draw = Random(seed).random  # noqa: S311  # it must be repeatable, and keeps no secret
        """For loops that count every call: the next number from 0 to 1, to be scaled to whole bits before use."""

    def bits(self) -> int:
        """Return 53 random bits."""
        return int(self.draw() * _SCALE)

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to ``limit`` - 1; the bias is below ``limit`` in 2**53."""
        return self.bits() % limit
