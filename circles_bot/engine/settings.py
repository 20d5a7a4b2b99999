"""Settings as stewards choose them: three that matter most, and the rest on pages of selects.

What is chosen counts from the next occasion on: a circle that lives keeps its season, and only the weekly look moves.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from circles_bot.engine.buttons import MINE
from circles_bot.engine.decision import Change, Decision, Kept, TimerCancelled, TimerSet
from circles_bot.engine.events import SettingsChosen
from circles_bot.engine.joining_timers import board_timer, monthly_timer, no_monthly, weekly_timer
from circles_bot.engine.languages import NAMES, language_of, names_of
from circles_bot.engine.members import recognise
from circles_bot.engine.model import Community
from circles_bot.engine.notes import Argument, Button, Entry, Form, Line, Note, Option, Reply, Select, Style
from circles_bot.engine.pilots import EVERYBODY, chosen_pilot, pilot_select, place_options
from circles_bot.engine.policy import CHOICES, RANGES, Policy, Refusal, is_setting, range_of, refusals, setting_of
from circles_bot.engine.questions import Place, SettingsAsked
from circles_bot.engine.schedule import known_zone
from circles_bot.engine.snapshots import MemberScope
from circles_bot.engine.tokens import Token, make_token

OPTIONS_AT_MOST = 25
_DAY, _WEEK = 24, 7 * 24

SIZES = ("2.2.3", "3.2.4", "3.3.5", "4.3.5", "4.3.6", "5.4.6", "5.3.8", "6.4.8", "7.5.8")
"""Circle sizes on offer: aim, least, most."""

QUIET_HOURS = ("20.8", "21.7", "21.8", "21.9", "22.7", "22.8", "23.7", "23.8", "0.8", "0.0")
"""Quiet hours on offer: from, to; equal ones are none."""

ZONES = (
    "UTC", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Bogota", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Sao_Paulo",
    "Asia/Dubai", "Asia/Kolkata", "Asia/Manila", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Europe/Berlin",
    "Europe/Istanbul", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Pacific/Auckland",
)  # fmt: skip
"""Time zones on offer; the one in force, and the steward's own, are added."""

NOWHERE = EVERYBODY

_Label = Callable[[str], Line]

_OFFERS: Mapping[str, tuple[int, ...]] = {
    "season": tuple(weeks * _WEEK for weeks in (2, 3, 4, 6, 8, 10, 12, 16, 20, 26)),
    "settling": (0, 6, 12, 24, 48, 72, _WEEK),
    "weekly_look_weekday": tuple(range(7)),
    "weekly_look_hour": tuple(range(24)),
    "invitation_open": (12, 24, 48, 72, 96, 120, _WEEK),
    "asking_open": tuple(days * _DAY for days in (1, 3, 7, 14, 21, 30)),
    "quiet_after": tuple(days * _DAY for days in (1, 2, 3, 4, 5, 7, 10, 14, 21, 30)),
    "prompt_pause": tuple(days * _DAY for days in (2, 3, 4, 5, 7, 10, 14, 21, 28, 56)),
    "prompt_pause_again": tuple(days * _DAY for days in (2, 4, 7, 10, 14, 21, 28, 42, 56)),
    "silent_prompts_before_question": tuple(range(1, 7)),
    "unanswered_check_ins_before_stop": tuple(range(1, 6)),
    "co_signs": tuple(range(1, 21)),
    "active_rooms": (1, 5, 10, 25, 50, 75, 100, 200, 300, 500, 700, 900),
    "smallest_group": (3, 4, 5, 6, 8, 10, 15, 20),
    "confidential_after": tuple(days * _DAY for days in (30, 60, 90, 180, 365)),
    "confidential_circles_a_season": (0, 1),
    "confidential_left_early": tuple(days * _DAY for days in (14, 28, 56, 182)),
    "check_ins_kept": tuple(days * _DAY for days in (1, 7, 14, 30, 60, 90)),
    "activity_kept_after_close": tuple(days * _DAY for days in (0, 7, 14, 30)),
    "meetings_kept": tuple(weeks * _WEEK for weeks in (0, 8, 16, 26, 52, 78, 104)),
}
"""What each select offers (durations in hours); what is in force is added where it is none of these."""

PAGES: tuple[tuple[str, ...], ...] = (
    ("circle_size", "season", "quiet_hours", "timezone", "language"),
    ("weekly_look_weekday", "weekly_look_hour", "settling", "invitation_open", "asking_open"),
    ("quiet_after", "prompt_pause", "prompt_pause_again", "silent_prompts_before_question"),
    ("check_ins", "unanswered_check_ins_before_stop", "co_signs", "active_rooms", "stewards_place"),
    ("confidential_after", "confidential_circles_a_season", "confidential_left_early"),
    ("smallest_group", "check_ins_kept", "activity_kept_after_close", "meetings_kept"),
    ("pilot_place", "other_organisations"),
)
"""At most five a page, what both platforms take in a form. The first page is what matters most."""

