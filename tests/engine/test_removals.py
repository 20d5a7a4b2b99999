"""The bot removed from a community: everything sleeps, and goes on where it was when it is added again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circles_bot.engine.answers import answer
from circles_bot.engine.decide import decide
from circles_bot.engine.effects import ShowBoard, ShowToStewards
from circles_bot.engine.events import BotRemoved, BotReturned, ForgottenMe, InterestJoined, RoundPlanned
from circles_bot.engine.joining_timers import next_look
from circles_bot.engine.model import Community, Way
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import MineAsked
from circles_bot.engine.snapshots import CommunityScope, MemberScope
from tests.engine.builders import ANA, BEN, CLEO, COMMUNITY, NOON, a_community, a_deck, a_member, an_actor, an_opt_in
from tests.engine.builders import an_interest as interest
from tests.engine.towns import ROUND, due_of, note_of, round_scope

LATER = NOON + timedelta(days=9)
ASLEEP = a_community(removed_at=NOON, stewards_place="C5")
REMOVED = BotRemoved(community=COMMUNITY, at=LATER)
RETURNED = BotReturned(community=COMMUNITY, at=LATER)


def scope(community: Community | None) -> CommunityScope:
    """Return a community with one interest."""
    return CommunityScope(
        community=community, interests=(interest(),), waiting={}, live_circles={}, standing={}, members={}, opt_ins=()
    )


def test_everything_sleeps_from_the_first_time_on() -> None:
    """Told again, it sleeps since the first time; a server that never set the bot up is none of ours."""
    first = decide(scope(a_community()), REMOVED, a_deck())
    again = decide(scope(ASLEEP), REMOVED, a_deck())
    unknown = decide(scope(None), REMOVED, a_deck())

    assert [change.record for change in first.changes] == [a_community(removed_at=LATER)]
    assert (first.effects, again.changes, unknown.changes) == ((), (), ())


def test_it_goes_on_where_it_was() -> None:
    """The looks are planned anew, the board is shown, stewards hear of it; somewhere it never left, nothing happens."""
    back = decide(scope(ASLEEP), RETURNED, a_deck())
    stayed = decide(scope(a_community()), RETURNED, a_deck())

    (community,) = [change.record for change in back.changes]
    assert isinstance(community, Community)
    assert community.removed_at is None
    assert [type(effect) for effect in back.effects] == [ShowBoard, ShowToStewards]
    assert due_of(back, "weekly:") == next_look(a_community(), Policy.of(a_community()), LATER)
    assert (stayed.changes, stayed.effects, stayed.timers) == ((), (), ())


def test_a_return_before_any_setup_shows_nothing() -> None:
    """There is no board to show yet."""
    back = decide(scope(replace(ASLEEP, set_up_at=None)), RETURNED, a_deck())

    assert (len(back.changes), back.effects, back.timers) == (1, (), ())


@pytest.mark.parametrize("is_asleep", [True, False])
def test_what_people_tap_meanwhile_changes_nothing_and_says_why(is_asleep: bool) -> None:
    """The conversation with the bot still has its buttons."""
    members = MemberScope(community=ASLEEP if is_asleep else a_community(), member=a_member(ANA), standings=())
    joined = InterestJoined(community=COMMUNITY, at=LATER, actor=an_actor(ANA), interest=interest().id, way=Way.SELECT)

    decision = decide(members, joined, a_deck())
    told = answer(MineAsked(community=COMMUNITY, at=LATER, actor=an_actor(ANA)), members)

    assert (note_of(decision).key == "asleep") is is_asleep
    assert (told.content.key == "asleep") is is_asleep
    if is_asleep:
        assert (decision.changes, decision.effects, decision.timers) == ((), (), ())


def test_whoever_asks_to_be_forgotten_is_forgotten_all_the_same() -> None:
    """That promise does not sleep."""
    members = MemberScope(community=ASLEEP, member=a_member(ANA), standings=())

    decision = decide(members, ForgottenMe(community=COMMUNITY, at=LATER, actor=an_actor(ANA)), a_deck())

    assert decision.forgotten == ANA


def test_a_plan_that_was_under_way_seats_nobody() -> None:
    """The round had read its pool before the bot was removed."""
    waiting = round_scope(*(an_opt_in(member) for member in (ANA, BEN, CLEO)), community=ASLEEP)

    decision = decide(waiting, RoundPlanned(community=COMMUNITY, at=LATER, round=ROUND.id, circles=()), a_deck())

    assert (decision.changes, decision.effects) == ((), ())
