"""What the workspace refuses, in one tree, and what each refusal means to the bot.

::

    WorkspaceError              ``words`` names the page's sentence for it
    ├─ UnknownPersonError
    ├─ UnknownPlaceError        not there, or not for this person: never told apart
    ├─ UnknownMessageError      not there, or not for this person: never told apart
    ├─ ControlGoneError         the button, select or form is over
    ├─ ArchivedError            nothing new may be said there
    ├─ DirectsClosedError       the person takes no direct messages from apps
    ├─ StewardsOnlyError        for those who look after the workspace
    └─ UnusableError            too long, empty, or not of the accepted kind
"""

from collections.abc import Mapping

from circles_bot.engine.errors import ChatError, MemberUnreachableError, PermissionMissingError, RoomUnavailableError
from circles_bot.ports.chat import Closed, Dead, Gone, Later, Outcome


class WorkspaceError(Exception):
    """The workspace refused something; a kind sentence of that name is in the page's words."""

    words = "something-failed"


class UnknownPersonError(WorkspaceError):
    """There is no such person."""

    words = "person-unknown"


class UnknownPlaceError(WorkspaceError):
    """There is no such place for this person."""

    words = "place-unknown"


class UnknownMessageError(WorkspaceError):
    """There is no such message for this person."""

    words = "message-unknown"


class ControlGoneError(WorkspaceError):
    """What was tapped is no longer there, or never had that choice."""

    words = "control-gone"


class ArchivedError(WorkspaceError):
    """The room is archived: it can be read, and nothing more."""

    words = "place-archived"


class DirectsClosedError(WorkspaceError):
    """The person takes no direct messages from apps."""

    words = "directs-closed"


class StewardsOnlyError(WorkspaceError):
    """Only those who look after the workspace may do that."""

    words = "stewards-only"


class UnusableError(WorkspaceError):
    """What was sent is too long, empty, or not of the accepted kind."""

    words = "unusable"


MEANINGS: Mapping[type[WorkspaceError], ChatError] = {
    UnknownPersonError: MemberUnreachableError("the person is not in the workspace"),
    UnknownPlaceError: RoomUnavailableError("the place is not in the workspace"),
    UnknownMessageError: RoomUnavailableError("the message is not in the workspace"),
    ArchivedError: RoomUnavailableError("the room is archived"),
    DirectsClosedError: MemberUnreachableError("the person takes no direct messages"),
    StewardsOnlyError: PermissionMissingError("steward"),
    ControlGoneError: ChatError("there is no such control"),
    UnusableError: ChatError("the workspace does not take such a message"),
    WorkspaceError: ChatError("the workspace failed", retryable=True),
}
"""Every refusal as the error the core knows; a test walks the tree and misses none."""


def chat_error(error: WorkspaceError) -> ChatError:
    """Return what a refusal means in the core's terms."""
    return MEANINGS[type(error)]


def outcome_of(error: WorkspaceError) -> Outcome:
    """Return what came of a parcel that the workspace refused."""
    if isinstance(error, DirectsClosedError):
        return Closed()
    meaning = chat_error(error)
    if isinstance(meaning, RoomUnavailableError | MemberUnreachableError):
        return Gone()
    return Later(retry_after=meaning.retry_after) if meaning.retryable else Dead(reason=str(meaning))
