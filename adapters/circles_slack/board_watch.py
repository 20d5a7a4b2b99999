"""Reactions on the board: each as it comes, and all of them as they stand after the bot was away.

Each of its messages is heard and read on its own, as one page: nothing that befalls one says anything of another.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

import structlog

from circles_bot.engine.errors import StoreError
from circles_bot.ports.adapters import House
from circles_bot.ports.chat import Later
from circles_slack.answers import Origin
from circles_slack.boards import Board, Reactions, reactions_of
from circles_slack.custom_ids import plain_id
from circles_slack.emoji import sign_of, without_tone
from circles_slack.errors import FAULTS, TOKEN, LimitedError, code_of, outcome_of
from circles_slack.latest import Latest
from circles_slack.notes import Notes, Spawn
from circles_slack.translate import Person, Translator
from circles_slack.workspace import Workspace

log = structlog.get_logger(__name__)

Json = Mapping[str, Any]
PEOPLE_AT_MOST = 10_000
READING = "circles: reading the board"
"""The name of a task that reads a board."""
AGAIN_AFTER = timedelta(minutes=1)
"""So long a database or a Slack that has failed is left alone before the board is read for what was not taken in."""
NOT_THERE = frozenset({"message_not_found", "channel_not_found"})

SHARED = "is_ext_shared_channel"
"""Says of an event that other organisations' people are in the channel, too."""


class Reader(Protocol):
    """Returns who somebody is, or None for who cannot join; ``must_know`` takes nobody in of whom nothing is known."""

    async def __call__(self, workspace: Workspace, person: str, *, must_know: bool = False) -> Person | None:
        """Look somebody up."""


