"""Every answer of the fake, and every request of discord.py's, is as Discord's own description of its API says."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import aiohttp
import discord
import pytest
from discord import ui

from tests.adapters.discord_fake.bots import Bot, Yes
from tests.adapters.discord_fake.conftest import Town
from tests.fakes.discord import Permission
from tests.fakes.discord.contract import FILE, MISSING, violations
from tests.fakes.discord.events import Intent
from tests.fakes.discord.refusals import JSON
from tests.fakes.discord.world import BOT_PERMISSIONS

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=MISSING)

EMBED: JSON = {"title": "t", "description": "d", "color": 1, "fields": [{"name": "n", "value": "v"}]}
BUTTON: JSON = {"type": 2, "style": 1, "label": "Yes", "custom_id": "b"}
OPTIONS = [{"label": "One", "value": "1", "emoji": {"id": None, "name": "⚾"}}, {"label": "Two", "value": "2"}]
SELECT: JSON = {"type": 3, "custom_id": "s", "options": OPTIONS, "placeholder": "Choose"}
LAYOUT = [
    {
        "type": 17,
        "accent_color": 7,
        "components": [
            {"type": 10, "content": "# Title"},
            {"type": 14, "divider": True, "spacing": 2},
            {"type": 9, "components": [{"type": 10, "content": "text"}], "accessory": BUTTON},
            {"type": 1, "components": [SELECT]},
            {"type": 1, "components": [{"type": 5, "custom_id": "u"}]},
        ],
    }
]

COMMAND: JSON = {
    "name": "circles",
    "description": "Circles",
    "name_localizations": {"es-ES": "circulos"},
    "options": [
        {
            "type": 1,
            "name": "join",
            "description": "Join",
            "options": [
                {"type": 3, "name": "interest", "description": "Which", "autocomplete": True, "required": True},
                {"type": 4, "name": "weeks", "description": "How long", "min_value": 1, "max_value": 4},
                {"type": 3, "name": "pace", "description": "How", "choices": [{"name": "Slow", "value": "s"}]},
            ],
        }
    ],
    "contexts": [0, 1],
}
Ask = Callable[..., Awaitable[Any]]


async def test_what_discord_py_says_and_hears_is_as_described(town: Town, bot: Bot) -> None:
    """A day of the bot's: each request it makes and each answer it gets."""
    general = bot.get_channel(town.channel.id)
    assert isinstance(general, discord.TextChannel)
    board = await general.send("React", embed=discord.Embed(title="Board"), nonce="n", silent=True)
    await board.add_reaction("⚾")
    thread = await general.create_thread(name="room", invitable=False, type=discord.ChannelType.private_thread)
    await thread.add_user(discord.Object(town.ana.user.id))
    await thread.send("hello", allowed_mentions=discord.AllowedMentions.none())
    await thread.edit(name="other", archived=True, reason="quiet")
    view = ui.View(timeout=None)
    view.add_item(Yes(1))
    await (await bot.fetch_user(town.ana.user.id)).send("ready", view=view)
    await town.ana.click(town.ana.dms()[0], "yes:1").answered()
    await town.ana.command("circles join", interest="books")
    await town.ana.complete("circles join", "interest", "b")
    await town.ana.submit(await town.ana.command("circles form"), {"words": "hi"}).settled()
    await (await town.ana.command("circles later")).followed_up()
    await town.ana.command("circles look")
    await town.ana.user_menu("Avoid, privately", town.ben).settled()

    assert "\n".join(violations(town.fake.rest.records)) == ""
    assert len(town.fake.rest.records) >= 15


async def test_each_route_of_the_fake_answers_as_described(town: Town) -> None:
    """Every route there is, asked with success at least once, and some refusals beside them."""
    world, fake = town.fake.world, town.fake
    world.granted_intents = Intent.GUILD_MEMBERS
    every = Permission.MANAGE_THREADS | Permission.MANAGE_MESSAGES | Permission.MANAGE_CHANNELS
    every |= Permission.VIEW_AUDIT_LOG | Permission.BAN_MEMBERS
    role = next(it for it in town.guild.roles.values() if it.name == world.bot.name)
    world.change_role(town.guild, role, BOT_PERMISSIONS | every)
    world.ban(town.guild, town.ben.user, "spam")
    world.add_emoji(town.guild, "circle")

    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {fake.token}"}) as session:

        async def ask(method: str, path: str, form: object = None) -> Any:
            async with session.request(method, fake.api_url + path, json=form) as answer:
                assert answer.status < 300, (method, path, await answer.text())
                return await answer.json() if answer.status != 204 else None

        await _ask_about_the_bot(town, ask)
        await _ask_about_interactions(town, ask)
        await _ask_about_channels(town, ask)
        await _ask_about_threads(town, ask)
        await _ask_about_guilds(town, ask)
        for path in ("/channels/1", f"/channels/{town.channel.id}/messages/1", "/guilds/1"):
            await session.get(fake.api_url + path)
        await session.post(f"{fake.api_url}/channels/{town.channel.id}/messages", json={"content": "x" * 2001})
        fake.faults.limit(retry_after=0.5)
        await session.get(f"{fake.api_url}/users/@me")
        await ask("DELETE", f"/users/@me/guilds/{town.guild.id}")

    assert "\n".join(violations(fake.rest.records)) == ""
    assert {it.route for it in fake.rest.records if 200 <= it.status < 300} == set(fake.rest.routes())
    assert {it.status for it in fake.rest.records} >= {400, 404, 429}


