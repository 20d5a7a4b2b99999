"""Settings: stewards only, refused by name, in force from the next occasion on."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from circles_bot.engine.decision import Decision
from circles_bot.engine.events import SettingsChosen
from circles_bot.engine.model import Community
from circles_bot.engine.notes import Form, Select
from circles_bot.engine.policy import CHOICES, RANGES, Policy
from circles_bot.engine.questions import Place, SettingsAsked
from circles_bot.engine.settings import NOWHERE, PAGES, read_settings, settings_asked, settings_chosen
from circles_bot.engine.snapshots import MemberScope
from tests.engine.builders import ANA, COMMUNITY, NOON, WEEK, a_community, a_member, an_actor
from tests.engine.towns import due_of, note_of

STEWARD = an_actor(ANA, is_steward=True, timezone="Europe/Lisbon")
SCOPE = MemberScope(community=a_community(), member=a_member(ANA, is_steward=True), standings=())
PLACES = (Place(theirs="C1", name="#general"), Place(theirs="C5", name="#stewards"))


def chosen(scope: MemberScope = SCOPE, **changes: object) -> Decision:
    """Let a steward choose."""
    event = SettingsChosen(community=COMMUNITY, at=NOON, actor=STEWARD, settings={})
    return settings_chosen(scope, replace(event, **changes))  # type: ignore[arg-type]  # fields of many kinds


def community_after(decision: Decision) -> Community:
    """Return the community as a decision keeps it."""
    return next(change.record for change in decision.changes if isinstance(change.record, Community))


def page(number: int, scope: MemberScope = SCOPE) -> Form:
    """Return a page of the settings."""
    question = SettingsAsked(community=COMMUNITY, at=NOON, actor=STEWARD, page=number, places=PLACES)
    content = settings_asked(scope, question).content
    assert isinstance(content, Form)
    return content


def test_every_setting_is_on_a_page() -> None:
    """What has a range can be chosen, three of it on the first page, and no page has more than five fields."""
    single = {"circle_size_aim", "circle_size_min", "circle_size_max", "quiet_from_hour", "quiet_to_hour"}
    shown = {name for names in PAGES for name in names} | single

    assert set(RANGES) | set(CHOICES) <= shown
    assert all(len(names) <= 5 for names in PAGES)
    assert PAGES[0] == ("circle_size", "season", "quiet_hours", "timezone", "language")


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_a_page_shows_what_is_in_force_and_sends_it_back_unchanged(number: int) -> None:
    """Opening a page and sending it as it is changes nothing."""
    form = page(number)

    fields = {}
    for select in form.fields:
        assert isinstance(select, Select)
        assert len(select.options) <= 25
        (now,) = [str(option.value) for option in select.options if option.is_chosen]
        fields[select.token] = (now,)
    read = read_settings(fields)

    decision = chosen(settings=read.settings, timezone=read.timezone, stewards_place=read.stewards_place)
    assert note_of(decision).key == "settings-unchanged"
    assert decision.timers == ()


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_every_option_on_every_page_is_accepted_or_refused_by_name(number: int) -> None:
    """No select offers what is out of range."""
    for select in page(number).fields:
        assert isinstance(select, Select)
        for option in select.options:
            read = read_settings({select.token: (str(option.value),)})
            note = note_of(chosen(settings=read.settings, timezone=read.timezone, stewards_place=read.stewards_place))
            assert note.key in {"settings-kept", "settings-unchanged", "settings-refused"}
            assert all(line.key == "setting-clashes" for line in note.lines if note.key == "settings-refused")


def test_channels_are_the_platforms_own_lists_where_none_may_be_chosen() -> None:
    """The stewards' channel and the pilot's: the form says what none of them means, and an option stands for it."""
    selects = [one for number in (3, 6) for one in page(number).fields if isinstance(one, Select) and one.picks_places]

    assert [one.token for one in selects] == ["set:stewards_place", "set:pilot_place"]
    assert [one.if_empty and one.if_empty.key for one in selects] == ["stewards-place-if-empty", "pilot-if-empty"]
    assert [one.options[0].value for one in selects] == [NOWHERE, NOWHERE]


def test_settings_are_for_stewards_both_ways() -> None:
    """Neither the form opens for anybody else, nor does one that comes back change anything."""
    nobody = an_actor(ANA)
    question = SettingsAsked(community=COMMUNITY, at=NOON, actor=nobody, page=0)

    opened = settings_asked(SCOPE, question).content
    decision = chosen(actor=nobody, settings={"season": 336})

    assert not isinstance(opened, Form)
    assert opened.key == "stewards-only"
    assert (decision.changes, note_of(decision).key) == ((), "stewards-only")


def test_a_setting_out_of_range_changes_nothing_at_all() -> None:
    """It is refused with its name, what was found, and what is accepted; the others of the form wait, too."""
    decision = chosen(settings={"season": 9_999, "settling": 12})

    (line,) = note_of(decision).lines
    assert decision.changes == ()
    assert (line.key, line.args["low"], line.args["high"]) == ("setting-refused", "2", "26")


def test_an_unknown_time_zone_is_refused() -> None:
    """What a forged form brings is no zone."""
    assert note_of(chosen(timezone="Mars/Olympus")).lines[0].key == "setting-refused-zone"


def test_the_language_spoken_here_can_be_corrected() -> None:
    """It was guessed from whoever set up; the board says so at once, and what no list offers is refused."""
    spanish = chosen(language="es")
    again = chosen(MemberScope(community=a_community(locale="es-CO"), member=None, standings=()), language="es")

    assert community_after(spanish).locale == "es"
    assert due_of(spanish, "board") == NOON
    assert note_of(again).key == "settings-unchanged"
    assert note_of(chosen(language="Klingon")).lines[0].key == "setting-refused-language"


def test_the_weekly_look_moves_and_living_circles_keep_their_season() -> None:
    """Nothing but the community changes, and the timer that has the day in it."""
    decision = chosen(settings={"weekly_look_weekday": 3, "weekly_look_hour": 12, "season": 4 * 7 * 24})

    after = community_after(decision)
    assert Policy.of(after).season == 4 * WEEK
    due = due_of(decision, "weekly:")
    assert due is not None
    assert due.weekday() == 3
    assert {type(change.record).__name__ for change in decision.changes} <= {"Community", "Member"}


def test_a_default_that_is_chosen_is_not_kept() -> None:
    """``settings`` holds only what differs, so that a later default reaches whoever never chose."""
    scope = replace(SCOPE, community=a_community(settings={"settling": 12}))

    assert community_after(chosen(scope, settings={"settling": 24})).settings == {}


def test_naming_a_channel_begins_the_monthly_message_and_nowhere_ends_it() -> None:
    """The first working day of the next month, at ten."""
    named = chosen(stewards_place="C5")
    scope = replace(SCOPE, community=community_after(named))

    ended = chosen(scope, stewards_place="")

    assert due_of(named, "monthly:") == datetime(2026, 4, 1, 10, tzinfo=UTC)
    assert community_after(ended).stewards_place is None
    assert any(timer.key.startswith("monthly:") for timer in ended.timers)
