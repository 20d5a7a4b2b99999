"""What Slack sends: brings what people do to the inbox, and shows them the answers.

Everything arrives here, behind bolt's own middleware (signatures, whose workspace, the bot's own doings), instead of at
bolt's listeners: of those only the first that fits would run. What happened is committed before it is acknowledged, so
what fails is sent again by Slack; a repeat is known by its key, as bolt knows none.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from circles_bot.commands import COMMANDS_WITH_PLACES, OptionKind, Typed, read_typed
from circles_bot.engine.errors import StoreError
from circles_bot.engine.events import SettingsChosen
from circles_bot.engine.notes import Line
from circles_bot.engine.questions import AnyQuestion
from circles_bot.ports.adapters import House
from circles_bot.taps import TAPS_WITH_PLACES, Meaning
from circles_bot.words.message import MessageForm, PrivateReply
from circles_slack import home
from circles_slack.answers import Origin, show, shown_in_place, view_of
from circles_slack.board_watch import SHARED, BoardWatch
from circles_slack.choices import Pilots, Welcomes
from circles_slack.controls import render_options
from circles_slack.custom_ids import plain_id, unpack
from circles_slack.forms import suggested
from circles_slack.lifecycle import TOLD_AT, Lifecycle
from circles_slack.people import Profile
from circles_slack.refusals import ELSEWHERE, STILL_THEIRS, refusal_of, refusal_of_unknown, refusal_to
from circles_slack.settings import FIND_PEOPLE
from circles_slack.translate import DO, Act, Person, Translator, fields_of, mentioned_in, picked_in
from circles_slack.workspace import Workspace
from circles_slack.workspaces import Workspaces

log = structlog.get_logger(__name__)

Json = Mapping[str, Any]

UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading something of another shape than Slack's raises."""
ACKNOWLEDGE_AFTER_SECONDS = 2.0
"""Slack gives three."""
SHOWN_WITHIN_SECONDS = 4.0
PAGES_AT_MOST = 10_000
TASK = "circles: showing"
"""Begins the name of a task that shows something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """That somebody did something: ``read`` says what it means, ``refusal`` is said where it means nothing.

    ``picked`` are the people they named with it, by Slack's ids.
    """

    id: str
    person: str
    read: Callable[[Translator, Act, Sequence[Person]], Meaning | None]
    picked: Sequence[str] = ()
    needs_places: bool = False
    refusal: Line = Line(key="sorry-unknown-tap")  # noqa: RUF009  # a frozen value


class Reception(AsyncMiddleware):
    """Takes in everything; what decides is behind the inbox."""

    def __init__(self, house: House, workspaces: Workspaces, translator: Callable[[], Translator]) -> None:
        """Bring what happens to the house's inbox."""
        self._inbox = house.inbox
        self._clock = house.clock
        self._workspaces = workspaces
        self._translator = translator
        self._pages: dict[tuple[str, str], None] = {}
        self._showing: set[asyncio.Task[object]] = set()
        self.watch = BoardWatch(house, translator, self.person, self._spawn)
        self._pilots = Pilots(house)
        self._welcomes = Welcomes(house)
        self.lifecycle = Lifecycle(house, workspaces, translator, self.watch, self._pilots)
        self._events: Mapping[str, Callable[[Workspace, Json, str], Awaitable[None]]] = {
            "reaction_added": partial(self.watch.reacted, is_set=True),
            "reaction_removed": partial(self.watch.reacted, is_set=False),
            "app_home_opened": self._home_opened,
            **self.lifecycle.events,
        }
        self._takers: Mapping[str, Callable[[Workspace, Json], Awaitable[BoltResponse]]] = {
            "event_callback": self._happened,
            "block_actions": self._tapped,
            "view_submission": self._sent,
            "view_closed": _nothing,
            "block_suggestion": self._typed_into,
            "shortcut": self._chose_shortcut,
        }

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  # bolt names it so
    ) -> BoltResponse:
        """Take in a request; what it raises makes Slack send an event again."""
        body: Json = req.body
        kind = "command" if "command" in body else str(body.get("type"))
        taker = self._commanded if kind == "command" else self._takers.get(kind)
        if taker is None:
            return BoltResponse(status=400, body={"error": "this is nothing that Slack sends"})
        team = req.context.team_id or body.get("team_id")
        workspace = await self._workspaces.found(team, req.context.enterprise_id)
        if workspace is None:
            log.warning("request_refused", fault="the bot is not in that workspace", kind=kind)
            return BoltResponse(status=200)
        try:
            return await taker(workspace, body)
        except UNREADABLE as error:
            log.warning("request_not_read", kind=kind, error=type(error).__name__)
            return BoltResponse(status=200)

    async def drain(self) -> None:
        """Wait until everything that is to be shown has been."""
        while self._showing:
            await asyncio.wait(self._showing)

    async def stop(self) -> None:
        """Show what can be shown soon, and give the rest up: it is in force all the same."""
        if self._showing:
            await asyncio.wait(self._showing, timeout=SHOWN_WITHIN_SECONDS)
        for task in self._showing:
            task.cancel()
        await self.watch.stop()

    async def person(self, workspace: Workspace, person: str, *, must_know: bool = False) -> Person | None:
        """Return somebody who may take part, or None; where Slack does not tell who they are, they may."""
        profile = await workspace.people.profile(person)
        if profile is None and must_know:
            return None
        if profile is not None and (profile.is_bot or profile.is_gone or await self._refusal(workspace, profile)):
            return None
        return await self._person(workspace, person, profile)

    async def _refusal(self, workspace: Workspace, profile: Profile) -> Line | None:
        is_welcome = profile.is_from_elsewhere and await self._welcomes.of(workspace.team)
        return refusal_of(profile, are_others_welcome=is_welcome)

    # --- what people do -----------------------------------------------------------------------------------------------

    async def _tapped(self, workspace: Workspace, body: Json) -> BoltResponse:
        origin, action = Origin.of(body), body["actions"][0]
        if (body.get("view") or {}).get("type") == "home":  # also one that they have opened before a start of ours
            self._know_page(workspace, origin.person)
        found = unpack(action.get("action_id"))
        name, *parts = found.token.split(":") if found is not None else [""]
        doing = Doing(
            id=plain_id(body["trigger_id"]),
            person=origin.person,
            read=lambda translator, act, people: translator.tap(act, action, people),
            picked=picked_in([action]),
            needs_places=name in TAPS_WITH_PLACES or (name == DO and tuple(parts) in COMMANDS_WITH_PLACES),
        )
        reply, is_late = await self._soon(workspace, origin, self._answer(workspace, origin, doing))
        if reply is not None and not is_late:
            self._spawn(show(workspace, origin, reply))
        return BoltResponse(status=200)

    async def _sent(self, workspace: Workspace, body: Json) -> BoltResponse:
        """Answer a sent form in its own window."""
        view, origin = body["view"], Origin.of(body)
        doing = Doing(
            id=plain_id(body.get("trigger_id") or f"{view['id']}:{view.get('hash', '')}"),
            person=origin.person,
            read=lambda translator, act, people: translator.form(act, view, people),
            picked=picked_in(state for _, state in fields_of(view)),
        )
        reply, is_late = await self._soon(workspace, origin, self._answer(workspace, origin, doing))
        if is_late:  # the window stays open for what comes then
            reply = await self._inbox.say(self._translator().community(workspace.team), Line(key="slack-moment"))
        if reply is None:
            return _acknowledged({"response_action": "clear"})
        return _acknowledged({"response_action": "update", "view": await view_of(workspace, reply)})

    async def _commanded(self, workspace: Workspace, body: Json) -> BoltResponse:
        """Answer a command where it was typed."""
        origin = Origin(
            person=plain_id(body["user_id"]),
            trigger=plain_id(body["trigger_id"]),
            response_url=str(body.get("response_url") or ""),
            channel=str(body.get("channel_id") or ""),
        )
        typed = read_typed(f"{body['command']} {body.get('text') or ''}")
        command = typed.command
        doing = Doing(
            id=origin.trigger,
            person=origin.person,
            read=lambda translator, act, people: translator.command(act, typed, people),
            picked=_people_named(typed),
            needs_places=command is not None and (command.group, command.name) in COMMANDS_WITH_PLACES,
            refusal=refusal_to(typed),
        )
        reply, is_late = await self._soon(workspace, origin, self._answer(workspace, origin, doing))
        if reply is None or is_late:
            return BoltResponse(status=200)
        if isinstance(reply.content, MessageForm):
            self._spawn(show(workspace, origin, reply))
            return BoltResponse(status=200)
        return _acknowledged(await shown_in_place(workspace, reply))

    async def _chose_shortcut(self, workspace: Workspace, body: Json) -> BoltResponse:
        """Show what there is to join, in a window."""
        if body.get("callback_id") != FIND_PEOPLE:
            return BoltResponse(status=200)
        origin = Origin.of(body)
        doing = Doing(
            id=origin.trigger, person=origin.person, read=lambda translator, act, _people: translator.joining(act)
        )
        reply, is_late = await self._soon(workspace, origin, self._answer(workspace, origin, doing))
        if reply is not None and not is_late:
            self._spawn(show(workspace, origin, reply))
        return BoltResponse(status=200)

    async def _typed_into(self, workspace: Workspace, body: Json) -> BoltResponse:
        """Offer what fits what was typed into a list of channels, of those that are known by then."""
        reading = self._spawn(workspace.places.all())
        await asyncio.wait({reading}, timeout=ACKNOWLEDGE_AFTER_SECONDS)
        return _acknowledged({"options": render_options(suggested(body, workspace.places.kept))})

    async def _soon(
        self, workspace: Workspace, origin: Origin, work: Coroutine[Any, Any, PrivateReply | None]
    ) -> tuple[PrivateReply | None, bool]:
        """Wait for an answer as long as Slack waits for us; one that comes later is shown then."""
        task = asyncio.create_task(work)
        done, _ = await asyncio.wait({task}, timeout=ACKNOWLEDGE_AFTER_SECONDS)
        if done:
            return task.result(), False
        self._spawn(self._show_late(workspace, origin, task))
        return None, True

    async def _show_late(self, workspace: Workspace, origin: Origin, task: asyncio.Task[PrivateReply | None]) -> None:
        """Show an answer that took long; no window opens any more by then."""
        reply = await task
        if reply is not None and isinstance(reply.content, MessageForm) and not origin.view:
            community = self._translator().community(workspace.team)
            reply = await self._inbox.say(community, Line(key="sorry-once-more"))
        if reply is not None:
            await show(workspace, replace(origin, trigger=""), reply)

    async def _answer(self, workspace: Workspace, origin: Origin, doing: Doing) -> PrivateReply | None:
        profile = await workspace.people.profile(doing.person)
        locale, community = profile.locale if profile else None, self._translator().community(workspace.team)
        say = partial(self._inbox.say, community, locale=locale)
        try:
            refusal = await self._refusal(workspace, profile) if profile else refusal_of_unknown(workspace, origin)
            meaning = await self._meaning(workspace, doing, profile) if refusal in (None, ELSEWHERE) else None
            if refusal is not None and not isinstance(meaning, STILL_THEIRS):
                log.info("act_refused", community=community, fault=refusal.key)
                return await say(refusal)
            if meaning is None:
                return await say(doing.refusal)
            if isinstance(meaning, AnyQuestion):
                return await self._inbox.ask(meaning)
            were_welcome = isinstance(meaning, SettingsChosen) and await self._welcomes.of(workspace.team)
            try:
                reply = await self._inbox.submit(meaning, locale=locale)
            finally:  # also where nobody can tell whether it was kept
                self._pilots.have_heard(workspace.team, meaning)
                self._welcomes.have_heard(workspace.team, meaning)
            if were_welcome:
                self._spawn(self.lifecycle.welcome_chosen(workspace))
            if reply is None:  # the first time there is always something to say
                log.info("act_repeated", community=community)
            self._refresh_page(workspace, doing.person)
            return reply
        except StoreError as error:
            log.warning("act_not_kept", community=community, error=str(error))
        except Exception:  # the one boundary: a bug is logged without what was typed, and the person is told
            log.exception("act_failed", community=community)
        return await say(Line(key="sorry-broken"))

    async def _meaning(self, workspace: Workspace, doing: Doing, profile: Profile | None) -> Meaning | None:
        places = await workspace.places.all() if doing.needs_places else ()
        act = Act(
            id=doing.id,
            team=workspace.team,
            person=await self._person(workspace, doing.person, profile),
            at=self._clock.now(),
            places=places,
        )
        named = [await self.person(workspace, one, must_know=True) for one in doing.picked]
        try:
            meaning = doing.read(self._translator(), act, [one for one in named if one is not None])
        except UNREADABLE as error:
            log.warning("act_not_read", community=self._translator().community(act.team), error=type(error).__name__)
            return None
        if meaning is None:
            log.info("act_not_ours", community=self._translator().community(act.team))
        return meaning

    async def _person(self, workspace: Workspace, person: str, profile: Profile | None) -> Person:
        pilot = await self._pilots.of(workspace.team)
        is_in_pilot = pilot is not None and await workspace.people.is_in(pilot, person)
        if profile is None:
            return Person(id=person, is_in_pilot=is_in_pilot, knows_steward=False)
        return Person(
            id=person,
            locale=profile.locale,
            timezone=profile.timezone,
            is_steward=profile.is_steward,
            is_in_pilot=is_in_pilot,
        )

    # --- one's own page -----------------------------------------------------------------------------------------------

    def _refresh_page(self, workspace: Workspace, person: str) -> None:
        """Show somebody's page anew after what they did, if they have opened it since the start."""
        if (workspace.team, person) in self._pages:
            self._spawn(self._show_page(workspace, person))

    async def _show_page(self, workspace: Workspace, person: str) -> None:
        profile = await workspace.people.profile(person)
        if profile is not None and (refusal := await self._refusal(workspace, profile)) is not None:
            community = self._translator().community(workspace.team)
            reply = await self._inbox.say(community, refusal, locale=profile.locale)
        else:
            who = await self._person(workspace, person, profile)
            act = Act(id="", team=workspace.team, person=who, at=self._clock.now())
            reply = await self._inbox.ask(self._translator().page(act))
        await home.publish(workspace, person, reply)

    # --- what happens -------------------------------------------------------------------------------------------------

    async def _happened(self, workspace: Workspace, body: Json) -> BoltResponse:
        """Take in an event; what cannot be kept is not acknowledged."""
        event = {**body["event"], SHARED: body.get(SHARED), TOLD_AT: body.get("event_time")}
        key = plain_id(body["event_id"])
        try:
            taker = self._events.get(str(event["type"]))
            if taker is not None:  # what the manifest does not ask for means nothing to us
                await taker(workspace, event, key)
        except StoreError as error:
            log.warning("event_not_kept", happening=str(event["type"]), error=str(error))
            return BoltResponse(status=503)
        return BoltResponse(status=200)

    async def _home_opened(self, workspace: Workspace, event: Json, _key: str) -> None:
        if event.get("tab") == "home":
            self._open_page(workspace, plain_id(event["user"]))

    def _open_page(self, workspace: Workspace, person: str) -> None:
        self._know_page(workspace, person)
        self._spawn(self._show_page(workspace, person))

    def _know_page(self, workspace: Workspace, person: str) -> None:
        if len(self._pages) >= PAGES_AT_MOST:
            del self._pages[next(iter(self._pages))]
        self._pages[(workspace.team, person)] = None

    def _spawn(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
        task = asyncio.create_task(work, name=TASK)
        self._showing.add(task)
        task.add_done_callback(self._shown)
        return task

    def _shown(self, task: asyncio.Task[object]) -> None:
        self._showing.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("answer_failed", exc_info=task.exception())


async def _nothing(_workspace: Workspace, _body: Json) -> BoltResponse:
    return BoltResponse(status=200)


def _acknowledged(content: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=content)


def _people_named(typed: Typed) -> tuple[str, ...]:
    options = typed.command.options if typed.command is not None else ()
    named = [typed.options.get(option.name, "") for option in options if option.kind is OptionKind.PEOPLE]
    return mentioned_in(" ".join(named))
