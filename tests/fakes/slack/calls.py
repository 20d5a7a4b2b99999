"""One call of the Web API: who asks, with what arguments; and the table of methods."""

import base64
import binascii
import copy
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.fakes.slack.model import Channel, Installation, Message, Team, User
from tests.fakes.slack.refusals import JSON, RefusalError, invalid
from tests.fakes.slack.world import World

MOST_LISTED = 1_000
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call by an installation; arguments came as a form or as JSON, so each is read by what it should be."""

    world: World
    method: str
    args: JSON
    installation: Installation | None
    token: str
    credentials: tuple[str, str] = ("", "")

    @property
    def grant(self) -> Installation:
        """Return the installation, where the method needs one."""
        assert self.installation is not None
        return self.installation

    @property
    def team(self) -> Team:
        """Return the workspace that is meant: the token's own, or ``team_id`` with an organisation's token."""
        wanted = self.text("team_id")
        if not wanted:
            return self.grant.team
        found = next((one for one in self.grant.teams if one.id == wanted), None)
        if found is None:
            raise RefusalError("team_not_found")
        return found

    @property
    def bot(self) -> User:
        """Return the bot in that workspace."""
        return self.grant.bots[self.team.id]

    def text(self, name: str) -> str:
        """Return an argument's text, empty when it is not there."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Return whether an argument is true."""
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """Return a whole number."""
        written = self.text(name)
        if not written:
            return default
        if not written.isdecimal():
            raise invalid(f"must be a number [json-pointer:/{name}]")
        return int(written)

    def structure(self, name: str) -> object:
        """Return blocks, views and the like, which a form carries as JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            # Ids are added to blocks, but the record keeps what came.
            return copy.deepcopy(value)
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise invalid(f"no valid JSON [json-pointer:/{name}]") from None

    def words(self, name: str) -> list[str]:
        """Return a list, which comes with commas between."""
        value = self.args.get(name)
        parts = value if isinstance(value, list) else self.text(name).split(",")
        return [str(one).strip() for one in parts if str(one).strip()]

    def channel(self, name: str = "channel") -> Channel:
        """Return a channel that the bot may know of; raises ``channel_not_found``."""
        found = self.world.channels.get(self.text(name))
        bots = self.grant.bots.values()
        if found is None or not any(found.is_seen_by(bot) for bot in bots):
            raise RefusalError("channel_not_found")
        return found

    def bot_in(self, channel: Channel) -> User:
        """Return the bot as it is in a channel, be it one that several workspaces share."""
        bots = [self.grant.bots[team.id] for team in channel.teams if team.id in self.grant.bots]
        return next((bot for bot in bots if bot in channel.members), bots[0])

    def user(self, name: str = "user") -> User:
        """Return somebody whom the bot may know of; raises ``user_not_found``."""
        found = self.world.users.get(self.text(name))
        if found is None or not self.knows(found):
            raise RefusalError("user_not_found")
        return found

    def knows(self, user: User) -> bool:
        """Tell whether somebody is of this workspace, or sits in a channel that it shares."""
        if user.team in self.grant.teams:
            return True
        shared = (one for one in self.world.channels.values() if one.shared_with)
        return any(user in one.members and any(team in self.grant.teams for team in one.teams) for one in shared)

    def may_look_up(self, user: User) -> bool:
        """Tell whether Slack shows somebody: who is known, and others of a workspace that shares a channel."""
        shared = (one for one in self.world.channels.values() if one.shared_with)
        is_connected = any(
            user.team in one.teams and any(team in self.grant.teams for team in one.teams) for one in shared
        )
        return self.knows(user) or is_connected

    def message(self, channel: Channel, name: str) -> Message:
        """Return a message by its timestamp; raises ``message_not_found``."""
        found = channel.messages.get(self.text(name))
        if found is None:
            raise RefusalError("message_not_found")
        return found

    def page(self, rows: Sequence[Row], *, default: int) -> tuple[list[Row], JSON]:
        """Return one page and the ``response_metadata`` that leads to the next."""
        size = self.number("limit", default) or default
        if not 1 <= size <= MOST_LISTED:
            raise RefusalError("invalid_limit")
        try:
            begin = int(base64.b64decode(self.text("cursor") or "MA=="))
        except (ValueError, binascii.Error):
            raise RefusalError("invalid_cursor") from None
        end = begin + size
        more = base64.b64encode(str(end).encode()).decode() if end < len(rows) else ""
        return list(rows[begin:end]), {"response_metadata": {"next_cursor": more}}


Handler = Callable[[Call], JSON]
Scopes = Callable[[Call], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method: who handles it, its tier, what must be given, and which scopes allow it (any one of them).

    ``scopes`` is asked with the call, since many depend on the kind of a channel. Without ``needs_token`` the handler
    looks for itself at who asks.
    """

    name: str
    handler: Handler
    tier: str
    scopes: Scopes
    required: Sequence[str] = ()
    needs_token: bool = True


def needs(*scopes: str) -> Scopes:
    """Return the scopes that are always needed."""
    return lambda _call: scopes


def by_kind(public: Sequence[str], private: Sequence[str], im: Sequence[str]) -> Scopes:
    """Return the scopes by the kind of the call's channel; one that is not there is judged as public."""

    def scopes(call: Call) -> Sequence[str]:
        found = call.world.channels.get(call.text("channel"))
        return {"private": private, "im": im}.get(found.kind if found else "public", public)

    return scopes


MANAGE = by_kind(("channels:manage", "channels:write"), ("groups:write",), ("im:write",))
READ = by_kind(("channels:read",), ("groups:read",), ("im:read",))
