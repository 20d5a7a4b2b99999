"""What an act costs on Discord, beside a bot on the same SDK that only acknowledges (``benchmarks/bare_discord.py``).

Both are processes of their own, by turns, before one fake Discord that is a process, too, and sends the load. Ours is
the unmodified ``circles-bot run`` on SQLite. The command is ``/circles join books``, each by somebody new: it reads,
writes in one durable transaction, and answers with a layout of three buttons. Each value is a ratio within a pair, and
the median of five pairs; all five are printed. Memory grows over commands of the same thousand people, who join and
leave by turns: newcomers' names and turns are kept up to a bound, which is not what is asked.

The messages to rooms run in real time, a hundred seconds, and once. Nothing is to be compared there but the limits.
"""

import asyncio
import json
import os
import signal
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from circles_bot.engine.buttons import MINE
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import PostToRoom, room_lane
from circles_bot.engine.events import Actor, ReactionSeen, SetupChosen
from circles_bot.engine.ids import CircleId, CommunityId, EffectKey, PostId
from circles_bot.engine.model import Address, AddressKind
from circles_bot.engine.notes import Note
from circles_bot.ports.identities import Identities
from circles_bot.runtime import WallClock
from circles_bot.secret_key import load_secret_key
from circles_bot.store import migrate
from circles_bot.store.sqlite import SqliteStore
from circles_bot.works import Works, assemble
from tests.fakes.discord.limits import GLOBAL_PER_SECOND
from tests.fakes.discord.server import TOKEN

PAIRS = 5
GUILDS = 40
"""A community may do 1,200 things a minute: the load is spread."""
PEOPLE_OF_EACH = 25
INTERESTS = (("💬", "anything"), ("📚", "books"), ("⚾", "baseball"), ("🌅", "first job"))
REACTION = "⚾"
JOIN = ["circles join", {"interest": "books"}]
LEAVE = ["circles leave", {"interest": "books"}]
WARM_UP = 200
ONE_BY_ONE = 300
A_SECOND, SECONDS = 50, 8
AT_ONCE, IN_FLIGHT = 2_000, 64
REACTIONS_A_SECOND = 200
REACTIONS = 1_000
FLOOD = 2_000
ANSWERED = 10_000
ROOMS, MESSAGES = 200, 5_000
BIG_GUILDS, BIG_CHANNELS = 2_500, 25
MEGABYTE = 1024 * 1024
PATIENCE_SECONDS = 600
CALM_SECONDS = 0.6
"""So long without any work, and what came is dealt with."""

Figures = dict[str, float]


class Fake:
    """The fake's process, and its controls."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        """Take where it serves."""
        self.api_url, self.gateway_url = f"http://{address}/api/v10", f"ws://{address}/gw/"
        self._control = f"http://{address}/_fake/"
        self._session = session

    async def ask(self, path: str, **form: Any) -> Any:
        """Ask for something to be done."""
        async with self._session.post(self._control + path, json=form) as answer:
            told = await answer.json()
            assert answer.status == 200, told
            return told

    async def times(self, route: str) -> Mapping[int, int]:
        """Return how often requests to a route were answered, by status; all routes for an empty one."""
        found: dict[int, int] = {}
        async with self._session.get(f"{self._control}counts") as answer:
            for one in await answer.json():
                if route in ("", one["route"]):
                    found[one["status"]] = found.get(one["status"], 0) + one["number"]
        return found


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Fake]:
    """Run a fake in a process of its own."""
    command = [sys.executable, "-m", "tests.fakes.discord", "--forget-records"]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=(folder / "fake.log").open("ab")
    )
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE_SECONDS)) as session:
            yield Fake(address, session)
    finally:
        process.terminate()
        await process.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A running client."""

    process: psutil.Process

    @property
    def cpu_seconds(self) -> float:
        """What it has used of the processor so far."""
        used = self.process.cpu_times()
        return float(used.user + used.system)

    @property
    def megabytes(self) -> float:
        """Its resident memory."""
        return float(self.process.memory_info().rss) / MEGABYTE

    async def calm(self) -> None:
        """Wait until it has nothing more to do."""
        before, calm_for = self.cpu_seconds, 0.0
        while calm_for < CALM_SECONDS:
            await asyncio.sleep(0.1)
            now = self.cpu_seconds
            calm_for = calm_for + 0.1 if now - before <= 0.01 else 0.0
            before = now

    async def cpu_of(self, load: Awaitable[Any]) -> tuple[Any, float]:
        """Return what came of a load, and what it cost the client of the processor."""
        before = self.cpu_seconds
        told = await load
        await self.calm()
        return told, self.cpu_seconds - before


