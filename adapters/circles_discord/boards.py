"""A message of the board: where it is, posted or edited in place, with the bot's own reactions first."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import discord
import structlog

from circles_bot.engine.effects import ShowBoard
from circles_bot.engine.names import normal_emoji
from circles_discord.errors import UNKNOWN_CHANNEL, UNKNOWN_MESSAGE

log = structlog.get_logger(__name__)

REACTIONS_AT_MOST = 20
"""How many different ones a message takes."""
FULL = 30010
"""Discord's word for a message with that many: people have set some of their own."""
UNKNOWN_EMOJI = 10014
"""Discord's word for an emoji that it does not know, and for a reaction that is not there any more."""


@dataclass(frozen=True, slots=True)
class Board:
    """Where one of its messages is; ``written`` is how the engine keeps it for us."""

    channel: int
    message: int

    @property
    def written(self) -> str:
        """Return it as text."""
        return f"{self.channel}/{self.message}"

    @classmethod
    def read(cls, written: str) -> "Board":
        """Return what :attr:`written` was made from."""
        channel, _, message = written.partition("/")
        return cls(int(channel), int(message))


async def show_board(
    client: discord.Client,
    effect: ShowBoard,
    view: discord.ui.LayoutView,
    *,
    old: Board | None,
    nonce: str,
    on_cleared: Callable[[Sequence[str], discord.Message], Awaitable[None]],
) -> Board:
    """Edit a page of the board in place, or post it where there is none any more; return where it is.

    ``on_cleared`` hears which of the bot's own reactions are missing, before they are set.
    """
    channel = client.get_partial_messageable(int(effect.place))
    shown = await _edited(client, old, view) if old is not None and old.channel == channel.id else None
    if shown is None:
        shown = await channel.send(view=view, nonce=nonce, allowed_mentions=discord.AllowedMentions.none())
        if old is not None:
            await take_away(client, old)
    missing = _missing(shown, effect.seed_emoji)
    try:
        if missing:
            await on_cleared(missing, shown)
        await _seed(client, shown, effect.seed_emoji, missing)
    except discord.Forbidden as error:  # it is a board without them, too: who likes chooses from its list
        log.warning(
            "board_not_seeded",
            channel=channel.id,
            message=shown.id,
            code=error.code,
            mend="circles-bot doctor says what to allow there",
        )
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:  # deleted just now: the next time it is posted anew
            raise
    return Board(channel.id, shown.id)


async def _seed(client: discord.Client, message: discord.Message, emoji: Sequence[str], missing: Sequence[str]) -> None:
    """Set the bot's own reactions that are missing, and take off those of interests that have ended: room is scarce."""
    wanted, me = set(map(normal_emoji, emoji)), client.user
    assert me is not None, "parcels come after the connection"
    for reaction in message.reactions:
        if reaction.me and normal_emoji(str(reaction.emoji)) not in wanted:
            with _passing_over_unknown(message, str(reaction.emoji)):
                await message.remove_reaction(reaction.emoji, me)
    for sign in missing:
        try:
            with _passing_over_unknown(message, sign):
                await message.add_reaction(sign)
        except discord.HTTPException as error:
            if error.code != FULL:
                raise
            log.info("no_room_for_reactions", message=message.id)
            return


@contextmanager
def _passing_over_unknown(message: discord.Message, sign: str) -> Iterator[None]:
    """Leave out an emoji that Discord does not know: the others are set all the same."""
    try:
        yield
    except discord.HTTPException as error:
        if error.code != UNKNOWN_EMOJI:
            raise
        log.warning("emoji_not_known", channel=message.channel.id, message=message.id, emoji=sign, code=error.code)


async def _edited(client: discord.Client, old: Board, view: discord.ui.LayoutView) -> discord.Message | None:
    message = client.get_partial_messageable(old.channel).get_partial_message(old.message)
    try:
        return await message.edit(view=view, allowed_mentions=discord.AllowedMentions.none())
    except discord.NotFound as error:
        if error.code not in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL):
            raise
        return None


async def take_away(client: discord.Client, old: Board) -> None:
    """Delete a message of the board; where the bot sees its channel no longer, it stays and nothing hangs on it."""
    try:
        await client.get_partial_messageable(old.channel).get_partial_message(old.message).delete()
    except (discord.NotFound, discord.Forbidden):
        return


def _missing(message: discord.Message, emoji: Sequence[str]) -> list[str]:
    """Return which of the bot's own reactions are not there."""
    there = {normal_emoji(str(reaction.emoji)) for reaction in message.reactions if reaction.me}
    return [sign for sign in emoji[:REACTIONS_AT_MOST] if normal_emoji(sign) not in there]
