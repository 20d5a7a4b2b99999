"""About me: what members choose for themselves, and where it counts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine.decision import Decision
from circles_bot.engine.effects import DirectKind
from circles_bot.engine.events import PauseChosen, PreferenceChosen
from circles_bot.engine.languages import NAMES, languages_of
from circles_bot.engine.members import pause_chosen
from circles_bot.engine.model import Member, Pace, Preference
from circles_bot.engine.notes import Note, Select
from circles_bot.engine.nudges import next_ask_at, takes_directs
from circles_bot.engine.policy import Policy
from circles_bot.engine.preferences import about_me_asked, preference_chosen
from circles_bot.engine.questions import AboutMeAsked
from circles_bot.engine.rounds import may_be_seated
from circles_bot.engine.schedule import is_quiet, next_shared_waking, zone_of
from tests.engine.builders import ANA, COMMUNITY, NOON, a_community, a_member, an_actor
from tests.engine.towns import a_wish, member_scope, members_in, note_of

POLICY = Policy()


def chosen(preference: Preference, *values: str, member: Member | None = None) -> Decision:
    """Choose something for oneself."""
    event = PreferenceChosen(community=COMMUNITY, at=NOON, actor=an_actor(), preference=preference, values=values)
    return preference_chosen(member_scope(member=member or a_member()), event)


def page_of(member: Member) -> dict[str, Select]:
    """Return the selects of a member's page, by preference."""
    reply = about_me_asked(member_scope(member=member), AboutMeAsked(community=COMMUNITY, at=NOON, actor=an_actor()))
    assert isinstance(reply.content, Note)
    selects = [control for control in reply.content.controls if isinstance(control, Select)]
    return {select.token.partition(":")[2]: select for select in selects}


@pytest.mark.parametrize(
    ("preference", "values", "field", "expected"),
    [
        (Preference.PACE, ("regular",), "pace", Pace.REGULAR),
        (Preference.MESSAGES, ("0",), "directs_per_week", 0),
        (Preference.MESSAGES, ("6",), "directs_per_week", 6),
        (Preference.MESSAGES, ("7",), "directs_per_week", 7),
        (Preference.CIRCLES_AT_ONCE, ("5",), "capacity", 5),
        (Preference.ASK_FIRST, ("no",), "asks_first", False),
        (Preference.QUIET_FROM, ("23",), "quiet_from_hour", 23),
        (Preference.QUIET_TO, ("0",), "quiet_to_hour", 0),
        (Preference.LANGUAGES, ("es", "en"), "languages", ("en", "es")),
    ],
)
def test_a_choice_is_kept_and_shown(
    preference: Preference, values: tuple[str, ...], field: str, expected: object
) -> None:
    """One select, one field; the page comes back with it in force, and nothing is sent to anybody."""
    decision = chosen(preference, *values)

    (member,) = members_in(decision)
    assert getattr(member, field) == expected
    assert {option.value for option in page_of(member)[preference.value].options if option.is_chosen} == set(values)
    assert (decision.effects, decision.timers) == ((), ())


@pytest.mark.parametrize(
    ("preference", "values"),
    [
        (Preference.PACE, ("hasty",)),
        (Preference.MESSAGES, ("8",)),
        (Preference.MESSAGES, ("-1",)),
        (Preference.CIRCLES_AT_ONCE, ("6",)),
        (Preference.ASK_FIRST, ("perhaps",)),
        (Preference.QUIET_FROM, ("24",)),
        (Preference.QUIET_TO, ("x",)),
        (Preference.LANGUAGES, ("tlh",)),
        (Preference.LANGUAGES, ()),
        (Preference.PACE, ("quiet", "light")),
    ],
)
def test_what_is_out_of_range_changes_nothing(preference: Preference, values: tuple[str, ...]) -> None:
    """A forged or old choice gets a kind answer."""
    decision = chosen(preference, *values)

    assert decision.changes == ()
    assert note_of(decision).key == "about-me-not-possible"


def test_the_page_shows_the_defaults_to_who_chose_nothing() -> None:
    """Every select has one entry in force, the community's own where there is one."""
    page = page_of(a_member())

    chosen_ones = {name: [one.value for one in select.options if one.is_chosen] for name, select in page.items()}
    assert chosen_ones == {
        "pace": ["quiet"],
        "messages": ["2"],
        "circles_at_once": ["1"],
        "ask_first": ["yes"],
        "quiet_from": ["21"],
        "quiet_to": ["8"],
        "languages": ["en"],
    }
    assert all(len(select.options) <= 25 for select in page.values())


def test_a_stranger_is_told_that_there_is_nothing_yet() -> None:
    """No record is made by looking."""
    reply = about_me_asked(member_scope(member=None), AboutMeAsked(community=COMMUNITY, at=NOON, actor=an_actor()))

    assert isinstance(reply.content, Note)
    assert reply.content.key == "about-me-later"


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 23))
def test_own_quiet_hours_hold_for_messages(begin: int, end: int, now: int) -> None:
    """Nothing unasked comes in the hours a member chose, whatever the community's are."""
    member = a_member(quiet_from_hour=begin, quiet_to_hour=end)
    at = NOON.replace(hour=now)

    when = next_ask_at(member, a_community(), POLICY, at, DirectKind.INVITATION)

    assert not is_quiet(when, zone_of(member, a_community()), POLICY.of_member(member))
    assert when - at <= timedelta(days=1)


def test_a_room_waits_for_the_hour_when_its_own_people_are_awake() -> None:
    """Somebody who sleeps by day moves the hour."""
    by_day = [a_member(member, quiet_from_hour=8, quiet_to_hour=20) for member in (ANA,)]

    assert next_shared_waking(NOON, by_day, a_community(), POLICY) == NOON.replace(hour=20)


@pytest.mark.parametrize(("capacity", "live", "may"), [(0, 0, False), (1, 0, True), (2, 1, True), (2, 2, False)])
def test_nobody_is_asked_into_more_circles_than_they_like(capacity: int, live: int, may: bool) -> None:
    """None at all is a choice, too."""
    assert may_be_seated(a_wish(), a_member(capacity=capacity), live, POLICY, NOON) is may


def test_none_is_none() -> None:
    """Who takes no messages is not to be asked; the default is a few."""
    assert not takes_directs(a_member(directs_per_week=0), a_community())
    assert takes_directs(a_member(), a_community())


def test_after_a_pause_the_next_circle_asks_first() -> None:
    """Nothing is seated without asking when a pause is over."""
    event = PauseChosen(community=COMMUNITY, at=NOON, actor=an_actor(), weeks=2)

    (member,) = members_in(pause_chosen(member_scope(member=a_member(asks_first=False)), event))

    assert member.asks_first


def test_languages_are_guessed_until_they_are_told() -> None:
    """From the platform's locale and the community's; what was said counts alone."""
    community = a_community(locale="en")

    assert languages_of(a_member(locale="de-AT"), community) == {"de", "en"}
    assert languages_of(a_member(), community) == {"en"}
    assert languages_of(a_member(locale="de", languages=("fr",)), community) == {"fr"}


def test_all_languages_fit_a_select() -> None:
    """Each by its own name, no two alike."""
    assert len(NAMES) <= 25
    assert len(set(NAMES.values())) == len(NAMES)
