"""Performs parcels on Slack, each so that doing it again is seen as far as Slack allows.

What Slack cannot be asked: whether a message is there whose receipt was lost (that would take reading the room). Such
a message is sent again, since one that is missing is worse than one that is there twice. Where the aware manifest lets
the bot look, it looks for the message's key first.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, assert_never

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.models.metadata import Metadata

from circles_bot.engine.effects import (
    AddToRoom,
    CloseRoom,
    DirectKind,
    EditPost,
    OpenRoom,
    PostToRoom,
    SendDirect,
    ShowBoard,
    ShowToStewards,
    TakeBoardAway,
)
from circles_bot.engine.events import AddingFailed, KeptOut, OthersKeptOut
from circles_bot.engine.ids import CONFIDENTIAL_CIRCLE, CircleId, CommunityId, MemberId
from circles_bot.engine.notes import Line
from circles_bot.ports.adapters import House
from circles_bot.ports.chat import Capabilities, Dead, Done, Gone, Outcome, Parcel
from circles_bot.words.compose import flat
from circles_bot.words.message import Message
from circles_slack import rooms
from circles_slack.board_watch import BoardWatch
from circles_slack.boards import Board, post_joining, show_board, take_away
from circles_slack.errors import (
    FAULTS,
    code_of,
    outcome_in_place,
    outcome_in_room,
    outcome_of_opening,
    outcome_to_person,
)
from circles_slack.render import fallback, named_in, render_blocks, render_file
from circles_slack.settings import AWARE_SCOPE
from circles_slack.translate import Translator
from circles_slack.workspace import Workspace
from circles_slack.workspaces import Workspaces

log = structlog.get_logger(__name__)

CONVERSATIONS_AT_MOST = 10_000
KEY_KIND = "circles_bot_message"
NAMES_WAIT_SECONDS = 10.0
LOOKED_THROUGH = 50
"""Messages among which an uncertain one is looked for."""
QUIET_LINKS: Mapping[str, Any] = {"unfurl_links": False, "unfurl_media": False}
MAY_NOT_CREATE = frozenset({"restricted_action", "cannot_create_channel", "no_permission"})
NAME_REFUSED = "invalid_name"
ALLOW_IT = "allow it to the app (Settings & administration, Permissions, Channel management)"


class SlackGateway:
    """Slack's side of :class:`circles_bot.ports.chat.ChatGateway`."""

    def __init__(
        self,
        workspaces: Workspaces,
        house: House,
        translator: Callable[[], Translator],
        watch: BoardWatch,
    ) -> None:
        """Perform in the workspaces that are known by then; ``watch`` listens to the boards that are shown."""
        self._workspaces = workspaces
        self._inbox = house.inbox
        self._clock = house.clock
        self._translator = translator
        self._watch = watch
        self._directs: dict[tuple[str, str], str] = {}

    @property
    def capabilities(self) -> Capabilities:
        """It notices that messages came only with the aware manifest; a reaction is answered privately."""
        return Capabilities(sees_activity=self._translator().sees_activity, answers_reactions_privately=True)

    async def perform(self, parcel: Parcel) -> Outcome:
        """Perform a parcel and report what came of it."""
        try:
            return await self._perform(self._workspaces.of(parcel.community), parcel)
        except FAULTS as error:
            outcome = _outcome_of(parcel, error)
            if not isinstance(outcome, Dead):
                log.info("delivery_refused", effect=type(parcel.effect).__name__, outcome=type(outcome).__name__)
            return outcome

    async def _perform(self, workspace: Workspace, parcel: Parcel) -> Outcome:
        effect = parcel.effect
        match effect:
            case ShowBoard():
                old = Board.read(parcel.to) if parcel.to else None
                content = await self._content(workspace, parcel, pings=())
                cleared = partial(self._watch.cleared, workspace, effect.page)
                shown = await show_board(workspace, effect, content, old=old, on_cleared=cleared)
                self._watch.moved(workspace.team, effect.page, shown)
                return Done(theirs=shown.written)
            case TakeBoardAway():
                board = Board.read(_to(parcel))
                await take_away(workspace, board)
                self._watch.taken_away(workspace.team, board)
                return Done()
            case ShowToStewards():
                return await self._post(workspace, parcel, effect.place, pings=())
            case OpenRoom():
                return await self._open_room(workspace, parcel, effect)
            case AddToRoom():
                await self._let_in(workspace, parcel, _to(parcel), effect.circle, effect.members)
                return Done()
            case PostToRoom():
                pings = [parcel.people[member] for member in effect.pings if member in parcel.people]
                return await self._post(workspace, parcel, _to(parcel), pings=pings)
            case EditPost():
                return await self._edit(workspace, parcel)
            case CloseRoom():
                await rooms.put_away(workspace, _to(parcel))
                return Done()
            case SendDirect():
                is_asked = effect.kind is DirectKind.INVITATION
                if is_asked and await self._is_unwelcome(workspace, _to(parcel)):
                    return Gone()
                return await self._send_direct(workspace, parcel)
            case _:
                assert_never(effect)

    async def _send_direct(self, workspace: Workspace, parcel: Parcel) -> Outcome:
        channel = await self._direct(workspace, _to(parcel))
        sent = await self._post(workspace, parcel, channel, pings=None)
        if isinstance(sent, Done) and sent.theirs is not None and parcel.words is not None:
            await self._add_files(workspace, channel, sent.theirs, parcel.words)
        return sent

    async def _direct(self, workspace: Workspace, person: str) -> str:
        """Return the conversation with somebody; opening it is no message."""
        key = (workspace.team, person)
        if key not in self._directs:
            answer = await workspace.call("conversations.open", users=person)
            if len(self._directs) >= CONVERSATIONS_AT_MOST:
                self._directs.clear()
            self._directs[key] = str(answer["channel"]["id"])
        return self._directs[key]

    async def _add_files(self, workspace: Workspace, channel: str, message: str, words: Message) -> None:
        """Put a message's files under it, as text: uploading would take one more scope."""
        for attachment in words.attachments:
            for blocks in render_file(attachment):
                await workspace.call(
                    "chat.postMessage", channel=channel, thread_ts=message, text=attachment.name, blocks=blocks
                )

    async def _open_room(self, workspace: Workspace, parcel: Parcel, effect: OpenRoom) -> Outcome:
        community = effect.community

        async def is_known(channel: str) -> bool:
            return await self._inbox.circle_in(community, channel) is not None

        try:
            opened = await self._opened(workspace, effect.name, may_exist=parcel.is_uncertain, is_known=is_known)
        except rooms.NamesTakenError:
            return Dead(reason="every name that the room could have is taken by another channel")
        except SlackApiError as error:
            if code_of(error) not in MAY_NOT_CREATE:
                raise
            return Dead(reason=f"this workspace lets only some people create private channels: {ALLOW_IT}")
        if opened.is_new and not effect.circle.startswith(CONFIDENTIAL_CIRCLE):
            await rooms.set_topic(workspace, opened.channel, await self._topic(workspace, parcel, effect))
        await self._let_in(workspace, parcel, opened.channel, effect.circle, effect.members)
        return Done(theirs=opened.channel)

    async def _opened(
        self, workspace: Workspace, name: str, *, may_exist: bool, is_known: rooms.IsKnown
    ) -> rooms.Opened:
        try:
            return await rooms.open_room(workspace, name, may_exist=may_exist, is_known=is_known)
        except SlackApiError as error:
            if not code_of(error).startswith(NAME_REFUSED):
                raise
            plain = rooms.plain_name(name)  # a script that Slack takes in no name: the plant and the number do
            return await rooms.open_room(workspace, plain, may_exist=may_exist, is_known=is_known)

    async def _topic(self, workspace: Workspace, parcel: Parcel, effect: OpenRoom) -> str:
        """Return what stands under a room's name, in the language of whom the room is for first."""
        first = parcel.people.get(effect.members[0], "") if effect.members else ""
        profile = await workspace.people.profile(first) if first else None
        said = await self._inbox.say(
            effect.community, Line(key="slack-room-topic"), locale=profile.locale if profile else None
        )
        assert isinstance(said.content, Message), "an entry of the locale files is a message"
        return " ".join(flat(part) for part in said.content.paragraphs)

    async def _let_in(
        self, workspace: Workspace, parcel: Parcel, channel: str, circle: CircleId, members: Sequence[MemberId]
    ) -> None:
        people = {parcel.people[member]: member for member in members if member in parcel.people}
        others = await self._others_among(workspace, people)
        result = await rooms.let_in(workspace, channel, [person for person in people if person not in others])
        kept_out = await rooms.invite_others(workspace, channel, others)
        now = self._clock.now()
        for person in result.absent:
            await self._inbox.submit(self._translator().absence(workspace.team, person, now))
        if result.barred:
            log.info("people_not_let_in", community=parcel.effect.community, circle=circle, count=len(result.barred))
            barred = tuple(people[person] for person in result.barred)
            await self._inbox.submit(
                AddingFailed(community=parcel.effect.community, at=now, circle=circle, members=barred)
            )
        if kept_out:
            await self._keep_out(parcel.effect.community, circle, kept_out, people)

    async def _keep_out(
        self,
        community: CommunityId,
        circle: CircleId,
        kept_out: Mapping[str, KeptOut],
        people: Mapping[str, MemberId],
    ) -> None:
        """Bring that people of other organisations could not be invited, for their seats and for the stewards."""
        now, members = self._clock.now(), tuple(people[person] for person in kept_out)
        failed = AddingFailed(community=community, at=now, circle=circle, members=members, kept_out=True)
        await self._inbox.submit(failed)
        for why in sorted(set(kept_out.values())):
            await self._inbox.submit(OthersKeptOut(community=community, at=now, why=why))

    async def _others_among(self, workspace: Workspace, people: Iterable[str]) -> Sequence[str]:
        """Return who is of another organisation and welcome; where nobody is welcome, nobody is looked for."""
        if not await self._inbox.welcomes_others(self._translator().community(workspace.team)):
            return ()
        return [person for person in people if await self._is_from_elsewhere(workspace, person)]

    async def _is_unwelcome(self, workspace: Workspace, person: str) -> bool:
        """Tell whether somebody is of another organisation, and not welcome (any more)."""
        if not await self._is_from_elsewhere(workspace, person):
            return False
        return not await self._inbox.welcomes_others(self._translator().community(workspace.team))

    async def _is_from_elsewhere(self, workspace: Workspace, person: str) -> bool:
        profile = await workspace.people.profile(person, wait_seconds=NAMES_WAIT_SECONDS)
        return profile is not None and profile.is_from_elsewhere

    async def _post(
        self, workspace: Workspace, parcel: Parcel, channel: str, *, pings: Sequence[str] | None
    ) -> Outcome:
        key = opaque_key(parcel.key)
        may_look = isinstance(parcel.effect, PostToRoom) and AWARE_SCOPE in workspace.identity.scopes
        if parcel.is_uncertain and may_look:
            found = await _find_message(workspace, channel, key)
            if found is not None:
                return Done(theirs=found)
        content = await self._content(workspace, parcel, pings=pings)
        metadata = Metadata(event_type=KEY_KIND, event_payload={"key": key})
        message = {"metadata": metadata.to_dict(), **QUIET_LINKS, **content}
        if isinstance(parcel.effect, ShowToStewards):
            sent = await post_joining(workspace, channel, message)
        else:
            sent = await workspace.call("chat.postMessage", channel=channel, **message)
        return Done(theirs=str(sent["ts"]))

    async def _edit(self, workspace: Workspace, parcel: Parcel) -> Outcome:
        if parcel.message is None:
            return Gone()
        content = await self._content(workspace, parcel, pings=())
        await workspace.call("chat.update", channel=_to(parcel), ts=parcel.message, **content)
        return Done(theirs=parcel.message)

    async def _content(self, workspace: Workspace, parcel: Parcel, *, pings: Sequence[str] | None) -> Mapping[str, Any]:
        """Return a message's blocks and what a notification shows."""
        assert parcel.words is not None, "what is shown has words"
        named = named_in(parcel.words, parcel.people, pings=pings)
        names = await workspace.people.names(named, wait_seconds=NAMES_WAIT_SECONDS)
        blocks = render_blocks(parcel.words, parcel.people, team=workspace.team, names=names, pings=pings)
        return {"blocks": blocks, "text": fallback(parcel.words)}


