"""Logs: nothing that people write, are called, or keep secret gets into a line."""

import io
import json
import logging
import warnings
from datetime import timedelta
from typing import Any

import pytest
import structlog

from circles_bot.engine.errors import StoreError
from circles_bot.logs import REDACTED, configure_logs


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def stream() -> io.StringIO:
    """Log to memory."""
    output = io.StringIO()
    configure_logs("debug", stream=output)
    return output


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """Return the lines logged so far."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_ids_and_figures_pass(stream: io.StringIO) -> None:
    """What an operator needs is there."""
    structlog.get_logger().info("nudge_sent", circle="cir_1", seats=4, late=False, after=timedelta(hours=1))

    (line,) = lines(stream)
    assert line["event"] == "nudge_sent"
    assert line["level"] == "info"
    assert (line["circle"], line["seats"], line["late"], line["after"]) == ("cir_1", 4, False, "1:00:00")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "key",
    ["text", "message_text", "display_name", "names", "email", "discord_token", "client_secret", "interest",
     "interests", "topic", "question", "reply", "Content", "contact", "password", "url"],
)  # fmt: skip
def test_keys_that_speak_are_redacted(key: str, stream: io.StringIO) -> None:
    """Whatever such a key holds, at whatever depth."""
    structlog.get_logger().info("something_happened", **{key: "Ana", "inside": {key: ["Ana"]}})

    assert "Ana" not in stream.getvalue()
    assert lines(stream)[0][key] == REDACTED


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-" + "123456789012-abcdefABCDEF",
        "xoxe.xoxp-" + "1-abcdefghijkl",
        "xapp-" + "1-A0123-456-abcdef",
        "MTE2NDk4NzI2NTQzMjE5ODc2" + ".GxYz12." + "abcdefghijklmnopqrstuvwxyz0123456789AB",
        "Authorization: Bearer " + "abcdef0123456789",
        "postgresql://" + "ana:hunter2hunter2" + "@db/circles",
        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "0123456789abcdef0123456789abcdef",
        "ana@example.org",
    ],
)
def test_values_that_look_secret_are_blanked_under_any_key(secret: str, stream: io.StringIO) -> None:
    """A token in an innocent place is still a token."""
    structlog.get_logger().info(f"failed with {secret}", detail=f"<{secret}>", parts=[secret])

    longest = max(secret.replace("@", " ").replace("://", " ").replace("/", " ").split(), key=len)
    assert longest not in stream.getvalue()
    assert REDACTED in stream.getvalue()


def test_ordinary_ids_are_not_taken_for_secrets(stream: io.StringIO) -> None:
    """Our ids and the platforms' stay readable."""
    ids = {
        "circle": "cir_0198f3a2b7c1",
        "community": "com_9k2m",
        "room": "1164987265432198765",
        "host": "127.0.0.1:8347",
    }

    structlog.get_logger().info("room_opened", **ids)

    assert lines(stream)[0].items() >= ids.items()


def test_object_is_named_by_its_class_only(stream: io.StringIO) -> None:
    """A whole event cannot slip into a line with its fields."""

    class RoomOpened:
        def __repr__(self) -> str:
            return "RoomOpened('Ana')"

    structlog.get_logger().info("event_decided", cause=RoomOpened(), parts=(b"Ana",))

    assert "Ana" not in stream.getvalue()
    assert lines(stream)[0]["cause"] == "<RoomOpened>"


def test_exception_keeps_its_places_but_not_its_message(stream: io.StringIO) -> None:
    """A database's error would quote the row."""
    try:
        try:
            raise KeyError("Ana")
        except KeyError as cause:
            raise ValueError("INSERT Ana") from cause
    except ValueError:
        structlog.get_logger().exception("effect_failed")
        logging.getLogger("a.library").exception("it failed")

    for line in lines(stream):
        assert "Ana" not in str(line)
        assert "ValueError [test_logs.py" in line["exception"]
        assert "caused by KeyError" in line["exception"]


def test_our_own_errors_keep_their_message(stream: io.StringIO) -> None:
    """They are written to be shown."""
    structlog.get_logger().error("store_failed", exc_info=StoreError("The disk is full: make room."))

    assert "The disk is full: make room." in lines(stream)[0]["exception"]


def test_libraries_speak_up_from_warning_on(stream: io.StringIO) -> None:
    """Their chatter stays out, their warnings come in through the same processors."""
    logging.getLogger("a.library").info("GET /secret")
    logging.getLogger("a.library").warning("careful, ana@example.org")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old thing", stacklevel=1)

    assert [line["level"] for line in lines(stream)] == ["warning", "warning"]
    assert "ana@" not in stream.getvalue()


def test_level_keeps_what_is_below_it_out(stream: io.StringIO) -> None:
    """CIRCLES_LOG_LEVEL does what it says."""
    configure_logs("warning", stream=stream)

    structlog.get_logger().info("nudge_sent")
    structlog.get_logger().warning("nudge_delayed")

    assert [line["event"] for line in lines(stream)] == ["nudge_delayed"]


def test_person_at_a_terminal_gets_readable_lines(stream: io.StringIO) -> None:
    """JSON is for machines."""
    terminal = Terminal()
    configure_logs(stream=terminal)

    structlog.get_logger().info("nudge_sent", circle="cir_1", text="Ana")

    assert "nudge_sent" in terminal.getvalue()
    assert "Ana" not in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")
