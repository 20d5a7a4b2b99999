"""One person in two communities of one bot: nothing of one shows, counts or ends in the other."""

from datetime import timedelta

import pytest

from circles_bot.engine.tokens import Token
from tests.journeys.acts import FOUR, all_opt_in, invitations_come, steward_sets_up
from tests.journeys.sandbox_town import SandboxTown
from tests.journeys.town import Town


@pytest.fixture
async def towns(sandbox_town: SandboxTown) -> tuple[Town, Town]:
    """Return two communities with the same people, both set up, with an interest each that the other has not."""
    here, there = sandbox_town, sandbox_town.beside()
    await steward_sets_up(here, "baseball", "books")
    await steward_sets_up(there, "baseball", "gardening")
    return here, there


async def test_the_budget_and_a_pause_are_each_communitys_own(towns: tuple[Town, Town]) -> None:
    """Ana is asked in both within a day; then she pauses here, and there everything goes on."""
    here, there = towns
    for town in towns:
        await all_opt_in(town)
    await invitations_come(here)
    assert len(here.directs("Ana")) == len(there.directs("Ana")) == 1

    await here.command("Ana", "/circles pause 4")
    for town in towns:
        for who in FOUR:
            await town.tap(who, Token.ACCEPT) if town.can_tap(who, Token.ACCEPT) else None
    await here.pass_time(timedelta(days=4))

    assert here.rooms("Ana") == ()
    assert len(there.rooms("Ana")) == 1
    await there.command("Ana", "/circles mine")
    assert "break" not in there.heard("Ana")


async def test_records_are_each_communitys_own(towns: tuple[Town, Town]) -> None:
    """What is exported here knows nothing of there; being forgotten here changes nothing there."""
    here, there = towns
    await here.tap("Ana", Token.JOIN, "books")
    await there.tap("Ana", Token.JOIN, "gardening")

    await here.command("Ana", "/circles export")
    await here.settle()
    exported = "".join(here.files("Ana").values())
    assert "books" in exported
    assert "gardening" not in exported
    assert there.files("Ana") == {}

    await here.command("Ana", "/circles forget")
    await here.tap("Ana", Token.FORGET_ME)
    await here.settle()
    for town, interest in ((here, "books"), (there, "gardening")):
        await town.command("Ana", "/circles mine")
        assert (interest in town.heard("Ana")) is (town is there)
