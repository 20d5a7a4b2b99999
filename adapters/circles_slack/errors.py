"""What Slack's errors mean for a parcel. Names: https://docs.slack.dev/reference/methods, each method's own list."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError, SlackObjectFormationError

from circles_bot.ports.chat import Closed, Dead, Gone, Later, Outcome

ALREADY_IN = frozenset({"already_in_channel", "cant_invite_self"})
ABSENT = frozenset({"no_user", "user_disabled", "user_not_found"})
"""Of a person: their account is no longer there (``account_inactive`` is the bot's own, whose token works no more)."""
BARRED = frozenset(
    {
        "cant_invite",
        "invitee_cant_see_channel",
        "no_external_invite_permission",
        "no_permission",
        "org_user_not_in_team",
        "ura_max_channels",
        "user_is_restricted",
        "user_not_visible",
    }
)
"""Of a person: Slack lets nobody bring them into another channel (a guest of one channel, somebody from elsewhere)."""
NO_SCOPE = "missing_scope"
NO_ROOM = frozenset({"channel_not_found", "channel_archived", "is_archived", "not_in_channel", "is_inactive"})
NO_PLACE = frozenset({"channel_not_found", "is_archived"})
"""Of a channel that stewards chose: it is deleted or archived, or the bot was taken out where it is private."""
NO_MESSAGE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
NO_DIRECTS = frozenset({"messages_tab_disabled", "user_not_visible", "cannot_dm_bot", "restricted_action"})
TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})
TOKEN = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked", "org_login_required"}
)
PASSES = frozenset(
    {
        "fatal_error",
        "internal_error",
        "message_limit_exceeded",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "update_failed",
        "external_channel_migrating",
    }
)
TOKEN_PAUSE = timedelta(minutes=10)
"""A token that was taken back: with a new one all goes on."""
LIMITED_PAUSE = timedelta(seconds=30)


class LimitedError(Exception):
    """A call would go beyond what Slack allows in a minute; ``retry_after`` is when it may go."""

    def __init__(self, retry_after: timedelta | None = None) -> None:
        """Say when it may go, where that is known."""
        super().__init__()
        self.retry_after = retry_after


class NoWorkspaceError(Exception):
    """A workspace is not, or no longer, one that the bot was added to."""


FAULTS = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError, LimitedError, NoWorkspaceError)
"""What a call may raise that is not a bug of ours: a connection that breaks is no ``SlackClientError``."""


def code_of(error: BaseException) -> str:
    """Return Slack's name of an error; nothing where it gave none."""
    data = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""


def status_of(error: SlackApiError) -> int:
    """Return the answer's status, 200 for an error that Slack names in its body."""
    found = getattr(error.response, "status_code", None) or getattr(error.response, "status", None)
    return int(found or HTTPStatus.OK)


def retry_after_of(error: SlackApiError) -> timedelta | None:
    """Return how long Slack asks to wait."""
    headers = getattr(error.response, "headers", {})
    named = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return timedelta(seconds=int(named)) if str(named).isdecimal() else None


def outcome_of(error: BaseException) -> Outcome:
    """Return what became of a parcel whose call raised, whatever the parcel was."""
    if isinstance(error, LimitedError):
        return Later(retry_after=error.retry_after)
    if isinstance(error, NoWorkspaceError):
        return Later(retry_after=TOKEN_PAUSE)
    if isinstance(error, SlackObjectFormationError):
        return Dead(reason="slack_sdk refused what was made: a bug of ours")
    if not isinstance(error, SlackApiError):
        return Later()
    code, status = code_of(error), status_of(error)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Later(retry_after=retry_after_of(error) or LIMITED_PAUSE)
    if code in TOKEN:
        return Later(retry_after=TOKEN_PAUSE)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or code in PASSES or not code:
        return Later()
    if code == NO_SCOPE:
        return Dead(reason="the bot lacks a scope: circles-bot doctor says which to add")
    return Dead(reason=f"Slack refused with {code}")


def outcome_of_opening(error: BaseException) -> Outcome:
    """Return what became of a room to be opened: lost again at once, it is looked for, or made anew, the next time."""
    return Later() if code_of(error) in NO_ROOM else outcome_of(error)


def outcome_in_place(error: BaseException) -> Outcome:
    """Return what became of something for a channel that the stewards chose."""
    code = code_of(error)
    if code in NO_PLACE:
        return Gone()
    if code in {"not_in_channel", "restricted_action"}:
        return Dead(
            reason="the bot may not write into the channel of the board or the stewards: /invite it there, or "
            "choose another with /steward setup and /steward settings"
        )
    return outcome_of(error)


def outcome_in_room(error: BaseException) -> Outcome:
    """Return what became of something for a room: archived, deleted, or without the bot, it is gone."""
    code = code_of(error)
    if code in NO_ROOM or code in NO_MESSAGE:
        return Gone()
    return outcome_of(error)


def outcome_to_person(error: BaseException) -> Outcome:
    """Return what became of a direct message."""
    code = code_of(error)
    if code in ABSENT:
        return Gone()
    if code in NO_DIRECTS:
        return Closed()
    return outcome_of(error)
