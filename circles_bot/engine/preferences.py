"""About me: what a member chooses for themselves, one select each, every one with a default that needs no choosing.

All of it is about how much comes to that person, in which hours and languages; nobody else sees any of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from circles_bot.engine.buttons import ABOUT_ME, JOIN_MENU, MINE, RHYTHM_MENU
from circles_bot.engine.decision import Decision
from circles_bot.engine.events import PreferenceChosen
from circles_bot.engine.languages import NAMES, languages_of, names_of
from circles_bot.engine.members import keeping, not_set_up, pace_of, recognise
from circles_bot.engine.model import Community, Member, Pace, Preference
from circles_bot.engine.notes import Line, Note, Option, Reply, Select
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import AboutMeAsked
from circles_bot.engine.schedule import zone_of
from circles_bot.engine.snapshots import MemberScope
from circles_bot.engine.tokens import Token, make_token

HOURS = range(24)
CIRCLES_AT_MOST = 5
MESSAGES_A_WEEK = range(8)
"""Seven is one a day, which is the most there can be."""
_YES, _NO = "yes", "no"

_Values = Sequence[str]


@dataclass(frozen=True, slots=True)
class _Choice:
    """One select: its options, those in force, and the member after a choice (ValueError for one that is none)."""

    options: Callable[[], tuple[Option, ...]]
    chosen: Callable[[Member, Community], frozenset[str]]
    take: Callable[[Member, _Values], Member]
    at_most: int = 1


def about_me_asked(scope: MemberScope, question: AboutMeAsked) -> Reply:
    """Show what one may choose for oneself, with what is in force now."""
    if scope.community is None or scope.community.set_up_at is None:
        return Reply(content=Note(key="not-set-up"))
    if scope.member is None:
        return Reply(content=Note(key="about-me-later", controls=(JOIN_MENU,)))
    return Reply(content=_page(scope.member, scope.community))


def preference_chosen(scope: MemberScope, event: PreferenceChosen) -> Decision:
    """Take one choice; it counts from the next message on, and moves nothing that is under way."""
    if scope.community is None:
        return not_set_up()
    recognised = recognise(scope.member, event.actor, event.community, event.at)
    try:
        member = _CHOICES[event.preference].take(recognised.member, event.values)
    except ValueError:
        note = Note(key="about-me-not-possible", controls=(ABOUT_ME, MINE))
        return Decision(reply=Reply(content=note), why=Line(key="why-preference-refused"))
    page = _page(member, scope.community)
    saved = replace(page, lines=(Line(key="about-me-saved"), *page.lines))
    return Decision(
        changes=keeping(recognised.changes, member),
        reply=Reply(content=saved, replaces=True),
        why=Line(key="why-preference-chosen"),
    )


def _page(member: Member, community: Community) -> Note:
    zone = Line(key="about-me-zone", args={"zone": zone_of(member, community).key})
    languages = Line(key="about-me-languages", args={"languages": names_of(languages_of(member, community))})
    selects = tuple(_select(preference, member, community) for preference in _CHOICES)
    return Note(
        key="about-me",
        lines=(zone, languages),
        controls=(*selects, RHYTHM_MENU, MINE),
        footer=Line(key="about-me-footer"),
    )


def _select(preference: Preference, member: Member, community: Community) -> Select:
    choice = _CHOICES[preference]
    chosen = choice.chosen(member, community)
    options = tuple(replace(option, is_chosen=option.value in chosen) for option in choice.options())
    return Select(
        token=make_token(Token.PREFER, preference.value),
        placeholder=Line(key=f"prefer-{preference.value.replace('_', '-')}"),
        options=options,
        at_most=min(choice.at_most, len(options)),
    )


def _own(member: Member, community: Community) -> Policy:
    return Policy.of(community).of_member(member)


def _named(name: str, values: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(value=value, label=Line(key=f"prefer-{name}-{value}")) for value in values)


def _hours(key: str) -> tuple[Option, ...]:
    return tuple(Option(value=str(hour), label=Line(key=key, args={"hour": f"{hour:02}:00"})) for hour in HOURS)


def _counted(key: str, counts: Sequence[int]) -> tuple[Option, ...]:
    return tuple(Option(value=str(count), label=Line(key=key, args={"count": count})) for count in counts)


def _one_of(values: _Values, allowed: Sequence[int]) -> int:
    value = int(_only(values))
    if value not in allowed:
        raise ValueError(value)
    return value


def _only(values: _Values) -> str:
    (value,) = values  # none, or two where one is meant, is a ValueError as well
    return value


def _languages_taken(member: Member, values: _Values) -> Member:
    if not values or not set(values) <= NAMES.keys():
        raise ValueError(values)
    return replace(member, languages=tuple(sorted(set(values))))


def _asking_taken(member: Member, values: _Values) -> Member:
    value = _only(values)
    if value not in {_YES, _NO}:
        raise ValueError(value)
    return replace(member, asks_first=value == _YES)


_CHOICES: Mapping[Preference, _Choice] = {
    Preference.PACE: _Choice(
        options=lambda: _named("pace", tuple(pace.value for pace in Pace)),
        chosen=lambda member, _: frozenset({pace_of(member).value}),
        take=lambda member, values: replace(member, pace=Pace(_only(values))),
    ),
    Preference.MESSAGES: _Choice(
        options=lambda: _counted("prefer-messages-option", MESSAGES_A_WEEK),
        chosen=lambda member, community: frozenset({str(_own(member, community).directs_per_week)}),
        take=lambda member, values: replace(member, directs_per_week=_one_of(values, MESSAGES_A_WEEK)),
    ),
    Preference.CIRCLES_AT_ONCE: _Choice(
        options=lambda: _counted("prefer-circles-at-once-option", range(CIRCLES_AT_MOST + 1)),
        chosen=lambda member, community: frozenset({str(_own(member, community).circles_at_once)}),
        take=lambda member, values: replace(member, capacity=_one_of(values, range(CIRCLES_AT_MOST + 1))),
    ),
    Preference.ASK_FIRST: _Choice(
        options=lambda: _named("ask-first", (_YES, _NO)),
        chosen=lambda member, _: frozenset({_YES if member.asks_first else _NO}),
        take=_asking_taken,
    ),
    Preference.QUIET_FROM: _Choice(
        options=lambda: _hours("prefer-quiet-from-option"),
        chosen=lambda member, community: frozenset({str(_own(member, community).quiet_from_hour)}),
        take=lambda member, values: replace(member, quiet_from_hour=_one_of(values, HOURS)),
    ),
    Preference.QUIET_TO: _Choice(
        options=lambda: _hours("prefer-quiet-to-option"),
        chosen=lambda member, community: frozenset({str(_own(member, community).quiet_to_hour)}),
        take=lambda member, values: replace(member, quiet_to_hour=_one_of(values, HOURS)),
    ),
    Preference.LANGUAGES: _Choice(
        options=lambda: tuple(Option(value=code, label=name) for code, name in NAMES.items()),
        chosen=lambda member, community: languages_of(member, community),
        take=_languages_taken,
        at_most=len(NAMES),
    ),
}
"""What may be chosen, in the order of the page."""
