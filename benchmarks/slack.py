"""What an act costs on Slack, beside a bolt app that only acknowledges (``benchmarks/bare_slack.py``).

Both are processes of their own, by turns, before one fake Slack that is a process, too, and sends the load. Ours is the
unmodified ``circles-bot run`` on SQLite. The command joins and leaves an interest by turns: it reads, writes in one
durable transaction, and answers with blocks and buttons. The event is a reaction on the board, and is committed before
it is acknowledged, so the bare app acknowledges last, too; bolt's default mode is measured beside it where it matters.
Each value is a ratio within a pair, and the median of five pairs; all five are printed.

On HTTP the load comes from many workspaces that have installed the bot; over a socket there is one, and what one
community may do in a minute bounds the load. People are known to the bot before anything is measured.

The messages to rooms run in real time, a hundred seconds, and once: fifty rooms over four workspaces, so that each has
more rooms than it may be sent messages a second. Nothing is to be compared there but the limits.
"""

import asyncio
import json
import statistics
import tempfile
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server
from typing import Any

from benchmarks.bare_slack import PATH
from benchmarks.pairs import Figures, Pair, at_least, at_most, chosen_pairs, in_pairs, p99, ratios, say, shown
from benchmarks.processes import Client, Fake, rate_of, running, served, until
from benchmarks.towns import Town
from circles_bot.application.installations import StoredInstallations
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.events import Actor
from circles_bot.engine.ids import CircleId, RoundId, derive
from circles_bot.engine.model import Circle, CircleState, Member, Seat, SeatState
from circles_bot.engine.proposals import interest_id
from circles_bot.engine.questions import MineAsked
from circles_bot.runtime import WallClock
from circles_slack.installs import Grant
from circles_slack.settings import EVENTS, SCOPES
from tests.fakes.slack.limits import POSTS_A_SECOND
from tests.fakes.slack.model import App

