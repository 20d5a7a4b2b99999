"""What Discord answers when it refuses, with its own numbers (docs: topics/opcodes-and-status-codes)."""

from typing import Any

JSON = dict[str, Any]

REFUSALS: dict[int, tuple[int, str]] = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10014: (400, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10026: (404, "Unknown Ban"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    30010: (400, "Maximum number of reactions reached (20)"),
    30032: (400, "Maximum number of application commands reached (100)"),
    30033: (403, "Maximum number of thread participants has been reached (1000)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
    40001: (401, "Unauthorized"),
    40003: (400, "You are opening direct messages too fast"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50016: (400, "Provided too few or too many messages to delete. Must provide at least 2 and at most 100"),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50034: (400, "A message provided was too old to bulk delete"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160002: (403, "You cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
}


class RefusalError(Exception):
    """Carries a status, a code, a message, and for 50035 the errors by field."""

    def __init__(self, code: int, *, errors: JSON | None = None, status: int | None = None, text: str = "") -> None:
        """Take status and text from the table unless they are given."""
        usual_status, usual_text = REFUSALS.get(code, (status or 400, text))
        super().__init__(f"{code} {text or usual_text}")
        self.code = code
        self.status = status or usual_status
        self.text = text or usual_text
        self.errors = errors

    def body(self) -> JSON:
        """Return the answer's JSON."""
        body: JSON = {"message": self.text, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors
        return body


class FieldErrors:
    """Collects what is wrong with a form, by field, as 50035 tells it."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self._found: JSON = {}

    def add(self, path: str, code: str, message: str) -> None:
        """Note one error at a dotted path such as ``data.components.0.label``."""
        node = self._found
        for part in path.split("."):
            node = node.setdefault(part, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def check_length(self, path: str, text: object, low: int, high: int) -> None:
        """Note an error unless ``text`` is a string of so many characters."""
        if not isinstance(text, str):
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not low <= len(text) <= high:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")

    def raise_if_any(self) -> None:
        """Raise the collected errors as 50035."""
        if self._found:
            raise RefusalError(50035, errors=self._found)
