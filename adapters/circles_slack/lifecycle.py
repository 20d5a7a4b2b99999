"""What happens to people, channels and the bot itself in a workspace."""

from collections.abc import Awaitable, Callable, Mapping
from math import inf
from typing import Any

import structlog

from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import CircleId
from circles_bot.ports.adapters import House
from circles_slack.board_watch import BoardWatch
from circles_slack.choices import Pilots
from circles_slack.custom_ids import plain_id
from circles_slack.errors import FAULTS, NO_PLACE, code_of
from circles_slack.latest import Latest
from circles_slack.translate import PLATFORM, Translator
from circles_slack.workspace import Workspace
from circles_slack.workspaces import Workspaces

log = structlog.get_logger(__name__)

Json = Mapping[str, Any]
SPOKEN = frozenset({"", "file_share", "me_message", "thread_broadcast"})
"""Kinds of messages that are somebody's words; the others tell of comings, goings and changes."""
ROOMS_AT_MOST = 10_000
PEOPLE_A_PAGE = 1_000
LOOKED_UP_WITHIN_SECONDS = 10.0
TOLD_AT = "told_at"
"""Says of an event when it happened, in whole seconds."""


class Lifecycle:
    """Brings it to the inbox; what comes again is known by its key, or changes nothing."""

    def __init__(
        self,
        house: House,
        workspaces: Workspaces,
        translator: Callable[[], Translator],
        watch: BoardWatch,
        pilots: Pilots,
    ) -> None:
        """Know no room yet."""
        self._watch = watch
        self._pilots = pilots
        self._latest = Latest()
        self._inbox = house.inbox
        self._clock = house.clock
        self._workspaces = workspaces
        self._translator = translator
        self._rooms: dict[tuple[str, str], CircleId] = {}
        self.events: Mapping[str, Callable[[Workspace, Json, str], Awaitable[None]]] = {
            "team_join": self.user_changed,
            "user_change": self.user_changed,
            "member_joined_channel": self.joined,
            "member_left_channel": self.left,
            "channel_archive": self.channel_gone,
            "group_archive": self.channel_gone,
            "group_deleted": self.channel_gone,
            "group_left": self.taken_out,
            "channel_id_changed": self.moved,
            "message": self.spoke,
            "app_uninstalled": self.removed,
            "tokens_revoked": self.revoked,
        }

    async def user_changed(self, workspace: Workspace, event: Json, _key: str) -> None:
        """Take in a changed profile, and that an account was closed; an older one comes too late."""
        person = plain_id(event["user"]["id"])
        if not self._latest.is_news((workspace.team, person), float(event.get("event_ts") or 0)):
            return
        profile = workspace.people.changed(event["user"])
        if profile.is_gone:
            now = self._clock.now()
            await self._inbox.submit(self._translator().absence(workspace.team, profile.id, now))

    async def welcome_chosen(self, workspace: Workspace) -> None:
        """Let people of other organisations go where they are welcome no more: not matched, they sit where they sit.

        Whoever Slack does not tell of now, or the database does not keep, is met when they would be asked.
        """
        try:
            if not await self._inbox.welcomes_others(self._translator().community(workspace.team)):
                await self._let_others_go(workspace)
        except StoreError as error:
            log.warning("others_not_let_go", team=workspace.team, error=str(error))

    async def _let_others_go(self, workspace: Workspace) -> None:
        community, last = self._translator().community(workspace.team), ""
        while known := await self._inbox.people_of(community, last, PEOPLE_A_PAGE):
            last = known[-1][0]
            await workspace.people.get_to_know(theirs for _, theirs in known)
            for _, theirs in known:
                profile = await workspace.people.profile(theirs, wait_seconds=LOOKED_UP_WITHIN_SECONDS)
                if profile is not None and profile.is_from_elsewhere:
                    now = self._clock.now()
                    await self._inbox.submit(self._translator().unwelcome(workspace.team, theirs, now))

    async def joined(self, workspace: Workspace, event: Json, _key: str) -> None:
        """Take in that a channel has somebody more."""
        workspace.people.forget_members(plain_id(event["channel"]))

    async def left(self, workspace: Workspace, event: Json, key: str) -> None:
        """Take in that somebody left a room by Slack's own means: their seat is free; without the bot it is gone."""
        channel, person = plain_id(event["channel"]), plain_id(event["user"])
        workspace.people.forget_members(channel)
        circle = await self._circle_in(workspace, channel)
        if circle is None:
            return
        if person == workspace.identity.bot_user:
            await self._gone(workspace, channel, circle)
        else:
            departure = self._translator().departure(workspace.team, person, circle, key, self._clock.now())
            await self._inbox.submit(departure)

    async def channel_gone(self, workspace: Workspace, event: Json, _key: str) -> None:
        """Take in that somebody archived or deleted a channel: a room, or one that the stewards chose.

        The latter brings everything to rest, so Slack is asked whether it is still so.
        """
        channel = plain_id(event["channel"])
        circle = await self._circle_in(workspace, channel)
        if circle is not None:
            await self._gone(workspace, channel, circle)
        elif await _is_gone(workspace, channel):
            await self._inbox.submit(self._translator().place_gone(workspace.team, channel, self._clock.now()))

    async def taken_out(self, workspace: Workspace, event: Json, _key: str) -> None:
        """Take in that somebody took the bot out of a room; into another channel it can be brought back."""
        channel = plain_id(event["channel"])
        circle = await self._circle_in(workspace, channel)
        if circle is not None:
            await self._gone(workspace, channel, circle)

    async def spoke(self, workspace: Workspace, event: Json, key: str) -> None:
        """Take in that somebody spoke in a room; what they said goes no further than here."""
        if not self._translator().sees_activity or event.get("bot_id"):
            return
        if str(event.get("subtype") or "") not in SPOKEN:
            return
        circle = await self._circle_in(workspace, plain_id(event["channel"]))
        if circle is not None:
            person = plain_id(event["user"])
            speech = self._translator().speech(workspace.team, person, circle, key, self._clock.now())
            await self._inbox.submit(speech)

    async def moved(self, workspace: Workspace, event: Json, _key: str) -> None:
        """Take in that a channel has another id: Slack gives one where it converts it."""
        channel, theirs, now = plain_id(event["old_channel_id"]), plain_id(event["new_channel_id"]), self._clock.now()
        circle = await self._circle_in(workspace, channel)
        if circle is not None:
            self._rooms.pop((workspace.team, channel), None)
            await self._inbox.submit(self._translator().room_moved(workspace.team, circle, theirs, now))
            return
        pages = await self._watch.in_another(workspace.team, channel, theirs)
        written = tuple((page, board.written) for page, board in pages.items())
        move = self._translator().place_moved(workspace.team, channel, theirs, written, now)
        await self._inbox.submit(move)
        self._pilots.have_heard(workspace.team, move)
        for page, board in pages.items():
            self._watch.moved(workspace.team, page, board)

    async def removed(self, workspace: Workspace, event: Json, _key: str) -> None:
        """Take in that the bot was taken out of a workspace, or its token taken back: all of it sleeps from now on.

        With an organisation's token all of its workspaces do. What was told before the bot was there again comes too
        late.
        """
        if float(event.get(TOLD_AT) or inf) < int(workspace.since.timestamp()):
            return
        for one in self._workspaces.installed_with(workspace):
            await self._inbox.submit(self._translator().removal(one.team, self._clock.now()))
            await self._workspaces.remove(one)
            log.warning("workspace_removed", community=self._translator().community(one.team))

    async def revoked(self, workspace: Workspace, event: Json, key: str) -> None:
        """Take in that tokens were taken back; people's own are none of ours."""
        if (event.get("tokens") or {}).get("bot"):
            await self.removed(workspace, event, key)

    async def returned(self, workspace: Workspace) -> None:
        """Take in that the bot is in a workspace: what slept there goes on."""
        await self._inbox.submit(self._translator().return_(workspace.team, self._clock.now()))

    async def compare(self) -> None:
        """Look which workspaces the bot was taken out of, or is in again, while it heard nothing."""
        for known in await self._inbox.communities(PLATFORM):
            is_in = self._workspaces.find(known.theirs) is not None
            if is_in and known.is_removed:
                await self._inbox.submit(self._translator().return_(known.theirs, self._clock.now()))
            elif not is_in and not known.is_removed:
                await self._inbox.submit(self._translator().removal(known.theirs, self._clock.now()))

    async def _gone(self, workspace: Workspace, channel: str, circle: CircleId) -> None:
        self._rooms.pop((workspace.team, channel), None)
        await self._inbox.submit(self._translator().room_gone(workspace.team, circle, self._clock.now()))

    async def _circle_in(self, workspace: Workspace, channel: str) -> CircleId | None:
        found = self._rooms.get((workspace.team, channel))
        if found is None:
            found = await self._inbox.circle_in(self._translator().community(workspace.team), channel)
            if found is not None:
                if len(self._rooms) >= ROOMS_AT_MOST:
                    self._rooms.clear()
                self._rooms[workspace.team, channel] = found
        return found


async def _is_gone(workspace: Workspace, channel: str) -> bool:
    """Tell whether a channel is archived or deleted; where Slack does not say it now, the next delivery finds out."""
    try:
        answer = await workspace.call("conversations.info", channel=channel)
    except FAULTS as error:
        return code_of(error) in NO_PLACE
    return bool(answer["channel"].get("is_archived"))
