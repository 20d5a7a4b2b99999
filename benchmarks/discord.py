"""What an act costs on Discord, beside a bot on the same SDK that only acknowledges (``benchmarks/bare_discord.py``).

Both are processes of their own, by turns, before one fake Discord that is a process, too, and sends the load. Ours is
the unmodified ``circles-bot run`` on SQLite. The command is ``/circles join books``, each by somebody new: it reads,
writes in one durable transaction, and answers with a layout of three buttons. Each value is a ratio within a pair, and
the median of five pairs; all five are printed. A load begins when a client's start is over, which for ours includes
reading every board once. Memory grows over commands of the same thousand people, who join and leave by turns:
newcomers' names and turns are kept up to a bound, which is not what is asked.

The messages to rooms run in real time, a hundred seconds, and once. Nothing is to be compared there but the limits.
"""

import asyncio
import json
import statistics
import tempfile
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.pairs import Figures, Pair, at_least, at_most, chosen_pairs, in_pairs, p99, ratios, shown
from benchmarks.processes import Client, Fake, rate_of, running, served, until
from benchmarks.towns import Town
from circles_bot.engine.events import Actor, ReactionSeen
from tests.fakes.discord.limits import GLOBAL_PER_SECOND
from tests.fakes.discord.server import TOKEN

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
FAKE = "tests.fakes.discord"


@asynccontextmanager
async def connected(fake: Fake, folder: Path, *, is_ours: bool) -> AsyncIterator[Client]:
    """Run one of the two until the end of the block."""
    api_url, gateway_url = f"http://{fake.address}/api/v10", f"ws://{fake.address}/gw/"
    bare, ours = ["benchmarks.bare_discord", TOKEN, api_url, gateway_url], ["circles_bot", "run"]
    settings = {
        "CIRCLES_DATABASE_URL": f"sqlite:///{folder / 'circles.db'}",
        "CIRCLES_DISCORD_TOKEN": TOKEN,
        "CIRCLES_DISCORD_API_URL": api_url,
        "CIRCLES_DISCORD_GATEWAY_URL": gateway_url,
    }
    command = ours if is_ours else bare
    async with running(folder, command, settings, lambda: fake.ask("gateway", do="ready")) as client:
        yield client


async def statements_of_a_reaction(town: Town) -> int:
    """Return how many statements the most costly of a reaction's set and taken off by somebody new costs."""
    place = town.places[0]
    actor = Actor(member=town.member(place, "2"), theirs="2")
    costs = []
    async with town.opened() as (_, works):
        for is_set in (True, False, True):
            town.statements = 0
            at = datetime.now(UTC)
            await works.service.submit(
                ReactionSeen(community=town.community(place), at=at, actor=actor, emoji=REACTION, is_set=is_set)
            )
            costs.append(town.statements)
    return max(costs)


def run(pairs: int) -> dict[str, Any]:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="circles-discord-") as name:
        return {"name": "discord", "measures": asyncio.run(measured(Path(name), pairs))}


async def measured(folder: Path, turns: int) -> list[dict[str, Any]]:
    """Run the pairs, then the messages, then the many guilds."""
    async with served(folder, FAKE) as fake:
        guilds = await fake.ask("loads/crowd", guilds=GUILDS, channels=2, people=PEOPLE_OF_EACH)
        quiet = await fake.ask("loads/crowd", guilds=1, channels=ROOMS + 1)
        town = Town(platform="discord", folder=folder, places=[*guilds, *quiet], interests=INTERESTS)
        await town.set_up()
        async with connected(fake, folder, is_ours=True):
            await until(lambda: boards_are_up(fake))
        boards = await town.boards()
        boards.pop(quiet[0]["id"])
        load = Load(fake=fake, boards=boards)
        pairs = await in_pairs(turns, lambda is_ours: load.turn(folder, is_ours=is_ours))
        statements = await statements_of_a_reaction(town)
        share, refused = await messages_to_rooms(fake, town)
    many = await memory_with_many_guilds(folder, turns)
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
        async with connected(self.fake, folder, is_ours=is_ours) as client:
            await self.fake.left_alone()  # after its start ours reads all boards, at leisure
            await client.cpu_of(self._commands(WARM_UP, in_flight=8))
            told, cpu = await client.cpu_of(self._commands(ONE_BY_ONE, in_flight=1, newcomers=True))
            assert not is_ours or told["buttons"] == [3], "the command answers with three buttons"
            figures["one by one, CPU"] = cpu / ONE_BY_ONE
            told, cpu = await client.cpu_of(self._commands(A_SECOND * SECONDS, per_second=A_SECOND, newcomers=True))
            figures["50/s, CPU"] = cpu / (A_SECOND * SECONDS)
            figures["50/s, p50"] = statistics.median(told["waits"])
            figures["50/s, p99"] = p99(told["waits"])
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


def judged(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
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
        *shown(pairs, {"rate": "/s", "growth": "MB"}),
    ]


async def messages_to_rooms(fake: Fake, town: Town) -> tuple[float, int]:
    """Send them, and return what share of the global limit was used, and how many requests were answered 429."""
    route = "POST /channels/{channel_id}/messages"
    quiet = town.places[-1]
    await town.queue_messages(quiet, quiet["channels"][-ROOMS:], MESSAGES // ROOMS)
    refused, sent = await fake.counts(status=429), await fake.counts(route=route, status=200)

    async def so_far() -> int:
        return await fake.counts(route=route, status=200) - sent

    async with connected(fake, town.folder, is_ours=True):
        a_second = await rate_of(MESSAGES, so_far)
    return a_second / GLOBAL_PER_SECOND, await fake.counts(status=429) - refused


async def memory_with_many_guilds(folder: Path, turns: int) -> list[Pair]:
    """Return the memory of both when many guilds have shown up."""
    own = folder / "many"
    own.mkdir()
    async with served(own, FAKE) as fake:
        await fake.ask("loads/crowd", guilds=BIG_GUILDS, channels=BIG_CHANNELS)

        async def turn(is_ours: bool) -> Figures:
            async with connected(fake, own, is_ours=is_ours) as client:
                await client.calm()
                return {"megabytes": client.megabytes}

        return await in_pairs(turns, turn)


async def boards_are_up(fake: Fake) -> bool:
    """Tell whether all boards are posted with their reactions."""
    route = "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
    return await fake.counts(route=route, status=204) >= (GUILDS + 1) * len(INTERESTS)


if __name__ == "__main__":
    about = "What an act costs on Discord, beside a bot that only acknowledges: some ten minutes for five pairs."
    print(json.dumps(run(chosen_pairs("discord", about)), ensure_ascii=False, indent=1))
