"""When Discord or the way to it fails: in the end each thing is there, once."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from circles_bot.engine.tokens import Token
from circles_bot.store import open_store
from circles_bot.works import assemble
from tests.journeys.acts import FOUR, all_opt_in, circle_opens, invitations_come, opts_in, steward_sets_up
from tests.journeys.discord_town import DiscordTown
from tests.journeys.sandbox_town import KEY

MESSAGES = "POST /channels/{channel_id}/messages"
THREADS = "POST /channels/{channel_id}/threads"
SEATS = "PUT /channels/{channel_id}/thread-members/{user_id}"
DIRECTS = "POST /users/@me/channels"
EDITS = "PATCH /channels/{channel_id}/messages/{message_id}"
ANSWERS = "POST /interactions/{interaction_id}/{interaction_token}/callback"


class PacedTown(DiscordTown):
    """Its bot opens conversations evenly, as ``circles-bot run`` does."""

    async def _start(self) -> None:
        self._store = await open_store(self._url, key=KEY, durable=False)
        self._works = assemble(store=self._store, clock=self._clock, matcher=None, first_directs_per_hour=20)
        self._adapter = self._connected(self._store, self._works)
        await self._adapter.start()
        await self._adapter.shards.all_served()
        await self._heard_by_bot()


@pytest.fixture
async def paced(migrated_file: Path, tmp_path: Path, real_patience: None) -> AsyncIterator[DiscordTown]:
    """Open such a town, which Noor has set up."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    opened = await PacedTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    await steward_sets_up(opened)
    yield opened
    await opened.close()


@pytest.mark.parametrize("route", [MESSAGES, THREADS, SEATS, DIRECTS, EDITS])
@pytest.mark.parametrize("fault", ["unavailable", "cut before", "cut after"])
async def test_each_thing_is_there_once(town: DiscordTown, route: str, fault: str) -> None:
    """From the invitations to the first answers, each first try of one kind of request fails in one way."""
    await all_opt_in(town)
    match fault:
        case "unavailable":
            town.fake.faults.fail(503, route, times=3)
        case "cut before":
            town.fake.faults.drop(route, after_effect=False, times=3)
        case _:
            town.fake.faults.drop(route, after_effect=True, times=3)

    await invitations_come(town)
    for who in FOUR:
        await town.tap(who, Token.ACCEPT)
    await town.pass_time(timedelta(hours=24))  # a room opens by day
    for who in FOUR:
        await town.tap(who, Token.TAP)
    await town.pass_time(timedelta(hours=1))

    for who in FOUR:
        assert len(town.directs(who)) == 1
        assert len(town.rooms(who)) == 1
    assert len(town.guild.threads) == 1
    (welcome,) = town.in_room("Ana")
    assert all(who in welcome for who in FOUR)
    assert sum(len(channel.messages) for channel in town.guild.channels.values()) == 1, "more than the board"
    assert town.removals() == 0


async def test_an_answer_whose_receipt_was_lost_is_in_force(town: DiscordTown) -> None:
    """The wish is there, once, and the next answer comes as ever."""
    town.fake.faults.drop(ANSWERS, after_effect=True)

    await opts_in(town, "Ana")
    await town.command("Ana", "/circles mine")

    assert town.heard("Ana").count("baseball:") == 1


async def test_too_many_conversations_stop_all_new_ones_for_hours(town: DiscordTown) -> None:
    """Going on is what gets bots quarantined; conversations that are open go on, and nothing is lost."""
    await circle_opens(town)
    for who in ("Eli", "Fatima", "Goran"):
        await opts_in(town, who, "first job")
    town.fake.faults.refuse(40003, DIRECTS)
    before = len(town.fake.calls(DIRECTS))

    for _ in range(40):
        await town.pass_time(timedelta(hours=1))
        if len(town.fake.calls(DIRECTS)) > before:
            break
    refused_at = town.now()
    await town.pass_time(timedelta(hours=5))
    assert len(town.fake.calls(DIRECTS)) == before + 1, "another conversation was tried within hours"

    for _ in range(4):
        await town.pass_time(timedelta(hours=12))
    assert all(town.directs(who) for who in ("Eli", "Fatima", "Goran")), refused_at


async def test_too_many_conversations_stop_new_ones_through_a_restart(paced: DiscordTown) -> None:
    """A bot that starts again would go on where it was told not to."""
    await circle_opens(paced)
    for who in ("Eli", "Fatima", "Goran"):
        await opts_in(paced, who, "first job")
    paced.fake.faults.refuse(40003, DIRECTS)
    before = len(paced.fake.calls(DIRECTS))
    for _ in range(40 * 60):
        await paced.pass_time(timedelta(minutes=1))
        if len(paced.fake.calls(DIRECTS)) > before:
            break

    await paced.restart()
    await paced.pass_time(timedelta(hours=5))
    assert len(paced.fake.calls(DIRECTS)) == before + 1, "another conversation was tried within hours"

    for _ in range(4):
        await paced.pass_time(timedelta(hours=12))
    assert all(paced.directs(who) for who in ("Eli", "Fatima", "Goran"))