_OF_POLICY = frozenset((*RANGES, *CHOICES))
_OF_COMMUNITY = frozenset({"timezone", "language", "stewards_place", "pilot_place"})
"""What is chosen like a setting and has a place of its own in a community's record."""
_OF_PLACES = frozenset({"stewards_place", "pilot_place"})
_AS_WEEKS = frozenset({"season", "meetings_kept"})
_AS_HOURS = frozenset({"settling", "invitation_open"})
_AS_CLOCK = frozenset({"weekly_look_hour", "quiet_from_hour", "quiet_to_hour"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a form's values say."""

    settings: Mapping[str, str | int]
    timezone: str | None = None
    language: str | None = None
    stewards_place: str | None = None
    pilot_place: str | None = None


def read_settings(fields: Mapping[str, Sequence[str]]) -> Chosen:
    """Return what was chosen in a page; raises ``ValueError`` for a value that no select of ours offers."""
    settings: dict[str, str | int] = {}
    single: dict[str, str] = {}
    for token, values in fields.items():
        kind, _, name = token.partition(":")
        if kind != Token.SET or not values:
            continue
        if name in _OF_COMMUNITY:
            single[name] = "" if values[0] == NOWHERE else values[0]
        else:
            settings |= _read(name, values[0])
    return Chosen(settings=settings, **single)


def settings_asked(scope: MemberScope, question: SettingsAsked) -> Reply:
    """Open a page of the settings as they are in force; to stewards only."""
    community = scope.community
    if not question.actor.is_steward:
        return Reply(content=Note(key="stewards-only"))
    if community is None or community.set_up_at is None:
        return Reply(content=Note(key="not-set-up"))
    page = question.page if 0 <= question.page < len(PAGES) else 0
    fields = tuple(
        select
        for name in PAGES[page]
        if (select := _select(name, community, question.actor.timezone, question.places)) is not None
    )
    key = "settings" if page == 0 else "settings-advanced"
    return Reply(content=Form(token=make_token(Token.SETTINGS, str(page)), key=key, fields=fields))


def settings_chosen(scope: MemberScope, event: SettingsChosen) -> Decision:
    """Take what is accepted, or say by name what is not; it counts from the next occasion on."""
    community = scope.community
    if not event.actor.is_steward:
        return Decision(reply=Reply(content=Note(key="stewards-only")), why=Line(key="why-stewards-only"))
    if community is None or community.set_up_at is None:
        return Decision(reply=Reply(content=Note(key="not-set-up")), why=Line(key="why-not-set-up"))
    refused = _refused(community, event)
    if refused:
        note = Note(key="settings-refused", lines=refused, controls=_page_buttons())
        return Decision(reply=Reply(content=note), why=Line(key="why-settings-refused"))
    changed = _changed(community, event)
    recognised = recognise(scope.member, event.actor, event.community, event.at)
    if changed == community:
        note = Note(key="settings-unchanged", controls=_page_buttons())
        return Decision(changes=recognised.changes, reply=Reply(content=note), why=Line(key="why-settings-kept"))
    kept: tuple[Change, ...] = (Kept(changed), *recognised.changes)
    note = Note(key="settings-kept", lines=tuple(_differences(community, changed)), controls=_page_buttons())
    return Decision(
        changes=kept,
        timers=_timers(community, changed, event),
        reply=Reply(content=note),
        why=Line(key="why-settings-kept"),
    )


def _changed(community: Community, event: SettingsChosen) -> Community:
    defaults = Policy.of(replace(community, settings={}))
    merged = {**community.settings, **event.settings}
    settings = {
        name: value
        for name, value in merged.items()
        if not hasattr(defaults, name) or setting_of(defaults, name) != value
    }
    place = community.stewards_place if event.stewards_place is None else event.stewards_place or None
    return replace(
        community,
        settings=settings,
        timezone=event.timezone or community.timezone,
        locale=_locale(community, event),
        # the form always names one: what is sent back as it stood while it was guessed is no choice
        is_zone_chosen=community.is_zone_chosen or event.timezone not in {None, community.timezone},
        stewards_place=place,
        pilot_place=chosen_pilot(community, event.pilot_place),
    )


def _timers(before: Community, after: Community, event: SettingsChosen) -> tuple[TimerSet | TimerCancelled, ...]:
    policy = Policy.of(after)
    timers: list[TimerSet | TimerCancelled] = [
        weekly_timer(after, policy, event.at),
        board_timer(after, policy, event.at, is_at_once=_looks_different(before, after)),
    ]
    if (before.stewards_place, before.timezone) != (after.stewards_place, after.timezone):
        timers.append(monthly_timer(after, event.at) if after.stewards_place else no_monthly(after.id))
    return tuple(timers)


def _looks_different(before: Community, after: Community) -> bool:
    """Tell whether the board says something else from now on, other than who waits for what."""
    return (before.pilot_place, before.locale) != (after.pilot_place, after.locale)


def _locale(community: Community, event: SettingsChosen) -> str:
    """Return the community's locale: the finer one it has (``es-CO``) stays while the language is the same."""
    is_same = event.language in {None, language_of(community.locale)}
    return community.locale if is_same else event.language or community.locale


def _refused(community: Community, event: SettingsChosen) -> tuple[Line, ...]:
    merged = {**community.settings, **event.settings}
    known = {name: value for name, value in merged.items() if name in event.settings or name in _OF_POLICY}
    lines = [_refusal_line(refusal) for refusal in refusals(known, community.platform)]
    if event.timezone is not None and known_zone(event.timezone) is None:
        lines.append(Line(key="setting-refused-zone", args={"value": event.timezone[:80]}))
    if event.language not in {None, language_of(community.locale), *NAMES}:
        lines.append(Line(key="setting-refused-language"))
    return tuple(lines)


def _refusal_line(refusal: Refusal) -> Line:
    args: dict[str, Argument] = {"setting": Entry(f"setting-{refusal.name}"), "value": _shown(refusal)}
    if refusal.clashes_with:
        first, *_ = refusal.clashes_with
        return Line(key="setting-clashes", args={**args, "other": Entry(f"setting-{first}")})
    if refusal.one_of:
        return Line(key="setting-refused-word", args={**args, "words": ", ".join(refusal.one_of)})
    if refusal.low is None or refusal.high is None:
        return Line(key="setting-unknown", args={"value": refusal.name[:80]})
    return Line(
        key="setting-refused",
        args={**args, "low": _plain(refusal.name, refusal.low), "high": _plain(refusal.name, refusal.high)},
    )


def _shown(refusal: Refusal) -> str:
    value = refusal.value
    return _plain(refusal.name, value) if isinstance(value, int) else value[:80]


def _plain(name: str, value: int) -> str:
    """Return a bound without its unit: a refusal names those in the setting's own one."""
    return str(value // _WEEK) if name in _AS_WEEKS else str(value)


def _differences(before: Community, after: Community) -> Iterable[Line]:
    was, now = Policy.of(before), Policy.of(after)
    names = [name for page in PAGES for name in _names_of(page)]
    for name in names:
        if hasattr(now, name) and setting_of(was, name) != setting_of(now, name):
            value = _value_line(name, setting_of(now, name))
            yield Line(key=f"setting-now-{value.key}", args={"setting": Entry(f"setting-{name}"), **value.args})
    if now.welcomes_others and not was.welcomes_others:
        yield Line(key="slack-others-need")
    if before.timezone != after.timezone:
        yield Line(key="setting-now-zone", args={"value": after.timezone})
    if before.locale != after.locale:
        yield Line(key="setting-now-language", args={"value": names_of((language_of(after.locale),))})
    if before.pilot_place != after.pilot_place:
        yield Line(key="setting-now-pilot" if after.pilot_place else "setting-now-no-pilot")
    if before.stewards_place != after.stewards_place:
        yield Line(key="setting-now-monthly" if after.stewards_place else "setting-now-no-monthly")


def _names_of(page: Iterable[str]) -> Iterable[str]:
    parts = {
        "circle_size": ("circle_size_aim", "circle_size_min", "circle_size_max"),
        "quiet_hours": ("quiet_from_hour", "quiet_to_hour"),
    }
    for name in page:
        yield from parts.get(name, (name,))


def _read(name: str, value: str) -> dict[str, str | int]:
    if name == "circle_size":
        aim, least, most = (int(part) for part in value.split("."))
        return {"circle_size_aim": aim, "circle_size_min": least, "circle_size_max": most}
    if name == "quiet_hours":
        first, end = (int(part) for part in value.split("."))
        return {"quiet_from_hour": first, "quiet_to_hour": end}
    return {name: value if name in CHOICES else int(value)}


# --- selects ------------------------------------------------------------------------------------------------------


def _select(name: str, community: Community, own_zone: str | None, places: Sequence[Place]) -> Select | None:
    token = make_token(Token.SET, name)
    if name in _OF_PLACES:
        return _place_select(name, token, community, places) if places else None
    options = _options(name, community, own_zone)
    if not options:
        return None
    return Select(token=token, placeholder=Line(key=f"setting-{name}"), options=options)


def _place_select(name: str, token: str, community: Community, places: Sequence[Place]) -> Select:
    if name == "pilot_place":
        return pilot_select(token, f"setting-{name}", community.pilot_place, places)
    now = community.stewards_place
    nowhere = Option(value=NOWHERE, label=Line(key="setting-nowhere"), is_chosen=now is None)
    return Select(
        token=token,
        placeholder=Line(key=f"setting-{name}"),
        options=(nowhere, *place_options(now, places)),
        picks_places=True,
        if_empty=Line(key="stewards-place-if-empty"),
    )


def _options(name: str, community: Community, own_zone: str | None) -> tuple[Option, ...]:
    policy = Policy.of(community)
    match name:
        case "circle_size":
            now = f"{policy.circle_size_aim}.{policy.circle_size_min}.{policy.circle_size_max}"
            return _listed(SIZES, now, _size_line)
        case "quiet_hours":
            now = f"{policy.quiet_from_hour}.{policy.quiet_to_hour}"
            return _listed(QUIET_HOURS, now, _quiet_line)
        case "timezone":
            zones = [zone for zone in (community.timezone, own_zone, *ZONES) if known_zone(zone) and zone]
            return _listed(tuple(dict.fromkeys(zones))[:OPTIONS_AT_MOST], community.timezone, None)
        case "language":
            return _language_options(language_of(community.locale))
        case "check_ins" | "other_organisations":
            return _word_options(name, community)
        case _:
            low, high = range_of(name, community.platform)
            offers = sorted(
                {*(offer for offer in _OFFERS[name] if low <= offer <= high), int(setting_of(policy, name))}
            )
            return _listed(
                tuple(map(str, offers)), str(setting_of(policy, name)), lambda text: _value_line(name, int(text))
            )


def _listed(values: tuple[str, ...], now: str, label: _Label | None) -> tuple[Option, ...]:
    shown = values if now in values else (now, *values)
    return tuple(
        Option(value=value, label=label(value) if label else value, is_chosen=value == now)
        for value in shown[:OPTIONS_AT_MOST]
    )


def _word_options(name: str, community: Community) -> tuple[Option, ...]:
    """Return the words that a setting may be; none where the platform has no such setting."""
    if not is_setting(name, community.platform):
        return ()
    words = tuple(word.value for word in CHOICES[name])
    now = str(setting_of(Policy.of(community), name))
    return _listed(words, now, lambda word: Line(key=_word_key(name, word)))


def _language_options(now: str) -> tuple[Option, ...]:
    """Return the languages in their own words, with the one spoken so far among them."""
    codes = tuple(NAMES) if now in NAMES else (now, *NAMES)[:OPTIONS_AT_MOST]
    return tuple(Option(value=code, label=NAMES.get(code, code), is_chosen=code == now) for code in codes)


def _size_line(text: str) -> Line:
    aim, least, most = (int(part) for part in text.split("."))
    return Line(key="value-sizes", args={"aim": aim, "least": least, "most": most})


def _quiet_line(text: str) -> Line:
    first, end = text.split(".")
    if first == end:
        return Line(key="value-no-quiet-hours")
    return Line(key="value-quiet-hours", args={"from": f"{int(first):02}:00", "to": f"{int(end):02}:00"})


def _value_line(name: str, value: int | str) -> Line:
    """Return a setting's value with its unit."""
    if isinstance(value, str):
        return Line(key="value-word", args={"value": Entry(_word_key(name, value))})
    if name == "weekly_look_weekday":
        return Line(key="value-word", args={"value": Entry(f"weekday-{value}")})
    if name in _AS_CLOCK:
        return Line(key="value-text", args={"value": f"{value:02}:00"})
    if name in _AS_WEEKS:
        return Line(key="value-weeks", args={"n": value // _WEEK})
    if name in _AS_HOURS:
        return Line(key="value-hours", args={"n": value})
    if value >= _DAY and value % _DAY == 0 and _is_duration(name):
        return Line(key="value-days", args={"n": value // _DAY})
    return Line(key="value-hours" if _is_duration(name) else "value-number", args={"n": value})


def _word_key(name: str, word: str) -> str:
    """Return the entry of the locale files for one of the words that a setting may be."""
    return f"{name}-{word}".replace("_", "-")


def _is_duration(name: str) -> bool:
    return not isinstance(getattr(Policy(), name), int)


def _page_buttons() -> tuple[Button, ...]:
    pages = tuple(
        Button(
            token=make_token(Token.SETTINGS_PAGE, str(page)),
            label=Line(key=f"button-settings-{page}"),
            style=Style.QUIET,
        )
        for page in range(1, len(PAGES))
    )
    return (*pages, MINE)
