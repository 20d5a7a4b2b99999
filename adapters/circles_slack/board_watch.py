"""Reactions on the board: each as it comes, and all of them as they stand after the bot was away."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import structlog

from circles_bot.engine.errors import StoreError
from circles_bot.ports.adapters import House
from circles_slack.answers import Origin, show
from circles_slack.boards import Board, Reactions, reactions_of
from circles_slack.custom_ids import plain_id
from circles_slack.emoji import sign_of
from circles_slack.errors import FAULTS, code_of
from circles_slack.latest import Latest
from circles_slack.translate import Person, Translator
from circles_slack.workspace import Workspace

log = structlog.get_logger(__name__)

Json = Mapping[str, Any]
PEOPLE_AT_MOST = 10_000
READING = "circles: reading the board"
"""The name of a task that reads a board."""
NOT_THERE = frozenset({"message_not_found", "channel_not_found"})

SHARED = "is_ext_shared_channel"
"""Says of an event that other organisations' people are in the channel, too."""


class Reader(Protocol):
    """Returns who somebody is, or None for who cannot join; ``must_know`` takes nobody in of whom nothing is known."""

    async def __call__(self, workspace: Workspace, person: str, *, must_know: bool = False) -> Person | None:
        """Look somebody up."""


Spawn = Callable[[Coroutine[Any, Any, None]], None]


class BoardWatch:
    """Brings what is set and taken off; ``person`` returns who somebody is, or None for who cannot join."""

    def __init__(self, house: House, translator: Callable[[], Translator], person: Reader, spawn: Spawn) -> None:
        """Know no board yet."""
        self._inbox = house.inbox
        self._clock = house.clock
        self._translator = translator
        self._person = person
        self._spawn = spawn
        self._boards: dict[str, Board | None] = {}
        self._turns: dict[tuple[str, str], asyncio.Lock] = {}
        self._latest = Latest()
        self._heard: dict[str, int] = {}
        self._reading: dict[str, asyncio.Task[None]] = {}
        self._reads_again: set[str] = set()

    def known(self, team: str) -> Board | None:
        """Return the board that is listened to, also where the engine has forgotten it because it moves."""
        return self._boards.get(team)

    def moved(self, team: str, board: Board) -> None:
        """Listen to the board that was just shown: it may be another message."""
        self._boards[team] = board

    async def in_another(self, team: str, channel: str, theirs: str) -> Board | None:
        """Return the board as it is where Slack calls its channel otherwise, or None for a channel without it."""
        board = await self._board(team)
        return replace(board, channel=theirs) if board is not None and board.channel == channel else None

    async def reacted(self, workspace: Workspace, event: Json, key: str, *, is_set: bool) -> None:
        """Take in a reaction, if it is the board's, and answer so that only its author sees it."""
        team, person = workspace.team, plain_id(event["user"])
        item = event.get("item") or {}
        async with self._turn(team, person):  # a rapid on-off-on stays in its order
            board = await self._board(team)
            if board is None or (item.get("channel"), item.get("ts")) != (board.channel, board.message):
                return
            self._heard[team] = self._heard.get(team, 0) + 1
            name = str(event["reaction"]).split("::", 1)[0]
            who = await self._person(workspace, person, must_know=bool(event.get(SHARED)))
            if who is None or not self._latest.is_news((team, person, name), float(event.get("event_ts") or 0)):
                return
            reaction = self._translator().reaction(team, who, name, self._clock.now(), key=key, is_set=is_set)
            reply = await self._inbox.submit(reaction, locale=who.locale)
        if reply is not None:
            self._spawn(show(workspace, Origin(person=person, channel=board.channel), reply))

    def read_soon(self, workspace: Workspace) -> None:
        """Read a workspace's board: what was done while no connection stood may not be told any more."""
        team = workspace.team
        if team in self._reading:
            self._reads_again.add(team)
            return
        task = asyncio.create_task(self._read(workspace), name=READING)
        self._reading[team] = task
        task.add_done_callback(lambda _: self._has_read(workspace))

    async def cleared(self, workspace: Workspace, standing: Reactions, missing: Sequence[str]) -> None:
        """Bring that the bot's own reactions had to be set again: who is not among them took nothing off."""
        await self._bring(workspace, {name: standing.get(name, ()) for name in missing}, is_cleared=True)

    async def settled(self) -> bool:
        """Wait for what is being read; tell whether there was something."""
        reading = list(self._reading.values())
        if reading:
            await asyncio.wait(reading)
        return bool(reading)

    async def stop(self) -> None:
        """Read no further."""
        tasks = list(self._reading.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, workspace: Workspace) -> None:
        team = workspace.team
        board = await self._board(team)
        if board is None:
            return
        heard = self._heard.get(team, 0)
        try:
            found = await reactions_of(workspace, board)
        except FAULTS as error:
            if code_of(error) not in NOT_THERE:  # then it is posted anew when the engine shows it the next time
                log.warning("board_not_read", team=team, error=type(error).__name__, fault=code_of(error))
            return
        is_whole = heard == self._heard.get(team, 0)
        if not is_whole:  # somebody reacted meanwhile: what is missing here may have been set since
            self._reads_again.add(team)
        bot = workspace.identity.bot_user
        standing = {name: who for name, who in found.items() if bot in who}
        await self._bring(workspace, standing, is_cleared=False, is_whole=is_whole)
        await self._bring(
            workspace, {name: who for name, who in found.items() if name not in standing}, is_cleared=True
        )

    async def _bring(
        self, workspace: Workspace, reactions: Reactions, *, is_cleared: bool, is_whole: bool = True
    ) -> None:
        if not reactions:
            return
        people = {person for who in reactions.values() for person in who} - {workspace.identity.bot_user}
        await workspace.people.get_to_know(people)
        known = {person: await self._person(workspace, person) for person in sorted(people)}
        by_sign = {
            sign_of(name): [one for person in who if (one := known.get(person)) is not None]
            for name, who in reactions.items()
        }
        event = self._translator().board(
            workspace.team, by_sign, self._clock.now(), is_whole=is_whole, is_cleared=is_cleared
        )
        try:
            await self._inbox.submit(event)
        except StoreError as error:  # it is compared again later
            log.warning("event_not_kept", happening=type(event).__name__, error=str(error))

    def _has_read(self, workspace: Workspace) -> None:
        self._reading.pop(workspace.team, None)
        if workspace.team in self._reads_again:
            self._reads_again.discard(workspace.team)
            self.read_soon(workspace)

    async def _board(self, team: str) -> Board | None:
        if team not in self._boards:
            written = await self._inbox.board_of(self._translator().community(team))
            self._boards.setdefault(team, Board.read(written) if written else None)
        return self._boards[team]

    def _turn(self, team: str, person: str) -> asyncio.Lock:
        key = (team, person)
        lock = self._turns.get(key)
        if lock is None:
            if len(self._turns) >= PEOPLE_AT_MOST:
                self._turns = {key: one for key, one in self._turns.items() if one.locked()}
            lock = self._turns[key] = asyncio.Lock()
        return lock
