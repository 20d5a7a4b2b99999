"""What must not show: a figure that tells of somebody, or a no that differs from a not-yet."""

from pathlib import Path

import pytest

from circles_bot.engine import events
from circles_bot.engine.ids import CircleId, MemberId, RoundId
from circles_bot.engine.model import Way
from tests.application.towns import reopen
from tests.engine.test_boards import shown
from tests.engine.towns import BASEBALL, community_scope
from tests.histories.world import COMMUNITY, PEOPLE, World, actor, person_of

ENOUGH = 9


@pytest.mark.parametrize("waiting", range(2, ENOUGH))
def test_the_board_reads_the_same_however_many_wait(waiting: int) -> None:
    """Promise 4: from the board nobody can count who waits, nor see somebody join or leave, but for the first."""
    one, many = (shown(community_scope(waiting={BASEBALL.id: number})) for number in (1, waiting))

    assert one.note == many.note


async def test_a_no_keeps_its_seat_until_silence_would_lose_it(stages: dict[str, Path], tmp_path: Path) -> None:
    """Promise 7: who said not now is as taken as who said nothing, so that no earlier invitation elsewhere tells it."""
    world = await reopen(stages["inviting"], tmp_path)
    asked = world.rows("SELECT circle, member FROM seats WHERE state = 'invited' ORDER BY member")
    (circle, declining), (_, silent) = asked[0], asked[1]
    at = world.clock.now()

    await world.works.service.submit(
        events.InvitationAnswered(
            community=COMMUNITY,
            at=at,
            key="no",
            actor=actor(person_of(str(declining))),
            circle=CircleId(str(circle)),
            is_yes=False,
        )
    )
    for person in range(PEOPLE):
        await join_everything(world, person)
    scope = await world.store.read_round(COMMUNITY, RoundId("rnd_any"))
    await world.store.close()

    taken = {scope.live_seats.get(MemberId(str(member)), 0) for member in (declining, silent)}
    assert taken == {1}


async def join_everything(world: World, person: int) -> None:
    """Let somebody wish for everything there is."""
    for interest in ("baseball", "books", "anything"):
        await world.works.service.submit(
            events.InterestJoined(
                community=COMMUNITY,
                at=world.clock.now(),
                key=f"{interest}-{person}",
                actor=actor(person),
                interest=interest,
                way=Way.COMMAND,
            )
        )
