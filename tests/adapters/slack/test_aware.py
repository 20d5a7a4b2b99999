"""What the aware manifest adds: that somebody spoke, and a look for the bot's own messages; never what was said."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import LogCapture

from tests.adapters.slack.conftest import OpenTown
from tests.journeys.acts import answers_opening_question, circle_opens, steward_sets_up
from tests.journeys.slack_town import SlackTown

SECRET = "xyzzy plugh"


@pytest.mark.parametrize("is_aware", [True, False])
async def test_prompts_follow_real_silence_only_where_it_is_heard(town_over: OpenTown, is_aware: bool) -> None:
    """Two voices a day keep prompts away where they are heard; where they are not, the calendar goes on."""
    town = await town_over(False, is_aware=is_aware)
    await circle_opens(town)
    await answers_opening_question(town)
    before = len(town.in_room("Ana"))

    for _ in range(21):
        for who in ("Ana", "Ben"):
            await town.say(who, SECRET)
        await town.pass_time(timedelta(days=1))

    assert town.adapter.gateway.capabilities.sees_activity is is_aware
    assert (len(town.in_room("Ana")) == before) is is_aware


async def test_nothing_of_what_was_said_is_kept_or_logged(town: SlackTown, tmp_path: Path, logged: LogCapture) -> None:
    """A voice reaches the records as a time: the words are in no row, no log line and no call."""
    await circle_opens(town)
    logged.entries.clear()

    for who in ("Ana", "Ben"):
        await town.say(who, SECRET)
    town.fake.faults.drop("chat.postMessage", channel=town._rooms("Ana", is_archived=False)[-1].id, after_effect=True)
    await town.pass_time(timedelta(days=14))

    assert town.fake.calls("conversations.history")
    with sqlite3.connect(tmp_path / "circles.db") as database:
        assert not any("xyzzy" in line for line in database.iterdump())
    assert "xyzzy" not in f"{logged.entries}"
    assert not any("xyzzy" in f"{one.args}" for one in town.fake.calls())


@pytest.mark.parametrize(("is_aware", "copies"), [(True, 1), (False, 2)])
async def test_a_lost_receipt_in_a_room_is_looked_for_where_that_is_allowed(
    town_over: OpenTown, is_aware: bool, copies: int
) -> None:
    """The message that came through is found by its key; without the scope nobody looks, and it comes twice."""
    town = await town_over(False, is_aware=is_aware)
    await circle_opens(town)
    (room,) = town._rooms("Ana", is_archived=False)
    before = len(town.in_room("Ana"))
    town.fake.faults.drop("chat.postMessage", channel=room.id, after_effect=True)
    lost = ""
    for _ in range(14):
        await town.pass_time(timedelta(days=1))
        if len(town.in_room("Ana")) > before:
            lost = town.in_room("Ana")[before]
            break
    await town.pass_time(timedelta(hours=1))

    assert lost
    assert list(town.in_room("Ana")).count(lost) == copies
    assert len(town.fake.calls("conversations.history")) == (1 if is_aware else 0)


async def test_a_lost_message_that_never_came_is_sent(town: SlackTown) -> None:
    """What is looked for and not found goes out again; nobody's own message is taken for it."""
    await circle_opens(town)
    (room,) = town._rooms("Ana", is_archived=False)
    before = len(town.in_room("Ana"))
    fault = town.fake.faults.drop("chat.postMessage", channel=room.id, after_effect=False)

    for _ in range(14):
        if not fault.passed:
            await town.pass_time(timedelta(days=1))
    await town.pass_time(timedelta(hours=1))

    assert len(town.in_room("Ana")) == before + 1
    assert len(town.fake.calls("conversations.history")) == 1


async def test_the_other_manifest_counts_after_the_next_setup(town_over: OpenTown) -> None:
    """A workspace that changes to the aware one is asked to set up once more: from then on silence is real."""
    town = await town_over(False, is_aware=False)

    async def kept() -> int:
        await town.settle()
        with sqlite3.connect(town._url.removeprefix("sqlite:///")) as database:
            (found,) = database.execute("SELECT sees_activity FROM communities").fetchone()
        return int(found)

    town.fake.app.events += ("message.groups",)
    assert await kept() == 0

    await town.installed_again()
    await steward_sets_up(town)

    assert town.adapter.gateway.capabilities.sees_activity
    assert await kept() == 1
