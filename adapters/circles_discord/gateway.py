"""Performs parcels on Discord, each so that doing it again is seen."""

import asyncio
import base64
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
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
)
from circles_bot.ports.adapters import House
from circles_bot.ports.chat import Capabilities, Dead, Done, Gone, Later, Outcome, Parcel
from circles_discord import rooms
from circles_discord.boards import Board, show_board
from circles_discord.errors import FAULTS, OPENING_PAUSE, UNKNOWN_MESSAGE, opens_too_fast, outcome_of
from circles_discord.render import render_files, render_message
from circles_discord.translate import Translator

log = structlog.get_logger(__name__)

CAPABILITIES = Capabilities(sees_activity=True, answers_reactions_privately=False)
DIRECTS_AT_MOST = 10_000
"""Conversations whose channel is kept in memory; another one costs a request more."""
NONCE_BYTES = 15
"""Base32 makes 24 characters of them; Discord takes 25."""


class ServerUnavailableError(Exception):
    """A server or channel is not known to the connection just now."""


class DiscordGateway:
    """Discord's side of :class:`circles_bot.ports.chat.ChatGateway`."""

    def __init__(self, client: discord.Client, house: House, *, on_board: Callable[[int, Board], None]) -> None:
        """Perform through a client that is connected; ``on_board`` hears in which server a board is where."""
        self._on_board = on_board
        self._client = client
        self._inbox = house.inbox
        self._clock = house.clock
        self._translator = Translator(identities=house.identities)
        self._directs: dict[int, int] = {}
        """Channels of conversations in which a message arrived, by person."""
        self._opening = asyncio.Lock()
        self._opens_again_at = datetime.min.replace(tzinfo=UTC)

    @property
    def capabilities(self) -> Capabilities:
        """It notices that messages came in rooms; a reaction cannot be answered privately."""
        return CAPABILITIES

    async def perform(self, parcel: Parcel) -> Outcome:
        """Perform a parcel; a repeat of the same key changes nothing and reports the same."""
        try:
            return await self._perform(parcel)
        except ServerUnavailableError:
            return Later()
        except FAULTS as error:
            outcome = outcome_of(error)
            if not isinstance(outcome, Dead):
                log.info("delivery_refused", effect=type(parcel.effect).__name__, outcome=type(outcome).__name__)
            return outcome

    async def _perform(self, parcel: Parcel) -> Outcome:
        effect = parcel.effect
        match effect:
            case ShowBoard():
                old = Board.read(parcel.to) if parcel.to else None
                view = self._view(parcel)
                shown = await show_board(self._client, effect, view, old=old, nonce=nonce_of(parcel.key))
                self._on_board(int(parcel.community), shown)
                return Done(theirs=shown.written)
            case ShowToStewards():
                return await self._post(parcel, int(effect.place))
            case OpenRoom():
                return await self._open_room(parcel, effect)
            case AddToRoom():
                await self._let_in(parcel, await self._thread(int(_to(parcel))), [str(m) for m in effect.members])
                return Done()
            case PostToRoom():
                return await self._post(parcel, int(_to(parcel)), pings=self._pings(parcel, effect))
            case EditPost():
                return await self._edit(parcel)
            case CloseRoom():
                await rooms.put_away(await self._thread(int(_to(parcel))))
                return Done()
            case SendDirect():
                return await self._send_direct(parcel, int(_to(parcel)))
            case _:
                assert_never(effect)

    async def _send_direct(self, parcel: Parcel, person: int) -> Outcome:
        """Write to a person; where Discord said that we open too many conversations, only into those that are open."""
        channel = self._directs.get(person)
        if channel is not None:
            return await self._post(parcel, channel)
        async with self._opening:  # one after the other: a refusal stops the next
            wait = self._opens_again_at - self._clock.now()
            if wait > timedelta(0):
                return Later(retry_after=wait)
            try:
                channel = (await self._client.create_dm(discord.Object(person))).id
                outcome = await self._post(parcel, channel)
            except discord.HTTPException as error:
                if opens_too_fast(error):
                    self._opens_again_at = self._clock.now() + OPENING_PAUSE
                    log.warning("conversations_opened_too_fast", again_at=self._opens_again_at.isoformat())
                raise
        if len(self._directs) >= DIRECTS_AT_MOST:
            del self._directs[next(iter(self._directs))]
        self._directs[person] = channel
        return outcome

    async def _open_room(self, parcel: Parcel, effect: OpenRoom) -> Outcome:
        parent = self._client.get_channel(int(effect.place))
        if parent is None:
            if self._guild(parcel).unavailable:
                raise ServerUnavailableError
            return Dead(reason="the channel under which rooms open is not there, or the bot does not see it")
        if not isinstance(parent, discord.TextChannel):
            return Dead(reason="rooms open only under a text channel")
        me = self._client.user
        assert me is not None, "parcels come after the connection"
        community = effect.community

        async def is_known(thread: int) -> bool:
            return await self._inbox.circle_in(community, str(thread)) is not None

        thread = await rooms.open_room(
            parent, effect.name, owner=me.id, may_exist=parcel.is_uncertain, is_known=is_known
        )
        await self._let_in(parcel, thread, [str(member) for member in effect.members])
        return Done(theirs=str(thread.id))

    async def _let_in(self, parcel: Parcel, thread: discord.Thread, members: Sequence[str]) -> None:
        await rooms.wake(thread)
        theirs = {str(member): person for member, person in parcel.people.items()}
        absent = await rooms.let_in(thread, [theirs[member] for member in members if member in theirs])
        for person in absent:
            event = self._translator.absence(int(parcel.community), person, self._clock.now())
            await self._inbox.submit(event)

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