class BoardWatch:
    """Brings what is set and taken off; ``person`` returns who somebody is, or None for who cannot join."""

    def __init__(self, house: House, translator: Callable[[], Translator], person: Reader, spawn: Spawn) -> None:
        """Know no board yet."""
        self._inbox = house.inbox
        self._clock = house.clock
        self._translator = translator
        self._person = person
        self._pages: dict[str, dict[int, Board]] = {}
        self._looked_up: set[str] = set()
        self._turns: dict[tuple[str, str], asyncio.Lock] = {}
        self._latest = Latest()
        self._heard: dict[tuple[str, Board], int] = {}
        self._notes = Notes(spawn)
        self._reading: dict[str, asyncio.Task[None]] = {}
        self._reads_again: set[str] = set()
        self._later: dict[str, asyncio.TimerHandle] = {}

    def moved(self, team: str, page: int, board: Board) -> None:
        """Listen to the page that was just shown: it may be another message."""
        self._pages.setdefault(team, {})[page] = board

    def taken_away(self, team: str, board: Board) -> None:
        """Listen no more to a page that is there no longer."""
        known = self._pages.get(team, {})
        self._pages[team] = {page: one for page, one in known.items() if one != board}

    async def in_another(self, team: str, channel: str, theirs: str) -> Mapping[int, Board]:
        """Return the board's messages as they are where Slack calls their channel otherwise, by page."""
        pages = (await self._boards(team)).items()
        return {page: replace(board, channel=theirs) for page, board in pages if board.channel == channel}

    async def reacted(self, workspace: Workspace, event: Json, key: str, *, is_set: bool) -> None:
        """Take in a reaction, if it is the board's, and answer so that only its author sees it."""
        with self._notes.crowd:
            await self._reacted(workspace, event, key, is_set=is_set)

    async def _reacted(self, workspace: Workspace, event: Json, key: str, *, is_set: bool) -> None:
        team, person = workspace.team, plain_id(event["user"])
        item = event.get("item") or {}
        async with self._turn(team, person):  # a rapid on-off-on stays in its order
            there = Board(str(item.get("channel")), str(item.get("ts")))
            page = next((page for page, board in (await self._boards(team)).items() if board == there), None)
            if page is None:
                return
            self._heard[team, there] = self._heard.get((team, there), 0) + 1
            name = without_tone(str(event["reaction"]))
            who = await self._person(workspace, person, must_know=is_set and bool(event.get(SHARED)))
            if who is None and not workspace.people.knows(person):
                self._read_later(workspace)
            at = float(event.get("event_ts") or 0)
            if who is None or not self._latest.is_news((team, there, person, name), at):
                return
            now = self._clock.now()
            reaction = self._translator().reaction(team, who, name, now, key=key, page=page, is_set=is_set)
            words = await self._inbox.keep(reaction, locale=who.locale)
        if words is not None:
            self._notes.add(workspace, Origin(person=person, channel=there.channel), words)

    def read_soon(self, workspace: Workspace) -> None:
        """Read a workspace's board: what was done while no connection stood may not be told any more."""
        team = workspace.team
        if team in self._reading:
            self._reads_again.add(team)
            return
        task = asyncio.create_task(self._read(workspace), name=READING)
        self._reading[team] = task
        task.add_done_callback(lambda _: self._has_read(workspace))

    async def cleared(self, workspace: Workspace, page: int, standing: Reactions, missing: Sequence[str]) -> None:
        """Bring that the bot's own reactions had to be set again: who is not among them took nothing off.

        Raises StoreError where that is not kept, and LimitedError while Slack does not tell who is among them: they
        must not be set then, or whoever is missing would have left.
        """
        reactions = {name: standing.get(name, ()) for name in missing}
        if not await self._bring(workspace, page, reactions, is_cleared=True):
            raise LimitedError(AGAIN_AFTER)

    async def settled(self) -> bool:
        """Wait for what is being read; tell whether there was something."""
        reading = list(self._reading.values())
        if reading:
            await asyncio.wait(reading)
        return bool(reading)

    async def stop(self) -> None:
        """Read no further."""
        for pause in self._later.values():
            pause.cancel()
        self._later.clear()
        tasks = list(self._reading.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, workspace: Workspace) -> None:
        try:
            for page, board in sorted((await self._boards(workspace.team)).items()):
                await self._read_page(workspace, page, board)
        except StoreError as error:  # what was not kept stands on the board still
            log.warning("board_not_kept", team=workspace.team, error=str(error))
            self._read_later(workspace)

    def _read_later(self, workspace: Workspace, after: timedelta = AGAIN_AFTER) -> None:
        if workspace.team not in self._later:
            loop = asyncio.get_running_loop()
            self._later[workspace.team] = loop.call_later(after.total_seconds(), self._pause_is_over, workspace)

    def _pause_is_over(self, workspace: Workspace) -> None:
        del self._later[workspace.team]
        self.read_soon(workspace)

    async def _read_page(self, workspace: Workspace, page: int, board: Board) -> None:
        team = workspace.team
        heard = self._heard.get((team, board), 0)
        try:
            found = await reactions_of(workspace, board)
        except FAULTS as error:
            code, outcome = code_of(error), outcome_of(error)
            if code not in NOT_THERE:  # then it is posted anew when the engine shows it the next time
                log.warning("board_not_read", team=team, error=type(error).__name__, fault=code)
            if isinstance(outcome, Later) and code not in TOKEN:  # with a new token it is read at once
                self._read_later(workspace, outcome.retry_after or AGAIN_AFTER)
            return
        is_whole = heard == self._heard.get((team, board), 0)
        if not is_whole:  # somebody reacted meanwhile: what is missing here may have been set since
            self._reads_again.add(team)
        bot = workspace.identity.bot_user
        standing = {name: who for name, who in found.items() if bot in who}
        cleared = {name: who for name, who in found.items() if name not in standing}
        await self._bring(workspace, page, standing, is_cleared=False, is_whole=is_whole)
        await self._bring(workspace, page, cleared, is_cleared=True)

    async def _bring(
        self, workspace: Workspace, page: int, reactions: Reactions, *, is_cleared: bool, is_whole: bool = True
    ) -> bool:
        """Bring a page's reactions; tell whether Slack says who has set them all.

        Whoever it does not tell of now is left as last observed: nobody takes anything off then, or is forgotten.
        """
        if not reactions:
            return True
        people = {person for who in reactions.values() for person in who} - {workspace.identity.bot_user}
        await workspace.people.get_to_know(people)
        known = {person: await self._person(workspace, person, must_know=True) for person in sorted(people)}
        are_known = all(one is not None or workspace.people.knows(person) for person, one in known.items())
        if not are_known:
            log.warning("people_not_looked_up", team=workspace.team)
            self._read_later(workspace)
        by_sign = {
            sign_of(name): [one for person in who if (one := known.get(person)) is not None]
            for name, who in reactions.items()
        }
        event = self._translator().board(
            workspace.team,
            by_sign,
            self._clock.now(),
            page=page,
            is_whole=is_whole and are_known,
            is_cleared=is_cleared,
        )
        await self._inbox.submit(event)
        return are_known

    def _has_read(self, workspace: Workspace) -> None:
        self._reading.pop(workspace.team, None)
        if workspace.team in self._reads_again:
            self._reads_again.discard(workspace.team)
            self.read_soon(workspace)

    async def _boards(self, team: str) -> Mapping[int, Board]:
        """Return where the board's messages are, by page; what was shown meanwhile is newer than what is kept."""
        if team not in self._looked_up:
            written = await self._inbox.board_of(self._translator().community(team))
            kept = {page: Board.read(theirs) for page, theirs in written.items()}
            self._pages[team] = {**kept, **self._pages.get(team, {})}
            self._looked_up.add(team)
        return self._pages[team]

    def _turn(self, team: str, person: str) -> asyncio.Lock:
        key = (team, person)
        lock = self._turns.get(key)
        if lock is None:
            if len(self._turns) >= PEOPLE_AT_MOST:
                self._turns = {key: one for key, one in self._turns.items() if one.locked()}
            lock = self._turns[key] = asyncio.Lock()
        return lock
