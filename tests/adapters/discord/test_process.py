"""The unmodified ``circles-bot run`` as its own process: a token, a database and two addresses are all that is set."""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from circles_bot.engine.names import normal_emoji
from circles_bot.engine.tokens import Token
from circles_bot.ports.identities import Identities
from circles_bot.secret_key import load_secret_key
from circles_discord.custom_ids import pack
from tests.adapters.discord.test_chaos import standing_of, toggle
from tests.adapters.discord.test_fuzz import a_command, a_component, a_form
from tests.adapters.discord.test_shapeless import Dice, interaction
from tests.adapters.kept_rows import JOINED, rows_kept
from tests.adapters.running_town import JOINERS, a_room_opens
from tests.fakes.discord import FakeDiscord, Person
from tests.fakes.discord.clock import RunningClock
from tests.fakes.discord.components import every
from tests.fakes.discord.events import Event
from tests.fakes.discord.interactions import COMPONENT, Interaction
from tests.fakes.discord.model import ChannelType
from tests.journeys.acts import STARTERS, steward_sets_up
from tests.journeys.discord_town import DiscordTown

REAL_SECONDS_TO_WAIT = 60.0
STOP_SECONDS = 10.0
ACTS, CUTS, REACTORS = 1_000, 50, 60
A_PART = ACTS // CUTS
KILLED_AFTER = frozenset({6, 21, 36})
"""After which cuts the process is killed."""
PAYLOADS, LOOKED_AT_EVERY = 10_000, 500
"""How many there are, and after how many what is kept is looked at."""
JOKERS = 400
"""So many senders that none does more than the thirty acts in a minute of which the bot takes notice."""
SEED = 20_260_812
REACTION = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}"


