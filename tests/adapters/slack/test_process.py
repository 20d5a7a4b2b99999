"""The unmodified ``circles-bot run`` as its own process: two tokens, a database and an address are all that is set."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from random import Random

import pytest

from circles_bot.ports.identities import Identities
from circles_bot.secret_key import load_secret_key
from circles_slack.settings import EVENTS
from tests.adapters.kept_rows import JOINED, rows_kept
from tests.adapters.running_town import JOINERS, a_room_opens
from tests.adapters.slack.test_chaos import cut, kept, toggle, wished
from tests.adapters.slack.test_fuzz import MAKERS, mangled
from tests.fakes.discord.clock import RunningClock
from tests.fakes.slack import FakeSlack, Person
from tests.fakes.slack.acts import Act
from tests.fakes.slack.model import App, User
from tests.fakes.slack.refusals import JSON
from tests.journeys.acts import STARTERS, steward_sets_up
from tests.journeys.slack_town import SlackTown

REAL_SECONDS_TO_WAIT = 60.0
STOP_SECONDS = 10.0
ACTS, CUTS, REACTORS, TYPISTS = 1_000, 50, 60, 60
A_PART = ACTS // CUTS
UNNOTICED_EVERY = 10
"""Every so many cuts both sockets break without a word, which nobody notices before the next ping: five seconds."""
KILLED_AFTER = frozenset({15, 35})
"""After which parts of the acts the process is killed."""
PAYLOADS, AT_ONCE = 10_000, 1_000
"""How many there are, and how many are on their way together; then what is kept is looked at."""
JOKERS = 400
"""So many senders that none does more than the thirty acts in a minute of which the bot takes notice."""
GIVEN_UP_AFTER_SECONDS = 1.0
"""What Slack does not send is not acknowledged: nothing more is waited for."""
RETRY_DELAYS = (0.0, 0.5)
"""Shorter than a broken socket is not noticed: what is lost then has to be read from the board."""
SEED = 20_260_812


class ProcessTown(SlackTown):
    """The same town, with the bot in a process of its own and the machine's clock."""

    process: asyncio.subprocess.Process

    async def settle(self) -> None:
        """Wait for nothing: the process beats by itself."""

    async def _heard_by_bot(self) -> None:
        await self.fake.idle()

    async def _keep(self, who: str, sent: Act) -> None:
        user = self.people[who].user
        before = len(user.shown)
        await sent.answered()
        assert not sent.failed, sent.failed
        await self.fake.until(lambda: sent.messages or len(user.shown) > before, seconds=REAL_SECONDS_TO_WAIT)
        self._heard[who] = sent.messages[-1] if sent.messages else user.shown[-1]

    async def _start(self) -> None:
        log = Path(self._url).with_name("log")
        self.process = await start(self.fake, Path(self._url), self.fake.token(self.team), log=log)
        await self.fake.sockets.until_connected(2)

    async def _stop(self) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            await self.process.wait()

    async def _answers(self) -> None:
        """Wait until everything that was sent before a command is dealt with."""
        await (await self.people["Noor"].command("/circles help", channel=self.circles)).answered()

    async def end(self) -> None:
        """See ``RunningTown.end``."""
        await self._stop()
        assert self.process.returncode == 0

    async def begin(self) -> None:
        """See ``RunningTown.begin``."""
        await self._start()

    def has_board(self) -> bool:
        """See ``RunningTown.has_board``."""
        return any(self._boards())

    def log(self) -> str:
        """Return what the process has logged so far."""
        return Path(self._url).with_name("log").read_text()

    def levels(self) -> set[str]:
        """Return the levels of everything that was logged."""
        return {json.loads(line)["level"] for line in self.log().splitlines()}

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so on Slack."""
        await self.fake.until(is_so, seconds=REAL_SECONDS_TO_WAIT)


def shapeless(dice: Random, town: SlackTown, who: User) -> tuple[str, JSON]:
    """Return something that is nearly what Slack sends, or not at all, with the kind of its envelope."""
    payload = mangled(dice, dice.choice(MAKERS)(dice, town, who))
    if "command" in payload:
        return "slash_commands", payload
    return "events_api" if payload.get("type") == "event_callback" else "interactive", payload


async def disturb(fake: FakeSlack, number: int) -> None:
    """Break the connections: without a word, with a word that they end, or let Slack ask for new ones."""
    if number % UNNOTICED_EVERY == 0:
        cut(fake)
    elif number % 2:
        await fake.sockets.close_all()
    else:
        await fake.sockets.refresh()


async def start(fake: FakeSlack, database: Path, token: str, *, log: Path | None = None) -> asyncio.subprocess.Process:
    """Start ``circles-bot run`` in the database's folder; what it logs goes into a file, or can be read."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CIRCLES_")}
    environment |= {
        "CIRCLES_DATABASE_URL": f"sqlite:///{database}",
        "CIRCLES_SLACK_BOT_TOKEN": token,
        "CIRCLES_SLACK_APP_TOKEN": fake.app.app_token,
        "CIRCLES_SLACK_API_URL": fake.api_url,
    }
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(log.open("ab")) if log is not None else asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("circles-bot")),
            "run",
            cwd=database.parent,
            env=environment,
            stdout=out,
            stderr=out,
        )


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """Serve a Slack whose clock is the machine's."""
    app = App(commands=("/circles", "/steward"), events=tuple(EVENTS))
    async with FakeSlack(RunningClock(), app=app, retry_delays=RETRY_DELAYS) as served:
        yield served


