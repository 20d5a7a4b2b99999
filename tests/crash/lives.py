"""Lives of one bot over the same files: what outlasts a kill is in files, and the next life goes on from there.

A life plays the script: everybody joins, a round, invitations, yeses, a room, taps, check-ins, the season's question,
answers, the close. Whoever acted and got no answer acts again, with the same key, as platforms deliver again. Time is
in a file, too: it stands still while the bot is dead.
"""

import os
import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from circles_bot.application.heartbeat import TimePasses
from circles_bot.engine import events
from circles_bot.engine.decision import Decision
from circles_bot.engine.ids import derive
from circles_bot.ports.chat import Capabilities, Done, Outcome, Parcel
from circles_bot.ports.clock import Clock
from circles_bot.store import open_store
from circles_bot.words.message import PrivateReply
from circles_bot.works import assemble
from tests.fakes.chat import FakeChat, Performed
from tests.fakes.clocks import FixedClock
from tests.fakes.watched_store import Moment, WatchedStore
from tests.histories.test_histories import Act, _do, _yeses
from tests.histories.world import COMMUNITY, INTERESTS, PEOPLE, START, World, actor
from tests.keys import KEY

KILLED = 77
"""The exit status of a life that was ended at its point; any other but 0 is a bug."""

BEFORE_CALL = "before the platform's call"
AFTER_CALL = "after the platform's call, before the acknowledgement"
POINTS = (Moment.BEFORE_COMMIT, Moment.AFTER_COMMIT, Moment.CLAIMED, BEFORE_CALL, AFTER_CALL)

EVERYBODY = range(PEOPLE)
SCRIPT = (
    Act("setup", 0, 0, 0),
    *(Act("join", person, person % 2, 0) for person in EVERYBODY),
    *(Act("react", person, 1, 0) for person in range(3)),
    Act("days", 0, 2, 0),
    *_yeses(),
    Act("days", 0, 0, 0),
    *_yeses(),
    Act("days", 0, 2, 0),
    *(Act("answer", person, 0, person) for person in EVERYBODY),
    *(Act("say", person, person, 0) for person in range(4)),
    Act("days", 0, 12, 0),
    *(Act("check-in", person, 0, 4 - person % 5) for person in EVERYBODY),
    Act("days", 0, 9, 0),
    Act("days", 0, 32, 0),
    *(Act("season", person, 0, person % 3) for person in EVERYBODY),
    Act("days", 0, 12, 0),
    *(Act("leave", person, person % 2, 0) for person in range(3)),
    Act("days", 0, 6, 0),
)
"""``days`` passes one day more than its number says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """End the life at the ``nth`` passing of a point, counted from 1."""

    point: str
    nth: int


class Points:
    """Counts the passings of every point, and ends the process at the one that was chosen: no cleanup, no flush."""

    def __init__(self, kill: Kill | None) -> None:
        """Take where to die; None lives on."""
        self._kill = kill
        self.passed: Counter[str] = Counter()

    def reach(self, point: str) -> None:
        """Pass a point, or die there."""
        self.passed[point] += 1
        if self._kill is not None and (point, self.passed[point]) == (self._kill.point, self._kill.nth):
            os._exit(KILLED)


class Ledger:
    """A file to which values are appended, each in one write, so that a kill leaves whole ones only."""

    def __init__(self, path: Path) -> None:
        """Take the file, which need not be there yet."""
        self._path = path

    def add(self, *values: object) -> None:
        """Append values, together."""
        with self._path.open("ab", buffering=0) as file:
            file.write(b"".join(pickle.dumps(value) for value in values))

    def read(self) -> Iterator[Any]:  # Any: what was added; who reads knows what that is
        """Yield all values, oldest first."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            while file.peek(1):
                yield pickle.load(file)  # noqa: S301  # a file that this test wrote


class FileClock(FixedClock):
    """A clock whose time is in a file."""

    def __init__(self, path: Path) -> None:
        """Begin where the last life ended."""
        self._ledger = Ledger(path)
        super().__init__(([START, *self._ledger.read()])[-1])

    def set_to(self, at: datetime) -> None:
        """Let it be ``at``, also for the next life."""
        super().set_to(at)
        self._ledger.add(at)


