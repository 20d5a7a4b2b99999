"""All there is in the fake: who, where, and what was told of it to the app."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Protocol

from tests.fakes.slack.model import SCOPES, App, Bell, Channel, Installation, Invitation, Message, Surface, Team, User
from tests.fakes.slack.refusals import JSON


class Clock(Protocol):
    """Tells the domain's time."""

    def now(self) -> datetime:
        """Return the time, aware UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, for the app of one installation to hear if it subscribed and has the scope."""

    installation: Installation
    team: Team
    name: str
    data: JSON
    is_shared: bool = False


@dataclass(slots=True, kw_only=True)
class World:
    """Workspaces, people, places and installations, by their ids."""

    clock: Clock
    app: App = field(default_factory=App)
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    dms: dict[tuple[str, str], Channel] = field(default_factory=dict)
    installations: list[Installation] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    ephemeral: dict[str, Message] = field(default_factory=dict)
    bell: Bell = field(default_factory=Bell)
    listeners: list[Callable[[Event], None]] = field(default_factory=list)
    _ids: "count[int]" = field(default_factory=lambda: count(1))
    _last_micros: int = 0

    def new_id(self, prefix: str) -> str:
        """Return an id of Slack's shape, such as ``C00000007``."""
        return f"{prefix}{next(self._ids):08d}"

    def new_ts(self) -> str:
        """Return a moment as Slack writes it; always later than the one before, even when the clock stands still."""
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        since = self.clock.now() - epoch
        micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
        self._last_micros = max(micros, self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def add_team(
        self,
        name: str,
        *,
        has_bot: bool = True,
        scopes: Iterable[str] = SCOPES,
        enterprise_id: str | None = None,
    ) -> Team:
        """Make a workspace with a general channel, the app installed in it."""
        domain = name.lower().replace(" ", "-")
        team = Team(id=self.new_id("T"), name=name, domain=domain, enterprise_id=enterprise_id)
        self.teams[team.id] = team
        owner = self.add_user(team, f"Owner of {name}", is_admin=True)
        self.add_channel(team, "general", creator=owner).is_general = True
        if has_bot:
            self.install(team, scopes=scopes)
        return team

    def add_user(
        self,
        team: Team,
        name: str,
        *,
        tz: str = "Europe/Amsterdam",
        locale: str = "en-US",
        is_admin: bool = False,
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        is_bot: bool = False,
        is_told: bool = False,
    ) -> User:
        """Let somebody be in a workspace, and in its general channel unless they are a guest.

        ``is_told`` tells the app that they joined; who makes a world for it to find does not.
        """
        from tests.fakes.slack import payloads

        user = User(
            id=self.new_id("U"),
            team=team,
            name=name,
            tz=tz,
            locale=locale,
            is_admin=is_admin,
            is_restricted=is_restricted or is_ultra_restricted,
            is_ultra_restricted=is_ultra_restricted,
            is_bot=is_bot,
            bot_id=self.new_id("B") if is_bot else "",
        )
        team.users[user.id] = self.users[user.id] = user
        if is_told and not is_bot:
            self.tell_team(team, "team_join", {"user": payloads.user(user)})
        if not user.is_restricted and not is_bot:
            for channel in self.channels.values():
                if channel.is_general and channel.team is team:
                    channel.members.append(user)
        return user

    def install(self, *teams: Team, scopes: Iterable[str] = SCOPES, enterprise_id: str | None = None) -> Installation:
        """Install the app in a workspace (or in all of an organisation), and return what it may."""
        bots = {team.id: self._bot_of(team) for team in teams}
        made = Installation(
            teams=list(teams),
            token=f"xoxb-{self.new_id('')}-fake",
            scopes=tuple(scopes),
            bots=bots,
            enterprise_id=enterprise_id,
        )
        self.installations.append(made)
        return made

    def installation_of(self, team: Team) -> Installation:
        """Return the newest installation that works in a workspace."""
        found = [one for one in self.installations if team in one.teams and not one.error]
        assert found, f"the app is not installed in {team.name}"
        return found[-1]

    def bot(self, team: Team) -> User:
        """Return the app's bot in a workspace."""
        return self.installation_of(team).bots[team.id]

    def add_channel(
        self,
        team: Team,
        name: str,
        *,
        creator: User | None = None,
        is_private: bool = False,
        members: Iterable[User] = (),
        shared_with: Iterable[Team] = (),
    ) -> Channel:
        """Make a channel that is simply there; nothing is told of it."""
        owner = creator or next(iter(team.users.values()))
        return self._keep_channel(
            Channel(
                id=self.new_id("C"),
                team=team,
                name=name,
                kind="private" if is_private else "public",
                creator=owner,
                created_at=self.clock.now(),
                members=list(dict.fromkeys([owner, *members])),
                shared_with=list(shared_with),
            )
        )

    def dm(self, user: User, bot: User) -> Channel:
        """Return the direct messages between somebody and the bot, new or old."""
        if (user.id, bot.id) in self.dms:
            return self.dms[user.id, bot.id]
        made = self.dms[user.id, bot.id] = Channel(
            id=self.new_id("D"),
            team=bot.team,
            name="",
            kind="im",
            creator=bot,
            created_at=self.clock.now(),
            members=[user, bot],
        )
        return self._keep_channel(made)

    def show(self, user: User, surface: Surface) -> None:
        """Note that something private appeared or changed on somebody's screen."""
        user.shown.append(surface)
        self.bell.ring()

    def uninstall(self, installation: Installation) -> None:
        """Take the app out of a workspace: its token works no more, which is told twice over."""
        for name in ("app_uninstalled", "tokens_revoked"):
            self._tell_of(installation, name)
        installation.error = "account_inactive"

    def revoke(self, installation: Installation) -> None:
        """Let a token work no more."""
        self._tell_of(installation, "tokens_revoked")
        installation.error = "token_revoked"

    def tell_team(self, team: Team, name: str, data: JSON) -> None:
        """Tell something of a whole workspace."""
        for one in self.installations:
            if team in one.teams and not one.error:
                self._tell(Event(installation=one, team=team, name=name, data=data))

    def tell_channel(self, channel: Channel, name: str, data: JSON, *, also: User | None = None) -> None:
        """Tell what happened in a channel to the bots that sit in it, and to ``also``, who just left."""
        for team in channel.teams:
            for one in self.installations:
                bot = one.bots.get(team.id)
                if bot is None or one.error or not (bot in channel.members or bot is also):
                    continue
                self._tell(
                    Event(installation=one, team=team, name=name, data=data, is_shared=bool(channel.shared_with))
                )

    def _tell_of(self, who: Installation, name: str) -> None:
        bots = [bot.id for bot in who.bots.values()]
        data: JSON = {"tokens": {"oauth": [], "bot": bots}} if name == "tokens_revoked" else {}
        self._tell(Event(installation=who, team=who.team, name=name, data=data))

    def _tell(self, event: Event) -> None:
        for listener in self.listeners:
            listener(event)

    def _bot_of(self, team: Team) -> User:
        known = (user for user in team.users.values() if user.is_bot and user.name == self.app.name)
        return next(known, None) or self.add_user(team, self.app.name, is_bot=True)

    def _keep_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel
