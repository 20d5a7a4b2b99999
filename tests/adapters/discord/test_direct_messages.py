"""Commands typed in direct messages with the bot."""

import asyncio

import pytest

from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.model import Community, Member
from circles_bot.engine.tokens import Token, make_token
from circles_discord.custom_ids import pack
from circles_discord.translate import PLATFORM
from tests.fakes.discord.components import BUTTON
from tests.fakes.discord.interactions import COMPONENT
from tests.fakes.discord.model import Guild
from tests.fakes.discord.people import Person, text_of
from tests.journeys.acts import opts_in
from tests.journeys.discord_town import DiscordTown

MEMBER = "GET /guilds/{guild_id}/members/{user_id}"
NO_ACCESS = 50001


async def typed_privately(town: DiscordTown, person: Person, words: str, **options: int) -> str:
    """Return what is answered to a command in direct messages."""
    answered = await person.command(words, channel=town.fake.world.dm_with(person.user), **options)
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


async def test_after_a_restart_it_is_the_only_server_that_knows_somebody(town: DiscordTown) -> None:
    """Where they did something last is forgotten then; who is known nowhere is asked all the same."""
    await opts_in(town, "Ana")
    town.fake.world.add_guild("School")
    await town.restart()

    assert "baseball" in await typed_privately(town, town.people["Ana"], "circles mine")
    assert "Which server" in await typed_privately(town, town.people["Ben"], "circles mine")


async def test_after_a_restart_who_is_known_in_two_servers_is_asked(town: DiscordTown) -> None:
    """It could be either, and what they type may change something."""
    await opts_in(town, "Ana")
    await becomes_known(town, town.people["Ana"], town.fake.world.add_guild("School"))
    await town.restart()

    assert "Which server" in await typed_privately(town, town.people["Ana"], "circles mine")


async def test_while_the_database_is_away_somebody_is_asked(town: DiscordTown) -> None:
    """They are not left without an answer."""
    town.fake.world.add_guild("School")
    await town.settle()
    await town.store.close()

    assert "Which server" in await typed_privately(town, town.people["Ana"], "circles mine")


async def test_stewards_commands_are_for_servers(town: DiscordTown) -> None:
    """They are not offered in direct messages."""
    noor = town.people["Noor"]

    assert [one["name"] for one in noor.commands(town.fake.world.dm_with(noor.user))] == ["circles"]


@pytest.mark.parametrize("fault", ["refusal", "outage", "start"])
async def test_who_could_not_be_looked_up_stays_a_steward(town: DiscordTown, fault: str) -> None:
    """What stewards alone may do is refused kindly for the moment; all else works, and nothing is taken from them.

    Discord may refuse, the server have an outage, or not have shown up yet, so that its roles are not known.
    """
    noor = town.people["Noor"]
    match fault:
        case "refusal":
            town.fake.faults.refuse(NO_ACCESS, MEMBER, times=2)
        case "outage":
            town.fake.world.set_available(town.guild, available=False)
        case _:
            await begins_anew_without_servers(town)

    assert "Everything is paused" in await typed_privately(town, noor, "circles pause", weeks=1)
    settings = {
        "component_type": BUTTON,
        "custom_id": pack(town.guild.id, make_token(Token.SETTINGS_PAGE, "0")),
        "id": 1,
    }
    answered = await noor.forge(COMPONENT, settings, channel=town.fake.world.dm_with(noor.user)).settled()

    assert answered.response is not None
    assert "for the stewards" in text_of(answered.response)
    assert await is_steward(town, noor)


async def test_who_has_left_the_server_is_no_steward(town: DiscordTown) -> None:
    """Then it is known: Discord says that they are not there."""
    noor = town.people["Noor"]
    noor.leave_guild()

    await typed_privately(town, noor, "circles pause", weeks=1)

    assert not await is_steward(town, noor)


async def becomes_known(town: DiscordTown, person: Person, guild: Guild) -> None:
    """Let somebody be kept as a member of another server."""
    translator = town.adapter.client.translator
    community, member = translator.community(guild.id), translator.member(guild.id, str(person.user.id))
    records = Community(id=community, platform=PLATFORM), Member(id=member, community=community, since=town.now())
    known = Decision(changes=tuple(Kept(record) for record in records))
    await town.store.transact(lambda tx: tx.save(known))


async def begins_anew_without_servers(town: DiscordTown) -> None:
    """Let the bot begin a session in which its server has not shown up; Discord answers all the same."""
    ready = asyncio.create_task(town.adapter.client.wait_for("ready"))
    await asyncio.sleep(0)
    town.guild.is_available = False
    town.fake.gateway.invalidate(resumable=False)
    await ready
    town.guild.is_available = True


async def is_steward(town: DiscordTown, person: Person) -> bool:
    """Tell whether somebody is kept as a steward."""
    translator = town.adapter.client.translator
    community, member = translator.community(town.guild.id), translator.member(town.guild.id, str(person.user.id))
    kept = (await town.store.read_interests(community, member)).member
    return kept is not None and kept.is_steward
