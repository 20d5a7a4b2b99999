"""The bot removed from a server and added again: nothing comes meanwhile, and everything goes on."""

from datetime import timedelta

import pytest

from tests.journeys.acts import FOUR, all_opt_in, invitations_come
from tests.journeys.discord_town import DiscordTown


async def removed(town: DiscordTown) -> None:
    """Remove the bot from the server."""
    town.fake.world.remove_bot(town.guild)


async def added(town: DiscordTown) -> None:
    """Add the bot to the server again."""
    town.fake.world.add_bot(town.guild)


@pytest.mark.parametrize("is_running", [True, False])
async def test_everything_sleeps_and_goes_on(town: DiscordTown, is_running: bool) -> None:
    """Whether Discord told the bot of it, or it was down and saw it at its next start."""
    await all_opt_in(town, *FOUR)
    for act in (removed, added):
        if is_running:
            await act(town)
        else:
            await town.while_down(lambda act=act: act(town))  # type: ignore[misc]  # mypy sees no default
        await town.pass_time(timedelta(days=14 if act is removed else 0))
        if act is removed:
            assert town.fake.calls("POST /users/@me/channels") == []

    await invitations_come(town, *FOUR)

    assert [len(town.directs(who)) for who in FOUR] == [1, 1, 1, 1]


async def test_after_thirty_days_all_of_it_is_erased(town: DiscordTown) -> None:
    """Who adds the bot again begins anew."""
    await all_opt_in(town, *FOUR)
    ana = str(town.people["Ana"].user.id)
    await removed(town)
    await town.pass_time(timedelta(days=29))
    assert await town.wishes_of(ana) == ["baseball"]

    await town.pass_time(timedelta(days=2))
    await added(town)
    await town.pass_time(timedelta(days=14))

    assert await town.wishes_of(ana) == []
    assert "not set me up" in await said_to_ana(town)


async def said_to_ana(town: DiscordTown) -> str:
    """Return what Ana hears when she asks for her circles."""
    await town.command("Ana", "/circles mine")
    return town.heard("Ana")
