"""The one tree of errors that we raise on purpose.

::

    CirclesError
    ├─ RuleError                    a caller built something the rules make impossible
    ├─ ChatError                    the platform failed; says whether to try again, and when
    │  ├─ RoomUnavailableError
    │  ├─ PermissionMissingError
    │  └─ MemberUnreachableError
    ├─ StoreError                   the database failed
    └─ ConfigError                  the operator must act; the message says what to set and where
"""

from datetime import timedelta


class CirclesError(Exception):
    """Anything that circles-bot raises on purpose."""


class RuleError(CirclesError):
    """A caller asked for something that the rules make impossible (a bug in the caller)."""


class ChatError(CirclesError):
    """The chat platform did not do what was asked."""

    def __init__(self, message: str, *, retryable: bool = False, retry_after: timedelta | None = None) -> None:
        """Keep whether trying again can help, and after how long at the earliest."""
        super().__init__(message)
        self.retryable = retryable
        self.retry_after = retry_after


class RoomUnavailableError(ChatError):
    """The room is gone, archived for good, or closed to the bot."""


class PermissionMissingError(ChatError):
    """The bot lacks a permission; ``permission`` is the platform's name of it."""

    def __init__(self, permission: str) -> None:
        """Name the missing permission."""
        super().__init__(f"the bot lacks the permission {permission!r}")
        self.permission = permission


class MemberUnreachableError(ChatError):
    """The person takes no direct messages, or is no longer there."""


class StoreError(CirclesError):
    """The database failed; the message is one sentence with the mend."""


class ConfigError(CirclesError):
    """The operator must act; the message says what to set and where."""