FAKE = "tests.fakes.slack"
APP = App()
TEAMS, PEOPLE_OF_EACH = 40, 25
"""A community may do 1,200 things a minute, and Slack tells who thirty people of a workspace are at once."""
PEOPLE_ON_THE_SOCKET = 100
INTERESTS = (("💬", "anything"), ("📚", "books"), ("⚾", "baseball"), ("🌅", "first job"))
REACTION = "baseball"
LINES = ["/circles join books", "/circles leave books"]
EVENTS_AT_ONCE, COMMANDS_AT_ONCE, IN_FLIGHT = 2_000, 2_000, 100
ON_THE_SOCKET = 5 * PEOPLE_ON_THE_SOCKET
"""An odd number of each: the bare app, which goes first, leaves everybody's reaction on the board, and by it ours gets
to know all of them at its start, more than Slack tells of one by one."""
A_SECOND, SECONDS = 20, 12
PAGES, PAGES_OF = 100, 10
"""So many Home tabs are opened, by so many people, each in a workspace of their own: Slack takes a hundred a minute."""
TOPIC = "long walks"
"""Of the fifth circle: so many as four interests has a community at its beginning."""
TEAMS_WITH_ROOMS, ROOMS, MESSAGES = 4, 52, 2_080
"""Thirteen rooms in each: more than the five messages a second that may be sent to them together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A fake with its workspaces, and our bot's database; ``port`` is where signed requests go, 0 for a socket."""

    fake: Fake
    town: Town
    port: int
    page: Mapping[str, Any] | None = None
    """What the bare app shows on a Home tab: the page that ours made, so that Slack has as much to do with it."""

    @property
    def _api_url(self) -> str:
        return f"http://{self.fake.address}/api/"

    @asynccontextmanager
    async def connected(self, *, is_ours: bool, mode: str = "committed") -> AsyncIterator[Client]:
        """Run one of the two until the end of the block, the bare one in one of bolt's modes."""
        way = ["http", str(self.port), APP.signing_secret] if self.port else ["socket", APP.app_token]
        bare = ["benchmarks.bare_slack", self._api_url, str(self._write_what_is_known()), *way, mode]
        command = ["circles_bot", "run"] if is_ours else bare
        connections = 2 if is_ours else 1

        async def is_ready() -> None:
            if self.port:
                await until(self._listens)
            else:
                await self.fake.ask("sockets", do="ready", connections=connections)

        async with running(self.town.folder, command, self._settings(), is_ready) as client:
            yield client

    def _settings(self) -> Mapping[str, str]:
        common = {"CIRCLES_DATABASE_URL": self.town.url, "CIRCLES_SLACK_API_URL": self._api_url}
        if not self.port:
            token = self.town.places[0]["token"]
            return common | {"CIRCLES_SLACK_BOT_TOKEN": token, "CIRCLES_SLACK_APP_TOKEN": APP.app_token}
        return common | {
            "CIRCLES_SLACK_CLIENT_ID": APP.client_id,
            "CIRCLES_SLACK_CLIENT_SECRET": APP.client_secret,
            "CIRCLES_SLACK_SIGNING_SECRET": APP.signing_secret,
            "CIRCLES_WEB_PORT": str(self.port),
        }

    def _write_what_is_known(self) -> Path:
        file, installations = self.town.folder / "known.json", {one["id"]: one for one in self.town.places}
        file.write_text(json.dumps({"installations": installations, "page": self.page}), encoding="utf-8")
        return file

    async def _listens(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True

    async def install(self) -> None:
        """Keep what Slack gave the bot in each workspace, as an installation leaves it."""
        async with self.town.opened() as (store, _):
            kept = StoredInstallations(store, self.town.identities, WallClock())
            for one in self.town.places:
                scopes, token = tuple(sorted(SCOPES)), one["token"]
                grant = Grant(
                    team=one["id"], enterprise="", token=token, bot=one["bot"], bot_user=one["bot_user"], scopes=scopes
                )
                await kept.keep(grant.key, grant.written)

    async def boards_are_up(self) -> bool:
        """Tell whether all boards are posted with their reactions."""
        return await self.fake.counts(method="reactions.add", answer="ok") >= len(self.town.places) * len(INTERESTS)

    async def messages(self) -> Sequence[Mapping[str, str]]:
        """Return where the boards are, as the fake's loads want to be told."""
        boards = {team: written.partition("/") for team, written in (await self.town.boards()).items()}
        return [{"team": team, "channel": channel, "ts": ts} for team, (channel, _, ts) in boards.items()]


@asynccontextmanager
async def a_world(folder: Path, *, is_on_http: bool, **crowd: int) -> AsyncIterator[World]:
    """Serve a fake with so many workspaces in which the bot is set up, and let its boards be posted."""
    async with served(folder, FAKE) as fake:
        await fake.ask("app", events=sorted(EVENTS), commands=["/circles", "/steward"])
        town = Town(platform="slack", folder=folder, places=await fake.ask("loads/crowd", **crowd), interests=INTERESTS)
        port = free_port() if is_on_http else 0
        world = World(fake=fake, town=town, port=port)
        await town.set_up()
        if is_on_http:
            await fake.ask("app", request_url=f"http://127.0.0.1:{port}{PATH}")
            await world.install()
        async with world.connected(is_ours=True) as client:
            await until(world.boards_are_up)
            await client.calm()
        yield world


def free_port() -> int:
    """Return a port on which nothing listens."""
    with create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What each client is given in its turn."""

    world: World
    boards: Sequence[Mapping[str, str]]

    async def over_http(self, is_ours: bool) -> Figures:
        """Start a client, give it every load, and end it; the bare one also in bolt's default mode."""
        figures: Figures = {}
        asked = await self.world.fake.counts(method="auth.test")
        async with self.world.connected(is_ours=is_ours) as client:
            figures |= await self._commands_at_once(client, COMMANDS_AT_ONCE, is_ours=is_ours)
            figures |= await self._at_twenty_a_second(client)
            told, cpu = await client.cpu_of(open_home(self.world, PAGES))
            figures["Home tab"], figures["Home tab, CPU"] = statistics.median(told["waits"]), cpu / PAGES
            # at the end: our notes about so many reactions go out for a minute, as Slack takes them
            figures |= await self._events_at_once(client, EVENTS_AT_ONCE)
        asked = await self.world.fake.counts(method="auth.test") - asked
        figures["auth.test per workspace"] = asked / len(self.world.town.places)
        if not is_ours:
            async with self.world.connected(is_ours=False, mode="default") as client:
                await client.cpu_of(self._commands(TEAMS * PEOPLE_OF_EACH, in_flight=50))
                in_default_mode = await self._at_twenty_a_second(client)
                figures |= {f"{name}, default mode": value for name, value in in_default_mode.items()}
        return figures

    async def over_a_socket(self, is_ours: bool) -> Figures:
        """Start a client, give it what comes all at once, and end it."""
        async with self.world.connected(is_ours=is_ours) as client:
            figures = await self._commands_at_once(client, ON_THE_SOCKET, is_ours=is_ours)
            return figures | await self._events_at_once(client, ON_THE_SOCKET)

    async def _commands_at_once(self, client: Client, number: int, *, is_ours: bool) -> Figures:
        people = sum(len(place["people"]) for place in self.world.town.places)
        await client.cpu_of(self._commands(people, in_flight=50))
        told, cpu = await client.cpu_of(self._commands(number, in_flight=IN_FLIGHT))
        assert not is_ours or all(told["controls"]), "the command answers with buttons"
        return {"commands, rate": number / told["seconds"], "commands, CPU": cpu / number}

    async def _events_at_once(self, client: Client, number: int) -> Figures:
        told, cpu = await client.cpu_of(self._reactions(number, in_flight=IN_FLIGHT))
        assert not told["failed"], told["failed"]
        return {"events, rate": number / told["seconds"], "events, CPU": cpu / number}

    async def _at_twenty_a_second(self, client: Client) -> Figures:
        number = A_SECOND * SECONDS
        told, cpu = await client.cpu_of(self._commands(number, per_second=A_SECOND))
        waits = told["waits"]
        return {"20/s, p50": statistics.median(waits), "20/s, p99": p99(waits), "20/s, CPU": cpu / number}

    async def _commands(self, number: int, **how: Any) -> Any:
        told = await self.world.fake.ask("loads/command", number=number, lines=LINES, **how)
        assert not told["failed"], told["failed"]
        return told

    def _reactions(self, number: int, **how: Any) -> Awaitable[Any]:
        return self.world.fake.ask("loads/react", number=number, messages=self.boards, emoji=REACTION, **how)


def run(pairs: int) -> dict[str, Any]:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="circles-slack-") as name:
        folder = Path(name)
        for part in ("http", "socket", "rooms"):
            (folder / part).mkdir()
        return {"name": "slack", "measures": asyncio.run(measured(folder, pairs))}


