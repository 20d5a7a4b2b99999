"""The connection to Discord: brings what people do to the inbox, and shows them the answers."""

from collections.abc import Coroutine, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Self, cast

import aiohttp
import discord
import structlog
from discord.state import ConnectionState

from circles_bot.commands import COMMANDS_WITH_PLACES
from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import CircleId
from circles_bot.engine.notes import Line
from circles_bot.engine.questions import AnyQuestion
from circles_bot.ports.adapters import House
from circles_bot.ports.inbox import Suggestion
from circles_bot.taps import LONGEST_PAUSE_WEEKS, TAPS_WITH_PLACES, Meaning
from circles_bot.words.message import PrivateReply
from circles_discord.answers import answer, offer
from circles_discord.board_watch import BoardWatch
from circles_discord.channels import LeanState
from circles_discord.commands import ON_A_PERSON, PERSON
from circles_discord.custom_ids import unpack
from circles_discord.errors import FAULTS, NO_LONGER_HERE
from circles_discord.moments import Moment
from circles_discord.servers import Servers
from circles_discord.settings import INTENTS
from circles_discord.shard_client import ShardClient
from circles_discord.ties import Ties
from circles_discord.translate import PLATFORM, Act, Person, Translator, command_of

log = structlog.get_logger(__name__)

UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
"""What reading something of another shape than Discord's raises."""
PEOPLE_AT_MOST = 10_000
"""Of whom it is kept in memory where they acted last, and what they may there."""
NO_SERVER = 0
"""Stands for a server where none is meant; no server has this id."""
KEPT_FOR = timedelta(minutes=10)
"""How long we take somebody's permissions for what they were, in direct messages."""
WAIT_FOR_A_LIMIT_SECONDS = 30.0
"""A request that would have to wait longer is put off by the outbox instead."""


