"""What discord.py makes of trouble on the way: limits, broken servers, cut connections, lost and late answers."""

import asyncio
from datetime import timedelta

import aiohttp
import discord
import pytest

from tests.adapters.discord_fake.bots import Bot
from tests.adapters.discord_fake.conftest import Town
from tests.fakes.discord.refusals import RefusalError

SEND = "POST /channels/{channel_id}/messages"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


def _channel(town: Town, bot: Bot) -> discord.PartialMessageable:
    return bot.get_partial_messageable(town.channel.id, guild_id=town.guild.id)


async def test_a_client_paces_itself(town: Town, bot: Bot) -> None:
    """Twelve sends at five in a window take two windows, and none of them meets a 429."""
    town.fake.limits.speed = 1.0
    town.fake.limits.sizes[SEND] = (5, 2.0)
    now = asyncio.get_running_loop().time
    began = now()

    for number in range(12):
        await _channel(town, bot).send(str(number))

    assert now() - began >= 4
    assert town.fake.rest.counts[SEND, 429] == 0
    assert len(town.channel.messages) == 12


async def test_who_does_not_pace_itself_is_limited(town: Town) -> None:
    """A client without any pacing meets the bucket's 429, with what it needs to wait."""
    headers = {"Authorization": f"Bot {town.fake.token}"}
    town.fake.limits.sizes[SEND] = (2, 1000.0)
    url = f"{town.fake.api_url}/channels/{town.channel.id}/messages"

    async with aiohttp.ClientSession(headers=headers) as session:
        answers = [await session.post(url, json={"content": "x"}) for _ in range(3)]
        body = await answers[-1].json()

    assert [it.status for it in answers] == [200, 200, 429]
    assert body["global"] is False
    assert 0 < body["retry_after"] <= 10
    assert answers[-1].headers["Via"]
    assert answers[-1].headers["X-RateLimit-Scope"] == "user"
    assert answers[0].headers["Content-Type"] == "application/json"
    assert answers[0].headers["X-RateLimit-Remaining"] == "1"


async def test_the_global_limit_holds_for_all_routes_but_interactions(town: Town) -> None:
    """Fifty in a second over all routes."""
    town.fake.limits.speed = 0.01
    headers = {"Authorization": f"Bot {town.fake.token}"}

    async with aiohttp.ClientSession(headers=headers) as session:
        for number in range(51):
            path = "/users/@me" if number % 2 else f"/guilds/{town.guild.id}"
            answer = await session.get(town.fake.api_url + path)
        act = town.ana.forge(2, {"id": "1", "name": "x", "type": 1})
        path = f"/interactions/{act.id}/{act.token}/callback"
        answered = await session.post(town.fake.api_url + path, json={"type": 5})

    assert answer.status == 429
    assert answer.headers["X-RateLimit-Scope"] == "global"
    assert answered.status == 204


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_429_is_waited_for(town: Town, bot: Bot, scope: str) -> None:
    """The request is made again after ``retry_after``, and arrives once."""
    town.fake.faults.limit(SEND, retry_after=0.5, scope=scope)

    await _channel(town, bot).send("hello")

    assert [it.status for it in town.fake.calls(SEND)] == [429, 200]
    assert len(town.channel.messages) == 1


async def test_a_429_without_via_is_a_ban(town: Town, bot: Bot) -> None:
    """So it looks when Cloudflare refuses: no retry."""
    town.fake.faults.limit(SEND, retry_after=0.5, via=False)

    with pytest.raises(discord.HTTPException):
        await _channel(town, bot).send("hello")

    assert len(town.fake.calls(SEND)) == 1


@pytest.mark.parametrize("status", [500, 502, 504, 524])
async def test_a_broken_server_is_asked_again(town: Town, bot: Bot, status: int) -> None:
    """Even where it had done what was asked: the nonce keeps it one message."""
    town.fake.faults.fail(status, SEND, after_effect=True)

    await _channel(town, bot).send("hello")

    assert [it.status for it in town.fake.calls(SEND)] == [status, 200]
    assert len(town.channel.messages) == 1


async def test_503_is_not_asked_again(town: Town, bot: Bot) -> None:
    """Discord.py gives up at once."""
    town.fake.faults.fail(503, SEND)

    with pytest.raises(discord.DiscordServerError):
        await _channel(town, bot).send("hello")

    assert len(town.fake.calls(SEND)) == 1


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_cut_connection_comes_through(town: Town, bot: Bot, *, after_effect: bool) -> None:
    """As an error of aiohttp's; with the same nonce it is safe to send again."""
    town.fake.faults.drop(SEND, after_effect=after_effect)

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await _channel(town, bot).send("hello", nonce="n")
    assert len(town.channel.messages) == int(after_effect)
    await _channel(town, bot).send("hello", nonce="n")

    assert len(town.channel.messages) == 1


async def test_a_code_on_demand(town: Town, bot: Bot) -> None:
    """40003 for who opens direct messages too fast; without ``Via``, so that it is raised at once."""
    town.fake.faults.refuse(40003, "POST /users/@me/channels")
    user = await bot.fetch_user(town.ana.user.id)

    with pytest.raises(discord.HTTPException) as refused:
        await user.create_dm()

    assert refused.value.code == 40003


async def test_a_late_acknowledgement_is_refused(town: Town, bot: Bot) -> None:
    """Held back for more than three seconds of the clock: 10062."""
    held = town.fake.faults.hold(CALLBACK)
    act = town.ana.slash("circles join", interest="books")
    await held.reached.wait()
    town.clock.set_to(town.clock.now() + timedelta(seconds=4))

    held.release()
    await _until_calls(town, 1)

    assert act.callback_type is None
    assert _codes(town) == [10062]


async def test_a_lost_acknowledgement_is_repeated_and_refused(town: Town, bot: Bot) -> None:
    """The effect was there: the second try gets 40060, and the person has one answer."""
    town.fake.faults.fail(500, CALLBACK, after_effect=True)

    act = await town.ana.command("circles join", interest="books")
    await _until_calls(town, 2)

    assert act.response is not None
    assert _codes(town) == [0, 40060]


async def test_a_token_ends(town: Town, bot: Bot) -> None:
    """After fifteen minutes nothing can be added to an answer."""
    act = await town.ana.command("circles join", interest="books")
    town.clock.set_to(town.clock.now() + timedelta(minutes=16))

    with pytest.raises(RefusalError) as refused:
        town.fake.interactions.follow_up(act.token, {"content": "more"}, {})

    assert refused.value.code == 50027


def _codes(town: Town) -> list[int]:
    return [it.answer["code"] for it in town.fake.calls(CALLBACK) if isinstance(it.answer, dict)]


async def _until_calls(town: Town, number: int) -> None:
    """Wait until the callback was tried so often."""
    await town.fake.rest.until_recorded(CALLBACK, number)
