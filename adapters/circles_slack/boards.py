"""A message of the board: where it is, posted or edited in place, with the bot's own reactions first."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from circles_bot.engine.effects import ShowBoard
from circles_slack.emoji import short_name, without_tone
from circles_slack.errors import FAULTS, NO_MESSAGE, NO_ROOM, code_of
from circles_slack.workspace import Workspace

log = structlog.get_logger(__name__)

REACTIONS_AT_MOST = 23
"""How many different ones a message takes."""
NO_MORE = frozenset({"too_many_emoji", "too_many_reactions", "not_reactable"})

Reactions = Mapping[str, Sequence[str]]
"""Who has set which, by Slack's names."""
OnCleared = Callable[[Reactions, Sequence[str]], Awaitable[None]]


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
    on_cleared: OnCleared,
) -> Board:
    """Edit a page of the board in place, or post it where there is none any more; return where it is.

    ``on_cleared`` hears which of the bot's own reactions are missing, before they are set. Once it is posted nothing
    raises: a repeat would know nothing of what stands there, and post one more. What is missing then is set when the
    page is shown the next time.
    """
    if old is not None and old.channel == effect.place and await _edited(workspace, old, content):
        await _set_reactions(workspace, effect, old, await reactions_of(workspace, old), on_cleared)
        return old
    sent = await post_joining(workspace, effect.place, content)
    board = Board(str(sent["channel"]), str(sent["ts"]))
    if old is not None:
        await _apart(workspace, "old_board_not_deleted", take_away(workspace, old))
    await _apart(workspace, "reactions_not_set", _set_reactions(workspace, effect, board, {}, on_cleared))
    return board


async def reactions_of(workspace: Workspace, board: Board) -> Reactions:
    """Return everybody who has reacted, whatever their number.

    Slack counts each skin tone as a reaction of its own; here it is the same one as without.
    """
    answer = await workspace.call("reactions.get", channel=board.channel, timestamp=board.message, full=True)
    found: dict[str, dict[str, None]] = {}
    for one in (answer.get("message") or {}).get("reactions") or ():
        name = without_tone(str(one["name"]))
        found.setdefault(name, {}).update(dict.fromkeys(map(str, one.get("users", ()))))
    return {name: tuple(who) for name, who in found.items()}


async def _edited(workspace: Workspace, board: Board, content: Mapping[str, Any]) -> bool:
    try:
        await workspace.call("chat.update", channel=board.channel, ts=board.message, **content)
    except SlackApiError as error:
        if code_of(error) in NO_MESSAGE | NO_ROOM:
            return False
        raise
    return True


async def post_joining(workspace: Workspace, channel: str, content: Mapping[str, Any]) -> AsyncSlackResponse:
    """Post into a channel; a public one that the bot is not in yet it joins."""
    try:
        return await workspace.call("chat.postMessage", channel=channel, **content)
    except SlackApiError as error:
        if code_of(error) != "not_in_channel":
            raise
    await workspace.call("conversations.join", channel=channel)  # only who is in it hears of reactions
    return await workspace.call("chat.postMessage", channel=channel, **content)


async def take_away(workspace: Workspace, old: Board) -> None:
    """Delete a message of the board, where it is still there."""
    try:
        await workspace.call("chat.delete", channel=old.channel, ts=old.message)
    except SlackApiError as error:
        if code_of(error) not in NO_MESSAGE | NO_ROOM | {"cant_delete_message"}:
            raise


async def _apart(workspace: Workspace, failing: str, part: Awaitable[None]) -> None:
    """Do a part without which the board stands all the same; ``failing`` is the log's word for its fault."""
    try:
        await part
    except FAULTS as error:
        log.warning(failing, team=workspace.team, error=type(error).__name__, fault=code_of(error))


async def _set_reactions(
    workspace: Workspace, effect: ShowBoard, board: Board, standing: Reactions, on_cleared: OnCleared
) -> None:
    """Let the bot's own reactions be those of the page's interests."""
    wanted = [name for sign in effect.seed_emoji if (name := short_name(sign))][:REACTIONS_AT_MOST]
    missing = [name for name in wanted if workspace.identity.bot_user not in standing.get(name, ())]
    if missing:
        await on_cleared(standing, missing)
    ended = [name for name, who in standing.items() if name not in wanted and workspace.identity.bot_user in who]
    await _take_off(workspace, board, ended)
    await _seed(workspace, board, missing)


async def _take_off(workspace: Workspace, board: Board, names: Sequence[str]) -> None:
    """Take off the bot's own reactions of interests that have ended: a message takes so many only."""
    for name in names:
        try:
            await workspace.call("reactions.remove", channel=board.channel, timestamp=board.message, name=name)
        except SlackApiError as error:
            if code_of(error) != "no_reaction":
                raise


async def _seed(workspace: Workspace, board: Board, names: Sequence[str]) -> None:
    """Set the bot's own reactions; one that Slack refuses keeps no other back, and is raised after them."""
    refused: SlackApiError | None = None
    for name in names:
        try:
            await workspace.call("reactions.add", channel=board.channel, timestamp=board.message, name=name)
        except SlackApiError as error:
            code = code_of(error)
            if code in NO_MORE:
                break
            if code == "invalid_name":
                log.info("emoji_not_here", emoji=name)
            elif code != "already_reacted":
                refused = refused or error
    if refused is not None:
        raise refused
