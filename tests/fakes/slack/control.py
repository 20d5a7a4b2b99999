"""The fake's own endpoints, under ``/_fake/``: for a test in another process to build the world, act in it and read it.

Each takes and returns JSON. ``POST /_fake/act`` calls a method of ``Person`` by its name; ids stand for channels, views
and acts, timestamps for messages, and people's names for people. What an assertion refuses comes back as 400.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.discord.clock import RunningClock
from tests.fakes.slack import payloads
from tests.fakes.slack.acts import Act
from tests.fakes.slack.faults import Fault, Kind
from tests.fakes.slack.loads import Loads
from tests.fakes.slack.model import SCOPES, Channel, Message, Surface, View
from tests.fakes.slack.people import Person
from tests.fakes.slack.refusals import JSON, RefusalError

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

ACTS = frozenset(
    (
        *(
            "slash",
            "shortcut",
            "click",
            "select",
            "suggest",
            "pick",
            "submit",
            "close",
            "open_home",
            "react",
            "unreact",
        ),
        *("write", "write_to_bot", "delete_message", "join_channel", "leave_channel", "invite", "remove"),
        *("rename_channel", "archive_channel", "delete_channel", "leave_team", "join_team", "change_profile"),
        *("close_dms", "forge"),
    )
)


class Control:
    """Serves them."""

    def __init__(self, fake: "FakeSlack") -> None:
        """Take the fake that is driven."""
        self._fake = fake
        self._acts: list[Act] = []
        loads = Loads(fake)
        self._served: dict[tuple[str, str], Callable[[JSON], Awaitable[object]]] = {
            ("POST", "app"): self._configure,
            ("POST", "teams"): self._add_team,
            ("POST", "people"): self._add_person,
            ("POST", "channels"): self._add_channel,
            ("POST", "act"): self._act,
            ("POST", "clock"): self._push,
            ("POST", "faults"): self._plan,
            ("DELETE", "faults"): self._heal,
            ("POST", "delivery"): self._deliver,
            ("POST", "sockets"): self._disturb,
            ("POST", "uninstall"): self._uninstall,
            ("POST", "loads/crowd"): loads.add_crowd,
            ("POST", "loads/command"): loads.command,
            ("POST", "loads/react"): loads.react,
            ("POST", "loads/click"): loads.click,
            ("POST", "loads/open_home"): loads.open_home,
            ("GET", "world"): self._world,
            ("GET", "sees"): self._sees,
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
        except (AssertionError, KeyError, RefusalError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response(found)

    async def _configure(self, form: JSON) -> object:
        """Change what the app's manifest says (the fields of ``App``), and where it is told things."""
        for name, value in form.items():
            if name == "request_url":
                self._fake.send_to(value)
                continue
            assert hasattr(self._fake.app, name), f"an app has no {name}"
            setattr(self._fake.app, name, tuple(value) if isinstance(value, list) else value)
        return {"app_token": self._fake.app.app_token, "signing_secret": self._fake.app.signing_secret}

    async def _add_team(self, form: JSON) -> object:
        """Make a workspace with channels (the bot sits in each) and people (who do, too)."""
        world = self._fake.world
        team = world.add_team(form["name"], scopes=form.get("scopes", SCOPES), has_bot=form.get("bot", True))
        people = {name: self._fake.person(name, team).user for name in form.get("people", [])}
        bots = [world.bot(team)] if form.get("bot", True) else []
        channels = {
            name: world.add_channel(team, name, members=[*people.values(), *bots]).id
            for name in form.get("channels", [])
        }
        told = {"id": team.id, "channels": channels, "people": {name: user.id for name, user in people.items()}}
        return told | ({"token": self._fake.token(team)} if bots else {})

    async def _add_person(self, form: JSON) -> object:
        """Let somebody join a workspace, which the app is told."""
        team = self._fake.world.teams[form.pop("team")]
        return {"id": self._fake.person(form.pop("name"), team, is_told=True, **form).user.id}

    async def _add_channel(self, form: JSON) -> object:
        """Make a channel with these people in it; ``bot`` lets the bot sit there."""
        team = self._fake.world.teams[form["team"]]
        members = [self._person(form | {"person": name}).user for name in form.get("people", [])]
        members += [self._fake.world.bot(team)] if form.get("bot") else []
        private = form.get("is_private", False)
        made = self._fake.world.add_channel(team, form["name"], is_private=private, members=members)
        return {"id": made.id}

    async def _act(self, form: JSON) -> object:
        """Let ``person`` (of ``team``, or of the only one) do ``act`` with ``arguments``, and wait for the answer."""
        assert form["act"] in ACTS, f"acts are {sorted(ACTS)}"
        person = self._person(form)
        arguments = {key: self._argument(form, key, value) for key, value in form.get("arguments", {}).items()}
        done = getattr(person, form["act"])(**arguments)
        if isinstance(done, Act):
            self._acts.append(done)
            return self._told(await done.answered() if form.get("wait", True) else done)
        if asyncio.iscoroutine(done):
            found = await done
            return self._told(found) if isinstance(found, Act) else {"options": found}
        return {"message": payloads.message(done, self._fake.app)} if isinstance(done, Message) else {}

    def _person(self, form: JSON) -> Person:
        found = [one for (team, name), one in self._fake.people.items() if name == form["person"]]
        here = [one for one in found if form.get("team") in (None, one.team.id)]
        assert here, f"there is no {form['person']!r}"
        return here[0]

    def _argument(self, form: JSON, name: str, value: object) -> object:
        if name == "channel":
            return self._fake.world.channels[str(value)]
        if name in ("surface", "view", "message"):
            return self._surface(str(value))
        if name == "other":
            return self._person(form | {"person": value})
        if name == "values" and isinstance(value, list):
            return [self._chosen(form, one) for one in value]
        if name == "fields" and isinstance(value, dict):
            return {key: self._argument(form, "values", one) for key, one in value.items()}
        return value

    def _chosen(self, form: JSON, value: str) -> object:
        """Return somebody where a value is ``@Name``."""
        return self._person(form | {"person": value[1:]}) if value.startswith("@") else value

    def _surface(self, which: str) -> Surface:
        world = self._fake.world
        if which in world.ephemeral:
            return world.ephemeral[which]
        for channel in world.channels.values():
            if which in channel.messages:
                return channel.messages[which]
        shown = (view for user in world.users.values() for view in (user.home, *user.modals) if view is not None)
        found = [view for view in shown if view.id == which]
        assert found, f"there is no message or view {which}"
        return found[0]

    async def _push(self, form: JSON) -> object:
        """Let time pass."""
        clock = self._fake.world.clock
        assert isinstance(clock, RunningClock), "this fake's clock is pushed by its own test"
        clock.advance(timedelta(seconds=form["seconds"]))
        return {"now": clock.now().isoformat()}

    async def _plan(self, form: JSON) -> object:
        """Plan a fault; the fields are those of ``Fault``."""
        self._fake.faults.plan(Fault(**(form | {"kind": Kind(form["kind"])})))
        return {}

    async def _heal(self, _form: JSON) -> object:
        """Let everything be well again."""
        self._fake.faults.clear()
        return {}

    async def _deliver(self, form: JSON) -> object:
        """Hold events back, ``release`` them, ``repeat`` all that were sent, or wait for all of them (``idle``)."""
        delivery = self._fake.delivery
        match form["do"]:
            case "hold":
                delivery.hold()
            case "release":
                delivery.release()
            case "repeat":
                for one in list(delivery.sent):
                    delivery.begin(delivery.deliver(one))
            case "idle":
                await delivery.idle()
            case unknown:
                raise AssertionError(f"cannot {unknown}")
        return {"sent": len(delivery.sent), "undelivered": sum(not one.is_delivered for one in delivery.sent)}

    async def _disturb(self, form: JSON) -> object:
        """Disturb the sockets: refresh, abort (the ``number``-th), or wait until they are ready."""
        sockets = self._fake.sockets
        match form["do"]:
            case "refresh":
                await sockets.refresh()
            case "abort":
                sockets.abort(form.get("number", 0))
            case "ready":
                await sockets.until_connected(form.get("connections", 1))
            case unknown:
                raise AssertionError(f"cannot {unknown}")
        return {"connections": len(sockets.connections), "opened": sockets.opened}

    async def _uninstall(self, form: JSON) -> object:
        """Take the app out of a workspace."""
        world = self._fake.world
        world.uninstall(world.installation_of(world.teams[form["team"]]))
        return {}

    async def _world(self, _form: JSON) -> object:
        """Return workspaces with their people and channels."""
        world = self._fake.world
        return {
            "teams": [payloads.team(one) for one in world.teams.values()],
            "users": [payloads.user(one, locale=True) for one in world.users.values()],
            "channels": [self._channel(one) for one in world.channels.values() if not one.is_deleted],
            "now": world.clock.now().isoformat(),
        }

    def _channel(self, one: Channel) -> JSON:
        told: JSON = {"id": one.id, "team": one.team.id, "name": one.name, "kind": one.kind, "topic": one.topic}
        return told | {"is_archived": one.is_archived, "members": [user.id for user in one.members]}

    async def _sees(self, form: JSON) -> object:
        """Return what ``person`` sees: all messages or those of one channel, their Home tab, modals and channels."""
        person = self._person(form)
        place = self._fake.world.channels[form["channel"]] if form.get("channel") else None
        seen = person.sees(place) if place else person.everything()
        return {
            "messages": [self._shown(person, one) for one in seen],
            "home": self._shown(person, person.home) if person.home else None,
            "modals": [self._shown(person, one) for one in person.user.modals],
            "channels": [self._channel(one) for one in person.channels()],
        }

    def _shown(self, person: Person, surface: Surface) -> JSON:
        read = person.reads(surface)
        told: JSON = {"text": read.text, "preview": read.preview, "labels": list(read.labels), "blocks": surface.blocks}
        if isinstance(surface, View):
            return told | {"id": surface.id, "errors": surface.errors}
        told |= {"ts": surface.ts, "channel": surface.channel.id, "author": read.author, "subtype": read.subtype}
        return told | {"is_ephemeral": read.is_ephemeral, "reactions": read.reactions}

    def _told(self, one: Act) -> JSON:
        return {
            "failed": one.failed,
            "ack": one.ack.body if one.ack else None,
            "messages": [payloads.message(it, self._fake.app) for it in one.messages],
            "modal": payloads.view(one.modal, self._fake.app) if one.modal else None,
        }

    async def _records(self, form: JSON) -> object:
        """Return the recorded calls, of one method or all."""
        found = self._fake.calls(form.get("method", ""))
        return [{"method": it.method, "args": it.args, "status": it.status, "answer": it.answer} for it in found]

    async def _counts(self, _form: JSON) -> object:
        """Return how often each method answered with each error, ``ok`` or ``cut``."""
        counts = self._fake.web_api.counts
        return [{"method": name, "answer": error, "number": number} for (name, error), number in counts.items()]
