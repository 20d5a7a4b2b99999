"""A message of the board: where it is, posted or edited in place, with the bot's own reactions first."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from circles_bot.engine.effects import ShowBoard
from circles_slack.emoji import short_name
from circles_slack.errors import NO_MESSAGE, NO_ROOM, code_of
from circles_slack.workspace import Workspace

log = structlog.get_logger(__name__)

REACTIONS_AT_MOST = 23
"""How many different ones a message takes."""
NO_MORE = frozenset({"too_many_emoji", "too_many_reactions", "not_reactable"})

Reactions = Mapping[str, Sequence[str]]
"""Who has set which, by Slack's names."""


@dataclass(frozen=True, slots=True)
class Board:
    """Where one of its messages is; ``written`` is how the engine keeps it for us."""

    channel: str
    message: str

    @property
    def written(self) -> str:
        """Return it as text."""
        return f"{self.channel}/{self.message}"

    @classmethod
    def read(cls, written: str) -> "Board":
        """Return what :attr:`written` was made from."""
        channel, _, message = written.partition("/")
        return cls(channel, message)


async def show_board(
    workspace: Workspace,
    effect: ShowBoard,
    content: Mapping[str, Any],
    *,
    old: Board | None,
    on_cleared: Callable[[Reactions, Sequence[str]], Awaitable[None]],
) -> Board:
    """Edit a page of the board in place, or post it where there is none any more; return where it is.

    ``on_cleared`` hears which of the bot's own reactions are missing, before they are set.
    """
    is_there = old is not None and old.channel == effect.place and await _edited(workspace, old, content)
    board = old if is_there and old is not None else await _posted(workspace, effect.place, content)
    if old is not None and board != old:
        await take_away(workspace, old)
    standing = await reactions_of(workspace, board) if is_there else {}
    wanted = [name for sign in effect.seed_emoji if (name := short_name(sign))][:REACTIONS_AT_MOST]
    missing = [name for name in wanted if workspace.identity.bot_user not in standing.get(name, ())]
    if missing:
        await on_cleared(standing, missing)
    ended = [name for name, who in standing.items() if name not in wanted and workspace.identity.bot_user in who]
    await _take_off(workspace, board, ended)
    await _seed(workspace, board, missing)
    return board


async def reactions_of(workspace: Workspace, board: Board) -> Reactions:
    """Return everybody who has reacted, whatever their number."""
    answer = await workspace.call("reactions.get", channel=board.channel, timestamp=board.message, full=True)
    found = (answer.get("message") or {}).get("reactions") or ()
    return {str(one["name"]): tuple(map(str, one.get("users", ()))) for one in found}


async def _edited(workspace: Workspace, board: Board, content: Mapping[str, Any]) -> bool:
    try:
        await workspace.call("chat.update", channel=board.channel, ts=board.message, **content)
    except SlackApiError as error:
        if code_of(error) in NO_MESSAGE | NO_ROOM:
            return False
        raise
    return True


async def _posted(workspace: Workspace, channel: str, content: Mapping[str, Any]) -> Board:
    try:
        sent = await workspace.call("chat.postMessage", channel=channel, **content)
    except SlackApiError as error:
        if code_of(error) != "not_in_channel":
            raise
        await workspace.call("conversations.join", channel=channel)  # only who is in it hears of reactions
        sent = await workspace.call("chat.postMessage", channel=channel, **content)
    return Board(str(sent["channel"]), str(sent["ts"]))


async def take_away(workspace: Workspace, old: Board) -> None:
    """Delete a message of the board, where it is still there."""
    try:
        await workspace.call("chat.delete", channel=old.channel, ts=old.message)
    except SlackApiError as error:
        if code_of(error) not in NO_MESSAGE | NO_ROOM | {"cant_delete_message"}:
            raise


async def _take_off(workspace: Workspace, board: Board, names: Sequence[str]) -> None:
    """Take off the bot's own reactions of interests that have ended: a message takes so many only."""
    for name in names:
        try:
            await workspace.call("reactions.remove", channel=board.channel, timestamp=board.message, name=name)
        except SlackApiError as error:
            if code_of(error) != "no_reaction":
                raise


async def _seed(workspace: Workspace, board: Board, names: Sequence[str]) -> None:
    for name in names:
        try:
            await workspace.call("reactions.add", channel=board.channel, timestamp=board.message, name=name)
        except SlackApiError as error:
            code = code_of(error)
            if code in NO_MORE:
                return
            if code == "invalid_name":
                log.info("emoji_not_here", emoji=name)
            elif code != "already_reacted":
                raise
