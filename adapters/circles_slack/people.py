"""Who somebody is in a workspace, as Slack tells it: their language, their time zone, their place there.

What was looked up is kept in memory for a while and nowhere else; Slack tells of changes by an event, and a missed one
is mended soon.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from circles_bot.ports.clock import Clock
from circles_slack.custom_ids import plain_id
from circles_slack.errors import ABSENT, FAULTS, code_of
from circles_slack.pace import AT_ONCE_SECONDS

KEPT_FOR = timedelta(minutes=10)
MEMBERS_KEPT_FOR = timedelta(minutes=1)
PROFILES_AT_MOST = 10_000
A_PAGE = 1_000
PAGES_AT_MOST = 20
NOT_SHOWN = "user_not_visible"
"""Of somebody whom this workspace may not look up: they belong to another organisation."""
ONE_BY_ONE = 10
"""So few are looked up one by one."""


class Call(Protocol):
    """Makes one of Slack's calls in its turn."""

    async def __call__(self, method: str, *, wait_seconds: float = ..., **arguments: Any) -> AsyncSlackResponse:
        """Return what Slack answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Somebody as Slack shows them; ``is_from_elsewhere`` are another organisation's people in a shared channel.

    Of those, ``is_stranger`` is who sits in none that the bot can see: Slack takes no message to them.
    """

    id: str
    name: str
    locale: str | None = None
    timezone: str | None = None
    is_steward: bool = False
    is_from_elsewhere: bool = False
    is_stranger: bool = False
    is_guest_of_one_channel: bool = False
    is_gone: bool = False
    is_bot: bool = False

    @classmethod
    def of(cls, user: Mapping[str, Any], team: str) -> "Profile":
        """Read a user object; raise what reading another shape raises."""
        shown = user.get("profile") or {}
        teams = (user.get("enterprise_user") or {}).get("teams", ())
        is_stranger = bool(user.get("is_stranger"))
        is_ours = not is_stranger and (user.get("team_id", team) == team or team in teams)
        return cls(
            id=plain_id(user["id"]),
            name=str(shown.get("display_name") or user.get("real_name") or shown.get("real_name") or ""),
            locale=user.get("locale"),
            timezone=user.get("tz"),
            is_steward=is_ours and bool(user.get("is_admin") or user.get("is_owner")),  # of this workspace
            is_from_elsewhere=not is_ours,
            is_stranger=is_stranger,
            is_guest_of_one_channel=bool(user.get("is_ultra_restricted")),
            is_gone=bool(user.get("deleted")),
            is_bot=bool(user.get("is_bot")) or user["id"] == SLACKBOT,
        )


SLACKBOT = "USLACKBOT"


class People:
    """Looks people up, and keeps what it found for a while."""

    def __init__(self, call: Call, clock: Clock, team: str) -> None:
        """Know nobody yet."""
        self._call = call
        self._clock = clock
        self._team = team
        self._profiles: dict[str, tuple[Profile, datetime]] = {}
        self._members: dict[str, tuple[frozenset[str], datetime]] = {}

    async def profile(self, person: str, *, wait_seconds: float = AT_ONCE_SECONDS) -> Profile | None:
        """Return somebody's profile, or None where Slack does not tell it that soon."""
        kept, now = self._profiles.get(person), self._clock.now()
        if kept is not None and now - kept[1] < KEPT_FOR:
            return kept[0]
        try:
            answer = await self._call("users.info", wait_seconds=wait_seconds, user=person, include_locale=True)
            return self._keep(Profile.of(answer["user"], self._team))
        except FAULTS as error:
            if code_of(error) in ABSENT:
                return self._keep(Profile(id=person, name="", is_gone=True))
            if code_of(error) == NOT_SHOWN:
                return self._keep(Profile(id=person, name="", is_from_elsewhere=True, is_stranger=True))
            return kept[0] if kept else None

    def knows(self, person: str) -> bool:
        """Tell whether Slack has told who somebody is."""
        return person in self._profiles

    async def get_to_know(self, people: Iterable[str]) -> None:
        """Look up many at once, where one by one would take Slack's minutes: all of a workspace come page by page."""
        now = self._clock.now()
        strange = {one for one in people if one not in self._profiles or now - self._profiles[one][1] >= KEPT_FOR}
        cursor = ""
        for _ in range(PAGES_AT_MOST):
            if len(strange) <= ONE_BY_ONE:
                return
            try:
                answer = await self._call("users.list", limit=A_PAGE, cursor=cursor, include_locale=True)
            except FAULTS:
                return
            strange -= {self._keep(Profile.of(user, self._team)).id for user in answer["members"]}
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def changed(self, user: Mapping[str, Any]) -> Profile:
        """Take what an event tells of somebody; their language is not in it."""
        told = Profile.of(user, self._team)
        if told.locale is None and told.id in self._profiles:
            del self._profiles[told.id]
        elif told.locale is not None:
            self._keep(told)
        return told

    async def names(self, people: Iterable[str], *, wait_seconds: float = AT_ONCE_SECONDS) -> Mapping[str, str]:
        """Return the names of people, without those that Slack does not tell that soon."""
        found = {person: await self.profile(person, wait_seconds=wait_seconds) for person in dict.fromkeys(people)}
        return {person: profile.name for person, profile in found.items() if profile is not None and profile.name}

    async def is_in(self, channel: str, person: str) -> bool:
        """Tell whether somebody is in a channel."""
        kept, now = self._members.get(channel), self._clock.now()
        if kept is None or now - kept[1] >= MEMBERS_KEPT_FOR:
            try:
                kept = (await self._read_members(channel), now)
            except FAULTS:
                return kept is not None and person in kept[0]
            self._members[channel] = kept
        return person in kept[0]

    def forget_members(self, channel: str) -> None:
        """Ask anew who is in a channel: somebody came or left."""
        self._members.pop(channel, None)

    async def _read_members(self, channel: str) -> frozenset[str]:
        found: set[str] = set()
        cursor = ""
        while True:
            answer = await self._call(
                "conversations.members", wait_seconds=AT_ONCE_SECONDS, channel=channel, limit=A_PAGE, cursor=cursor
            )
            found.update(answer["members"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return frozenset(found)

    def _keep(self, profile: Profile) -> Profile:
        if profile.id not in self._profiles and len(self._profiles) >= PROFILES_AT_MOST:
            del self._profiles[next(iter(self._profiles))]
        self._profiles[profile.id] = (profile, self._clock.now())
        return profile
