"""Members: rhythm, pauses, closed direct messages, help."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine.decision import Decision, Kept, Silenced
from circles_bot.engine.effects import member_lane
from circles_bot.engine.events import DirectClosed, PauseChosen, RhythmTold
from circles_bot.engine.members import (
    direct_closed,
    help_asked,
    is_paused,
    pause_chosen,
    recognise,
    rhythm_asked,
    rhythm_told,
)
from circles_bot.engine.model import Community, Member
from circles_bot.engine.notes import Note
from circles_bot.engine.questions import HelpAsked, RhythmAsked
from circles_bot.engine.snapshots import MemberScope
from tests.engine.builders import ANA, COMMUNITY, DAY, HOUR, NOON, WEEK, a_community, a_member, an_actor
from tests.engine.towns import due_of, member_scope, members_in, note_of, tokens_of

NOBODY = MemberScope(community=a_community(set_up_at=None), member=None, standings=())


def told(hour: int, *, at: datetime = NOON, platform: str | None = None, scope: MemberScope | None = None) -> Decision:
    """Tell what the hour is now."""
    event = RhythmTold(community=COMMUNITY, at=at, actor=an_actor(timezone=platform), hour=hour)
    return rhythm_told(scope or member_scope(), event)


@pytest.mark.parametrize(
    ("hour", "zone"), [(12, "UTC"), (14, "Etc/GMT-2"), (9, "Etc/GMT+3"), (0, "Etc/GMT-12"), (1, "Etc/GMT+11")]
)
def test_rhythm_guesses_the_zone_from_the_hour(hour: int, zone: str) -> None:
    """One tap says in which time zone somebody lives, near enough for quiet hours."""
    assert members_in(told(hour))[0].timezone == zone


@given(hour=st.integers(0, 23), minutes=st.integers(0, 24 * 60 - 1))
def test_rhythm_always_gives_a_real_zone_near_what_was_told(hour: int, minutes: int) -> None:
    """Whatever the hour, the zone exists and its clock shows that hour within half of one."""
    at = NOON + timedelta(minutes=minutes)
    zone = members_in(told(hour, at=at))[0].timezone
    assert zone is not None

    local = at.astimezone(ZoneInfo(zone))

    apart = (local.hour * 60 + local.minute - hour * 60) % (24 * 60)
    assert min(apart, 24 * 60 - apart) <= 30


@pytest.mark.parametrize(("hour", "kept"), [(13, True), (16, True), (17, False), (10, True), (1, False)])
def test_rhythm_keeps_the_platforms_zone_when_it_agrees(hour: int, kept: bool) -> None:
    """A zone that the platform tells is better than a guess, when it agrees within three hours."""
    zone = members_in(told(hour, platform="Europe/Berlin"))[0].timezone

    assert (zone == "Europe/Berlin") is kept


def test_rhythm_of_a_steward_serves_a_community_on_utc() -> None:
    """Discord tells no time zone: the steward's own tap sets the community's, and the weekly look moves with it."""
    event = RhythmTold(community=COMMUNITY, at=NOON, actor=an_actor(is_steward=True), hour=14)

    decision = rhythm_told(member_scope(), event)

    assert Kept(a_community(timezone="Etc/GMT-2")) in decision.changes
    assert due_of(decision, "weekly:") == NOON + 6 * DAY + 4 * HOUR
    assert [line.key for line in note_of(decision).lines] == ["rhythm-told-community"]


@pytest.mark.parametrize("community", [{"is_zone_chosen": True}, {"timezone": "Asia/Tokyo"}])
def test_rhythm_moves_no_zone_that_was_told_or_chosen(community: dict[str, object]) -> None:
    """Not even UTC, where a steward has chosen it."""
    scope = member_scope(community=a_community(**community))
    event = RhythmTold(community=COMMUNITY, at=NOON, actor=an_actor(is_steward=True), hour=14)

    decision = rhythm_told(scope, event)

    assert not any(isinstance(change.record, Community) for change in decision.changes)
    assert (decision.timers, note_of(decision).lines) == ((), ())


def test_rhythm_of_others_leaves_the_community_alone() -> None:
    """Only a steward's tap says where the community lives."""
    assert not any(isinstance(change.record, Community) for change in told(14).changes)


def test_pause_stops_everything_unasked_at_once_and_ends_by_itself() -> None:
    """A pause has a date that ends it, silences what is on its way, and offers the way back."""
    decision = pause_chosen(
        member_scope(member=a_member()), PauseChosen(community=COMMUNITY, at=NOON, actor=an_actor(), weeks=2)
    )

    assert members_in(decision)[0].paused_until == NOON + 2 * WEEK
    assert decision.silenced == (Silenced(lane=member_lane(ANA)),)
    assert "pause:0" in tokens_of(note_of(decision))