class CirclesClient(ShardClient):
    """One connection; everything that decides is behind the inbox."""

    def __init__(self, house: House, ties: Ties, *, ready_timeout_seconds: float, moment_seconds: float) -> None:
        """Bring what happens to the house's inbox."""
        self.channels = ties.channels
        super().__init__(
            may_identify=ties.may_identify,
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=ready_timeout_seconds,
            http_trace=ties.wire.traced(),
            max_messages=None,
            max_ratelimit_timeout=WAIT_FOR_A_LIMIT_SECONDS,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.translator = Translator(identities=house.identities)
        self._ties = ties
        self._servers = Servers(house)
        self._pilots = ties.pilots
        self._inbox = house.inbox
        self._clock = house.clock
        self.board = BoardWatch(self, house, self.translator, self._reactor, Moment(moment_seconds))
        self._names = ties.names
        self._last_seen_in = ties.last_seen_in
        self._members = ties.members
        self._rooms: dict[int, CircleId] = {}
        self._answers: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close the connection; a board that is being read is read whole at the next start."""
        self.board.stop()
        await super().close()
        if self._answers is not None:
            await self._answers.close()

    def _get_state(self, **options: Any) -> ConnectionState[Self]:
        state = LeanState(
            self.channels, dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options
        )
        return cast(ConnectionState[Self], state)  # the library's own makes one of this client, too

    async def setup_hook(self) -> None:
        """Know which channels to keep before the servers show up, and open what answers go through.

        They go on the library's own connections, but past the pace of all else (wire.py).
        """
        self.channels.know(await self._inbox.communities(PLATFORM))
        if self.http.connector is not discord.utils.MISSING:  # as where the library runs without a network
            self._answers = aiohttp.ClientSession(
                connector=self.http.connector, connector_owner=False, cookie_jar=aiohttp.DummyCookieJar()
            )

    # --- interactions -------------------------------------------------------------------------------------------------

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Bring what somebody tapped, chose, sent or typed."""
        data: Mapping[str, Any] = interaction.data or {}
        guild_id = await self._guild_of(interaction, data)
        if interaction.type is discord.InteractionType.autocomplete:
            try:
                await offer(interaction, self._suggest(guild_id or NO_SERVER, interaction, data))
            except UNREADABLE as error:
                log.warning("interaction_not_read", guild=guild_id, error=type(error).__name__)
            return
        self._names.keep(interaction.user)
        if self._answers is not None:
            interaction._session = self._answers  # noqa: SLF001  # as _call_back in answers.py

        def say(key: str) -> Coroutine[Any, Any, PrivateReply]:
            community = self.translator.community(guild_id or NO_SERVER)
            return self._inbox.say(community, Line(key=key), locale=str(interaction.locale))

        work = say("sorry-which-server") if guild_id is None else self._bring(guild_id, interaction, data)
        again = partial(say, "sorry-once-more")
        await answer(interaction, guild_id or NO_SERVER, work, self._names_in, without_form=again)

    async def _guild_of(self, interaction: discord.Interaction, data: Mapping[str, Any]) -> int | None:
        """Return the server that an interaction is about, or None where that is open.

        In direct messages a control's id says it; for a command there it is the one where somebody last did something,
        or the only one, or the only one that knows them.
        """
        person, guild = interaction.user.id, interaction.guild_id
        if guild is None:
            found = unpack(str(data.get("custom_id", "")))
            only = self.guilds[0].id if self.shard_count is None and len(self.guilds) == 1 else None
            guild = found.guild if found else self._last_seen_in.get(person, only)
            return guild if guild is not None else await self._guild_that_knows(person)
        self._keep_seen(person, guild)
        return guild

    async def _guild_that_knows(self, person: int) -> int | None:
        """Return the only server that knows somebody: after a restart it is forgotten where they last did something."""
        guilds = {self.translator.community(guild): guild for guild in self._ties.servers()}
        people = {community: self.translator.member(guild, str(person)) for community, guild in guilds.items()}
        try:
            known = await self._inbox.known_in(people)
        except StoreError as error:  # then they are asked which one they mean
            log.warning("server_not_found", error=str(error))
            return None
        if len(known) != 1:
            return None
        guild = guilds[next(iter(known))]
        self._keep_seen(person, guild)
        return guild

    def _keep_seen(self, person: int, guild: int) -> None:
        if person not in self._last_seen_in and len(self._last_seen_in) >= PEOPLE_AT_MOST:
            del self._last_seen_in[next(iter(self._last_seen_in))]
        self._last_seen_in[person] = guild

    async def _bring(
        self, guild_id: int, interaction: discord.Interaction, data: Mapping[str, Any]
    ) -> PrivateReply | None:
        locale = str(interaction.locale)
        community = self.translator.community(guild_id)
        try:
            act = await self._act(guild_id, interaction, data)
            meaning: Meaning | Line
            try:
                meaning = await self._meaning(act, interaction.type, data) or _refusal(data)
            except UNREADABLE as error:
                log.warning("interaction_not_read", community=community, error=type(error).__name__)
                meaning = Line(key="sorry-unknown-tap")
            if isinstance(meaning, Line):
                return await self._inbox.say(community, meaning, locale=locale)
            if isinstance(meaning, AnyQuestion):
                return await self._inbox.ask(meaning)
            reply = await self._inbox.submit(meaning, locale=locale)
            self._pilots.have_heard(guild_id, meaning)
            return reply
        except StoreError as error:
            log.warning("act_not_kept", community=community, error=str(error))
        except Exception:  # the one boundary: a bug is logged without what was typed, and the person is told
            log.exception("act_failed", community=community, kind=interaction.type.name)
        return await self._inbox.say(community, Line(key="sorry-broken"), locale=locale)

    async def _meaning(self, act: Act, kind: discord.InteractionType, data: Mapping[str, Any]) -> Meaning | None:
        people = await self._resolved(act, data)
        if kind is discord.InteractionType.component:
            return self.translator.tap(act, data, people.values())
        if kind is discord.InteractionType.modal_submit:
            return self.translator.form(act, data, people.values())
        if data.get("type") == ON_A_PERSON:
            other = people.get(str(data.get("target_id")))
            return self.translator.avoidance(act, other) if other else None
        return self.translator.command(act, data, people)

    async def _act(self, guild_id: int, interaction: discord.Interaction, data: Mapping[str, Any]) -> Act:
        guild = await self._ties.server(guild_id)
        user, is_known = await self._member_of(guild, interaction.user)
        pilot = await self._pilots.of(guild_id)
        person = Person(
            id=str(user.id),
            locale=str(interaction.locale),
            is_steward=isinstance(user, discord.Member) and user.guild_permissions.manage_guild,
            knows_steward=is_known,
            joined_at=user.joined_at if isinstance(user, discord.Member) else None,
            is_in_pilot=pilot is not None and await self._is_in(guild, pilot, user),
        )
        is_here = self._ties.is_here(guild_id)  # else it was looked up for somebody's tap in direct messages
        wants_places = is_here and person.is_steward and _needs_places(data)
        places = await self.channels.places(guild) if wants_places and guild is not None else ()
        now = self._clock.now()
        return Act(id=str(interaction.id), guild=guild_id, person=person, at=now, pilot=pilot, places=places)

    async def _member_of(
        self, guild: discord.Guild | None, user: discord.User | discord.Member
    ) -> tuple[discord.abc.User, bool]:
        """Return who acts as the server knows them, and whether it is known what they may there.

        In a direct message Discord does not say it, so we look. What was looked up is kept for a while: a conversation
        of many taps is one look.
        """
        if guild is None or isinstance(user, discord.Member):
            return user, _shows_roles(user)
        now, key = self._clock.now(), (guild.id, user.id)
        kept = self._members.get(key)
        if kept is None or now - kept[1] > KEPT_FOR:
            try:
                kept = (await guild.fetch_member(user.id), now)
            except FAULTS as error:  # all works but a steward's act, which is refused kindly; who has left is none
                return user, isinstance(error, discord.NotFound) and error.code in NO_LONGER_HERE
            if len(self._members) >= PEOPLE_AT_MOST:
                self._members.clear()
            self._members[key] = kept
        return kept[0], _shows_roles(kept[0])

    async def _resolved(self, act: Act, data: Mapping[str, Any]) -> dict[str, Person]:
        """Return the people whom an interaction names; bots are nobody."""
        resolved, people = data.get("resolved"), dict[str, Person]()
        if not resolved:
            return people
        guild = await self._ties.server(act.guild)
        for user_id, user in (resolved.get("users") or {}).items():
            if user.get("bot"):
                continue
            member = (resolved.get("members") or {}).get(user_id)
            if member is None:
                continue  # they are not in the server
            self._names.put(user_id, member.get("nick") or user.get("global_name") or user["username"])
            is_in_pilot = act.pilot is not None and await self._is_in(guild, act.pilot, discord.Object(int(user_id)))
            people[user_id] = Person(id=user_id, is_in_pilot=is_in_pilot)
        return people

    async def _is_in(self, guild: discord.Guild | None, pilot: str, user: discord.abc.Snowflake) -> bool:
        """Tell whether somebody sees the channel to whose people a pilot is limited."""
        if guild is None:
            return False
        try:
            channel = await self.channels.of(guild, int(pilot))
            if channel is None:
                return False
            member = user if isinstance(user, discord.Member) else await guild.fetch_member(user.id)
        except FAULTS:
            return False
        return channel.permissions_for(member).view_channel

    async def _suggest(
        self, guild_id: int, interaction: discord.Interaction, data: Mapping[str, Any]
    ) -> list[Suggestion]:
        _, options = command_of(data)
        focused = next((option for option in options if option.get("focused")), None)
        if focused is None:
            return []
        member = self.translator.member(guild_id, str(interaction.user.id))
        community = self.translator.community(guild_id)
        found = await self._inbox.suggest(
            community, member, option=str(focused["name"]), typed=str(focused.get("value", ""))
        )
        return list(found)

    async def _names_in(self, guild_id: int, reply: PrivateReply) -> Mapping[str, str]:
        return await self._names.known_for(reply, partial(self._ties.server, guild_id))

    # --- the board ----------------------------------------------------------------------------------------------------

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Bring that a reaction was set on a board."""
        await self.board.reacted(payload, is_set=True)

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Bring that a reaction was taken off a board."""
        await self.board.reacted(payload, is_set=False)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Read the board of a server that has just shown up: what was done meanwhile was not told."""
        self._read_board_soon(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Go on in a server to which the bot was added again."""
        await self._servers.returned_to(guild.id)
        self._read_board_soon(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let everything sleep in a server from which the bot was removed."""
        self.board.left(guild.id)
        await self._servers.removed_from(guild.id)

    async def on_ready(self) -> None:
        """Look in which servers the bot is, and read their boards: what was done before this session was not told."""
        for guild in self.guilds:
            self._read_board_soon(guild)
        await self._servers.compare(self.is_mine, lambda guild_id: self.get_guild(guild_id) is not None)

    async def _reactor(self, payload: discord.RawReactionActionEvent) -> Person:
        assert payload.guild_id is not None, "it was on a server's board"
        pilot = await self._pilots.of(payload.guild_id)
        guild, member = self.get_guild(payload.guild_id), payload.member
        someone: discord.abc.Snowflake = member or discord.Object(payload.user_id)
        return Person(
            id=str(payload.user_id),
            joined_at=member.joined_at if member else None,
            is_in_pilot=pilot is not None and await self._is_in(guild, pilot, someone),
        )

    def _read_board_soon(self, guild: discord.Guild) -> None:
        if self.channels.has_any(guild.id):  # where nobody has set the bot up there is no board
            self.board.read_soon(guild)

    # --- rooms --------------------------------------------------------------------------------------------------------

    async def on_message(self, message: discord.Message) -> None:
        """Bring that somebody spoke in a circle's room; what they said goes no further than here."""
        thread = message.channel
        if message.author.bot or message.guild is None or not isinstance(thread, discord.Thread):
            return
        if message.is_system():  # that somebody renamed the room, or was added: nobody spoke
            return
        if self.user is None or thread.owner_id != self.user.id:
            return
        circle = await self._circle_in(message.guild.id, thread.id)
        if circle is not None:
            person = Person(id=str(message.author.id))
            event = self.translator.speech(message.guild.id, person, circle, message.id, self._clock.now())
            await self._submit(event)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Bring that a circle's room is no longer there."""
        circle = await self._circle_in(payload.guild_id, payload.thread_id)
        if circle is not None:
            self._rooms.pop(payload.thread_id, None)
            await self._submit(self.translator.room_gone(payload.guild_id, circle, self._clock.now()))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Bring that a channel is no longer there; of the rooms under it discord.py tells one by one."""
        self.board.may_be_gone(channel.guild.id)
        await self._submit(self.translator.place_gone(channel.guild.id, channel.id, self._clock.now()))

    async def _circle_in(self, guild_id: int, thread: int) -> CircleId | None:
        found = self._rooms.get(thread)
        if found is None:
            found = await self._inbox.circle_in(self.translator.community(guild_id), str(thread))
            if found is not None:
                self._rooms[thread] = found
        return found

    # --- parts --------------------------------------------------------------------------------------------------------

    async def _submit(self, event: Any) -> None:
        try:
            await self._inbox.submit(event)
        except StoreError as error:  # what is level is compared again later; nothing else comes this way
            log.warning("event_not_kept", happening=type(event).__name__, error=str(error))

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log a bug once, without what it was called with: that may hold people's words."""
        log.error("client_failed", happening=event_method, exc_info=True)  # noqa: LOG014  # discord.py calls this from its handler


def _shows_roles(user: discord.abc.User) -> bool:
    """Tell whether somebody's roles are known: a server that has not shown up yet has none, not even everybody's."""
    return isinstance(user, discord.Member) and user.guild.get_role(user.guild.id) is not None


def _needs_places(data: Mapping[str, Any]) -> bool:
    """Tell whether an act shows a steward the channels to choose from."""
    command, _ = command_of(data)
    if command is not None:
        return (command.group, command.name) in COMMANDS_WITH_PLACES
    found = unpack(str(data.get("custom_id", "")))
    return found is not None and found.token.partition(":")[0] in TAPS_WITH_PLACES


def _refusal(data: Mapping[str, Any]) -> Line:
    command, options = command_of(data)
    if command is None:
        return Line(key="sorry-unknown-tap")
    if command.name == "pause":
        return Line(key="sorry-weeks", args={"most": LONGEST_PAUSE_WEEKS})
    if any(option.get("type") == PERSON for option in options):
        return Line(key="sorry-people")
    return Line(key="sorry-option", args={"option": " ".join(str(option.get("value", "")) for option in options)})
