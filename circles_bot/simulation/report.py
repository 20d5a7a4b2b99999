"""The numbers of a run, and how they are written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from circles_bot.simulation.breaches import Breach

JsonValue = str | int | float | None | Mapping[str, int] | list[dict[str, int | str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How the community stood at the end of a day."""

    waiting: int
    seated: int
    circles: int
    prompts: int
    directs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of a run. ``docs/simulator.md`` says what each number counts; shares are from 0 to 1.

    A share or a quantile of nothing is None. ``days`` and ``messages_a_week`` (how many people got so many unasked
    direct messages in a calendar week, by how many) are for the page.
    """

    members: int
    weeks: int
    seed: int
    opt_ins: int
    circles_opened: int
    circle_sizes: Mapping[int, int]
    seated_share: float | None
    offered_share: float | None
    waited_days: Sequence[float]
    repeat_pair_share: float | None
    prompts_sent: int
    direct_messages_sent: int
    direct_messages_per_member_week_max: int
    check_ins_sent: int
    check_ins_answered: int
    promises_broken: Sequence[Breach]
    hard_rules_broken: Sequence[Breach]
    events: int
    statements_per_event_max: int
    wall_seconds: float
    days: Sequence[Day]
    messages_a_week: Mapping[int, int]

    @property
    def is_whole(self) -> bool:
        """Nothing was found broken."""
        return not self.promises_broken and not self.hard_rules_broken

    def waited(self, part: float) -> float | None:
        """Return how many days of waiting that part of those who got a seat had not to exceed (nearest rank)."""
        if not self.waited_days:
            return None
        ordered = sorted(self.waited_days)
        return ordered[min(int(part * len(ordered)), len(ordered) - 1)]

    def as_json(self) -> dict[str, JsonValue]:
        """Return the report as one JSON object; the same seed gives the same, but for ``wall_seconds``."""
        return {
            "members": self.members,
            "weeks": self.weeks,
            "seed": self.seed,
            "opt_ins": self.opt_ins,
            "circles_opened": self.circles_opened,
            "circle_sizes": {str(size): count for size, count in sorted(self.circle_sizes.items())},
            "seated_share": _rounded(self.seated_share),
            "offered_share": _rounded(self.offered_share),
            "waited_days_p50": _rounded(self.waited(0.5)),
            "waited_days_p95": _rounded(self.waited(0.95)),
            "repeat_pair_share": _rounded(self.repeat_pair_share),
            "prompts_sent": self.prompts_sent,
            "direct_messages_sent": self.direct_messages_sent,
            "direct_messages_per_member_week_max": self.direct_messages_per_member_week_max,
            "check_ins_sent": self.check_ins_sent,
            "check_ins_answered": self.check_ins_answered,
            "promises_broken": [breach.as_json("promise") for breach in self.promises_broken],
            "hard_rules_broken": [breach.as_json("rule") for breach in self.hard_rules_broken],
            "events": self.events,
            "statements_per_event_max": self.statements_per_event_max,
            "wall_seconds": round(self.wall_seconds, 1),
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
