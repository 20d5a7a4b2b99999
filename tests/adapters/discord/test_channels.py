"""Of a server's channels those are kept in memory that the bot works in; the others are asked for when wanted."""

from typing import Any

from circles_bot.engine.tokens import Token
from tests.adapters.discord.test_losses import DAY, channel, told
from tests.fakes.discord.components import every
from tests.journeys.discord_town import DiscordTown


def kept(town: DiscordTown) -> set[str]:
    """Return the names of the channels that are kept."""
    known = town.adapter.client.get_guild(town.guild.id)
    assert known is not None
    return {one.name for one in known.channels}


def offered(town: DiscordTown, token: Token) -> list[dict[str, Any]]:
    """Return what the steward's form offers in one of its lists."""
    form = town._heard["Noor"].modal
    assert form is not None
    (select,) = (one for one in every(form["components"]) if token in one.get("custom_id", ""))
    options: list[dict[str, Any]] = select["options"]
    return options


async def test_only_channels_that_are_worked_in_are_kept(town: DiscordTown) -> None:
    """A server of hundreds of channels costs the memory of two or three, also after a start and for new channels."""
    town.fake.world.add_channel(town.guild, "memes")
    await town.settle()
    before = kept(town)
    await town.restart()
    town.fake.world.add_channel(town.guild, "more-memes")
    await town.settle()

    assert before == kept(town) == {"circles"}


async def test_setup_offers_a_channel_that_was_made_just_now(town: DiscordTown) -> None:
    """A steward makes a channel for the circles, and then gives the command."""
    made = town.fake.world.add_channel(town.guild, "evenings")

    await town.command("Noor", "/steward setup")

    form = town._heard["Noor"].modal  # what a person sees of it is in test_golden_views.py
    assert f"'{made.id}'" in str(form)


async def test_setup_picks_any_channel_of_many(town: DiscordTown) -> None:
    """A list holds twenty-five; what is picked with the command stands first and chosen, and the form says how."""
    many = [town.fake.world.add_channel(town.guild, f"talk-{number}") for number in range(40)]

    noor = town.people["Noor"]
    await town._keep("Noor", noor.slash("steward setup", board=str(many[38].id), rooms=str(many[39].id)))

    board, rooms = offered(town, Token.SETUP_BOARD), offered(town, Token.SETUP_ROOMS)
    for options, picked in ((board, "#talk-38"), (rooms, "#talk-39")):
        assert len(options) == 25
        assert [one["label"] for one in options if one.get("default")] == [options[0]["label"]] == [picked]
    assert board[-1]["description"] == "Not all channels fit here: /steward setup board:#channel picks any."
    assert rooms[-1]["description"] == "Not all channels fit here: /steward setup rooms:#channel picks any."


async def test_a_kept_channel_is_missed_after_a_start(town: DiscordTown) -> None:
    """Which channels count is known before Discord tells of the servers: a deletion is heard of at once."""
    await town.restart()

    town.fake.world.delete_channel(channel(town))
    await town.settle()
    await town.pass_time(DAY)

    assert kept(town) == set()
    assert told(town, "so everything waits") == 1