@asynccontextmanager
async def running(fake: Fake, folder: Path, *, is_ours: bool) -> AsyncIterator[Client]:
    """Run one of the two until the end of the block."""
    if is_ours:
        command = [sys.executable, "-m", "circles_bot", "run"]
    else:
        command = [sys.executable, "-m", "benchmarks.bare_discord", TOKEN, fake.api_url, fake.gateway_url]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CIRCLES_")}
    environment |= {
        "CIRCLES_DATABASE_URL": database_of(folder),
        "CIRCLES_DISCORD_TOKEN": TOKEN,
        "CIRCLES_DISCORD_API_URL": fake.api_url,
        "CIRCLES_DISCORD_GATEWAY_URL": fake.gateway_url,
    }
    with (folder / "clients.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=log, stderr=log)
    try:
        await fake.ask("gateway", do="ready")
        client = Client(process=psutil.Process(process.pid))
        await asyncio.sleep(CALM_SECONDS)
        await client.calm()
        yield client
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


def database_of(folder: Path) -> str:
    """Return the address of our bot's database."""
    return f"sqlite:///{folder / 'circles.db'}"


@dataclass(slots=True, kw_only=True)
class Town:
    """Our bot's database, as it may be opened while no bot runs."""

    folder: Path
    guilds: Sequence[Mapping[str, Any]]
    statements: int = field(default=0)

    @property
    def identities(self) -> Identities:
        """Make ids as the bot does."""
        return Identities(platform="discord", key=load_secret_key(database_of(self.folder)))

    def community(self, guild: Mapping[str, Any]) -> CommunityId:
        """Return our id of a guild."""
        return self.identities.community(guild["id"])

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[tuple[SqliteStore, Works]]:
        """Open it; statements are counted."""
        store = await SqliteStore.open(database_of(self.folder), key=self.identities.key, heard=self._count)
        yield store, assemble(store=store, clock=WallClock(), matcher=None)
        await store.close()

    def _count(self, _sql: str, _values: object) -> None:
        self.statements += 1

    async def set_up(self) -> None:
        """Set the bot up in each guild: board and rooms in the first channel."""
        load_secret_key(database_of(self.folder))
        migrate.upgrade(database_of(self.folder))
        async with self.opened() as (_, works):
            for guild in self.guilds:
                community, place = self.community(guild), guild["channels"][0]
                member = self.identities.member(community, "1")
                await works.service.submit(
                    SetupChosen(
                        community=community,
                        at=datetime.now(UTC),
                        key=f"setup:{guild['id']}",
                        actor=Actor(member=member, theirs="1", is_steward=True),
                        platform="discord",
                        community_theirs=guild["id"],
                        board_place=place,
                        rooms_place=place,
                        interests=INTERESTS,
                        timezone="UTC",
                    )
                )

    async def boards(self) -> dict[str, str]:
        """Return where the boards are, by guild."""
        async with self.opened() as (_, works):
            found = {guild["id"]: await works.service.board_of(self.community(guild)) for guild in self.guilds}
        return {guild: pages[0] for guild, pages in found.items() if pages}

    async def statements_of_a_reaction(self) -> int:
        """Return how many statements the most costly of a reaction's set and taken off by somebody new costs."""
        community = self.community(self.guilds[0])
        actor = Actor(member=self.identities.member(community, "2"), theirs="2")
        costs = []
        async with self.opened() as (_, works):
            for is_set in (True, False, True):
                self.statements = 0
                at = datetime.now(UTC)
                await works.service.submit(
                    ReactionSeen(community=community, at=at, actor=actor, emoji=REACTION, is_set=is_set)
                )
                costs.append(self.statements)
        return max(costs)

    async def queue_messages(self) -> None:
        """Let all messages to all rooms be due; each room is a channel of the last guild."""
        community, rooms = self.community(self.guilds[-1]), self.guilds[-1]["channels"][-ROOMS:]
        async with self.opened() as (store, _):
            for number, room in enumerate(rooms):
                circle = CircleId(f"cir_{number:016x}")
                address = Address(community=community, kind=AddressKind.ROOM, ours=circle, theirs=room)
                posts = tuple(
                    PostToRoom(
                        key=EffectKey(f"post:{circle}:{turn}"),
                        lane=room_lane(circle),
                        community=community,
                        circle=circle,
                        post=PostId(f"pst_{turn:016x}"),
                        note=Note(key="help", controls=(MINE,)),
                    )
                    for turn in range(MESSAGES // ROOMS)
                )
                decision = Decision(changes=(Kept(address),), effects=posts)
                await store.transact(lambda tx, decision=decision: tx.save(decision))  # type: ignore[misc]


def run() -> dict[str, Any]:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="circles-discord-") as name:
        return {"name": "discord", "measures": asyncio.run(measured(Path(name)))}


async def measured(folder: Path) -> list[dict[str, Any]]:
    """Run the pairs, then the messages, then the many guilds."""
    async with served(folder) as fake:
        guilds = await fake.ask("loads/crowd", guilds=GUILDS, channels=2, people=PEOPLE_OF_EACH)
        quiet = await fake.ask("loads/crowd", guilds=1, channels=ROOMS + 1)
        town = Town(folder=folder, guilds=[*guilds, *quiet])
        await town.set_up()
        async with running(fake, folder, is_ours=True):
            await until(lambda: boards_are_up(fake))
        boards = await town.boards()
        boards.pop(quiet[0]["id"])
        load = Load(fake=fake, boards=boards)
        pairs = await in_pairs(lambda is_ours: load.turn(folder, is_ours=is_ours))
        statements = await town.statements_of_a_reaction()
        share, refused = await messages_to_rooms(fake, town)
    many = await memory_with_many_guilds(folder)
    return [
        *judged(pairs),
        at_most("memory with 2,500 guilds of 25 channels", ratios(many, "megabytes"), "×", 1.6),
        at_most("statements of a reaction", [statements], "", 8),
        at_least("5,000 messages to 200 rooms, of what the limits allow", [share], "×", 0.9),
        at_most("5,000 messages to 200 rooms, answered 429", [refused], "", 0),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What each client is given in its turn."""

    fake: Fake
    boards: Mapping[str, str]

    async def turn(self, folder: Path, *, is_ours: bool) -> Figures:
        """Start a client, give it every load, and end it."""
        figures: Figures = {}
        async with running(self.fake, folder, is_ours=is_ours) as client:
            await client.cpu_of(self._commands(WARM_UP, in_flight=8))
            told, cpu = await client.cpu_of(self._commands(ONE_BY_ONE, in_flight=1, newcomers=True))
            assert not is_ours or told["buttons"] == [3], "the command answers with three buttons"
            figures["one by one, CPU"] = cpu / ONE_BY_ONE
            told, cpu = await client.cpu_of(self._commands(A_SECOND * SECONDS, per_second=A_SECOND, newcomers=True))
            figures["50/s, CPU"] = cpu / (A_SECOND * SECONDS)
            figures["50/s, p50"] = statistics.median(told["waits"])
            figures["50/s, p99"] = statistics.quantiles(told["waits"], n=100)[98]
            told, cpu = await client.cpu_of(self._commands(AT_ONCE, in_flight=IN_FLIGHT, newcomers=True))
            figures["64 in flight, CPU"] = cpu / AT_ONCE
            figures["64 in flight, rate"] = AT_ONCE / told["seconds"]
            _, cpu = await client.cpu_of(self._reactions(REACTIONS, per_second=REACTIONS_A_SECOND))
            figures["reactions, CPU"] = cpu / REACTIONS
            _, cpu = await client.cpu_of(self._reactions(FLOOD))
            figures["flood, CPU"] = cpu / FLOOD
            before = client.megabytes
            await client.cpu_of(self._commands(ANSWERED, in_flight=IN_FLIGHT))
            figures["growth"] = client.megabytes - before
        return figures

    def _commands(self, number: int, **how: Any) -> Awaitable[Any]:
        lines = [JOIN] if how.get("newcomers") else [JOIN, LEAVE]
        return self.fake.ask("loads/command", number=number, lines=lines, **how)

    def _reactions(self, number: int, **how: Any) -> Awaitable[Any]:
        return self.fake.ask("loads/react", number=number, boards=self.boards, emoji=REACTION, **how)


def judged(pairs: Sequence[tuple[Figures, Figures]]) -> list[dict[str, Any]]:
    """Return the measures of commands and reactions."""
    growths = [ours["growth"] for _, ours in pairs]
    return [
        at_most("a command's CPU at 50 a second", ratios(pairs, "50/s, CPU"), "×", 2.5),
        at_most("a command's CPU at 64 in flight", ratios(pairs, "64 in flight, CPU"), "×", 2.5),
        at_most("a command's CPU one at a time", ratios(pairs, "one by one, CPU"), "×", 3.5),
        at_most("acknowledgement at 50 a second, p50", ratios(pairs, "50/s, p50"), "×", 2.2),
        at_most("acknowledgement at 50 a second, p99", ratios(pairs, "50/s, p99"), "×", 3),
        at_least("throughput at 64 in flight", ratios(pairs, "64 in flight, rate"), "×", 0.35),
        at_most("a reaction's CPU at 200 a second", ratios(pairs, "reactions, CPU"), "×", 4),
        at_most("a reaction's CPU in a flood", ratios(pairs, "flood, CPU"), "×", 5),
        at_most("growth after 10,000 answered commands", growths, "MB", 5),
        *(
            one
            for key in pairs[0][0]
            if key != "growth"
            for one in (
                shown(f"bare: {key}", [bare[key] for bare, _ in pairs], key),
                shown(f"ours: {key}", [ours[key] for _, ours in pairs], key),
            )
        ),
        shown("bare: growth", [bare["growth"] for bare, _ in pairs], "growth"),
    ]


async def in_pairs(turn: Callable[[bool], Awaitable[Figures]]) -> list[tuple[Figures, Figures]]:
    """Let both take turns, A/B/A/B, and return the figures of each pair."""
    pairs = []
    for number in range(PAIRS):
        pairs.append((await turn(False), await turn(True)))
        say(f"pair {number + 1} of {PAIRS}")
    return pairs


async def messages_to_rooms(fake: Fake, town: Town) -> tuple[float, int]:
    """Send them, and return what share of the global limit was used, and how many requests were answered 429."""
    route = "POST /channels/{channel_id}/messages"
    await town.queue_messages()
    refused, sent = (await fake.times("")).get(429, 0), (await fake.times(route)).get(200, 0)
    loop, marks = asyncio.get_running_loop(), list[tuple[float, int]]()
    async with running(fake, town.folder, is_ours=True):
        while not marks or marks[-1][1] < MESSAGES:
            await asyncio.sleep(0.2)
            marks.append((loop.time(), (await fake.times(route)).get(200, 0) - sent))
    begun = next(mark for mark in marks if mark[1])
    ended = next(mark for mark in marks if mark[1] >= MESSAGES)
    allowed = (ended[0] - begun[0]) * GLOBAL_PER_SECOND
    return (ended[1] - begun[1]) / allowed, (await fake.times("")).get(429, 0) - refused


async def memory_with_many_guilds(folder: Path) -> list[tuple[Figures, Figures]]:
    """Return the memory of both when many guilds have shown up."""
    own = folder / "many"
    own.mkdir()
    async with served(own) as fake:
        await fake.ask("loads/crowd", guilds=BIG_GUILDS, channels=BIG_CHANNELS)

        async def turn(is_ours: bool) -> Figures:
            async with running(fake, own, is_ours=is_ours) as client:
                await client.calm()
                return {"megabytes": client.megabytes}

        return await in_pairs(turn)


async def boards_are_up(fake: Fake) -> bool:
    """Tell whether all boards are posted with their reactions."""
    route = "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
    return (await fake.times(route)).get(204, 0) >= (GUILDS + 1) * len(INTERESTS)


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await is_so():  # noqa: ASYNC110  # another process tells nothing by itself
            await asyncio.sleep(0.2)


def ratios(pairs: Sequence[tuple[Figures, Figures]], key: str) -> list[float]:
    """Return ours as a multiple of the bare one's, pair by pair."""
    return [ours[key] / bare[key] for bare, ours in pairs]


def at_most(name: str, values: Sequence[float], unit: str, target: float) -> dict[str, Any]:
    """Return a measure that holds up to ``target``, with each pair's value."""
    value = statistics.median(values)
    return measure(name, values, unit) | {"target": f"≤ {target:g}", "holds": value <= target}


def at_least(name: str, values: Sequence[float], unit: str, target: float) -> dict[str, Any]:
    """Return a measure that holds from ``target`` on, with each pair's value."""
    value = statistics.median(values)
    return measure(name, values, unit) | {"target": f"≥ {target:g}", "holds": value >= target}


def shown(name: str, values: Sequence[float], key: str) -> dict[str, Any]:
    """Return a measure that is there to be looked at."""
    if key.endswith("rate"):
        return measure(name, values, "/s")
    return measure(name, values, "MB") if key == "growth" else measure(name, [one * 1_000 for one in values], "ms")


def measure(name: str, values: Sequence[float], unit: str) -> dict[str, Any]:
    """Return a measure without a target."""
    all_values = [float(f"{one:.3g}") for one in values]
    value = statistics.median(values)
    return {"name": name, "value": value, "all": all_values, "unit": unit, "target": None, "holds": None}


def say(text: str) -> None:
    """Tell of progress on stderr."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
