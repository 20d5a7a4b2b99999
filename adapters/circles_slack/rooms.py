"""Circles' rooms as private channels: made once, found again, and never anybody taken out of them.

Slack has no key by which a repeated creation is seen, but no two channels have one name, and a circle's name always
follows from it: where an earlier try may have made it, it is looked for among the bot's own channels first. Slack
announces it when somebody is removed, so nothing here removes anybody.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from circles_bot.engine.events import KeptOut
from circles_bot.ports.chat import Dead
from circles_slack.errors import ABSENT, ALREADY_IN, BARRED, FAULTS, NO_ROOM, NO_SCOPE, code_of, outcome_of
from circles_slack.workspace import Workspace

log = structlog.get_logger(__name__)

NAME_AT_MOST_CHARS = 80
NAMES_AT_MOST = 9
"""So many of one name are tried, each with its number, before the operator hears of it."""
A_BATCH = 100
"""People invited with one call: Slack's documentation names a hundred and a thousand."""
A_PAGE = 1_000

Json = dict[str, Any]
IsKnown = Callable[[str], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A room, and whether it was made just now."""

    channel: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """Who could not be let in: ``absent`` have no account any more, ``barred`` may not be in another channel."""

    absent: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


async def open_room(workspace: Workspace, name: str, *, may_exist: bool, is_known: IsKnown) -> Opened:
    """Return the private channel of a circle; ``is_known`` tells whether a channel is another circle's already."""
    names = list(_names(name))
    if may_exist:
        found = await _find(workspace, names, is_known)
        if found is not None:
            return Opened(channel=found, is_new=False)
    for wanted in names:
        try:
            made = await workspace.call("conversations.create", name=wanted, is_private=True)
            return Opened(channel=str(made["channel"]["id"]), is_new=True)
        except SlackApiError as error:
            if code_of(error) != "name_taken":
                raise
    raise NamesTakenError


class NamesTakenError(Exception):
    """Every name that a room could have is somebody else's."""


def plain_name(name: str) -> str:
    """Return what is left of a room's name where Slack does not take it: the plant and the number."""
    return "-".join(name.rsplit("-", 2)[-2:])


def _names(name: str) -> Sequence[str]:
    """Return what a room may be called, best first."""
    short = name[: NAME_AT_MOST_CHARS - 2].rstrip("-")
    return (short, *(f"{short}-{number}" for number in range(2, NAMES_AT_MOST + 1)))


async def _find(workspace: Workspace, names: Sequence[str], is_known: IsKnown) -> str | None:
    """Return a channel that the bot made under one of these names and that is no other circle's."""
    async for channel in own_channels(workspace):
        if channel["name"] in names and not await is_known(str(channel["id"])):
            return str(channel["id"])
    return None


async def own_channels(workspace: Workspace) -> AsyncIterator[Json]:
    """Yield the private channels that the bot has made and that are not archived."""
    cursor = ""
    while True:
        answer = await workspace.call(
            "conversations.list", types="private_channel", exclude_archived=True, limit=A_PAGE, cursor=cursor
        )
        for channel in answer["channels"]:
            if channel.get("creator") == workspace.identity.bot_user:
                yield channel
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


async def set_topic(workspace: Workspace, channel: str, topic: str) -> None:
    """Say under the room's name what it is; a room without that is one, too."""
    try:
        await workspace.call("conversations.setTopic", channel=channel, topic=topic)
    except FAULTS as error:
        log.info("topic_not_set", error=type(error).__name__)


async def let_in(workspace: Workspace, channel: str, people: Sequence[str]) -> LetIn:
    """Let people into a room and return who could not be; who is in it already stays.

    One who cannot be let in makes the whole call fail: then each is let in alone.
    """
    absent: list[str] = []
    barred: list[str] = []
    for at in range(0, len(people), A_BATCH):
        batch = people[at : at + A_BATCH]
        code = await _invite(workspace, channel, batch)
        if code is None or (code in ALREADY_IN and len(batch) == 1):
            continue
        for person in batch:
            code = await _invite(workspace, channel, (person,))
            if code in ABSENT:
                absent.append(person)
            elif code in BARRED:
                barred.append(person)
    return LetIn(absent=tuple(absent), barred=tuple(barred))


async def invite_others(workspace: Workspace, channel: str, people: Sequence[str]) -> Mapping[str, KeptOut]:
    """Invite people of other organisations into a room; return who could not be, and why.

    Slack takes one at a time, and asks them to accept; they may write there and bring nobody. What Slack refuses keeps
    that person out and nobody else.
    """
    kept_out: dict[str, KeptOut] = {}
    for person in people:
        try:
            await workspace.call("conversations.inviteShared", channel=channel, user_ids=person, external_limited=True)
        except SlackApiError as error:
            code = code_of(error)
            if code in NO_ROOM or not isinstance(outcome_of(error), Dead):
                raise
            if code not in ALREADY_IN:
                log.warning("other_organisation_not_invited", team=workspace.team, fault=code)
                kept_out[person] = KeptOut.MAY_NOT_INVITE if code == NO_SCOPE else KeptOut.REFUSED
    return kept_out


async def _invite(workspace: Workspace, channel: str, people: Sequence[str]) -> str | None:
    """Return None when all are in, or what Slack says of those people; raise for everything else."""
    try:
        await workspace.call("conversations.invite", channel=channel, users=",".join(people))
    except SlackApiError as error:
        code = code_of(error)
        if code in ABSENT | BARRED | ALREADY_IN:
            return code
        raise
    return None


async def put_away(workspace: Workspace, channel: str) -> None:
    """Archive a room: nothing in it is lost."""
    try:
        await workspace.call("conversations.archive", channel=channel)
    except SlackApiError as error:
        if code_of(error) not in NO_ROOM | {"already_archived"}:  # somebody, or an earlier try, was faster
            raise
