"""Discord as a :class:`tests.journeys.town.Town`: the unmodified SDK over TCP against our own fake of it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from circles_bot.application.heartbeat import TimePasses
from circles_bot.application.shards import LEASE, StoredShards
from circles_bot.engine.model import OptInState
from circles_bot.engine.names import normal_emoji
from circles_bot.engine.tokens import Token
from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Store
from circles_bot.store import open_store
from circles_bot.works import Works, assemble
from circles_discord import Discord, DiscordSettings
from circles_discord.board_watch import READING
from circles_discord.custom_ids import pack, unpack
from tests.fakes.clocks import FixedClock
from tests.fakes.discord import FakeDiscord, Permission, Person, contract
from tests.fakes.discord.components import BUTTON, CHANNEL_SELECT, every
from tests.fakes.discord.interactions import COMPONENT, REPLY, Interaction
from tests.fakes.discord.model import PATIENCE, Channel, Message, Overwrite, User
from tests.fakes.discord.refusals import JSON
from tests.journeys.discord_calls import Calls, Names
from tests.journeys.sandbox_town import KEY, START
from tests.journeys.town import PEOPLE, TRYOUT, sign_on
from tests.many_interests import open_up_to

TEXT = 10
LONGEST_TYPED = 6_000
"""What Discord lets one type into an option."""
STRANGERS = 50
"""Accounts of those who may join later; they are made at first, so that their ids are the same in every story."""
SMALL_PRINT = "-# "
MODERATOR = Permission.MANAGE_GUILD | Permission.MANAGE_THREADS
_MENTION = re.compile(r"<@(\d+)>")
_MOMENT = re.compile(r"<t:(\d+):f>")
_HANDLER = re.compile(r"(discord\.py|circles): on[_ ]")


class DiscordTown:
    """Runs the bot over a fake Discord and a database in a file."""

    REQUESTS_A_SECOND = 4_800
    """The fake's seconds are short, too."""
    IDENTIFY_SECONDS = 0.0
    ON_SHARD: tuple[int, int] | None = None
    """In which of how many shards the server is; otherwise there is one."""

    def __init__(self, url: str, fake: FakeDiscord, clock: FixedClock) -> None:
        """Make the server with its people; :meth:`open` starts the bot."""
        self._url = url
        self._clock = clock
        self.fake = fake
        self.guild = fake.world.add_guild("Library", has_bot=False, on_shard=self.ON_SHARD)
        self.people: dict[str, Person] = {}
        moderators = fake.world.add_role(self.guild, "Moderators", MODERATOR)
        for name in PEOPLE:
            roles = (moderators,) if name == PEOPLE[0] else ()
            self.people[name] = fake.person(name, self.guild, roles=roles, locale="en-GB")
        for channel in ("general", "circles"):
            fake.world.add_channel(self.guild, channel)
        fake.world.add_bot(self.guild)
        self._private_channel("stewards", PEOPLE[:1])
        self._private_channel("tryout", TRYOUT)
        self._strangers = [fake.world.add_user(f"Somebody {number}") for number in range(STRANGERS)]
        self._others: list[Person] = []
        self._heard: dict[str, Interaction] = {}
        self._store: Store | None = None
        self._works: Works | None = None
        self._adapter: Discord | None = None

    @classmethod
    async def open(cls, url: str) -> "DiscordTown":
        """Return a town whose bot runs over the migrated, empty database at ``url``."""
        clock = FixedClock(START)
        fake = FakeDiscord(clock)
        await fake.start()
        town = cls(url, fake, clock)
        await town._start()
        return town

    @property
    def works(self) -> Works:
        """The running works."""
        assert self._works is not None
        return self._works

    @property
    def store(self) -> Store:
        """The open store."""
        assert self._store is not None
        return self._store

    @property
    def adapter(self) -> Discord:
        """The connected adapter."""
        assert self._adapter is not None
        return self._adapter

    async def close(self) -> None:
        """Stop the bot and the fake."""
        await self._stop()
        await self.fake.stop()
        assert self.removals() == 0
        if contract.FILE.exists():
            found = contract.violations(self.fake.rest.records, of_requests_alone=True)
            assert not found, found

    async def _start(self) -> None:
        self._store = await open_store(self._url, key=KEY, durable=False)
        self._works = assemble(store=self._store, clock=self._clock, matcher=None)
        self._adapter = self._connected(self._store, self._works)
        await self._adapter.start()
        async with asyncio.timeout(PATIENCE):
            await self._adapter.shards.all_served()
        await self._heard_by_bot()

    def _connected(self, store: Store, works: Works, *, lease: timedelta = LEASE) -> Discord:
        """Return the adapter of a process, which has not started yet."""
        house = House(
            inbox=works.service,
            clock=self._clock,
            identities=Identities(platform="discord", key=KEY),
            shards=StoredShards(store, "discord", self._clock, lease=lease),
        )
        settings = DiscordSettings(
            token=self.fake.token,
            api_url=self.fake.api_url,
            gateway_url=self.fake.gateway_url,
            ready_timeout_seconds=0.0,
            requests_a_second=self.REQUESTS_A_SECOND,
            identify_seconds=self.IDENTIFY_SECONDS,
        )
        adapter = Discord(house, settings)
        works.delivery.connect("discord", adapter.gateway)
        return adapter

    async def _stop(self) -> None:
        if self._works is not None:
            await self._works.delivery.finish()
        if self._adapter is not None:
            await self._adapter.stop()
        if self._store is not None:
            await self._store.close()
        self._store = self._adapter = None

    def now(self) -> datetime:
        """See ``Town.now``."""
        return self._clock.now()

    async def pass_time(self, by: timedelta) -> None:
        """See ``Town.pass_time``."""
        await self._heard_by_bot()
        await TimePasses(heartbeat=self.works.heartbeat, clock=self._clock).advance(self._clock.now() + by)

    async def settle(self) -> None:
        """See ``Town.settle``."""
        await self._heard_by_bot()
        await self.works.heartbeat.settle()

    async def restart(self) -> None:
        """See ``Town.restart``."""
        await self.while_down()

    async def while_down(self, *acts: Callable[[], Awaitable[None]]) -> None:
        """See ``Town.while_down``: the bot hears nothing of what people do meanwhile."""
        await self.settle()
        await self._stop()
        for act in acts:
            await act()
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
        message, tapped = found
        custom_id = tapped["custom_id"]
        if tapped["type"] == BUTTON:
            await self._keep(who, person.click(message, custom_id))
        else:
            chosen = [self.people[value] if "options" not in tapped else value for value in values]
            await self._keep(who, person.select(message, custom_id, chosen))

    def can_tap(self, who: str, control: Token, *, part: str = "") -> bool:
        """See ``Town.can_tap``."""
        heard = self._heard.get(who)
        if heard is not None and heard.modal is not None:
            opened = unpack(heard.modal["custom_id"])
            if opened is not None and opened.token.split(":")[0] == control:
                return True
        return next(self._controls(self.people[who], control, part), None) is not None

    def token_of(self, who: str, control: Token) -> str:
        """See ``Town.token_of``."""
        _, tapped = next(self._controls(self.people[who], control, ""))
        found = unpack(tapped["custom_id"])
        assert found is not None
        return found.token

    async def tap_token(self, who: str, token: str, *values: str) -> None:
        """See ``Town.tap_token``: past what a client would check, as a forged request would come."""
        person = self.people[who]
        data: JSON = {"component_type": BUTTON, "custom_id": pack(self.guild.id, token), "id": 1}
        if values:
            data |= {"component_type": 3, "values": list(values)}
        message = self._board() if self._has_board() else None
        await self._keep(who, person.forge(COMPONENT, data, message=message))

    async def react(self, who: str, emoji: str) -> None:
        """See ``Town.react``."""
        self.people[who].react(self._board_with(emoji), emoji)
        await self._heard_by_bot()

    async def unreact(self, who: str, emoji: str) -> None:
        """See ``Town.unreact``."""
        self.people[who].unreact(self._board_with(emoji), emoji)
        await self._heard_by_bot()

    async def command(self, who: str, text: str) -> None:
        """See ``Town.command``: words after the name are the first option's."""
        person = self.people[who]
        group, name, *words = text.removeprefix("/").split(" ", 2)
        if words and (group, name) == ("circles", "with"):
            await self._ask_for_with(who, words[0])
            return
        options: dict[str, Any] = {}
        if words:
            offered = next(one for one in person.commands() if one["name"] == group)
            sub = next(one for one in offered["options"] if one["name"] == name)
            first = sub["options"][0]
            typed: str | int | Person = words[0][:LONGEST_TYPED]
            if first["type"] == 4:
                typed = int(words[0])
            elif first["type"] == 6:
                typed = self.people[words[0].removeprefix("@")]
            options = {first["name"]: typed}
        await self._keep(who, person.slash(f"{group} {name}", **options))

    async def _ask_for_with(self, who: str, words: str) -> None:
        """Fill in the form: an option of Discord's holds one person only."""
        await self.command(who, "/circles with")
        names, _, topic = words.partition(":")
        people = [name.strip() for name in names.split(",")]
        await self._submit_form(who, Token.WITH, {Token.WITH_PEOPLE: people, Token.WITH_TOPIC: (topic.strip(),)})

    async def others_join(self, count: int, interest: str) -> None:
        """See ``Town.others_join``."""
        for number in range(count):
            if number >= len(self._others):
                self._others.append(self._newcomer(self._strangers[number]))
            person = self._others[number]
            message, tapped = next(self._controls(person, Token.JOIN, ""))
            await person.select(message, tapped["custom_id"], [interest]).settled()

    async def say(self, who: str, text: str) -> None:
        """See ``Town.say``."""
        person = self.people[who]
        person.write(person.threads()[-1], text)
        await self._heard_by_bot()

    def heard(self, who: str) -> str:
        """See ``Town.heard``."""
        heard = self._heard.get(who)
        if heard is None:
            return ""
        if heard.modal is not None:
            return str(heard.modal["title"])
        answer = heard.followups[-1] if heard.followups else heard.response
        if answer is None:
            return ""
        labels = [one["label"] for one in every(answer.components) if one["type"] == BUTTON]
        return "\n".join((self._text(answer, who), *labels))

    def in_stewards_channel(self, who: str) -> Sequence[str] | None:
        """See ``Town.in_stewards_channel``."""
        place = next((one for one in self.people[who].channels() if one.name == "stewards"), None)
        if place is None:
            return None
        return [self._text(message, who) for message in place.messages.values()]

    def directs(self, who: str) -> Sequence[str]:
        """See ``Town.directs``."""
        return [self._text(message, who) for message in self._unasked(who)]

    def files(self, who: str) -> Mapping[str, str]:
        """See ``Town.files``."""
        return {name: data.decode() for message in self._unasked(who) for name, data in message.files.items()}

    def previews(self, who: str) -> Sequence[str]:
        """See ``Town.previews``: the first words of a message are what a notification shows."""
        return [next(iter(self._said(message, who)), "") for message in self._unasked(who)]

    def local_hours_of_unasked_directs(self, who: str) -> Sequence[int]:
        """See ``Town.local_hours_of_unasked_directs``: Discord tells nobody's zone, so it is the community's."""
        zone = ZoneInfo("Europe/Amsterdam")
        return [message.at.astimezone(zone).hour for message in self._unasked(who)]

    def rooms(self, who: str) -> Sequence[str]:
        """See ``Town.rooms``."""
        return tuple(thread.name for thread in self.people[who].threads())

    def archived_rooms(self, who: str) -> Sequence[str]:
        """See ``Town.archived_rooms``."""
        return tuple(thread.name for thread in self.people[who].threads(archived=True))

    def in_room(self, who: str) -> Sequence[str]:
        """See ``Town.in_room``."""
        person = self.people[who]
        rooms = sorted((*person.threads(), *person.threads(archived=True)), key=lambda thread: thread.id)
        messages = rooms[-1].messages.values() if rooms else ()
        return [self._text(message, who) for message in messages if message.components]

    async def interests_grow_to(self, count: int) -> None:
        """See ``Town.interests_grow_to``."""
        await self.pass_time(timedelta(minutes=1))  # what one moment shows is shown once
        await open_up_to(self.store, self.adapter.client.translator.community(self.guild.id), count, self._clock.now())
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
        """See ``Town.leaves_the_community``: the bot is not told; it notices when it looks."""
        self.people[who].leave_guild()
        await self.look_for_absences()

    async def look_for_absences(self) -> None:
        """Let the bot look once who is still there."""
        guild = self.adapter.shards.get_guild(self.guild.id)
        assert guild is not None
        await self.adapter.absences.look_through(guild, _at_once)

    async def comes_back(self, who: str) -> None:
        """See ``Town.comes_back``."""
        self.people[who].join_guild()
        await self._heard_by_bot()

    def removals(self) -> int:
        """See ``Town.removals``."""
        return self.fake.removals()

    def calls(self) -> Calls:
        """Return what the bot asked of Discord, to be compared with what it asked of another one."""
        world = self.fake.world
        names = Names(
            threads={thread.id: thread.name for thread in self.guild.threads.values()},
            directs={channel.id: world.users[user].name for user, channel in world.dms.items()},
            tokens={token: one.user.name for token, one in self.fake.interactions.by_token.items()},
            bot=world.bot.id,
        )
        asked = ((one.method, one.path, one.json) for one in self.fake.rest.records)
        return names.calls(asked, known=(self.guild.id, *self.guild.channels, *world.users))

    def _newcomer(self, user: User) -> Person:
        self.fake.world.add_member(self.guild, user)
        return Person(self.fake.world, self.fake.interactions, user, self.guild)

    async def _heard_by_bot(self) -> None:
        """Wait until the bot has dealt with everything that Discord has told it so far.

        Events come in their order: once it has answered a question asked after them, their handlers have begun.
        """
        if self._adapter is None:
            return
        noor, world = self.people[PEOPLE[0]], self.fake.world
        is_there = world.bot.id in self.guild.members
        await noor.complete("circles join", "interest", "", channel=None if is_there else world.dm_with(noor.user))
        while handlers := [task for task in asyncio.all_tasks() if _HANDLER.match(task.get_name())]:
            await asyncio.wait(handlers)

    async def all_read(self) -> None:
        """Wait until the bot has heard of everything and has read the boards."""
        while True:
            await self._heard_by_bot()
            reading = [task for task in asyncio.all_tasks() if task.get_name().startswith(READING)]
            if not reading:
                return
            await asyncio.wait(reading)

    async def wishes_of(self, theirs: str) -> Sequence[str]:
        """Return the names of the interests for which somebody waits."""
        translator = self.adapter.client.translator
        community, member = translator.community(self.guild.id), translator.member(self.guild.id, theirs)
        scope = await self.store.read_interests(community, member)
        return [one.interest.name for one in scope.standings if one.opt_in and one.opt_in.state is OptInState.WAITING]

    async def _keep(self, who: str, sent: Interaction) -> None:
        self._heard[who] = await sent.settled()

    async def _submit_form(self, who: str, control: Token, fields: Mapping[str, Sequence[str]]) -> None:
        opener = self._heard[who]
        assert opener.modal is not None, f"{who} has no form open"
        opened = unpack(opener.modal["custom_id"])
        assert opened is not None
        assert opened.token.split(":")[0] == control
        filled: dict[str, str | Sequence[str | Person]] = {}
        for label in opener.modal["components"]:
            field = label.get("component")
            token = unpack(field["custom_id"]) if field else None
            if field is None or token is None or token.token not in fields:
                continue
            wanted = fields[token.token]
            if "options" in field:
                names = {one["label"].removeprefix("#"): one["value"] for one in field["options"]}
                filled[field["custom_id"]] = [names[label] for label in wanted]
            elif field["type"] == 4:
                filled[field["custom_id"]] = wanted[0] if wanted else ""
            elif field["type"] == CHANNEL_SELECT:  # while it is empty it shows what that stands for
                filled[field["custom_id"]] = [name for name in wanted if name != field["placeholder"]]
            else:
                filled[field["custom_id"]] = [self.people[name] for name in wanted]
        await self._keep(who, self.people[who].submit(opener, filled))

    def _controls(self, person: Person, control: Token, part: str) -> Iterator[tuple[Message, JSON]]:
        """Yield what can be tapped, newest first."""
        for message, found in person.controls():
            custom_id = unpack(found["custom_id"])
            if custom_id is None or custom_id.guild != self.guild.id:
                continue
            name, *parts = custom_id.token.split(":")
            if name == control and (not part or part in parts):
                yield message, found

    def _unasked(self, who: str) -> list[Message]:
        """Return the direct messages that answer no tap."""
        answers = {
            sent.response.id for sent in self.people[who].answers if sent.response and sent.callback_type == REPLY
        }
        return [message for message in self.people[who].dms() if message.id not in answers]

    def _private_channel(self, name: str, people: Sequence[str]) -> Channel:
        view = Permission.VIEW_CHANNEL
        none = Permission(0)
        allowed = [self.people[who].user.id for who in people]
        return self.fake.world.add_channel(
            self.guild,
            name,
            Overwrite(id=self.guild.id, is_member=False, allow=none, deny=view),
            *(Overwrite(id=one, is_member=True, allow=view, deny=none) for one in (*allowed, self.fake.world.bot.id)),
        )

    def _has_board(self) -> bool:
        return any(self._boards())

    def _board(self) -> Message:
        board = next(self._boards(), None)
        assert board is not None, "there is no board yet"
        return board

    def _board_with(self, emoji: str) -> Message:
        """Return the message of the board under which the bot has set an emoji, else the first."""
        wanted, bot = normal_emoji(emoji), self.fake.world.bot.id
        for message in self._boards():
            signs = [one.emoji["name"] for one in message.reactions.values() if bot in one.users]
            if wanted in map(normal_emoji, signs):
                return message
        return self._board()

    def _boards(self) -> Iterator[Message]:
        for channel in self.guild.channels.values():
            for message in channel.messages.values():
                tokens = [unpack(one["custom_id"]) for one in every(message.components) if one.get("custom_id")]
                if any(one is not None and one.token.split(":")[0] == Token.JOIN for one in tokens):
                    yield message

    def _text(self, message: Message, who: str) -> str:
        return "\n".join(self._said(message, who)) or message.content

    def _said(self, message: Message, who: str) -> list[str]:
        """Return a message's texts without its small print, as they are read."""
        texts = [one["content"] for one in every(message.components) if one["type"] == TEXT]
        return [self._read(text, who) for text in texts if not text.startswith(SMALL_PRINT)]

    def _read(self, text: str, _who: str) -> str:
        users = self.fake.world.users
        named = _MENTION.sub(lambda found: users[int(found[1])].name, text)
        named = _MOMENT.sub(lambda found: _moment(int(found[1])), named)
        shown = re.sub(r"\\([^\w\s])", r"\1", named.removeprefix("### ").replace("**", ""))
        return shown.replace("\n\n", "\n").replace("\N{ZERO WIDTH SPACE}", "")


async def _at_once(_seconds: float) -> None:
    """Wait for nothing."""


def _moment(seconds: int) -> str:
    """Return a time as Discord shows it to somebody in Amsterdam."""
    return datetime.fromtimestamp(seconds, ZoneInfo("Europe/Amsterdam")).strftime("%A %d %B %Y at %H:%M")


def _offers(control: JSON, labels: Sequence[str]) -> bool:
    """Tell whether a control can be tapped so; in a list of people, anybody is."""
    options = control.get("options")
    return options is None or all(any(label in (one["label"], one["value"]) for one in options) for label in labels)