async def measured(folder: Path, turns: int) -> list[dict[str, Any]]:
    """Run the pairs on HTTP, those over a socket, then the messages."""
    say("on HTTP …")
    async with a_world(folder / "http", is_on_http=True, teams=TEAMS, people=PEOPLE_OF_EACH) as world:
        for place in world.town.places[:PAGES_OF]:
            await seat(world.town, place)
        load = Load(world=await with_page(world), boards=await world.messages())
        on_http = await in_pairs(turns, load.over_http)
        statements = await statements_of_a_page(world.town)
    say("over a socket …")
    async with a_world(folder / "socket", is_on_http=False, teams=1, people=PEOPLE_ON_THE_SOCKET) as world:
        load = Load(world=world, boards=await world.messages())
        on_a_socket = await in_pairs(turns, load.over_a_socket)
    say("messages to rooms …")
    share, refused = await messages_to_rooms(folder / "rooms")
    return [
        *judged(on_http, on_a_socket),
        at_most("the Home tab of a member with 5 circles, statements", [statements], "", 6),
        at_least("2,000 messages to 50 rooms, of what the limits allow", [share], "×", 0.9),
        at_most("2,000 messages to 50 rooms, answered 429", [refused], "", 0),
        *(one | {"name": f"HTTP, {one['name']}"} for one in shown(on_http, {"rate": "/s", "per workspace": ""})),
        *(one | {"name": f"socket, {one['name']}"} for one in shown(on_a_socket, {"rate": "/s"})),
    ]


