"""When Slack or the way to it fails: in the end each thing is there; once, as far as Slack allows."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import LogCapture

from circles_bot.engine.model import OptInState
from circles_bot.engine.tokens import Token
from tests.adapters.slack.conftest import OpenTown
from tests.journeys.acts import FOUR, all_opt_in, invitations_come, opts_in
from tests.journeys.slack_town import SlackTown

CASES = (
    ("chat.postMessage", "unavailable"),
    ("chat.postMessage", "cut after"),
    ("chat.postMessage", "limited"),
    ("chat.update", "cut before"),
    ("conversations.create", "limited"),
    ("conversations.invite", "unavailable"),
    ("conversations.open", "cut after"),
)


@pytest.mark.parametrize(("method", "fault"), CASES)
async def test_each_thing_is_there(town: SlackTown, method: str, fault: str) -> None:
    """From the invitations to the first answers, the first tries of one kind of call fail in one way."""
    await all_opt_in(town)
    match fault:
        case "unavailable":
            town.fake.faults.fail(503, method, times=3)
        case "limited":
            town.fake.faults.limit(method, times=3)
        case "cut before":
            town.fake.faults.drop(method, after_effect=False, times=3)
        case _:
            town.fake.faults.drop(method, after_effect=True, times=3)

    await invitations_come(town)
    for who in FOUR:
        await town.tap(who, Token.ACCEPT)
    await town.pass_time(timedelta(hours=24))
    for who in FOUR:
        await town.tap(who, Token.TAP)
    await town.pass_time(timedelta(hours=1))

    is_lost = (method, fault) == ("chat.postMessage", "cut after")  # nobody can look whether a direct message is there
    for who in FOUR:
        assert len(town.directs(who)) == 1 or (is_lost and town.directs(who))
        assert len(town.rooms(who)) == 1
    made = [one for one in town.fake.world.channels.values() if one.creator is town.fake.world.bot(town.team)]
    assert [one.kind for one in made].count("private") == 1
    (welcome,) = town.in_room("Ana")
    assert all(who in welcome for who in FOUR)


@pytest.mark.parametrize("fault", ["refused", "cut", "limited"])
async def test_an_answer_that_cannot_stand_in_the_channel_comes_through_the_acts_own_address(
    town: SlackTown, fault: str
) -> None:
    """Somebody who reads the board without being in its channel is answered all the same."""
    match fault:
        case "refused":
            town.circles.members.remove(town.people["Ana"].user)
        case "cut":
            town.fake.faults.drop("chat.postEphemeral", after_effect=False)
        case _:
            town.fake.faults.limit("chat.postEphemeral", retry_after=30)

    await opts_in(town, "Ana")

    assert "You're in for baseball" in town.heard("Ana")


async def test_a_window_that_opens_too_late_is_no_fault(town: SlackTown) -> None:
    """Slack takes none after three seconds; the person taps once more."""
    town.fake.faults.refuse("expired_trigger_id", "views.open")
    await town.command("Ana", "/circles with")
    assert not town.can_tap("Ana", Token.WITH)

    await town.command("Ana", "/circles with")

    assert town.can_tap("Ana", Token.WITH)


async def test_without_users_info_everything_goes_on(town: SlackTown) -> None:
    """Names, languages and zones are missing then; joining is not."""
    await town.pass_time(timedelta(minutes=11))
    town.fake.faults.fail(500, "users.info", times=50)

    await town.react("Ana", "⚾")
    await opts_in(town, "Ben")

    town.fake.faults.clear()
    for who in ("Ana", "Ben"):
        await town.command(who, "/circles mine")
        assert "baseball" in town.heard(who)


async def test_one_of_two_sockets_is_enough(town: SlackTown) -> None:
    """A connection that breaks loses no tap that comes later, and what was done meanwhile is read."""
    await town.fake.sockets.until_connected(2)
    town.fake.sockets.abort()

    await town.react("Ana", "⚾")
    await opts_in(town, "Ben")

    for who in ("Ana", "Ben"):
        await town.command(who, "/circles mine")
        assert "baseball" in town.heard(who)


async def test_sockets_that_slack_refreshes_are_opened_again(town: SlackTown) -> None:
    """As it does every few hours; the board is read then, for what was missed."""
    before = len(town.fake.calls("reactions.get"))
    await town.fake.sockets.refresh()

    await town.fake.until(lambda: town.fake.sockets.opened >= 4)
    await town.fake.until(lambda: len(town.fake.calls("reactions.get")) > before)

    await town._heard_by_bot()
    await opts_in(town, "Ana")
    assert "baseball" in town.heard("Ana")


@contextmanager
def nothing_can_be_kept(folder: Path) -> Iterator[None]:
    """Let the database refuse every event's key, and so everything that comes of an event."""
    with sqlite3.connect(folder / "circles.db") as database:
        database.execute("CREATE TRIGGER refuse BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'broken'); END")
    yield
    with sqlite3.connect(folder / "circles.db") as database:
        database.execute("DROP TRIGGER refuse")


@pytest.mark.parametrize(("is_on_http", "fails_with"), [(False, "http_timeout"), (True, "http_error")])
async def test_what_cannot_be_kept_is_not_acknowledged(
    town_over: OpenTown, tmp_path: Path, logged: LogCapture, is_on_http: bool, fails_with: str
) -> None:
    """No acknowledgement on a socket, no 200 over HTTP: Slack's repeats bring it into force, once."""
    town = await town_over(is_on_http)
    fake, ana = town.fake, town.people["Ana"]
    fake.delivery.ack_seconds = 0.5
    fake.delivery.hold()
    ana.react(town._board(), "baseball")
    (one,) = fake.delivery.take_held()

    with nothing_can_be_kept(tmp_path):
        first = await fake.delivery.send("events_api", one.payload)
        states = await town.states_of("Ana")
    logs = [it["event"] for it in logged.entries if it["log_level"] != "debug"]
    fake.delivery.ack_seconds = 3.0
    again = [await fake.delivery.send("events_api", one.payload, attempt=number) for number in (1, 2, 3)]
    await town._heard_by_bot()

    assert (first.is_ok, first.reason) == (False, fails_with)
    assert states == []
    assert "event_not_kept" in logs
    assert all(it.is_ok for it in again)
    assert await town.states_of("Ana") == [OptInState.WAITING]
    assert sum("You're in" in town._text(it, "Ana") for it in ana.user.shown) == 1


@pytest.mark.parametrize("is_on_http", [False, True])
async def test_a_command_that_cannot_be_kept_is_answered_with_that(
    town_over: OpenTown, tmp_path: Path, is_on_http: bool
) -> None:
    """Slack sends none again, so whoever typed it is told; typed once more, it is in force."""
    town = await town_over(is_on_http)

    with nothing_can_be_kept(tmp_path):
        await town.command("Ana", "/circles join baseball")
    told, states = town.heard("Ana"), await town.states_of("Ana")
    await town.command("Ana", "/circles join baseball")

    assert "went wrong" in told
    assert states == []
    assert await town.states_of("Ana") == [OptInState.WAITING]