class FileChat(FakeChat):
    """A platform that outlives the bot: what was performed is in a file; a repeat of a key is seen, and counted.

    With ``knows_keys`` False it performs a repeat as if it were new: the control that must fail.
    """

    def __init__(self, clock: Clock, path: Path, *, knows_keys: bool = True) -> None:
        """Read what there is already."""
        super().__init__(clock)
        self._ledger = Ledger(path)
        self._knows_keys = knows_keys
        self.repeated: list[Parcel] = []
        for is_repeat, done in self._ledger.read():
            self._keep(done, is_repeat=is_repeat)

    async def perform(self, parcel: Parcel) -> Outcome:
        """Keep the parcel; a repeat of its key is answered as the first time."""
        done = Performed(at=self.clock.now(), parcel=parcel)
        is_repeat = self._knows_keys and parcel.key in self._seen
        self._ledger.add((is_repeat, done))
        self._keep(done, is_repeat=is_repeat)
        return self._seen[parcel.key]

    def _keep(self, done: Performed, *, is_repeat: bool) -> None:
        if is_repeat:
            self.repeated.append(done.parcel)
            return
        self.performed.append(done)
        self._seen[done.parcel.key] = Done(theirs=derive("theirs", done.parcel.key))


class FailingChat:
    """Implements ``ports.chat.ChatGateway`` over another, with a point on either side of the call."""

    def __init__(self, inner: FileChat, points: Points) -> None:
        """Take the platform."""
        self._inner = inner
        self._points = points

    @property
    def capabilities(self) -> Capabilities:
        """See the inner one."""
        return self._inner.capabilities

    async def perform(self, parcel: Parcel) -> Outcome:
        """Call the inner one."""
        self._points.reach(BEFORE_CALL)
        outcome = await self._inner.perform(parcel)
        self._points.reach(AFTER_CALL)
        return outcome


class Town(World):
    """A world whose people keep a notebook of what they asked and what was answered."""

    notebook: Ledger

    async def submit(self, person: int, event: events.AnyEvent) -> PrivateReply | None:
        """Submit an event, noted before and after."""
        self.notebook.add(("asked", event))
        reply = await super().submit(person, event)
        self.notebook.add(("answered", event))
        return reply


def database_of(folder: Path) -> Path:
    """Return the town's database."""
    return folder / "town.db"


def notebook_of(folder: Path) -> Ledger:
    """Return what people asked and what was answered."""
    return Ledger(folder / "notebook")


async def open_town(folder: Path, points: Points, *, knows_keys: bool = True) -> Town:
    """Return the town as the last life left it, its bot running."""
    url = f"sqlite:///{database_of(folder)}"
    store = WatchedStore(await open_store(url, key=KEY), points.reach)
    clock = FileClock(folder / "clock")
    decided = Ledger(folder / "decisions")
    decisions: list[tuple[events.AnyEvent, Decision]] = list(decided.read())

    def note(event: events.AnyEvent, made: Decision) -> None:
        decisions.append((event, made))
        decided.add((event, made))

    works = assemble(store=store, clock=clock, matcher=None, on_decided=note)
    chat = FileChat(clock, folder / "platform", knows_keys=knows_keys)
    works.delivery.connect("fake", FailingChat(chat, points))
    town = Town(store=store, works=works, chat=chat, clock=clock, database=url, decisions=decisions)
    town.notebook = notebook_of(folder)
    return town


async def live(folder: Path, points: Points, *, knows_keys: bool = True) -> None:
    """Play what is left of the script."""
    town = await open_town(folder, points, knows_keys=knows_keys)
    over = Ledger(folder / "over")
    begun = sum(1 for _ in over.read())
    ends_at = START
    for number, act in enumerate(SCRIPT):
        ends_at += timedelta(days=1 + act.number) if act.kind == "days" else timedelta()
        if number < begun:
            continue
        town.acts = number * 10
        if act.kind == "days":
            await TimePasses(heartbeat=town.works.heartbeat, clock=town.clock).advance(ends_at)
        elif act.kind == "setup":
            await town.submit(0, setup_event(town))
        else:
            await _do(town, act)
        over.add(number)
    await town.settle()
    await town.store.close()


def setup_event(town: World) -> events.SetupChosen:
    """Return what a steward chose."""
    return events.SetupChosen(
        community=COMMUNITY,
        at=town.clock.now(),
        key="setup",
        actor=actor(0),
        platform="fake",
        community_theirs="town",
        board_place="C1",
        rooms_place="C1",
        interests=INTERESTS,
    )
