"""Whose reactions on the board count, and of which emoji: a server's own, a bot's, and of somebody who has left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.events import BoardDue
from circles_bot.engine.joining_timers import board_timer
from circles_bot.engine.policy import Policy
from circles_bot.engine.snapshots import CommunityScope
from circles_bot.ports.store import Transaction
from tests.journeys.discord_town import DiscordTown


async def waits(town: DiscordTown, who: str) -> list[str]:
    """Return for what somebody waits, by name."""
    return sorted(await town.wishes_of(str(town.people[who].user.id)))


@pytest.fixture
async def parrot(town: DiscordTown) -> str:
    """Let baseball have an emoji of the server's own, and the board show it; return how a reaction names it."""
    emoji = town.fake.world.add_emoji(town.guild, "parrot")
    await town.pass_time(timedelta(minutes=1))  # what one moment shows is shown once
    community, at = town.adapter.client.translator.community(town.guild.id), town.now()

    def act(tx: Transaction) -> None:
        scope = tx.load(BoardDue(community=community, at=at))
        assert isinstance(scope, CommunityScope)
        assert scope.community is not None
        baseball = next(one for one in scope.interests if one.name == "baseball")
        timers = (board_timer(scope.community, Policy.of(scope.community), at, is_at_once=True),)
        changed = Kept(replace(baseball, emoji=f"<:parrot:{emoji['id']}>"))
        tx.save(Decision(changes=(changed,), timers=timers))

    await town.store.transact(act)
    await town.settle()
    return f"parrot:{emoji['id']}"


async def test_an_emoji_of_the_servers_own_joins_and_ends(town: DiscordTown, parrot: str) -> None:
    """The bot sets it beside the others, and not what it was before."""
    bot = town.fake.world.bot.id
    ours = [one.emoji["name"] for one in town._board().reactions.values() if bot in one.users]
    assert "parrot" in ours
    assert "⚾" not in ours

    await town.react("Ana", parrot)
    assert await waits(town, "Ana") == ["baseball"]

    await town.unreact("Ana", parrot)
    assert await waits(town, "Ana") == []


async def test_one_set_while_the_bot_was_down_counts(town: DiscordTown, parrot: str) -> None:
    """It is read from the board as any other."""
    await town.while_down(lambda: town.react("Ana", parrot))

    assert await waits(town, "Ana") == ["baseball"]


async def test_a_bots_reaction_is_nobodys_wish(town: DiscordTown) -> None:
    """Neither as it comes nor when the board is read."""
    other = town.people["Robot"] = town.fake.person("Robot", town.guild)
    other.user.is_bot = True

    await town.react("Robot", "⚾")
    await town.restart()

    assert await waits(town, "Robot") == []
    assert town.directs("Robot") == []


async def test_who_reacted_and_has_left_is_asked_nothing(town: DiscordTown) -> None:
    """Their reaction stands on, and the sweep notices that they are not there; the others wait on."""

    async def leaves() -> None:
        town.people["Ben"].leave_guild()

    await town.react("Ana", "⚾")
    await town.while_down(lambda: town.react("Ben", "⚾"), leaves)
    await town.look_for_absences()
    await town.pass_time(timedelta(days=8))

    assert await waits(town, "Ben") == []
    assert town.directs("Ben") == []
    assert await waits(town, "Ana") == ["baseball"]