class ProcessTown(DiscordTown):
    """The same town, with the bot in a process of its own and the machine's clock."""

    process: asyncio.subprocess.Process

    async def settle(self) -> None:
        """Wait for nothing: the process beats by itself."""

    async def _heard_by_bot(self) -> None:
        await self.people["Noor"].complete("circles join", "interest", "")

    async def _start(self) -> None:
        self.process = await start(self.fake, Path(self._url), log=Path(self._url).with_name("log"))
        await self.fake.gateway.until_ready()
        await self.until(lambda: bool(self.people["Noor"].commands()))

    async def end(self) -> None:
        """See ``RunningTown.end``."""
        await self._stop()
        assert self.process.returncode == 0

    async def begin(self) -> None:
        """See ``RunningTown.begin``."""
        await self._start()

    def has_board(self) -> bool:
        """See ``RunningTown.has_board``."""
        return self._has_board()

    def log(self) -> str:
        """Return what the process has logged so far."""
        return Path(self._url).with_name("log").read_text()

    def levels(self) -> set[str]:
        """Return the levels of everything that was logged."""
        return {json.loads(line)["level"] for line in self.log().splitlines()}

    def wishes(self) -> Counter[tuple[str, str]]:
        """Return who waits for what, by the ids that are kept."""
        with sqlite3.connect(f"file:{self._url}?mode=ro", uri=True) as database:
            rows = database.execute("SELECT member, interest FROM opt_ins WHERE state = 'waiting'")
            return Counter((str(member), str(interest)) for member, interest in rows)

    def knows_its_board(self) -> bool:
        """Tell whether it is kept where the board is."""
        with sqlite3.connect(f"file:{self._url}?mode=ro", uri=True) as database:
            return any(database.execute("SELECT 1 FROM addresses WHERE kind = 'board'"))

    async def _stop(self) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            await self.process.wait()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so on Discord; it is looked at again whenever anything happens there."""
        happened = asyncio.Event()

        def note(_: Event) -> None:
            happened.set()

        self.fake.world.listeners.append(note)
        try:
            async with asyncio.timeout(REAL_SECONDS_TO_WAIT):
                while not is_so():
                    await happened.wait()
                    happened.clear()
        finally:
            self.fake.world.listeners.remove(note)


async def start(
    fake: FakeDiscord, database: Path, token: str = "", *, log: Path | None = None
) -> asyncio.subprocess.Process:
    """Start ``circles-bot run`` in the database's folder; what it logs goes into a file, or can be read."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CIRCLES_")}
    environment |= {
        "CIRCLES_DATABASE_URL": f"sqlite:///{database}",
        "CIRCLES_DISCORD_TOKEN": token or fake.token,
        "CIRCLES_DISCORD_API_URL": fake.api_url,
        "CIRCLES_DISCORD_GATEWAY_URL": fake.gateway_url,
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
async def fake() -> AsyncIterator[FakeDiscord]:
    """Serve a Discord whose clock is the machine's."""
    async with FakeDiscord(RunningClock()) as served:
        yield served


async def test_from_setup_to_an_open_room(fake: FakeDiscord, town: ProcessTown) -> None:
    """A steward sets up, people join, a round asks them, all say yes: a room opens with the first question in it."""
    asked = await a_room_opens(town)

    (welcome,) = town.in_room(asked)
    (room,) = town.guild.threads.values()
    assert all(who in welcome for who in JOINERS)
    assert room.type == ChannelType.PRIVATE_THREAD
    assert room.thread is not None
    assert room.thread.members.keys() - {fake.world.bot.id} == {town.people[who].user.id for who in JOINERS}
    assert town.removals() == 0
    await town._stop()
    logged = [json.loads(line) for line in town.log().splitlines()]
    ours = [entry for entry in logged if entry.get("logger") != "discord.client"]  # it warns that it cannot speak
    assert {entry["level"] for entry in ours} == {"info"}, town.log()


async def test_stopping_is_quick_while_other_shards_still_wait_for_their_turn(
    fake: FakeDiscord, tmp_path: Path
) -> None:
    """Of four shards that Discord takes one every five seconds, the first is there: SIGTERM waits for no other."""
    fake.gateway.shards = 4
    process = await start(fake, tmp_path / "circles.db", log=tmp_path / "log")
    await fake.gateway.until_ready()

    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(STOP_SECONDS):
        await process.wait()

    assert process.returncode == 0, (tmp_path / "log").read_text()
    assert len(fake.gateway.identified) < 4
    assert fake.gateway.connections == set()


def disturb(fake: FakeDiscord, number: int) -> None:
    """Break the connection in one of the ways after which it can be resumed; after a kill it begins anew anyway."""
    match number % 4:
        case 0:
            fake.gateway.cut()
        case 1:
            fake.gateway.ask_reconnect()
        case 2:
            fake.gateway.close(4000)
        case _:
            fake.gateway.invalidate(resumable=True)


@pytest.fixture
async def town(fake: FakeDiscord, tmp_path: Path) -> AsyncIterator[ProcessTown]:
    """Run the bot, and end its process whatever happens."""
    opened = ProcessTown(str(tmp_path / "circles.db"), fake, RunningClock())  # type: ignore[arg-type]  # only told the time
    await opened._start()
    yield opened
    if opened.process.returncode is None:
        opened.process.kill()
        await opened.process.wait()


async def test_a_thousand_acts_over_fifty_cuts_and_three_kills(fake: FakeDiscord, town: ProcessTown) -> None:
    """What stands on the board in the end is in force, and each command that was answered, once."""
    await steward_sets_up(town)
    await town.until(town._has_board)
    dice, board = Dice(SEED), town._board()
    await fake.rest.until_recorded(f"PUT {REACTION}/@me", len(STARTERS))
    signs = [reaction.emoji["name"] for reaction in board.reactions.values()]
    reactors = [fake.person(f"Reactor {number}", town.guild) for number in range(REACTORS)]
    sent: list[tuple[Person, str, Interaction]] = []
    for number in range(ACTS):
        if number % 2:
            toggle(dice.choice(reactors), board, dice.choice(signs))
        else:
            who, interest = fake.person(f"Typist {number}", town.guild), dice.choice(STARTERS)
            sent.append((who, interest, who.slash("circles join", interest=interest)))
        if number % A_PART == 0:
            disturb(fake, number // A_PART)
        elif number % A_PART == A_PART // 2:
            await fake.gateway.until_greeted(2 + number // A_PART)
            await town._heard_by_bot()
            if number // A_PART in KILLED_AFTER:
                town.process.kill()
                await town.process.wait()
                await fake.gateway.until_gone()
                await town._start()
    await town._heard_by_bot()

    keys = load_secret_key(f"sqlite:///{town._url}")
    identities = Identities(platform="discord", key=keys)
    community = identities.community(str(town.guild.id))
    join = next(one for one in every(board.components) if "options" in one)
    interests = {one["label"]: one["value"] for one in join["options"]}
    by_sign = {normal_emoji(one["emoji"]["name"]): one["value"] for one in join["options"]}
    standing = {(one, by_sign[normal_emoji(sign)]) for sign in signs for one in standing_of(board, sign)}
    answered = {(who.user.id, interests[interest]) for who, interest, one in sent if one.callback_type is not None}
    assert len(answered) > len(sent) / 4
    expected = Counter(
        (str(identities.member(community, str(who))), interest)
        for who, interest in standing | answered
        if who != fake.world.bot.id
    )
    unanswered = {
        (str(identities.member(community, str(who.user.id))), interests[interest])
        for who, interest, one in sent
        if one.callback_type is None
    }
    async with asyncio.timeout(REAL_SECONDS_TO_WAIT):  # the boards are read beside the answers
        while {one: n for one, n in town.wishes().items() if one not in unanswered} != expected:
            await town._heard_by_bot()

    await town._stop()
    assert town.process.returncode == 0
    assert town.levels() <= {"info", "warning"}, town.log()
    assert town.removals() == 0


async def test_ten_thousand_payloads_of_any_shape(fake: FakeDiscord, town: ProcessTown) -> None:
    """Each that a person could send is answered, nothing changes but what is the senders' own, no error is logged."""
    await steward_sets_up(town)
    await town.until(town._has_board)
    await town.command("Ana", "/circles join baseball")
    async with asyncio.timeout(REAL_SECONDS_TO_WAIT):  # where it is, is kept once all its signs are set
        while not town.knows_its_board():
            await town._heard_by_bot()
    dice, board = Dice(SEED), town._board()
    jokers = [fake.person(f"Joker {number}", town.guild) for number in range(JOKERS)]
    identities = Identities(platform="discord", key=load_secret_key(f"sqlite:///{town._url}"))
    community = identities.community(str(town.guild.id))
    theirs = {identities.member(community, str(joker.user.id)) for joker in jokers}
    before = rows_kept(Path(town._url), theirs, own=JOINED)
    known, people = [pack(town.guild.id, Token.MINE)], [str(joker.user.id) for joker in jokers]
    for number in range(PAYLOADS):
        joker = jokers[number % JOKERS]
        if number % 2:
            joker.forge(*interaction(dice, town.guild.id, known, people))
        else:
            kind, data = dice.choice((a_component, a_form, a_command))(dice, town)
            await joker.forge(kind, data, message=board if kind == COMPONENT else None).answered()
        if number % LOOKED_AT_EVERY == 0:
            assert rows_kept(Path(town._url), theirs, own=JOINED) == before
    await town._heard_by_bot()
    assert rows_kept(Path(town._url), theirs, own=JOINED) == before

    await town._stop()
    assert town.process.returncode == 0
    assert town.levels() <= {"info", "warning"}, town.log()
    assert town.removals() == 0


async def test_a_token_that_discord_does_not_know_is_told_in_a_sentence(fake: FakeDiscord, tmp_path: Path) -> None:
    """What is wrong and how to mend it, and the token is not in it."""
    process = await start(fake, tmp_path / "circles.db", token="not.a.token")
    async with asyncio.timeout(REAL_SECONDS_TO_WAIT):
        _, errors = await process.communicate()

    assert process.returncode == 1
    assert errors.decode().splitlines()[-1].startswith("Discord does not know this token: copy it again")
    assert b"not.a.token" not in errors
