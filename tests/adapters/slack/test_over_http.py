"""What is not told in journeys, over signed HTTP with the plain manifest."""

import asyncio

import pytest

from circles_bot.engine.model import OptInState
from circles_bot.engine.tokens import Token
from tests.journeys.acts import circle_opens
from tests.journeys.slack_town import SlackTown


async def test_a_member_asks_for_what_is_theirs(http_town: SlackTown) -> None:
    """Commands, their slips of the pen, forms and reactions are answered privately."""
    await http_town.react("Ana", "⚾")
    assert "baseball" in http_town.heard("Ana")
    await http_town.command("Ana", "/circles miin")
    assert "/circles mine" in http_town.heard("Ana")
    await http_town.command("Ana", "/circles with")
    await http_town.tap("Ana", Token.WITH, fields={Token.WITH_PEOPLE: ("Ben",), Token.WITH_TOPIC: ("zines",)})
    assert "Ben" in http_town.heard("Ana")


async def test_somebody_elses_button_does_nothing_for_them(http_town: SlackTown) -> None:
    """Ben sends the button that lets Ana leave: Ana stays, and Ben hears what is true for him."""
    await circle_opens(http_town)
    await http_town.tap("Ana", Token.NEED)
    await http_town.tap("Ana", Token.NEED, part="leave")
    leaving = http_town.token_of("Ana", Token.LEAVE_CIRCLE)

    await http_town.tap_token("Eli", leaving)

    await http_town.command("Ana", "/circles mine")
    assert "baseball" in http_town.heard("Ana")
    assert OptInState.ENDED not in await http_town.states_of("Ana")


@pytest.mark.parametrize(
    "sent",
    [b"POST /slack/events HTTP/1.1\r\nContent-Length: many\r\n\r\n", b"POST /\0 HTTP/9\r\n\r\n", b"\x16\x03\x01"],
)
async def test_what_is_no_http_is_refused_without_an_error(
    http_town: SlackTown, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    """Whoever scans the port writes no errors into the log, nor where they are."""
    reader, writer = await asyncio.open_connection("127.0.0.1", http_town.adapter.site.port)
    writer.write(sent)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()

    assert answer == b"" or b" 400 " in answer.split(b"\r\n")[0]
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == []
    assert not any("127.0.0.1" in one.getMessage() for one in caplog.records)
