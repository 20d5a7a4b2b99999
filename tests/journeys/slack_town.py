"""Slack as a :class:`tests.journeys.town.Town`: the unmodified SDKs over TCP against our own fake of it."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from circles_bot.application.heartbeat import TimePasses
from circles_bot.engine.model import OptInState
from circles_bot.engine.tokens import Token
from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Store
from circles_bot.store import open_store
from circles_bot.works import Works, assemble
from circles_slack import Slack, SlackSettings
from circles_slack.custom_ids import pack, unpack
from circles_slack.emoji import short_name
from circles_slack.settings import AWARE_SCOPE, EVENTS, EVENTS_PATH, FIND_PEOPLE, SCOPES
from tests.fakes.clocks import FixedClock
from tests.fakes.slack import FakeSlack, Person, contract, messages
from tests.fakes.slack.acts import ACTIONS, Act
from tests.fakes.slack.model import App, Channel, Message, Surface, View, controls_in
from tests.fakes.slack.refusals import JSON
from tests.journeys.sandbox_town import KEY, START, ZONES
from tests.journeys.town import PEOPLE, TRYOUT, sign_on
from tests.many_interests import open_up_to

SPEED = 1_000.0
LENIENT = 10 * SPEED
"""What the fake counts by: a thousandth of a second is less than a busy machine's calls arrive early or late by."""
"""The fake's minutes are short, and so the bot's are, too."""
PING_SECONDS = 10.0
"""How often the bot looks after a socket, in real seconds: a busy machine has to be on time for it."""
LONGEST_TYPED = 6_000
_NAME = re.compile(r"@?([A-Z]\w+)")
_MENTION = re.compile(rf"(?<!\w)@({'|'.join(PEOPLE)})\b")


