"""The gateway under the unmodified discord.py: cut, resumed, reconnected, begun anew; and what it refuses."""

import asyncio
import json
from collections.abc import Callable

import aiohttp
import discord
import pytest

from tests.adapters.discord_fake.bots import Bot, addressed, running
from tests.adapters.discord_fake.conftest import Town
from tests.fakes.discord.events import Intent
from tests.fakes.discord.model import Message


def _board(town: Town) -> Message:
    return town.ana.write(town.channel, "board")


async def _cut_and_missed(town: Town, bot: Bot, *, act: str) -> list[str]:
    """Let something end the connection, people react meanwhile and before, and return what the bot heard."""
    board, gateway = _board(town), town.fake.gateway
    town.ana.react(board, "⚾")
    await bot.until(lambda: len(bot.reactions) == 1)
    (connection,) = gateway.connections
    endings: dict[str, Callable[[], None]] = {
        "cut": gateway.cut,
        "close": lambda: gateway.close(4000),
        "reconnect": gateway.ask_reconnect,
    }
    endings[act]()
    town.ben.react(board, "⚾")  # before anybody has noticed
    await gateway.until_ended()
    town.ben.react(board, "📚")
    await gateway.until_resumed()
    assert connection not in gateway.connections
    await bot.until(lambda: len(bot.reactions) >= 3)
    return [f"{it.user_id}{it.emoji}" for it in bot.reactions]


@pytest.mark.parametrize("act", ["cut", "close", "reconnect"])
async def test_what_was_missed_is_replayed_once(town: Town, bot: Bot, act: str) -> None:
    """RESUME brings each event exactly once, in order, whatever ended the connection."""
    heard = await _cut_and_missed(town, bot, act=act)

    ana, ben = town.ana.user.id, town.ben.user.id
    assert heard == [f"{ana}⚾", f"{ben}⚾", f"{ben}📚"]
    assert len(town.fake.gateway.identified) == 1
    assert len(town.fake.gateway.resumed) == 1


@pytest.mark.parametrize("is_forgotten", [False, True])
async def test_an_invalid_session_begins_anew(town: Town, bot: Bot, *, is_forgotten: bool) -> None:
    """Op 9, or a RESUME of a session that is forgotten, leads to a fresh IDENTIFY; what was missed stays missed."""
    board, gateway = _board(town), town.fake.gateway

    if is_forgotten:
        gateway.cut()
        await gateway.until_gone()
        town.ana.react(board, "⚾")
        gateway.forget_sessions()
    else:
        gateway.invalidate(resumable=False)
        town.ana.react(board, "⚾")
    await gateway.until_identified(2)
    town.ben.react(board, "📚")
    await bot.until(lambda: bot.reactions)

    assert [str(it.emoji) for it in bot.reactions] == ["📚"]
    assert gateway.resumed == []


async def test_two_shards_hear_their_own_guilds(town: Town) -> None:
    """Each guild belongs to one shard; interactions of direct messages to the first."""
    others = [town.fake.world.add_guild(f"Guild {number}") for number in range(3)]
    clients = [Bot(shard_id=number, shard_count=2) for number in range(2)]

    async with running(town.fake, clients[0]), running(town.fake, clients[1]):
        known = [{it.id for it in client.guilds} for client in clients]

    every = {town.guild.id, *(it.id for it in others)}
    assert known == [{it for it in every if (it >> 22) % 2 == number} for number in range(2)]
    assert sorted(shard for shard, _ in town.fake.gateway.identified) == [0, 1]


async def test_the_bot_is_thrown_out_and_comes_back(town: Town, bot: Bot) -> None:
    """An outage is not a removal: the client keeps the guild in one, and forgets it in the other."""
    world = town.fake.world
    heard: list[str] = []
    events = asyncio.Condition()

    async def hear(name: str) -> None:
        heard.append(name)
        async with events:
            events.notify_all()

    for name in ("guild_unavailable", "guild_available", "guild_remove", "guild_join"):
        setattr(bot, f"on_{name}", lambda _guild, name=name: hear(name))
    world.set_available(town.guild, available=False)
    world.set_available(town.guild, available=True)
    world.remove_bot(town.guild)
    world.add_bot(town.guild)
    async with asyncio.timeout(60), events:
        await events.wait_for(lambda: len(heard) == 4)

    assert heard == ["guild_unavailable", "guild_available", "guild_remove", "guild_join"]


async def test_members_who_leave_are_not_told(town: Town) -> None:
    """Without the members intent nothing says it; with it (granted) it is said."""
    town.fake.world.granted_intents = Intent.GUILD_MEMBERS
    with_members = Bot(intents=discord.Intents(guilds=True, members=True, guild_reactions=True))
    heard: dict[str, list[int]] = {"without": [], "with": []}
    done = asyncio.Event()

    async def note(event: discord.RawMemberRemoveEvent, key: str) -> None:
        heard[key].append(event.user.id)
        done.set()

    without = Bot()
    async with running(town.fake, with_members), running(town.fake, without):
        with_members.on_raw_member_remove = lambda event: note(event, "with")  # type: ignore[attr-defined] # a listener
        without.on_raw_member_remove = lambda event: note(event, "without")  # type: ignore[attr-defined] # a listener
        town.ben.leave_guild()
        town.ana.react(_board(town), "⚾")  # comes after it on both
        await without.until(lambda: without.reactions)
        await asyncio.wait_for(done.wait(), 60)

    assert heard == {"without": [], "with": [town.ben.user.id]}


async def test_privileged_intents_are_refused(town: Town) -> None:
    """4014, as for a bot to which they were not granted."""
    greedy = Bot(intents=discord.Intents(guilds=True, message_content=True))

    with addressed(town.fake):
        await greedy.login(town.fake.token)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await greedy.connect()
        await greedy.close()

    assert town.fake.gateway.refused == [4014]


async def test_a_wrong_token_is_refused(town: Town) -> None:
    """401 at login, before any websocket."""
    with addressed(town.fake):
        stranger = Bot()
        with pytest.raises(discord.LoginFailure):
            await stranger.login("wrong")
        await stranger.close()


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ('{"op":2,"d":{"token":"wrong","intents":1}}', 4004),
        ('{"op":2,"d":{"token":"TOKEN","intents":1,"shard":[2,2]}}', 4010),
        ('{"op":2,"d":{"token":"TOKEN","intents":-1}}', 4013),
        ('{"op":99,"d":null}', 4003),
        ("no json", 4002),
    ],
)
async def test_what_the_gateway_does_not_take(town: Town, sent: str, code: int) -> None:
    """Each wrong message ends with Discord's own close code."""
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{town.fake.gateway_url}?v=10") as socket:
        hello = await socket.receive_json()
        await socket.send_str(sent.replace("TOKEN", town.fake.token))
        ended = await socket.receive()

    assert hello["op"] == 10
    assert ended.type is aiohttp.WSMsgType.CLOSE
    assert ended.data == code


async def test_heartbeats_are_acknowledged(town: Town) -> None:
    """Op 1 is answered by op 11; who stops them is cut off after two of them (here of a tenth of a second)."""
    town.fake.gateway.heartbeat_seconds = 0.1
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{town.fake.gateway_url}?v=10") as socket:
        assert (await socket.receive_json())["d"]["heartbeat_interval"] == 100
        await socket.send_str(json.dumps({"op": 1, "d": None}))
        assert (await socket.receive_json())["op"] == 11
        ended = await socket.receive(60)

    assert ended.data == 4009
