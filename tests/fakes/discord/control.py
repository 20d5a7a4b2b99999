"""The fake's own endpoints, under ``/_fake/``: for a test in another process to build the world, act in it and read it.

Each takes and returns JSON. ``POST /_fake/act`` calls a method of ``Person`` by its name; ids stand for channels,
messages and people's names for people. What an assertion refuses comes back as 400 with its text.
"""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.discord import payloads
from tests.fakes.discord.clock import RunningClock
from tests.fakes.discord.faults import Fault, Kind
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.loads import Loads
from tests.fakes.discord.model import Channel, Message, Permission, Role
from tests.fakes.discord.people import Person
from tests.fakes.discord.refusals import JSON, RefusalError

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

ACTS = frozenset(
    (
        *("slash", "complete", "user_menu", "message_menu", "click", "select", "submit", "react", "unreact", "write"),
        *("clear_reactions", "write_to_bot", "delete_message", "leave_thread", "add_to_thread", "edit_thread"),
        *("delete_thread", "leave_guild", "join_guild", "close_dms", "forge"),
    )
)
PEOPLE_ARGUMENTS = ("target", "other")
CHANNEL_ARGUMENTS = ("channel", "thread")


class Control:
    """Serves them."""

    def __init__(self, fake: "FakeDiscord") -> None:
        """Take the fake that is driven."""
        self._fake = fake
        self._open: dict[int, Interaction] = {}
        loads = Loads(fake)
        self._served: dict[tuple[str, str], Callable[[JSON], Awaitable[object]]] = {
            ("POST", "guilds"): self._add_guild,
            ("POST", "people"): self._add_person,
            ("POST", "act"): self._act,
            ("POST", "clock"): self._push,
            ("POST", "faults"): self._plan,
            ("DELETE", "faults"): self._heal,
            ("POST", "gateway"): self._disturb,
            ("POST", "loads/crowd"): loads.add_crowd,
            ("POST", "loads/command"): loads.command,
            ("POST", "loads/react"): loads.react,
            ("GET", "world"): self._world,
            ("GET", "sees"): self._sees,
            ("GET", "interaction"): self._interaction,
            ("GET", "records"): self._records,
            ("GET", "counts"): self._counts,
        }

    async def serve(self, request: web.BaseRequest) -> web.Response:
        """Answer one request."""
        handler = self._served.get((request.method, request.path.removeprefix("/_fake/")))
        if handler is None:
            return web.json_response({"error": f"there is no {request.method} {request.path}"}, status=404)
        text = await request.read()
        try:
            found = await handler(json.loads(text) if text else dict(request.query))
        except (AssertionError, KeyError, StopIteration) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        except RefusalError as refusal:
            return web.json_response({"error": str(refusal)}, status=400)
        return web.json_response(found)

    async def _add_guild(self, form: JSON) -> object:
        """Make a guild with channels, people and emoji; ``bot`` false leaves the bot outside."""
        fake, world = self._fake, self._fake.world
        guild = world.add_guild(form["name"], locale=form.get("locale", "en-US"), has_bot=False)
        channels = {name: str(world.add_channel(guild, name).id) for name in form.get("channels", ["general"])}
        people = {name: str(fake.person(name, guild).user.id) for name in form.get("people", [])}
        fake.acting_as(Person(world, fake.interactions, guild.owner, guild))
        emojis = {name: world.add_emoji(guild, name)["id"] for name in form.get("emojis", [])}
        if form.get("bot", True):
            world.add_bot(guild)
        told = {"id": str(guild.id), "owner": guild.owner.name, "channels": channels}
        return told | {"people": people, "emojis": emojis}

    async def _add_person(self, form: JSON) -> object:
        """Let somebody join a guild, with a role of these permissions."""
        guild = self._fake.world.guilds[int(form["guild"])]
        roles: tuple[Role, ...] = ()
        if form.get("permissions"):
            role = self._fake.world.add_role(guild, form["name"], Permission(int(form["permissions"])))
            roles = (role,)
        person = self._fake.person(form["name"], guild, roles=roles, locale=form.get("locale", "en-US"))
        return {"id": str(person.user.id)}

    async def _act(self, form: JSON) -> object:
        """Let ``person`` do ``act`` with ``arguments``; ``wait`` waits until there is something to see."""
        assert form["act"] in ACTS, f"acts are {sorted(ACTS)}"
        arguments = {key: self._argument(key, value) for key, value in form.get("arguments", {}).items()}
        done = getattr(self._fake.people[form["person"]], form["act"])(**arguments)
        if isinstance(done, Awaitable):
            return {"choices": await done}
        if isinstance(done, Interaction):
            self._open[done.id] = done
            if form.get("wait", True):
                await done.settled()
            return self._told(done)
        return {"message": payloads.message(done, self._fake.world.bot)} if isinstance(done, Message) else {}

    def _argument(self, name: str, value: object) -> object:
        if name in CHANNEL_ARGUMENTS:
            return self._fake.world.channels[int(str(value))]
        if name == "message":
            return self._message(int(str(value)))
        if name in PEOPLE_ARGUMENTS:
            return self._fake.people[str(value)]
        return self._open[int(str(value))] if name == "opener" else value

    def _message(self, message_id: int) -> Message:
        found = self._fake.world.ephemeral.get(message_id)
        channels = self._fake.world.channels.values()
        return found or next(it.messages[message_id] for it in channels if message_id in it.messages)

    async def _push(self, form: JSON) -> object:
        """Let time pass."""
        clock = self._fake.world.clock
        assert isinstance(clock, RunningClock), "this fake's clock is pushed by its own test"
        clock.advance(timedelta(seconds=form["seconds"]))
        self._fake.world.catch_up()
        return {"now": clock.now().isoformat()}

    async def _plan(self, form: JSON) -> object:
        """Plan a fault; the fields are those of ``Fault``."""
        self._fake.faults.plan(Fault(**(form | {"kind": Kind(form["kind"])})))
        return {}

    async def _heal(self, _form: JSON) -> object:
        """Let everything be well again."""
        self._fake.faults.clear()
        return {}

    async def _disturb(self, form: JSON) -> object:
        """Disturb the gateway: cut, close (with ``code``), reconnect, invalidate (``resumable``), forget."""
        gateway, shard = self._fake.gateway, form.get("shard")
        match form["do"]:
            case "cut":
                gateway.cut(shard=shard)
            case "close":
                gateway.close(form["code"], shard=shard)
            case "reconnect":
                gateway.ask_reconnect(shard=shard)
            case "invalidate":
                gateway.invalidate(resumable=form["resumable"], shard=shard)
            case "forget":
                gateway.forget_sessions()
            case "ready":
                await gateway.until_ready(form.get("sessions", 1))
            case unknown:
                raise AssertionError(f"cannot {unknown}")
        return {"connections": len(gateway.connections), "resumed": len(gateway.resumed)}

    async def _world(self, _form: JSON) -> object:
        """Return guilds with their channels and threads, and the commands."""
        world = self._fake.world
        guilds = [
            payloads.guild(it)
            | {
                "channels": [payloads.channel(one) for one in it.channels.values()],
                "threads": [self._thread(one) for one in it.threads.values()],
                "members": [payloads.member(one) for one in it.members.values()],
            }
            for it in world.guilds.values()
        ]
        return {"guilds": guilds, "commands": self._fake.interactions.commands, "now": world.clock.now().isoformat()}

    def _thread(self, thread: Channel) -> JSON:
        assert thread.thread is not None
        return payloads.thread(thread) | {"members": [str(it) for it in thread.thread.members]}

    async def _sees(self, form: JSON) -> object:
        """Return what ``person`` sees: everything, or one channel; and the threads they sit in."""
        person, bot = self._fake.people[form["person"]], self._fake.world.bot
        place = self._fake.world.channels[int(form["channel"])] if form.get("channel") else None
        seen = person.sees(place) if place else person.everything()
        told = {"messages": [payloads.message(it, bot) for it in seen]}
        return told | {"threads": [self._thread(it) for it in person.threads()]}

    async def _interaction(self, form: JSON) -> object:
        """Return what became of an interaction."""
        return self._told(self._open[int(form["id"])])

    def _told(self, one: Interaction) -> JSON:
        bot = self._fake.world.bot
        return {
            "id": str(one.id),
            "callback_type": one.callback_type,
            "response": payloads.message(one.response, bot) if one.response else None,
            "followups": [payloads.message(it, bot) for it in one.followups],
            "modal": one.modal,
            "choices": one.choices,
        }

    async def _records(self, form: JSON) -> object:
        """Return the recorded requests, to one route or all."""
        found = self._fake.calls(form.get("route", ""), path=form.get("path", ""))
        return [
            {"route": it.route, "path": it.path, "json": it.json, "status": it.status, "reason": it.reason}
            for it in found
        ]

    async def _counts(self, _form: JSON) -> object:
        """Return how often each route answered with each status."""
        return [
            {"route": route, "status": status, "number": number}
            for (route, status), number in self._fake.rest.counts.items()
        ]
