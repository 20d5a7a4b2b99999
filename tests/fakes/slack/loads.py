"""Loads for measuring: crowds of people whose acts are sent from inside the fake's process.

One request starts a whole load, so that only the app under measurement and the fake itself work meanwhile.
"""

import asyncio
from collections.abc import Callable, Coroutine
from itertools import count
from typing import TYPE_CHECKING

from tests.fakes.slack.acts import Act
from tests.fakes.slack.delivery import Outgoing
from tests.fakes.slack.model import Message, controls_in
from tests.fakes.slack.people import Person
from tests.fakes.slack.refusals import JSON

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

Send = Callable[[int], Coroutine[None, None, None]]


class Loads:
    """Makes crowds, and lets them act."""

    def __init__(self, fake: "FakeSlack") -> None:
        """Take the fake in which they act."""
        self._fake = fake
        self._crowd: list[Person] = []
        self._names = count()

    async def add_crowd(self, form: JSON) -> object:
        """Make ``teams`` workspaces, each with ``channels`` (one) and ``people``, who act in the loads."""
        world, made = self._fake.world, []
        for _ in range(form["teams"]):
            team = world.add_team(f"Crowd {next(self._names)}")
            people = [self._fake.person(f"Somebody {next(self._names)}", team) for _ in range(form["people"])]
            bot = world.bot(team)
            members = [*(one.user for one in people), bot]
            places = [
                world.add_channel(team, f"place-{next(self._names)}", members=members)
                for _ in range(form.get("channels", 1))
            ]
            self._crowd += people
            told: JSON = {"id": team.id, "token": self._fake.token(team), "bot_user": bot.id, "bot": bot.bot_id}
            told |= {"channel": places[0].id, "channels": [one.id for one in places]}
            made.append(told | {"people": [one.user.id for one in people]})
        return made

    async def command(self, form: JSON) -> object:
        """Let people in turn give commands: ``lines`` in turn, ``number`` in all.

        ``per_second`` sends them evenly, ``in_flight`` so many at a time.
        """
        lines = form["lines"]
        return await self._acts(form, lambda person, number: person.slash(lines[number % len(lines)]))

    async def click(self, form: JSON) -> object:
        """Let people in turn tap ``control`` on the message ``ts`` in the ``channel`` of their workspace."""
        messages = {one["team"]: self._message(one) for one in form["messages"]}
        return await self._acts(form, lambda person, _: person.click(messages[person.team.id], form["control"]))

    async def react(self, form: JSON) -> object:
        """Let people in turn set ``emoji`` on their workspace's message, or take it off where it is theirs."""
        messages = {one["team"]: self._message(one) for one in form["messages"]}
        people = [one for one in self._crowd if one.team.id in messages]
        waits: list[float] = []
        failed: list[str] = []
        loop, delivery = asyncio.get_running_loop(), self._fake.delivery

        async def send(number: int) -> None:
            person, begun = people[number % len(people)], loop.time()
            message, emoji = messages[person.team.id], form["emoji"]
            delivery.hold()
            has_it = person.user in message.reactions.get(emoji, ())
            (person.unreact if has_it else person.react)(message, emoji)
            held: list[Outgoing] = delivery.take_held()
            await asyncio.gather(*(delivery.deliver(one) for one in held))
            waits.append(loop.time() - begun)
            failed.extend("undelivered" for one in held if not one.is_delivered)

        return {"seconds": await _paced(send, form), "waits": waits, "failed": failed}

    async def open_home(self, form: JSON) -> object:
        """Let these ``people`` in turn open their Home tab, ``number`` in all; each waits until it is published."""
        by_id = {one.user.id: one for one in self._crowd}
        people = [by_id[one] for one in form["people"]]
        waits: list[float] = []
        loop, bell = asyncio.get_running_loop(), self._fake.world.bell

        async def send(number: int) -> None:
            person, begun = people[number % len(people)], loop.time()
            before = person.user.home.hash if person.user.home is not None else ""
            person.open_home()
            await bell.until(lambda: person.user.home is not None and person.user.home.hash != before)
            waits.append(loop.time() - begun)

        seconds, page = await _paced(send, form), people[0].user.home
        return {"seconds": seconds, "waits": waits, "page": page.form if page is not None else None}

    async def _acts(self, form: JSON, act: Callable[[Person, int], Act]) -> object:
        waits: list[float] = []
        failed: list[str] = []
        controls: list[int] = []

        async def send(number: int) -> None:
            done = await act(self._crowd[number % len(self._crowd)], number // len(self._crowd)).answered()
            assert done.answered_at is not None
            waits.append(done.answered_at - done.sent_at)
            failed.extend([done.failed] if done.failed else [])
            controls.append(sum(len([*controls_in(one.blocks)]) for one in done.messages))

        return {"seconds": await _paced(send, form), "waits": waits, "failed": failed, "controls": controls}

    def _message(self, which: JSON) -> Message:
        return self._fake.world.channels[which["channel"]].messages[which["ts"]]


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
