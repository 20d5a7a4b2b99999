"""The figure of a small community: twelve people, three react, and none of the three is left to wonder."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from circles_bot.engine import events
from circles_bot.engine.effects import DirectKind, SendDirect
from tests.histories.test_histories import template  # noqa: F401  # a fixture
from tests.histories.world import COMMUNITY, INTERESTS, World, actor

OTHERS = range(3, 12)
ANSWER_WITHIN = timedelta(hours=24)
OFFER_WITHIN = timedelta(days=7)
OFFERS = frozenset({DirectKind.INVITATION, DirectKind.OFFER})


def told(world: World, person: int) -> list[tuple[datetime, DirectKind]]:
    """Return what somebody was sent directly, and when."""
    sent = ((done.at, done.parcel.effect) for done in world.chat.directs_to(actor(person).theirs))
    return [(at, effect.kind) for at, effect in sent if isinstance(effect, SendDirect)]


@pytest.mark.parametrize("reactions", [(0, 0, 0), (0, 0, 1), (0, 1, 2), (2, 2, 2)])
@pytest.mark.parametrize("hours_later", [0, 29, 50, 83, 110])
async def test_all_of_three_are_answered_in_a_day_and_offered_something_in_a_week(
    template: Path,  # noqa: F811  # the fixture
    tmp_path: Path,
    reactions: tuple[int, int, int],
    hours_later: int,
) -> None:
    """Whether they like the same or three different things, at whatever hour, and whoever else is around."""
    world = await World.begin(template, tmp_path)
    await world.pass_time(timedelta(hours=hours_later))
    began = world.clock.now()
    for person in OTHERS:  # they look at the bot and want nothing of it
        await world.look(person)

    for person, wanted in enumerate(reactions):
        emoji, _ = INTERESTS[wanted]
        await world.works.service.submit(
            events.ReactionSeen(community=COMMUNITY, at=began, actor=actor(person), emoji=emoji, is_set=True)
        )
    await world.pass_time(OFFER_WITHIN)

    for person in range(len(reactions)):
        assert any(at - began <= ANSWER_WITHIN for at, _ in told(world, person)), "no answer within a day"
        assert any(kind in OFFERS for _, kind in told(world, person)), "nothing was offered within a week"
    assert [person for person in OTHERS if told(world, person)] == []
    await world.store.close()
