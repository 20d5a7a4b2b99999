"""The one write path: what a person hears when a rule has a bug, the database fails, or the platform repeats itself."""

from pathlib import Path

import pytest
from structlog.typing import EventDict

from circles_bot.engine import events
from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.model import Way
from circles_bot.engine.notes import Line
from circles_bot.store import open_store
from circles_bot.words.compose import flat
from circles_bot.words.message import Message
from circles_bot.words.voices import load_voices
from circles_bot.works import assemble
from tests.engine.builders import NOON
from tests.fakes.clocks import FixedClock
from tests.fakes.watched_store import Trap, WatchedStore
from tests.histories.world import COMMUNITY, World, actor
from tests.keys import KEY


async def town(database: Path, trap: Trap) -> World:
    """Return a town whose store may raise."""
    url = f"sqlite:///{database}"
    return await World.begin_over(WatchedStore(await open_store(url, key=KEY, durable=False), trap.reach), url)


def joining(world: World, person: int = 1) -> events.InterestJoined:
    """Return somebody's joining baseball."""
    return events.InterestJoined(
        community=COMMUNITY,
        at=world.clock.now(),
        key=f"join-{person}",
        actor=actor(person),
        interest="baseball",
        way=Way.COMMAND,
    )


async def test_a_bug_in_a_rule_changes_nothing_and_is_told_honestly(database: Path, log: list[EventDict]) -> None:
    """Not even the key is kept, so that the same tap works once the bug is mended; one line in the log, ids only."""
    trap = Trap()
    world = await town(database, trap)
    before = world.rows("SELECT * FROM inbox"), world.dump()
    trap.raises = {trap.passed + 1: RuntimeError("a bug in a rule, with Ana's words in it")}

    reply = await world.works.service.submit(joining(world))
    after = world.rows("SELECT * FROM inbox"), world.dump()
    again = await world.works.service.submit(joining(world))
    await world.store.close()

    assert reply is not None
    assert isinstance(reply.content, Message)
    assert "Something went wrong on our side; nothing was changed" in flat(reply.content.paragraphs[0])
    assert after == before
    assert again is not None
    assert [(line["event"], line["log_level"]) for line in log] == [("event_failed", "error")]
    assert set(log[0]) == {"event", "log_level", "happening", "community", "exc_info"}


async def test_a_failing_database_comes_through(database: Path, log: list[EventDict]) -> None:
    """The adapter hears of it and lets the platform deliver again; nothing has changed, and the next try works."""
    trap = Trap()
    world = await town(database, trap)
    before = world.dump()
    trap.raises = {trap.passed + 1: StoreError("The disk is full.")}

    with pytest.raises(StoreError):
        await world.works.service.submit(joining(world))
    after = world.dump()
    reply = await world.works.service.submit(joining(world))
    await world.store.close()

    assert after == before
    assert reply is not None
    assert not log


async def test_a_repeat_answers_nothing_and_changes_nothing(database: Path) -> None:
    """What a platform delivers twice is decided once."""
    world = await town(database, Trap())

    first = await world.works.service.submit(joining(world))
    before = world.dump()
    second = await world.works.service.submit(joining(world))
    after = world.dump()
    await world.store.close()

    assert first is not None
    assert second is None
    assert after == before


async def test_what_an_adapter_asks_to_be_said_is_in_the_communitys_own_words(database: Path, tmp_path: Path) -> None:
    """No word is out of a community's reach, not even those on a tap that cannot be read."""
    own = tmp_path / "own" / "communities" / "slack-T1" / "words" / "en" / "own.ftl"
    own.parent.mkdir(parents=True)
    own.write_text("sorry-unknown-tap = An old one\n", encoding="utf-8")
    voices = load_voices(tmp_path / "own", lambda platform, theirs: CommunityId(f"com_{platform}_{theirs}"))
    store = await open_store(f"sqlite:///{database}", key=KEY, durable=False)
    service = assemble(store=store, clock=FixedClock(NOON), matcher=None, voices=voices).service

    theirs = await service.say(CommunityId("com_slack_T1"), Line(key="sorry-unknown-tap"))
    others = await service.say(CommunityId("com_slack_T2"), Line(key="sorry-unknown-tap"))
    await store.close()

    assert isinstance(theirs.content, Message)
    assert isinstance(others.content, Message)
    assert flat(theirs.content.paragraphs[0]) == "An old one"
    assert flat(others.content.paragraphs[0]) != "An old one"


@pytest.mark.parametrize("hears_reply", [True, False])
async def test_nothing_is_said_where_nobody_hears_it(database: Path, hears_reply: bool) -> None:
    """Only one of the platforms shows a private answer to a reaction."""
    world = await town(database, Trap())
    seen = events.ReactionSeen(
        community=COMMUNITY, at=NOON, actor=actor(5), emoji="⚾", is_set=True, hears_reply=hears_reply
    )

    reply = await world.works.service.submit(seen)
    await world.store.close()

    assert (reply is not None) is hears_reply
