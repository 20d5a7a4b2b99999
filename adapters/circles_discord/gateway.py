"""Performs parcels on Discord, each so that doing it again is seen."""

import asyncio
import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import assert_never

import discord
import structlog

from circles_bot.engine.effects import (
    AddToRoom,
    CloseRoom,
    EditPost,
    OpenRoom,
    PostToRoom,
    SendDirect,
    ShowBoard,
    ShowToStewards,
    TakeBoardAway,
)
from circles_bot.engine.events import AddingFailed
from circles_bot.engine.ids import CircleId, MemberId
from circles_bot.ports.adapters import House
from circles_bot.ports.chat import Dead, Done, Gone, Later, Outcome, Parcel
from circles_discord import rooms
from circles_discord.boards import Board, show_board, take_away
from circles_discord.client import CirclesClient
from circles_discord.errors import (
    FAULTS,
    NO_ACCESS,
    OPENING_PAUSE,
    OPENS_TOO_FAST,
    UNKNOWN_MESSAGE,
    outcome_of,
)
from circles_discord.permissions import lacking
from circles_discord.render import render_files, render_message
from circles_discord.translate import PLATFORM

log = structlog.get_logger(__name__)

CONVERSATIONS_AT_MOST = 10_000
NONCE_BYTES = 15
"""Base32 makes 24 characters of them; Discord takes 25."""


class ServerUnavailableError(Exception):
    """A server or channel is not known to the connection just now."""


class Conversations:
    """Direct messages that are open; all of a process's gateways open them one after the other."""

    def __init__(self) -> None:
        """Begin with none."""
        self.channels: dict[str, int] = {}
        self.opening = asyncio.Lock()
        self.opens_again_at: datetime | None = None


