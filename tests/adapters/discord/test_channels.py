"""Of a server's channels those are kept in memory that the bot works in; the others are asked for when wanted."""

from datetime import timedelta

from tests.adapters.discord.test_losses import DAY, channel, told
from tests.journeys.acts import steward_sets_up
from tests.journeys.discord_town import DiscordTown


def kept(town: DiscordTown) -> set[str]:
    """Return the names of the channels that are kept."""
    known = town.adapter.client.get_guild(town.guild.id)
    assert known is not None
    return {one.name for one in known.channels}


async def test_only_channels_that_are_worked_in_are_kept(town: DiscordTown) -> None:
    """A server of hundreds of channels costs the memory of two or three, also after a start and for new channels."""
    town.fake.world.add_channel(town.guild, "memes")
    await town.settle()
    before = kept(town)
    await town.restart()
    town.fake.world.add_channel(town.guild, "more-memes")
    await town.settle()

    assert before == kept(town) == {"circles"}


async def test_setup_takes_a_channel_that_was_made_just_now(town: DiscordTown) -> None:
    """A steward makes a channel for the circles, and then gives the command."""
    made = town.fake.world.add_channel(town.guild, "evenings")

    await town.pass_time(timedelta(minutes=1))  # what one moment shows is shown once
    await steward_sets_up(town, board="evenings")

    assert town._board().channel is made


async def test_a_kept_channel_is_missed_after_a_start(town: DiscordTown) -> None:
    """Which channels count is known before Discord tells of the servers: a deletion is heard of at once."""
    await town.restart()

    town.fake.world.delete_channel(channel(town))
    await town.settle()
    await town.pass_time(DAY)

    assert kept(town) == set()
    assert told(town, "so everything waits") == 1