def opaque_key(key: str) -> str:
    """Return what marks a message: any app in a room can read it, so it tells nothing."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


async def _find_message(workspace: Workspace, channel: str, key: str) -> str | None:
    """Return the message that has a key, if it is there; where Slack lets nobody look, None."""
    try:
        answer = await workspace.call(
            "conversations.history", channel=channel, limit=LOOKED_THROUGH, include_all_metadata=True
        )
    except SlackApiError as error:
        if isinstance(outcome_in_room(error), Dead):
            return None
        raise
    ours = (one for one in answer["messages"] if one.get("user") == workspace.identity.bot_user)
    for message in ours:  # what people said is passed over
        if ((message.get("metadata") or {}).get("event_payload") or {}).get("key") == key:
            return str(message["ts"])
    return None


def _outcome_of(parcel: Parcel, error: BaseException) -> Outcome:
    match parcel.effect:
        case SendDirect():
            return outcome_to_person(error)
        case OpenRoom():
            return outcome_of_opening(error)
        case CloseRoom() if code_of(error) == "restricted_action":
            return Dead(reason=f"this workspace lets only some people archive channels: {ALLOW_IT}")
        case AddToRoom() | PostToRoom() | EditPost() | CloseRoom():
            return outcome_in_room(error)
        case ShowBoard() | ShowToStewards() | TakeBoardAway():
            return outcome_in_place(error)
        case _:
            assert_never(parcel.effect)


def _to(parcel: Parcel) -> str:
    assert parcel.to is not None, "delivery looks the address up"
    return parcel.to
