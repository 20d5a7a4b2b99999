"""Random numbers that are the same on every machine and in every version of Python (SplitMix64)."""

_MASK = (1 << 64) - 1


class Dice:
    """A stream of whole numbers that follows from its seed alone.

    Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014.
    """

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        """Begin the stream of ``seed``."""
        self._state = seed & _MASK

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to ``limit`` - 1; the bias is below ``limit`` in 2**64."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ (mixed >> 31)) % limit
