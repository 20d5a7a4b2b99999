"""Loads for measuring: crowds of people whose acts are sent from inside the fake's process.

One request starts a whole load, so that only the client under measurement and the fake itself work meanwhile.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from itertools import count
from typing import TYPE_CHECKING

from tests.fakes.discord import components
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.model import Channel, Guild, Message
from tests.fakes.discord.people import Person
from tests.fakes.discord.refusals import JSON

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

Send = Callable[[int], Coroutine[None, None, None]]


class Loads:
    """Makes crowds, and lets them act."""

    def __init__(self, fake: "FakeDiscord") -> None:
        """Take the fake in which they act."""
        self._fake = fake
        self._regulars: list[Person] = []
        self._names = count()

    async def add_crowd(self, form: JSON) -> object:
        """Make ``guilds`` guilds with ``channels`` channels and ``people`` people each, who act in the loads."""
        made = []
        for _ in range(form["guilds"]):
            guild = self._fake.world.add_guild(f"Crowd {next(self._names)}", has_bot=False)
            channels = [self._fake.world.add_channel(guild, f"place-{n}") for n in range(form["channels"])]
            self._fake.world.add_bot(guild)
            self._regulars += [self._somebody(guild) for _ in range(form.get("people", 0))]
            made.append({"id": str(guild.id), "channels": [str(one.id) for one in channels]})
        return made

    async def command(self, form: JSON) -> object:
        """Let people give commands: ``lines`` of ``[line, options]`` in turn, ``number`` in all.

        ``per_second`` sends them evenly, ``in_flight`` so many at a time. By the crowd's people in turn, each of whom
        goes on to the next line; ``newcomers`` lets each command be the first act of somebody new.
        """
        lines: Sequence[tuple[str, dict[str, str]]] = form["lines"]
        is_new = form.get("newcomers", False)
        people = self._newcomers(form["number"]) if is_new else self._regulars
        sent: list[Interaction] = []

        async def send(number: int) -> None:
            person = people[number % len(people)]
            line, options = lines[number // len(people) % len(lines)]
            one = person.slash(line, channel=_first_channel(person.guild), **options)
            sent.append(one)
            await one.answered()

        seconds = await _paced(send, form)
        return {
            "seconds": seconds,
            "waits": [one.answered_at - one.sent_at for one in sent if one.answered_at is not None],
            "buttons": [_buttons(one.response) for one in sent[:1]],
        }

    async def react(self, form: JSON) -> object:
        """Let the crowd's people in turn set ``emoji`` on ``boards``, by guild, or take it off where it is theirs.

        ``per_second`` spreads them evenly; without it all ``number`` come at once.
        """
        boards = {int(guild): self._message(written) for guild, written in form["boards"].items()}
        people = [one for one in self._regulars if one.guild.id in boards]

        async def send(number: int) -> None:
            person = people[number % len(people)]
            board, emoji = boards[person.guild.id], form["emoji"]
            there = board.reactions.get(emoji)
            act = person.unreact if there is not None and person.user.id in there.users else person.react
            act(board, emoji)

        return {"seconds": await _paced(send, form)}

    def _message(self, written: str) -> Message:
        channel, _, message = written.partition("/")
        return self._fake.world.channels[int(channel)].messages[int(message)]

    def _newcomers(self, number: int) -> list[Person]:
        guilds = list({one.guild.id: one.guild for one in self._regulars}.values())
        return [self._somebody(guilds[it % len(guilds)]) for it in range(number)]

    def _somebody(self, guild: Guild) -> Person:
        user = self._fake.world.add_user(f"Somebody {next(self._names)}")
        self._fake.world.add_member(guild, user)
        return Person(self._fake.world, self._fake.interactions, user, guild)


async def _paced(send: Send, form: JSON) -> float:
    """Send ``number`` of them as ``form`` says, wait for all, and return how many seconds it took."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    if "per_second" in form:
        sending: list[asyncio.Task[None]] = []
        for number in range(form["number"]):
            await asyncio.sleep(max(0.0, begun + number / form["per_second"] - loop.time()))
            sending.append(asyncio.create_task(send(number)))
        await asyncio.gather(*sending)
        return loop.time() - begun
    numbers = iter(range(form["number"]))

    async def send_on() -> None:
        for number in numbers:
            await send(number)

    await asyncio.gather(*(send_on() for _ in range(form.get("in_flight", 1))))
    return loop.time() - begun


def _first_channel(guild: Guild) -> Channel:
    return next(iter(guild.channels.values()))


def _buttons(message: Message | None) -> int:
    """Return how many buttons an answer has."""
    found = components.every(message.components) if message is not None else ()
    return sum(one["type"] == components.BUTTON for one in found)