@pytest.fixture
async def town(fake: FakeSlack, tmp_path: Path) -> AsyncIterator[ProcessTown]:
    """Run the bot, and end its process whatever happens."""
    url, clock = str(tmp_path / "circles.db"), RunningClock()
    opened = ProcessTown(url, fake, clock, is_on_http=False, is_aware=False)  # type: ignore[arg-type]  # only told the time
    await opened._start()
    yield opened
    if opened.process.returncode is None:
        opened.process.kill()
        await opened.process.wait()


async def test_from_setup_to_an_open_room(town: ProcessTown) -> None:
    """A steward sets up, people join, a round asks them, all say yes: a room opens with the first question in it."""
    asked = await a_room_opens(town)

    (welcome,) = town.in_room(asked)
    (room,) = town._rooms(asked, is_archived=False)
    assert all(who in welcome for who in JOINERS)
    assert room.kind == "private"
    assert {user.name for user in room.members if not user.is_bot} == set(JOINERS)
    assert town.removals() == 0
    assert town.levels() <= {"info"}, town.log()


async def test_a_thousand_acts_over_fifty_cuts_and_two_kills(fake: FakeSlack, town: ProcessTown) -> None:
    """What stands on the board in the end is in force, and each command that was answered, once."""
    await steward_sets_up(town)
    await town.until(lambda: any(town._boards()))
    dice, board = Random(SEED), town._board()
    await town.until(lambda: len(board.reactions) == len(STARTERS))
    signs = list(board.reactions)
    reactors = [fake.person(f"Reactor {number}", town.team) for number in range(REACTORS)]
    typists = [fake.person(f"Typist {number}", town.team) for number in range(TYPISTS)]
    town.circles.members += [one.user for one in (*reactors, *typists)]
    sent: list[tuple[Person, str, Act]] = []
    for number in range(ACTS):
        if number % 2:
            toggle(dice.choice(reactors), board, dice.choice(signs))
        else:
            who, interest = dice.choice(typists), dice.choice(STARTERS)
            sent.append((who, interest, who.slash(f"circles join {interest}", channel=town.circles)))
        if number % A_PART == 0:
            await disturb(fake, number // A_PART)
        elif number % A_PART == A_PART // 2:  # half of the acts while nobody is connected, half when somebody is again
            await town.until(lambda: any(not one.is_leaving for one in fake.sockets.connections))
        elif number % A_PART == A_PART - 1:
            await sent[-2][2].answered()
            if number // A_PART in KILLED_AFTER:  # while the last of them are on their way
                town.process.kill()
                await town.process.wait()
                await town.until(lambda: not fake.sockets.connections)
                await town._start()
    await fake.sockets.until_connected(2)
    await town._heard_by_bot()

    keys = Identities(platform="slack", key=load_secret_key(f"sqlite:///{town._url}"))
    answered = [(who, interest) for who, interest, act in sent if act.ack is not None and act.ack.body]
    unsure = [(who, interest) for who, interest, act in sent if act.ack is None or not act.ack.body]
    expected = dict.fromkeys(wished(town.team, keys, board, answered), 1)
    maybe = wished(town.team, keys, board, unsure).keys() - expected.keys()
    assert len(answered) > ACTS / 10
    assert len(unsure) > CUTS
    async with asyncio.timeout(REAL_SECONDS_TO_WAIT):  # the board is read beside the answers
        while {one: n for one, n in kept(Path(town._url)).items() if one not in maybe} != expected:
            await town._answers()

    await town._stop()
    assert town.process.returncode == 0
    assert town.levels() <= {"info", "warning"}, town.log()
    assert not any(words in town.log() for words in ("Reactor", "Typist", "xoxb", "ticket"))
    assert town.removals() == 0


async def test_ten_thousand_payloads_of_any_shape(fake: FakeSlack, town: ProcessTown) -> None:
    """Of every kind that Slack sends and of none: nothing changes but what is the senders' own, no error is logged."""
    await steward_sets_up(town)
    await town.until(lambda: any(town._boards()))
    dice, board = Random(SEED), town._board()
    await town.until(lambda: len(board.reactions) == len(STARTERS))
    jokers = [fake.person(f"Joker {number}", town.team) for number in range(JOKERS)]
    await town._stop()
    for number, joker in enumerate(jokers):  # many on a board are looked up with one call, which no pace delays
        joker.react(board, list(board.reactions)[number % len(STARTERS)])
    await town._start()
    keys = Identities(platform="slack", key=load_secret_key(f"sqlite:///{town._url}"))
    theirs = {str(keys.member(keys.community(town.team.id), joker.user.id)) for joker in jokers}
    async with asyncio.timeout(REAL_SECONDS_TO_WAIT):
        while not theirs <= {member for member, _ in kept(Path(town._url))}:
            await town._answers()
    before = rows_kept(Path(town._url), theirs, own=JOINED)

    fake.delivery.ack_seconds = GIVEN_UP_AFTER_SECONDS
    for _ in range(PAYLOADS // AT_ONCE):
        payloads = [shapeless(dice, town, dice.choice(jokers).user) for _ in range(AT_ONCE)]
        await asyncio.gather(*(fake.delivery.send(kind, payload) for kind, payload in payloads))
        assert rows_kept(Path(town._url), theirs, own=JOINED) == before
    fake.delivery.ack_seconds = REAL_SECONDS_TO_WAIT
    for _ in fake.sockets.connections:
        await town._answers()
    assert rows_kept(Path(town._url), theirs, own=JOINED) == before

    await town._stop()
    assert town.process.returncode == 0
    assert town.levels() <= {"info", "warning"}, town.log()
    assert not any(words in town.log() for words in ("Joker", "drop table", "xoxb", "ticket"))
    assert town.removals() == 0


async def test_a_token_that_slack_does_not_know_is_told_in_a_sentence(fake: FakeSlack, tmp_path: Path) -> None:
    """What is wrong and how to mend it, and the token is not in it."""
    process = await start(fake, tmp_path / "circles.db", "xoxb-nobody-knows-this")
    async with asyncio.timeout(REAL_SECONDS_TO_WAIT):
        _, errors = await process.communicate()

    assert process.returncode == 1
    assert errors.decode().splitlines()[-1].startswith("Slack does not know this token: copy it again")
    assert b"xoxb-nobody" not in errors
