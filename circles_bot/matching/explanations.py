"""What may be said of a plan: why a circle is as it is, and what would help who is in none.

Lines of the locale files, so that a community's own words apply. Nothing private is in them: not who asks or offers
what, whom anybody met, or who avoids whom.
"""

from collections.abc import Mapping
from math import comb

from circles_bot.engine.ids import InterestId, is_confidential
from circles_bot.engine.notes import Argument, Line
from circles_bot.matching.problem import Group, Person, Reason
from circles_bot.matching.suggestions import Together

A_DAY = 24
HELP: Mapping[Reason, str] = {
    Reason.AWAY: "match-help-back",
    Reason.NO_SEAT_TO_SPARE: "match-help-room",
    Reason.TOO_FEW_FOLLOW: "match-help-more-people",
    Reason.NOBODY_TO_SIT_WITH: "match-help-more-languages",
    Reason.NO_SEAT_LEFT: "match-help-next-round",
    Reason.IMPOSSIBLE_SIZES: "match-help-more-people",
}
HELPED_BY_ANOTHER = frozenset({Reason.TOO_FEW_FOLLOW, Reason.NOBODY_TO_SIT_WITH, Reason.NO_SEAT_LEFT})


def why_lines(group: Group, names: Mapping[InterestId, str]) -> tuple[Line, ...]:
    """Return why people sit together, nothing for a confidential circle: who follows that is nobody's to say."""
    if is_confidential(group.interest):
        return ()
    people = len(group.invited)
    args: dict[str, Argument] = {"people": people, "interest": names[group.interest]}
    company = Line(key=_company(group.pairs_met, comb(people, 2)), args=args)
    if group.shared_hours == A_DAY:  # nobody said when they are awake
        return (company,)
    return (company, Line(key="match-why-hours", args={"hours": group.shared_hours}))


def help_line(
    person: Person, reason: Reason, together: Together, names: Mapping[InterestId, str], *, least: int
) -> Line:
    """Return what would help somebody into a circle: another interest that goes with theirs, where people show one."""
    near = together.near(person.interests, 1) if reason in HELPED_BY_ANOTHER else []
    if near:
        other, own = near[0]
        return Line(key="match-help-another", args={"interest": names[own], "near": names[other]})
    needed: dict[str, Argument] = {"least": least} if HELP[reason] == "match-help-more-people" else {}
    return Line(key=HELP[reason], args=needed)


def _company(met: int, pairs: int) -> str:
    if not met:
        return "match-why-all-new"
    if met == pairs:
        return "match-why-all-met"
    return "match-why-mostly-new" if 2 * met < pairs else "match-why-some-new"
