"""Reactions on the board: each as it comes, and all of them as they stand after the bot was away.

Each of its messages is heard and read on its own, as one page: nothing that befalls one says anything of another.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta

import discord
import structlog

from circles_bot.engine.errors import StoreError
from circles_bot.engine.names import normal_emoji
from circles_bot.ports.adapters import House
from circles_bot.ports.chat import Later
from circles_discord.boards import Board
from circles_discord.errors import FAULTS, outcome_of
from circles_discord.moments import Moment
from circles_discord.translate import Person, Translator
from circles_discord.wire import unhurried

log = structlog.get_logger(__name__)

TURNS_AT_MOST = 10_000
READING = "circles: on board of "
"""Begins the name of a task that reads a board."""
AGAIN_AFTER = timedelta(minutes=1)
"""So long a database or a Discord that has failed is left alone before the board is read for what was not taken in."""

Reactor = Callable[[discord.RawReactionActionEvent], Awaitable[Person]]


class BoardWatch:
    """Brings what is set and taken off in the servers of one connection; ``reactor`` returns who has reacted."""

    def __init__(
        self, client: discord.Client, house: House, translator: Translator, reactor: Reactor, moment: Moment
    ) -> None:
        """Know no board yet."""
        self._client = client
        self._inbox = house.inbox
        self._clock = house.clock
        self._translator = translator
        self._reactor = reactor
        self._moment = moment
        self._pages: dict[int, dict[int, Board]] = {}
        self._looked_up: set[int] = set()
        self._turns: dict[tuple[int, int], asyncio.Lock] = {}
        self._latest: dict[tuple[int, int, str, bool], discord.RawReactionActionEvent] = {}
        self._heard: dict[int, int] = {}
        """How many reactions were heard, by message."""
        self._super: set[tuple[int, str]] = set()
        """Where anybody was ever seen to set a super reaction, by message and emoji."""
        self._reading: dict[int, asyncio.Task[None]] = {}
        self._reads_again: set[int] = set()
        self._reads_later: dict[int, asyncio.TimerHandle] = {}

    def moved(self, guild_id: int, page: int, board: Board) -> None:
        """Listen to the page that was just shown: it may be another message."""
        self._pages.setdefault(guild_id, {})[page] = board

    def taken_away(self, guild_id: int, board: Board) -> None:
        """Listen no more to a page that is there no longer."""
        known = self._pages.get(guild_id, {})
        self._pages[guild_id] = {page: one for page, one in known.items() if one != board}

    def left(self, guild_id: int) -> None:
        """Listen no more in a server from which the bot was removed."""
        self._pages.pop(guild_id, None)
        self._looked_up.discard(guild_id)

    def may_be_gone(self, guild_id: int) -> None:
        """Look up anew where the board is: a channel was deleted, and it may have been there."""
        if self._pages.get(guild_id):
            self.left(guild_id)

    async def reacted(self, payload: discord.RawReactionActionEvent, *, is_set: bool) -> None:
        """Take in a reaction, if it is the board's; of several within a moment the latest counts."""
        user = self._client.user
        if payload.guild_id is None or user is None or payload.user_id == user.id:
            return
        if payload.member is not None and payload.member.bot:
            return
        reaction = (payload.message_id, payload.user_id, str(payload.emoji), payload.burst)
        self._latest[reaction] = payload
        await self._moment.over()
        async with self._turn(payload.guild_id, payload.user_id):  # a rapid on-off-on stays in its order
            if self._latest.get(reaction) is not payload:
                return  # it stands otherwise by now
            del self._latest[reaction]
            with self._or_later(payload.guild_id):
                await self._take_in(payload.guild_id, payload, is_set=is_set)

    def read_soon(self, guild: discord.Guild) -> None:
        """Read a server's board: what was done while no session stood was not told."""
        if guild.id in self._reading:
            self._reads_again.add(guild.id)  # what is being read may be older than the session that begins now
        else:
            task = asyncio.create_task(self._read(guild), name=f"{READING}{guild.id}")
            self._reading[guild.id] = task
            task.add_done_callback(lambda _: self._has_read(guild))

    def stop(self) -> None:
        """Read no further; a board that is being read is read whole at the next start."""
        self._reads_again.clear()
        for pause in self._reads_later.values():
            pause.cancel()
        self._reads_later.clear()
        for task in self._reading.values():
            task.cancel()

    async def cleared(self, guild_id: int, page: int, emoji: Iterable[str], message: discord.Message) -> None:
        """Bring that the bot's own reactions had to be set again: who is not among them any more took nothing off.

        Raises StoreError where that is not kept: they must not be set then, or whoever is missing would have left.
        """
        there = _by_sign(message)
        reactions = {sign: await _who(there.get(normal_emoji(sign), ())) for sign in emoji}
        await self._bring(guild_id, page, reactions, is_cleared=True)

    async def _take_in(self, guild_id: int, payload: discord.RawReactionActionEvent, *, is_set: bool) -> None:
        pages = await self._boards(guild_id)
        page = next((page for page, board in pages.items() if board.message == payload.message_id), None)
        if page is None:
            return
        self._heard[payload.message_id] = self._heard.get(payload.message_id, 0) + 1
        if payload.burst:
            self._super.add((payload.message_id, str(payload.emoji)))
        if not is_set and await self._stands_in_the_other_kind(payload):
            return
        person = await self._reactor(payload)
        event = self._translator.reaction(
            guild_id, person, str(payload.emoji), self._clock.now(), page=page, is_set=is_set
        )
        await self._inbox.submit(event)

    async def _stands_in_the_other_kind(self, payload: discord.RawReactionActionEvent) -> bool:
        """Tell whether who took a reaction off set it as a super reaction, too, or the other way round.

        Where nobody has set a super reaction this costs no request. What Discord does not tell just now counts as taken
        off: leaving is instant, and the next reading brings back what stands.
        """
        if (payload.message_id, str(payload.emoji)) not in self._super:
            return False
        kind = discord.ReactionType.normal if payload.burst else discord.ReactionType.burst
        emoji = payload.emoji
        try:
            found = await self._client.http.get_reaction_users(
                payload.channel_id,
                payload.message_id,
                f"{emoji.name}:{emoji.id}" if emoji.id else str(emoji),
                limit=1,
                after=payload.user_id - 1,  # they are listed by their ids
                type=kind.value,
            )
        except FAULTS as error:
            log.warning("reaction_not_looked_up", guild=payload.guild_id, error=type(error).__name__)
            return False
        return [user["id"] for user in found] == [str(payload.user_id)]

    async def _read(self, guild: discord.Guild) -> None:
        pages: Mapping[int, Board] = {}
        with self._or_later(guild.id):
            pages = await self._boards(guild.id)
        for page, board in sorted(pages.items()):
            with self._or_later(guild.id):
                await self._read_page(guild, page, board)

    async def _read_page(self, guild: discord.Guild, page: int, board: Board) -> None:
        heard = self._heard.get(board.message, 0)
        try:
            channel = self._client.get_partial_messageable(board.channel)
            with unhurried():  # after a start all boards are read
                message = await channel.get_partial_message(board.message).fetch()
                self._super.update((message.id, str(one.emoji)) for one in message.reactions if one.burst_count)
                there = _by_sign(message)
                found = {sign: await _who(them) for sign, them in there.items()}
            is_whole = heard == self._heard.get(board.message, 0)
        except discord.NotFound:
            return  # it is posted anew when the engine shows it the next time
        except FAULTS as error:
            log.warning("board_not_read", guild=guild.id, error=type(error).__name__)
            outcome = outcome_of(error)
            if isinstance(outcome, Later):  # what was done while no session stood is told by nothing else
                self._read_later(guild.id, outcome.retry_after or AGAIN_AFTER)
            return
        if not is_whole:  # somebody reacted meanwhile: what is missing here may have been set since
            self._reads_again.add(guild.id)
        ours = {sign for sign, them in there.items() if any(one.me for one in them)}
        standing = {sign: who for sign, who in found.items() if sign in ours}
        cleared = {sign: who for sign, who in found.items() if sign not in ours}
        await self._bring(guild.id, page, standing, is_cleared=False, is_whole=is_whole)
        await self._bring(guild.id, page, cleared, is_cleared=True)

    async def _bring(
        self,
        guild_id: int,
        page: int,
        reactions: Mapping[str, list[Person]],
        *,
        is_cleared: bool,
        is_whole: bool = True,
    ) -> None:
        if reactions:
            now = self._clock.now()
            await self._inbox.submit(
                self._translator.board(guild_id, reactions, now, page=page, is_whole=is_whole, is_cleared=is_cleared)
            )

    def _has_read(self, guild: discord.Guild) -> None:
        self._reading.pop(guild.id, None)
        if guild.id in self._reads_again:
            self._reads_again.discard(guild.id)
            self.read_soon(guild)

    async def _boards(self, guild_id: int) -> Mapping[int, Board]:
        """Return where the board's messages are, by page; what was shown meanwhile is newer than what is kept."""
        if guild_id not in self._looked_up:
            written = await self._inbox.board_of(self._translator.community(guild_id))
            kept = {page: Board.read(theirs) for page, theirs in written.items()}
            self._pages[guild_id] = {**kept, **self._pages.get(guild_id, {})}
            self._looked_up.add(guild_id)
        return self._pages[guild_id]

    @contextmanager
    def _or_later(self, guild_id: int) -> Iterator[None]:
        """Let the board say after a pause what the database does not take in here: it still stands there then."""
        try:
            yield
        except StoreError as error:
            log.warning("board_not_kept", guild=guild_id, error=str(error))
            self._read_later(guild_id, AGAIN_AFTER)

    def _read_later(self, guild_id: int, after: timedelta) -> None:
        if guild_id not in self._reads_later:
            loop = asyncio.get_running_loop()
            self._reads_later[guild_id] = loop.call_later(after.total_seconds(), self._pause_is_over, guild_id)

    def _pause_is_over(self, guild_id: int) -> None:
        del self._reads_later[guild_id]
        guild = self._client.get_guild(guild_id)
        if guild is not None and not self._client.is_closed():
            self.read_soon(guild)

    def _turn(self, guild_id: int, user_id: int) -> asyncio.Lock:
        key = (guild_id, user_id)
        lock = self._turns.get(key)
        if lock is None:
            if len(self._turns) >= TURNS_AT_MOST:
                self._turns = {key: one for key, one in self._turns.items() if one.locked()}
            lock = self._turns[key] = asyncio.Lock()
        return lock


def _by_sign(message: discord.Message) -> Mapping[str, Sequence[discord.Reaction]]:
    """Return a message's reactions by emoji: Discord counts each skin tone as one of its own, here it is the same."""
    found: dict[str, list[discord.Reaction]] = {}
    for one in message.reactions:
        found.setdefault(normal_emoji(str(one.emoji)), []).append(one)
    return found


async def _who(reactions: Iterable[discord.Reaction]) -> list[Person]:
    """Return the people who have set one of the reactions, as a super reaction or not.

    Discord lists one kind at a time; one that nobody has set costs no request.
    """
    users = {
        user.id: user
        for reaction in reactions
        for kind, count in (
            (discord.ReactionType.normal, reaction.count - reaction.burst_count),
            (discord.ReactionType.burst, reaction.burst_count),
        )
        async for user in reaction.users(limit=count, type=kind)
        if not user.bot
    }
    return [Person(id=str(user.id), joined_at=getattr(user, "joined_at", None)) for user in users.values()]