def test_pause_of_no_weeks_ends_it() -> None:
    """The way back is one tap."""
    paused = member_scope(member=a_member(paused_until=NOON + WEEK))

    decision = pause_chosen(paused, PauseChosen(community=COMMUNITY, at=NOON, actor=an_actor(), weeks=0))

    assert members_in(decision)[0].paused_until is None


def test_pause_is_over_at_its_date() -> None:
    """A pause ends by itself."""
    assert is_paused(a_member(paused_until=NOON), NOON - HOUR)
    assert not is_paused(a_member(paused_until=NOON), NOON)


def test_direct_closed_is_remembered_once() -> None:
    """Closed messages cost nothing: what was in them waits behind My circles."""
    event = DirectClosed(community=COMMUNITY, at=NOON, member=ANA)

    assert direct_closed(member_scope(member=a_member()), event).changes == (Kept(a_member(is_unreachable=True)),)
    assert direct_closed(member_scope(member=a_member(is_unreachable=True)), event) == Decision()


@pytest.mark.parametrize(("is_counted", "left"), [(True, 1), (False, 2)])
def test_a_message_that_did_not_arrive_costs_nothing(is_counted: bool, left: int) -> None:
    """What was counted for it is counted no more; what never counts takes nothing off."""
    member = a_member(asked_at=(NOON - DAY, NOON), is_unreachable=True)
    event = DirectClosed(community=COMMUNITY, at=NOON, member=ANA, is_counted=is_counted)

    changed = members_in(direct_closed(member_scope(member=member), event))

    assert len((*changed, member)[0].asked_at) == left


def test_recognise_keeps_stewardship_that_a_reaction_cannot_tell() -> None:
    """A reaction does not say who is a steward, so it takes nobody's stewardship away."""
    steward = a_member(is_steward=True)

    assert recognise(steward, an_actor(), COMMUNITY, NOON, tells_steward=False).member.is_steward
    assert not recognise(steward, an_actor(), COMMUNITY, NOON).member.is_steward


@pytest.mark.parametrize("hour", [3, 12])
def test_recognise_keeps_a_zone_that_was_told(hour: int) -> None:
    """What a member told outranks what the platform says."""
    (known,) = members_in(told(hour, platform="Asia/Tokyo"))

    assert recognise(known, an_actor(timezone="Europe/Paris"), COMMUNITY, NOON).member == known


@pytest.mark.parametrize("known", [None, "Asia/Tokyo", "Nowhere/Known"])
def test_recognise_follows_a_zone_that_changed_at_the_platform(known: str | None) -> None:
    """Who travels takes their nights along, with the next thing that they do."""
    recognised = recognise(a_member(timezone=known), an_actor(timezone="Europe/Paris"), COMMUNITY, NOON)

    assert recognised.member.timezone == "Europe/Paris"
    assert recognised.changes == (Kept(recognised.member),)


@pytest.mark.parametrize("told", [None, "Asia/Tokyo", "Nowhere/Known"])
def test_recognise_changes_nothing_where_the_platform_tells_no_other_zone(told: str | None) -> None:
    """It could not be asked, it says the same again, or something that nobody knows."""
    assert recognise(a_member(timezone="Asia/Tokyo"), an_actor(timezone=told), COMMUNITY, NOON).changes == ()


def test_rhythm_that_agreed_with_the_platform_follows_it() -> None:
    """The zone is the platform's then, and not a guess."""
    (known,) = members_in(told(14, platform="Europe/Berlin"))

    moved = recognise(known, an_actor(timezone="Asia/Tokyo"), COMMUNITY, NOON).member

    assert (known.timezone, moved.timezone) == ("Europe/Berlin", "Asia/Tokyo")


def test_help_says_what_this_is_with_join_and_mine() -> None:
    """Help is a few lines and two buttons that matter."""
    reply = help_asked(member_scope(), HelpAsked(community=COMMUNITY, at=NOON, actor=an_actor()))

    assert isinstance(reply.content, Note)
    assert tokens_of(reply.content)[:2] == ("join-menu", "mine")


def test_help_before_setup_offers_nothing_to_tap() -> None:
    """Before the setup nothing can be joined, and help says so."""
    reply = help_asked(NOBODY, HelpAsked(community=COMMUNITY, at=NOON, actor=an_actor()))

    assert isinstance(reply.content, Note)
    assert reply.content.controls == ()


def test_rhythm_asked_offers_four_parts_of_the_day() -> None:
    """Four buttons, one tap."""
    reply = rhythm_asked(member_scope(), RhythmAsked(community=COMMUNITY, at=NOON, actor=an_actor()))

    assert isinstance(reply.content, Note)
    assert len(tokens_of(reply.content)) == 4


def test_pause_writes_each_record_once() -> None:
    """A record is written once a decision, also for somebody new."""
    decision = pause_chosen(member_scope(), PauseChosen(community=COMMUNITY, at=NOON, actor=an_actor(), weeks=1))

    assert [type(change.record) for change in decision.changes].count(Member) == 1