class SlackTown:
    """Runs the bot over a fake Slack and a database in a file."""

    def __init__(self, url: str, fake: FakeSlack, clock: FixedClock, *, is_on_http: bool, is_aware: bool) -> None:
        """Make the workspace with its people; :meth:`open` starts the bot."""
        self._url = url
        self._clock = clock
        self._is_on_http = is_on_http
        self.fake = fake
        self.team = fake.world.add_team("Library", scopes=(*SCOPES, *((AWARE_SCOPE,) if is_aware else ())))
        self.people: dict[str, Person] = {}
        for number, name in enumerate(PEOPLE):
            zone = ZONES[number % len(ZONES)]
            is_admin = name == PEOPLE[0]
            self.people[name] = fake.person(name, self.team, tz=zone, locale="en-GB", is_admin=is_admin)
        users = [person.user for person in self.people.values()]
        bot = fake.world.bot(self.team)
        self.circles = fake.world.add_channel(self.team, "circles", members=users)
        first = self.people[PEOPLE[0]].user
        fake.world.add_channel(self.team, "stewards", is_private=True, creator=first, members=[first, bot])
        insiders = [self.people[name].user for name in TRYOUT]
        fake.world.add_channel(self.team, "tryout", is_private=True, creator=first, members=[*insiders, bot])
        self._others: list[Person] = []
        self._heard: dict[str, Surface] = {}
        self._store: Store | None = None
        self._works: Works | None = None
        self._adapter: Slack | None = None
        self.ping_seconds = PING_SECONDS

    @classmethod
    async def open(
        cls, url: str, *, is_on_http: bool = False, is_aware: bool = True, ping_seconds: float = PING_SECONDS
    ) -> Self:
        """Return a town whose bot runs over the migrated, empty database at ``url``."""
        clock = FixedClock(START)
        app = App(
            commands=("/circles", "/steward"),
            events=(*EVENTS, *(("message.groups",) if is_aware else ())),
            shortcuts={FIND_PEOPLE: "Find people to talk with"},
        )
        fake = FakeSlack(clock, app=app, speed=LENIENT, retry_delays=(0.0,))
        await fake.start()
        town = cls(url, fake, clock, is_on_http=is_on_http, is_aware=is_aware)
        town.ping_seconds = ping_seconds
        await town._start()
        return town

    @property
    def works(self) -> Works:
        """The running works."""
        assert self._works is not None
        return self._works

    @property
    def adapter(self) -> Slack:
        """The connected adapter."""
        assert self._adapter is not None
        return self._adapter

    @property
    def store(self) -> Store:
        """The open store."""
        assert self._store is not None
        return self._store

    async def close(self) -> None:
        """Stop the bot and the fake."""
        await self._stop()
        await self.fake.stop()
        assert self.removals() == 0
        assert messages.broadcasts(self.fake.world) == []
        if contract.FILE.exists():
            found = contract.violations(self.fake.calls())
            assert not found, found

    async def _start(self) -> None:
        self._store = await open_store(self._url, key=KEY, durable=False)
        self._works = assemble(store=self._store, clock=self._clock, matcher=None)
        house = House(inbox=self._works.service, clock=self._clock, identities=Identities(platform="slack", key=KEY))
        settings = SlackSettings(
            bot_token=self.fake.token(self.team),
            app_token=None if self._is_on_http else self.fake.app.app_token,
            signing_secret=self.fake.app.signing_secret,
            api_url=self.fake.api_url,
            port=0,
            minute_seconds=60 / SPEED,
            ping_seconds=self.ping_seconds,
        )
        self._adapter = Slack(house, settings)
        self._works.delivery.connect("slack", self._adapter.gateway)
        await self._adapter.start()
        if self._is_on_http:
            self.fake.send_to(f"http://127.0.0.1:{self._adapter.site.port}{EVENTS_PATH}")
        await self._heard_by_bot()

    async def _stop(self) -> None:
        if self._adapter is not None:
            await self._heard_by_bot()
        if self._works is not None:
            await self._works.delivery.finish()
        if self._adapter is not None:
            await self._adapter.stop()
        if self._store is not None:
            await self._store.close()
        self._store = self._adapter = self._works = None

    def now(self) -> datetime:
        """See ``Town.now``."""
        return self._clock.now()

    async def installed_again(self) -> None:
        """Install the app again, with its new token, and start the bot."""
        self.fake.world.install(self.team, scopes=(*SCOPES, AWARE_SCOPE))
        for channel in self.fake.world.channels.values():
            if channel.name in ("stewards", "tryout"):
                channel.members.append(self.fake.world.bot(self.team))
        await self._stop()
        await self._start()

    async def pass_time(self, by: timedelta) -> None:
        """See ``Town.pass_time``."""
        await self._heard_by_bot()
        await TimePasses(heartbeat=self.works.heartbeat, clock=self._clock).advance(self._clock.now() + by)
        await self._heard_by_bot()

    async def settle(self) -> None:
        """See ``Town.settle``."""
        await self._heard_by_bot()
        await self.works.heartbeat.settle()
        await self._heard_by_bot()

    async def restart(self) -> None:
        """See ``Town.restart``."""
        await self.while_down()

    async def while_down(self, *acts: Callable[[], Awaitable[None]]) -> None:
        """See ``Town.while_down``: the bot hears nothing of what people do meanwhile."""
        await self.settle()
        await self._stop()
        for act in acts:
            await act()
        await self.fake.idle()
        await self._start()

    async def tap(
        self, who: str, control: Token, *values: str, part: str = "", fields: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """See ``Town.tap``."""
        person = self.people[who]
        if fields is not None:
            await self._submit_form(who, control, fields)
            return
        offers = (one for one in self._controls(person, control, part) if _offers(one[1], values))
        found = next(offers, None)
        assert found is not None, f"{who} sees nothing to tap for {control} {part} {values}"
        surface, tapped = found
        if not isinstance(surface, View):
            person.user.modals.clear()  # it is closed to see what is under it
        if tapped["type"] == "button":
            await self._keep(who, person.click(surface, tapped["action_id"]))
        else:
            await self._keep(who, person.select(surface, tapped["action_id"], self._chosen(tapped, values)))

    def can_tap(self, who: str, control: Token, *, part: str = "") -> bool:
        """See ``Town.can_tap``."""
        person = self.people[who]
        opened = unpack(person.modal.form.get("callback_id")) if person.modal is not None else None
        if opened is not None and opened.token.split(":")[0] == control:
            return True
        return next(self._controls(person, control, part), None) is not None

    def token_of(self, who: str, control: Token) -> str:
        """See ``Town.token_of``."""
        _, tapped = next(self._controls(self.people[who], control, ""))
        found = unpack(tapped["action_id"])
        assert found is not None
        return found.token

    async def tap_token(self, who: str, token: str, *values: str) -> None:
        """See ``Town.tap_token``: past what a client would check, as a forged request would come."""
        person = self.people[who]
        action: JSON = {"type": "button", "action_id": pack(self.team.id, token), "block_id": "b"}
        if values:
            action |= {"type": "multi_static_select", "selected_options": [{"value": value} for value in values]}
        board = next(self._boards(), None)
        channel = board.channel if board is not None else self.circles
        await self._keep(who, person.forge(ACTIONS, {"actions": [action]}, surface=board, channel=channel))

    async def react(self, who: str, emoji: str) -> None:
        """See ``Town.react``."""
        await self._reacted(who, lambda: self.people[who].react(self._board_with(emoji), short_name(emoji) or emoji))

    async def unreact(self, who: str, emoji: str) -> None:
        """See ``Town.unreact``."""
        await self._reacted(who, lambda: self.people[who].unreact(self._board_with(emoji), short_name(emoji) or emoji))

    async def _reacted(self, who: str, act: Callable[[], None]) -> None:
        shown = self.people[who].user.shown
        before = len(shown)
        act()
        await self._heard_by_bot()
        if len(shown) > before:
            self._heard[who] = shown[-1]

    async def command(self, who: str, text: str) -> None:
        """See ``Town.command``; people are named as Slack writes them into a command."""
        group, name, *words = text.removeprefix("/").split(" ", 2)
        typed = words[0][:LONGEST_TYPED] if words else ""
        if (group, name) in {("circles", "with"), ("circles", "handoff"), ("circles", "avoid")}:
            named, colon, topic = typed.partition(":")
            typed = _NAME.sub(lambda found: f"<@{self.people[found[1]].user.id}|x>", named) + colon + topic
        self.people[who].user.modals.clear()
        await self._keep(who, self.people[who].slash(f"{group} {name} {typed}".strip(), channel=self.circles))

    async def others_join(self, count: int, interest: str) -> None:
        """See ``Town.others_join``."""
        for number in range(count):
            if number >= len(self._others):
                self._others.append(self.fake.person(f"Somebody {number}", self.team))
                self.circles.members.append(self._others[number].user)
            person = self._others[number]
            message, tapped = next(self._controls(person, Token.JOIN, ""))
            await person.select(message, tapped["action_id"], self._chosen(tapped, [interest])).answered()
        await self._heard_by_bot()

    async def say(self, who: str, text: str) -> None:
        """See ``Town.say``."""
        self.people[who].write(self._rooms(who, is_archived=False)[-1], text)
        await self._heard_by_bot()

    def heard(self, who: str) -> str:
        """See ``Town.heard``."""
        surface = self._heard.get(who)
        if surface is None:
            return ""
        labels = [one["text"]["text"] for _, one in controls_in(surface.blocks) if one["type"] == "button"]
        return "\n".join((self._text(surface, who), *labels))

    def in_stewards_channel(self, who: str) -> Sequence[str] | None:
        """See ``Town.in_stewards_channel``."""
        place = next((one for one in self.people[who].channels() if one.name == "stewards"), None)
        if place is None:
            return None
        return [self._text(message, who) for message in place.messages.values() if message.author.is_bot]

    def directs(self, who: str) -> Sequence[str]:
        """See ``Town.directs``."""
        return [self._text(message, who) for message in self._directs(who)]

    def files(self, who: str) -> Mapping[str, str]:
        """See ``Town.files``: they stand under a message as text."""
        found: dict[str, str] = {}
        for message in self.people[who].inbox:
            if message.thread_ts is not None:
                texts = [one["text"] for one in _every(message.blocks) if one.get("type") == "text"]
                found[message.text] = found.get(message.text, "") + "".join(texts)
        return found

    def previews(self, who: str) -> Sequence[str]:
        """See ``Town.previews``."""
        return [message.text for message in self._directs(who)]

    def local_hours_of_unasked_directs(self, who: str) -> Sequence[int]:
        """See ``Town.local_hours_of_unasked_directs``."""
        zone = ZoneInfo(self.people[who].user.tz)
        return [message.at.astimezone(zone).hour for message in self._directs(who)]

    def rooms(self, who: str) -> Sequence[str]:
        """See ``Town.rooms``."""
        return tuple(room.name for room in self._rooms(who, is_archived=False))

    def archived_rooms(self, who: str) -> Sequence[str]:
        """See ``Town.archived_rooms``."""
        return tuple(room.name for room in self._rooms(who, is_archived=True))

    def in_room(self, who: str) -> Sequence[str]:
        """See ``Town.in_room``."""
        rooms = sorted(
            (*self._rooms(who, is_archived=False), *self._rooms(who, is_archived=True)), key=lambda room: room.id
        )
        messages = rooms[-1].messages.values() if rooms else ()
        return [self._text(message, who) for message in messages if message.author.is_bot and message.blocks]

    async def interests_grow_to(self, count: int) -> None:
        """See ``Town.interests_grow_to``."""
        await self.pass_time(timedelta(minutes=1))  # what one moment shows is shown once
        await open_up_to(
            self.store, Identities(platform="slack", key=KEY).community(self.team.id), count, self._clock.now()
        )
        await self.settle()

    def board(self) -> str:
        """See ``Town.board``."""
        return "\n".join(self.boards())

    def boards(self) -> Sequence[str]:
        """See ``Town.boards``."""
        return [self._text(message, PEOPLE[0]) for message in self._boards()]

    def sign_of(self, interest: str) -> str:
        """See ``Town.sign_of``."""
        return sign_on(self.board(), interest)

    async def close_directs(self, who: str, *, closed: bool) -> None:
        """See ``Town.close_directs``."""
        self.people[who].close_dms(closed=closed)

    async def leaves_the_community(self, who: str) -> None:
        """See ``Town.leaves_the_community``."""
        self.people[who].leave_team()
        await self._heard_by_bot()

    async def comes_back(self, who: str) -> None:
        """See ``Town.comes_back``."""
        person = self.people[who]
        person.join_team()
        self.circles.members.append(person.user)
        await self._heard_by_bot()

    def removals(self) -> int:
        """See ``Town.removals``."""
        return self.fake.removals()

    async def states_of(self, who: str) -> Sequence[OptInState]:
        """Return how somebody's wishes stand."""
        translator = self.adapter.translator
        theirs = self.people[who].user.id
        community, member = translator.community(self.team.id), translator.member(self.team.id, theirs)
        scope = await self.store.read_interests(community, member)
        return [one.opt_in.state for one in scope.standings if one.opt_in]

    async def _heard_by_bot(self) -> None:
        """Wait until the bot has dealt with everything that Slack has told it so far, and has read the board."""
        if self._adapter is None:
            return
        while True:
            await self.fake.idle()
            await self._adapter.reception.drain()
            if not await self._adapter.reception.watch.settled():
                return

    async def _keep(self, who: str, sent: Act) -> None:
        shown = self.people[who].user.shown
        before = len(shown)
        await sent.answered()
        assert not sent.failed, f"{sent.kind} of {who} failed: {sent.failed}"
        await self._heard_by_bot()
        if sent.messages:
            self._heard[who] = sent.messages[-1]
        elif len(shown) > before:
            self._heard[who] = shown[-1]

    async def _submit_form(self, who: str, control: Token, fields: Mapping[str, Sequence[str]]) -> None:
        person = self.people[who]
        view = person.modal
        assert view is not None, f"{who} has no form open"
        opened = unpack(view.form["callback_id"])
        assert opened is not None
        assert opened.token.split(":")[0] == control
        filled: dict[str, Any] = {}
        for _, element in controls_in(view.blocks):
            token = unpack(element["action_id"])
            if token is not None and token.token in fields:
                wanted = fields[token.token]
                is_typed = element["type"] == "plain_text_input"
                filled[element["action_id"]] = wanted if is_typed else self._chosen(element, wanted)
        await self._keep(who, person.submit(view, filled))

    def _chosen(self, element: JSON, labels: Sequence[str]) -> list[str | Person | Channel]:
        """Return what is chosen, by the labels that journeys know."""
        if "users" in element["type"]:
            return [self.people[label] for label in labels]
        options = element.get("options", ())
        found: list[str | Person | Channel] = []
        for label in labels:
            value = next((one["value"] for one in options if _label(one) == label or one["value"] == label), None)
            assert value is not None, f"{label!r} is not among {[_label(one) for one in options]}"
            found.append(value)
        return found

    def _controls(self, person: Person, control: Token, part: str) -> Iterator[tuple[Surface, JSON]]:
        """Yield what can be tapped, newest first."""
        modals = [person.modal] if person.modal is not None else []
        surfaces: list[Surface] = [*modals, *reversed(person.everything()), *([person.home] if person.home else [])]
        for surface in surfaces:
            for _, element in controls_in(surface.blocks):
                found = unpack(element["action_id"])
                if found is None or found.team != self.team.id:
                    continue
                name, *parts = found.token.split(":")
                if name == control and (not part or part in parts):
                    yield surface, element

    def _rooms(self, who: str, *, is_archived: bool) -> list[Channel]:
        bot = self.fake.world.bot(self.team)
        return [one for one in self.people[who].channels(archived=is_archived) if one.creator is bot]

    def _directs(self, who: str) -> list[Message]:
        return [message for message in self.people[who].inbox if message.thread_ts is None]

    def _board(self) -> Message:
        board = next(self._boards(), None)
        assert board is not None, "there is no board yet"
        return board

    def _board_with(self, emoji: str) -> Message:
        """Return the message of the board under which the bot has set an emoji, else the first."""
        name, bot = short_name(emoji) or emoji, self.fake.world.bot(self.team)
        return next((one for one in self._boards() if bot in one.reactions.get(name, ())), self._board())

    def _boards(self) -> Iterator[Message]:
        for channel in self.fake.world.channels.values():
            is_ours = channel.team is self.team and channel.kind == "public"
            for message in channel.messages.values() if is_ours else ():
                tokens = [unpack(one["action_id"]) for _, one in controls_in(message.blocks)]
                if any(one is not None and one.token.split(":")[0] == Token.JOIN for one in tokens):
                    yield message

    def _text(self, surface: Surface, who: str) -> str:
        """Return a message's or view's words without its small print, as they are read."""
        said = self.people[who].reads(surface)
        small = [" ".join(it["text"] for it in one["elements"]) for one in surface.blocks if one["type"] == "context"]
        title = [said.preview] if isinstance(surface, View) else []
        lines = [line for text in (*title, said.text) for line in text.split("\n") if line]
        return "\n".join(_MENTION.sub(r"\1", line) for line in lines if line not in small)


def _label(option: JSON) -> str:
    """Return an option's label without the emoji before it and the mark of a channel."""
    text = str(option["text"]["text"])
    first, _, rest = text.partition(" ")
    is_emoji = bool(rest) and not any(letter.isalnum() or letter in "#…" for letter in first)
    return (rest if is_emoji else text).removeprefix("#")


def _every(found: Any) -> Iterator[JSON]:
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from _every(value)
    elif isinstance(found, list):
        for value in found:
            yield from _every(value)


def _offers(element: JSON, labels: Sequence[str]) -> bool:
    """Tell whether a control can be tapped so; in a list of people or channels, anybody is."""
    options = element.get("options")
    return options is None or all(any(label in (_label(one), one["value"]) for one in options) for label in labels)
