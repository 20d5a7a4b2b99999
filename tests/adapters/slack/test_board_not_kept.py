"""The board is read while the database, or Slack, fails: what stands on it counts all the same, a pause later."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from structlog.testing import LogCapture

from circles_bot.engine.model import OptInState
from tests.journeys.acts import opts_in
from tests.journeys.slack_town import SlackTown


@contextmanager
def no_wish_can_be_kept(folder: Path) -> Iterator[None]:
    """Let the database refuse what a reaction leads to."""
    with sqlite3.connect(folder / "circles.db") as database:
        database.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON standing_reactions BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    yield
    with sqlite3.connect(folder / "circles.db") as database:
        database.execute("DROP TRIGGER refuse")


async def let_the_pause_pass(town: SlackTown) -> None:
    """Run what is to come after it."""
    for pause in [*town.adapter.reception.watch._later.values()]:
        pause._run()
        pause.cancel()
    await town._heard_by_bot()


async def test_a_reading_that_was_not_kept_is_done_again(town: SlackTown, tmp_path: Path, logged: LogCapture) -> None:
    """After a pause; a start, or a cut connection, may be days away."""

    async def ana_reacts() -> None:
        town.people["Ana"].react(town._board(), "baseball")

    await opts_in(town, "Ben")
    with no_wish_can_be_kept(tmp_path):
        await town.while_down(ana_reacts)
        await town._heard_by_bot()
    before = await town.states_of("Ana")

    await let_the_pause_pass(town)

    assert before == []
    assert {one["event"] for one in logged.entries if one["log_level"] == "warning"} == {"board_not_kept"}
    assert await town.states_of("Ana") == [OptInState.WAITING]


async def test_a_reading_that_slack_failed_is_done_again(town: SlackTown) -> None:
    """After a pause; a start, or a cut connection, may be days away."""

    async def ana_reacts() -> None:
        town.people["Ana"].react(town._board(), "baseball")
        town.fake.faults.fail(500, "reactions.get", times=10)

    await town.while_down(ana_reacts)
    await town._heard_by_bot()
    assert await town.states_of("Ana") == []
    town.fake.faults.clear()

    await let_the_pause_pass(town)

    assert await town.states_of("Ana") == [OptInState.WAITING]


async def test_a_board_that_is_gone_is_not_read_again_and_again(town: SlackTown) -> None:
    """It is posted anew when it is shown the next time."""

    async def delete() -> None:
        town.people["Noor"].delete_message(town._board())

    await town.while_down(delete)
    await town._heard_by_bot()

    assert town.adapter.reception.watch._later == {}


async def test_a_stop_waits_for_no_pause(town: SlackTown, tmp_path: Path) -> None:
    """Nothing is read by a bot that has stopped."""

    async def ana_reacts() -> None:
        town.people["Ana"].react(town._board(), "baseball")

    with no_wish_can_be_kept(tmp_path):
        await town.while_down(ana_reacts)
        await town._heard_by_bot()
        (pause,) = town.adapter.reception.watch._later.values()
        await town.restart()

    assert pause.cancelled()
