"""What Slack answers when it refuses: ``{"ok": false, "error": …}``, with what else belongs to it."""

from typing import Any

JSON = dict[str, Any]


class RefusalError(Exception):
    """Carries Slack's error code and what is told beside it, such as ``needed`` and ``provided``."""

    def __init__(self, error: str, **more: object) -> None:
        """Take the code as Slack writes it."""
        super().__init__(error)
        self.error = error
        self.more = more

    def body(self) -> JSON:
        """Return the answer's JSON."""
        return {"ok": False, "error": self.error} | self.more


def invalid(*messages: str) -> RefusalError:
    """Return ``invalid_arguments`` with its reasons, as Slack tells them."""
    told = [f"[ERROR] {message}" for message in messages]
    return RefusalError("invalid_arguments", response_metadata={"messages": told})