class DiscordGateway:
    """Performs parcels through one connection, of the servers that it hears of."""

    def __init__(self, client: CirclesClient, house: House, conversations: Conversations) -> None:
        """Perform through a client that is connected."""
        self._client = client
        self._inbox = house.inbox
        self._clock = house.clock
        self._translator = client.translator
        self._conversations = conversations

    async def perform(self, parcel: Parcel) -> Outcome:
        """Perform a parcel; a repeat of the same key changes nothing and reports the same."""
        try:
            return await self._perform(parcel)
        except ServerUnavailableError:
            return Later()
        except FAULTS as error:
            outcome = outcome_of(error)
            if isinstance(error, discord.HTTPException) and error.code in NO_ACCESS:
                return Dead(reason=self._lacks(parcel, error.code))
            if not isinstance(outcome, Dead):
                log.info("delivery_refused", effect=type(parcel.effect).__name__, outcome=type(outcome).__name__)
            return outcome

    async def _perform(self, parcel: Parcel) -> Outcome:
        effect = parcel.effect
        match effect:
            case ShowBoard():
                await self._client.channels.of(self._guild(parcel), int(effect.place))  # its deletion is heard of then
                old = Board.read(parcel.to) if parcel.to else None
                view = self._view(parcel)
                watch, guild = self._client.board, int(parcel.community)
                cleared = partial(watch.cleared, guild, effect.page)
                shown = await show_board(
                    self._client, effect, view, old=old, nonce=nonce_of(parcel.key), on_cleared=cleared
                )
                watch.moved(guild, effect.page, shown)
                return Done(theirs=shown.written)
            case TakeBoardAway():
                board = Board.read(_to(parcel))
                await take_away(self._client, board)
                self._client.board.taken_away(int(parcel.community), board)
                return Done()
            case ShowToStewards():
                return await self._post(parcel, int(effect.place))
            case OpenRoom():
                return await self._open_room(parcel, effect)
            case AddToRoom():
                await self._make_room_for(parcel.to, self._guild(parcel))
                await self._let_in(parcel, await self._thread(int(_to(parcel))), effect.circle, effect.members)
                return Done()
            case PostToRoom():
                await self._make_room_for(parcel.to, self._guild(parcel))
                return await self._post(parcel, int(_to(parcel)), pings=self._pings(parcel, effect))
            case EditPost():
                return await self._edit(parcel)
            case CloseRoom():
                await rooms.put_away(await self._thread(int(_to(parcel))))
                return Done()
            case SendDirect():
                return await self._send_direct(parcel)
            case _:
                assert_never(effect)

    async def _send_direct(self, parcel: Parcel) -> Outcome:
        """Write to somebody; after Discord said that conversations are opened too fast, only where there is one.

        The outbox then gives no first message for as long, in any process; what it had given already, or gives without
        a pace, waits here.
        """
        person = _to(parcel)
        channel = self._conversations.channels.get(person)
        if channel is not None:
            return await self._post(parcel, channel)
        ours = self._conversations
        async with ours.opening:  # one after the other: a refusal stops the next
            now = self._clock.now()
            if ours.opens_again_at is not None and now < ours.opens_again_at:
                return Later(retry_after=ours.opens_again_at - now)
            try:
                channel = (await self._client.create_dm(discord.Object(int(person)))).id
                sent = await self._post(parcel, channel)
            except discord.HTTPException as error:
                if error.code == OPENS_TOO_FAST:
                    ours.opens_again_at = now + OPENING_PAUSE
                    log.warning("conversations_paused", until=ours.opens_again_at.isoformat())
                    await self._inbox.hold_first_directs(PLATFORM, ours.opens_again_at)
                raise
        if len(ours.channels) >= CONVERSATIONS_AT_MOST:
            ours.channels.clear()
        ours.channels[person] = channel
        return sent

    async def _open_room(self, parcel: Parcel, effect: OpenRoom) -> Outcome:
        guild = self._guild(parcel)
        if guild.unavailable:
            raise ServerUnavailableError
        parent = await self._client.channels.of(guild, int(effect.place)) if effect.place else None
        if parent is None:
            return Gone()
        if not isinstance(parent, discord.TextChannel) or parent.is_news():
            return Dead(reason="rooms open only under a text channel, and not under one for announcements")
        me = self._client.user
        assert me is not None, "parcels come after the connection"
        community = effect.community

        async def is_known(thread: int) -> bool:
            return await self._inbox.circle_in(community, str(thread)) is not None

        await self._make_room_for(None, parent.guild)
        thread = await rooms.open_room(
            parent, effect.name, owner=me.id, may_exist=parcel.is_uncertain, is_known=is_known
        )
        await self._let_in(parcel, thread, effect.circle, effect.members)
        return Done(theirs=str(thread.id))

    async def _make_room_for(self, thread: str | None, guild: discord.Guild) -> None:
        """Archive a quiet room where another one opens, or wakes, beyond what a server may have."""
        me = self._client.user
        if me is not None and (thread is None or guild.get_thread(int(thread)) is None):
            await rooms.make_room_for_another(guild, owner=me.id)

    async def _let_in(
        self, parcel: Parcel, thread: discord.Thread, circle: CircleId, members: Sequence[MemberId]
    ) -> None:
        await rooms.wake(thread)
        people = {parcel.people[member]: member for member in members if member in parcel.people}
        result = await rooms.let_in(thread, tuple(people))
        community, now = parcel.effect.community, self._clock.now()
        for person in result.absent:
            await self._inbox.submit(self._translator.absence(int(parcel.community), person, now))
        if result.barred:
            log.info("people_not_let_in", community=community, circle=circle, count=len(result.barred))
            barred = tuple(people[person] for person in result.barred)
            await self._inbox.submit(AddingFailed(community=community, at=now, circle=circle, members=barred))

    async def _post(self, parcel: Parcel, channel: int, pings: Sequence[str] = ()) -> Outcome:
        assert parcel.words is not None, "a post has words"
        place = self._client.get_partial_messageable(channel)
        sent = await place.send(
            view=self._view(parcel),
            files=render_files(parcel.words.attachments),
            nonce=nonce_of(parcel.key),
            allowed_mentions=discord.AllowedMentions(
                everyone=False, roles=False, users=[discord.Object(int(person)) for person in pings]
            ),
        )
        return Done(theirs=str(sent.id))

    async def _edit(self, parcel: Parcel) -> Outcome:
        if parcel.message is None:
            return Gone()
        message = self._client.get_partial_messageable(int(_to(parcel))).get_partial_message(int(parcel.message))
        try:
            await message.edit(view=self._view(parcel), allowed_mentions=discord.AllowedMentions.none())
        except discord.NotFound as error:
            if error.code == UNKNOWN_MESSAGE:
                return Gone()
            raise
        return Done(theirs=parcel.message)

    def _view(self, parcel: Parcel) -> discord.ui.LayoutView:
        assert parcel.words is not None, "what is shown has words"
        return render_message(parcel.words, parcel.people, guild=int(parcel.community))

    def _pings(self, parcel: Parcel, effect: PostToRoom) -> list[str]:
        return [parcel.people[member] for member in effect.pings if member in parcel.people]

    def _lacks(self, parcel: Parcel, code: int) -> str:
        """Say what the bot may not do and where, as far as it is known here, with the mend."""
        effect = parcel.effect
        place = effect.place if isinstance(effect, ShowBoard | ShowToStewards | OpenRoom) else parcel.to
        found = self._client.get_channel(int(place)) if place else None
        channel = found.parent if isinstance(found, discord.Thread) else found
        if not isinstance(channel, discord.TextChannel):
            return f"the bot may not do this there any more ({code}): circles-bot doctor says what to allow"
        lacks = ", ".join(lacking(channel.permissions_for(channel.guild.me))) or "something that Discord does not name"
        where = f"in #{channel.name} of {channel.guild.name}"
        return f"{where} the bot lacks {lacks} ({code}): allow it there (Edit Channel, Permissions)"

    def _guild(self, parcel: Parcel) -> discord.Guild:
        guild = self._client.get_guild(int(parcel.community))
        if guild is None:
            raise ServerUnavailableError
        return guild

    async def _thread(self, thread_id: int) -> discord.Thread:
        found = self._client.get_channel(thread_id) or await self._client.fetch_channel(thread_id)
        if not isinstance(found, discord.Thread):
            raise ServerUnavailableError
        return found


def nonce_of(key: str) -> str:
    """Return the nonce by which Discord sees a repeat, for a few minutes."""
    return base64.b32encode(hashlib.blake2b(key.encode(), digest_size=NONCE_BYTES).digest()).decode("ascii")


def _to(parcel: Parcel) -> str:
    assert parcel.to is not None, "delivery looks the address up"
    return parcel.to