async def test_a_violation_is_found(town: Town) -> None:
    """The tests above can fail: a wrong request, a wrong answer and an unknown route are told."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {town.fake.token}"}) as session:
        await session.post(
            f"{town.fake.api_url}/channels/{town.channel.id}/messages", json={"content": 7, "nonce": "n"}
        )
    (record,) = town.fake.rest.records
    wrong = replace(record, status=200, answer={"id": 7})
    unknown = replace(record, route="GET /nowhere")

    assert violations([record]) == []  # it was refused
    assert [it.split(" at ")[0] for it in violations([wrong])][:2] == [
        f"{record.route} request",
        f"{record.route} answer 200",
    ]
    assert "does not know" in violations([unknown])[0]


async def _ask_about_the_bot(town: Town, ask: Ask) -> None:
    bot, guild = town.fake.world.bot, town.guild
    for path in ("/users/@me", f"/users/{town.ana.user.id}", "/users/@me/guilds", "/applications/@me"):
        await ask("GET", path)
    for path in ("/oauth2/applications/@me", "/gateway", "/gateway/bot"):
        await ask("GET", path)
    await ask("POST", "/users/@me/channels", {"recipient_id": str(town.ana.user.id)})
    for path in (f"/applications/{bot.id}/commands", f"/applications/{bot.id}/guilds/{guild.id}/commands"):
        await ask("PUT", path, [COMMAND, {"name": "Avoid, privately", "type": 2}])
        await ask("GET", path)


async def _ask_about_interactions(town: Town, ask: Ask) -> None:
    act = town.ana.forge(2, {"id": "1", "name": "circles", "type": 1})
    form = {"type": 4, "data": {"components": LAYOUT, "flags": 1 << 15}}
    await ask("POST", f"/interactions/{act.id}/{act.token}/callback?with_response=1", form)
    hook = f"/webhooks/{town.fake.world.bot.id}/{act.token}"
    more = await ask("POST", f"{hook}?wait=true", {"content": "more", "embeds": [EMBED], "flags": 64})
    for which in ("@original", more["id"]):
        await ask("GET", f"{hook}/messages/{which}")
        await ask("PATCH", f"{hook}/messages/{which}", {"components": [{"type": 1, "components": [BUTTON]}]})
        await ask("DELETE", f"{hook}/messages/{which}")


async def _ask_about_channels(town: Town, ask: Ask) -> None:
    channel = f"/channels/{town.channel.id}"
    await ask("GET", channel)
    await ask("PATCH", channel, {"topic": "Books"})
    await ask("POST", f"{channel}/typing")
    sent = [await ask("POST", f"{channel}/messages", {"content": str(it), "embeds": [EMBED]}) for it in range(4)]
    first = f"{channel}/messages/{sent[0]['id']}"
    message = town.channel.messages[int(sent[0]["id"])]
    town.ana.react(message, "⚾")
    town.ana.react(message, "🎈", is_super=True)
    await ask("PUT", f"{first}/reactions/⚾/@me")
    await ask("GET", f"{first}/reactions/⚾")
    await ask("GET", first)
    await ask("GET", f"{channel}/messages?limit=5")
    await ask("PATCH", first, {"content": "edited"})
    await ask("POST", f"{channel}/messages", {"content": "yes", "message_reference": {"message_id": sent[0]["id"]}})
    await ask("DELETE", f"{first}/reactions/⚾/@me")
    await ask("DELETE", f"{first}/reactions/⚾/{town.ana.user.id}")
    await ask("DELETE", f"{first}/reactions/🎈")
    await ask("DELETE", f"{first}/reactions")
    await ask("DELETE", first)
    await ask("POST", f"{channel}/messages/bulk-delete", {"messages": [it["id"] for it in sent[1:]]})


async def _ask_about_threads(town: Town, ask: Ask) -> None:
    channel = f"/channels/{town.channel.id}"
    room = await ask("POST", f"{channel}/threads", {"name": "room", "type": 12, "invitable": False})
    members = f"/channels/{room['id']}/thread-members"
    await ask("PUT", f"{members}/{town.ana.user.id}")
    await ask("GET", f"{members}/{town.ana.user.id}?with_member=true")
    await ask("GET", f"{members}?with_member=true")
    await ask("GET", f"/channels/{room['id']}/messages")
    await ask("GET", f"/guilds/{town.guild.id}/threads/active")
    await ask("DELETE", f"{members}/{town.ana.user.id}")
    await ask("PATCH", f"/channels/{room['id']}", {"archived": True, "name": "closed"})
    await ask("GET", f"{channel}/threads/archived/private")
    await ask("GET", f"{channel}/users/@me/threads/archived/private")
    await ask("PATCH", f"/channels/{room['id']}", {"archived": False})
    await ask("DELETE", f"{members}/@me")
    await ask("PUT", f"{members}/@me")
    await ask("DELETE", f"/channels/{room['id']}")


async def _ask_about_guilds(town: Town, ask: Ask) -> None:
    guild, ana, ben = f"/guilds/{town.guild.id}", town.ana.user.id, town.ben.user.id
    for path in ("?with_counts=true", "/channels", "/roles", "/roles/member-counts", f"/roles/{town.guild.id}"):
        await ask("GET", guild + path)
    for path in ("/emojis", "/members?limit=5", "/members/search?query=a", f"/members/{ana}", f"/bans/{ben}"):
        await ask("GET", guild + path)
    await ask("GET", f"{guild}/audit-logs")
