"""What could keep the bot from working on Discord, each thing in one sentence with its mend."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from circles_bot.ports.adapters import Finding, SetUp
from circles_bot.words.catalog import shipped_catalog
from circles_discord.commands import differs, payloads
from circles_discord.errors import FAULTS
from circles_discord.offer import Offer
from circles_discord.permissions import FOR_A_BOARD, FOR_ROOMS, install_link, lacking
from circles_discord.settings import INTENTS, DiscordSettings

CLOCK_OFF_SECONDS = 30
"""Discord's own times differ by the way of the answer; deadlines are hours."""
SERVERS_AT_MOST = 20
"""More are not looked through one by one."""


async def examine(
    settings: DiscordSettings, set_up: Sequence[SetUp], *, now: Callable[[], datetime]
) -> tuple[Finding, ...]:
    """Look at the token, the commands, the servers, their channels and the clock (``now``); nothing is changed."""
    settings.point_library()
    async with discord.Client(intents=INTENTS) as client:
        try:
            await client.login(settings.token)
        except discord.LoginFailure:
            mend = "copy it again from the developer portal (Bot, Reset Token) into CIRCLES_DISCORD_TOKEN."
            return (Finding(is_well=False, text=f"Discord does not know this token: {mend}"),)
        except FAULTS as error:
            mend = "see that this computer reaches it, or that CIRCLES_DISCORD_API_URL is right."
            return (Finding(is_well=False, text=f"Discord does not answer ({type(error).__name__}): {mend}"),)
        try:
            return tuple([finding async for finding in _findings(client, set_up, now)])
        except FAULTS as error:
            return (Finding(is_well=False, text=f"Discord stopped answering ({type(error).__name__}): try again."),)


async def _findings(
    client: discord.Client, set_up: Sequence[SetUp], now: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    application, user = client.application_id, client.user
    assert application is not None
    assert user is not None
    yield Finding(is_well=True, text=f"Discord knows the bot as {user.name}.")
    yield Finding(is_well=True, text="It asks for no privileged intent, so nothing is to be switched on in the portal.")
    yield Finding(is_well=True, text=f"A steward adds it to a server with {install_link(application)}")
    registered = await client.http.get_global_commands(application)
    if differs(payloads(shipped_catalog()), registered):
        yield Finding(is_well=True, text="Its commands are registered with Discord at the next start.")
    else:
        yield Finding(is_well=True, text="Its commands are registered with Discord.")
    places = {one.theirs: one for one in set_up}
    servers = await client.http.get_guilds(SERVERS_AT_MOST)  # fetch_guilds leaves the permissions out
    for server in servers:
        yield _server(server["name"], discord.Permissions(int(server["permissions"])))
        if server["id"] in places:
            for finding in await _channels(client, places[server["id"]]):
                yield finding
    if not servers:
        yield Finding(is_well=True, text="It is in no server yet: open the address above.")
    if len(servers) == SERVERS_AT_MOST:
        yield Finding(is_well=True, text=f"Only the first {SERVERS_AT_MOST} servers were looked through.")
    yield _sessions(await Offer.ask(client))
    yield await _clock(now)


def _server(name: str, may: discord.Permissions) -> Finding:
    lacks = () if may.administrator else lacking(may)
    if lacks:
        mend = "allow it to the bot's role (Server Settings, Roles)."
        return Finding(is_well=False, text=f"In {name} it may not {', '.join(lacks)}: {mend}")
    text = f"In {name} it has what it needs. Whoever has Manage Threads there sees every room: give it to few."
    return Finding(is_well=True, text=text)


async def _channels(client: discord.Client, set_up: SetUp) -> list[Finding]:
    """Look at the channels that a server was set up with: what is allowed there may differ from the server's roles."""
    assert client.user is not None
    guild = await client.fetch_guild(int(set_up.theirs))
    channels = {str(channel.id): channel for channel in await guild.fetch_channels()}
    me = await guild.fetch_member(client.user.id)
    found = []
    for place, what, needed in (
        (set_up.board_place, "the board", FOR_A_BOARD),
        (set_up.rooms_place, "the rooms", FOR_ROOMS),
    ):
        channel = channels.get(place)
        if channel is None:
            mend = "let a steward choose another with /steward setup."
            found.append(Finding(is_well=False, text=f"In {guild.name} the channel of {what} is gone: {mend}"))
            continue
        lacks = lacking(channel.permissions_for(me), needed)
        if lacks:
            text = f"In {guild.name}, #{channel.name} ({what}), it may not {', '.join(lacks)}"
            found.append(Finding(is_well=False, text=f"{text}: allow it there (Edit Channel, Permissions)."))
        elif needed is FOR_ROOMS:
            advice = "Deny Manage Threads there to whoever need not have it: with it one sees every room."
            text = f"In {guild.name}, #{channel.name} lets rooms open. {advice}"
            found.append(Finding(is_well=True, text=text))
    return found


def _sessions(offer: Offer) -> Finding:
    wants = f"Discord wants the bot in {offer.shards} shard{'s' if offer.shards > 1 else ''}"
    if offer.remaining < offer.shards:
        minutes = round(offer.resets_in.total_seconds() / 60)
        mend = f"it begins {offer.remaining} more today. Start it again in {minutes} minutes, and not so often."
        return Finding(is_well=False, text=f"{wants}, each a session, and {mend}")
    text = f"{wants}, {offer.at_once} at once, and begins {offer.remaining} of {offer.total} sessions more today."
    return Finding(is_well=True, text=text)


async def _clock(now: Callable[[], datetime]) -> Finding:
    async with aiohttp.ClientSession() as session, session.get(f"{Route.BASE}/gateway") as answer:
        theirs = parsedate_to_datetime(answer.headers["Date"])
    off = round((now() - theirs).total_seconds())
    if abs(off) > CLOCK_OFF_SECONDS:
        mend = "set it, best by a time service; deadlines follow it."
        return Finding(is_well=False, text=f"This computer's clock is {off:+} s beside Discord's: {mend}")
    return Finding(is_well=True, text="This computer's clock agrees with Discord's.")