def judged(on_http: Sequence[Pair], on_a_socket: Sequence[Pair]) -> list[dict[str, Any]]:
    """Return the measures that compare."""
    asked = [ours["auth.test per workspace"] for _, ours in on_http]
    default = ratios(on_http, "20/s, p99", beside="20/s, p99, default mode")
    return [
        at_least("events a second at 100 in flight, HTTP", ratios(on_http, "events, rate"), "×", 0.4),
        at_least("events a second at 100 in flight, socket", ratios(on_a_socket, "events, rate"), "×", 0.4),
        at_least("commands a second at 100 in flight, HTTP", ratios(on_http, "commands, rate"), "×", 0.35),
        at_least("commands a second at 100 in flight, socket", ratios(on_a_socket, "commands, rate"), "×", 0.2),
        at_most("a command at 20 a second, p99, beside bolt's default mode", default, "×", 0.8),
        at_most("a command's CPU at 20 a second", ratios(on_http, "20/s, CPU"), "×", 3),
        at_most("the Home tab of a member with 5 circles, time", ratios(on_http, "Home tab"), "×", 2),
        at_most("auth.test for each workspace, of a start and all events", asked, "", 1),
    ]


async def seat(town: Town, place: Mapping[str, Any]) -> None:
    """Let the first member of a workspace sit in five circles."""
    community, member, now = town.community(place), town.member(place, place["people"][0]), datetime.now(UTC)
    changes: list[Kept] = [Kept(Member(id=member, community=community, since=now))]
    for name in (*(name for _, name in INTERESTS), TOPIC):
        circle = CircleId(derive("cir", community, name))
        made = Circle(
            id=circle,
            community=community,
            interest=None if name == TOPIC else interest_id(community, name),
            topic=TOPIC if name == TOPIC else None,
            round=RoundId(derive("rnd", community, name)),
            state=CircleState.OPEN,
            planned_at=now,
            room_name=f"{name}-oak",
            opened_at=now,
            season_ends_at=now + timedelta(weeks=8),
        )
        chair = Seat(
            community=community, circle=circle, member=member, state=SeatState.SEATED, invited_at=now, seated_at=now
        )
        changes += [Kept(made), Kept(chair)]
    async with town.opened() as (store, _):
        await store.transact(lambda tx: tx.save(Decision(changes=tuple(changes))))


async def open_home(world: World, number: int) -> Any:
    """Let those who sit in circles open their Home tabs, one after the other."""
    people = [place["people"][0] for place in world.town.places[:PAGES_OF]]
    return await world.fake.ask("loads/open_home", number=number, people=people)


async def with_page(world: World) -> World:
    """Return the world with the page that ours makes in it."""
    async with world.connected(is_ours=True):
        told = await open_home(world, 1)
    return replace(world, page=told["page"])


async def statements_of_a_page(town: Town) -> int:
    """Return how many statements the page of a member with five circles costs, with all that is asked about them."""
    place = town.places[0]
    community, person = town.community(place), place["people"][0]
    actor = Actor(member=town.member(place, person), theirs=person)
    async with town.opened() as (_, works):
        town.statements = 0
        await works.service.pilot_of(community)
        page = await works.service.ask(MineAsked(community=community, at=datetime.now(UTC), actor=actor))
        assert all(name in str(page) for name in (*(name for _, name in INTERESTS), TOPIC)), "all circles are there"
        return town.statements


async def messages_to_rooms(folder: Path) -> tuple[float, int]:
    """Send them, and return what share of the limits was used, and how many calls were answered 429."""
    each = ROOMS // TEAMS_WITH_ROOMS
    async with a_world(folder, is_on_http=True, teams=TEAMS_WITH_ROOMS, people=1, channels=each + 1) as world:
        for place in world.town.places:
            await world.town.queue_messages(place, place["channels"][-each:], MESSAGES // ROOMS)
        sent = await world.fake.counts(method="chat.postMessage", answer="ok")

        async def so_far() -> int:
            return await world.fake.counts(method="chat.postMessage", answer="ok") - sent

        async with world.connected(is_ours=True):
            a_second = await rate_of(MESSAGES, so_far)
        return a_second / (POSTS_A_SECOND * TEAMS_WITH_ROOMS), await world.fake.counts(answer="ratelimited")


if __name__ == "__main__":
    about = "What an act costs on Slack, beside a bot that only acknowledges: some twelve minutes for five pairs."
    print(json.dumps(run(chosen_pairs("slack", about)), ensure_ascii=False, indent=1))
