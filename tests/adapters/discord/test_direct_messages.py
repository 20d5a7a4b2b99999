"""Commands typed in direct messages with the bot."""

from tests.fakes.discord.people import Person, text_of
from tests.journeys.acts import opts_in
from tests.journeys.discord_town import DiscordTown


async def typed_privately(town: DiscordTown, person: Person, words: str) -> str:
    """Return what is answered to a command in direct messages."""
    answered = await person.command(words, channel=town.fake.world.dm_with(person.user))
    assert answered.response is not None
    return text_of(answered.response)


async def test_my_circles_opens_in_direct_messages_too(town: DiscordTown) -> None:
    """There is one server, so it is that one."""
    await opts_in(town, "Ana")

    assert "baseball" in await typed_privately(town, town.people["Ana"], "circles mine")


async def test_with_several_servers_it_is_the_one_where_somebody_last_did_something(town: DiscordTown) -> None:
    """Whoever did nothing anywhere is asked to type it in the server that is meant, and nothing is changed."""
    await opts_in(town, "Ana")
    town.fake.world.add_guild("School")
    await town.settle()

    assert "baseball" in await typed_privately(town, town.people["Ana"], "circles mine")
    assert "Which server" in await typed_privately(town, town.people["Ben"], "circles mine")


async def test_stewards_commands_are_for_servers(town: DiscordTown) -> None:
    """They are not offered in direct messages."""
    noor = town.people["Noor"]

    assert [one["name"] for one in noor.commands(town.fake.world.dm_with(noor.user))] == ["circles"]
