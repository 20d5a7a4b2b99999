"""What the doctor finds on Discord."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from circles_bot.ports.adapters import SetUp
from circles_discord import examine
from tests.fakes.clocks import FixedClock
from tests.fakes.discord import FakeDiscord, Permission
from tests.fakes.discord.clock import RunningClock
from tests.fakes.discord.model import Overwrite
from tests.fakes.discord.world import BOT_PERMISSIONS
from tests.journeys.sandbox_town import START


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    """Serve a Discord with one server."""
    async with FakeDiscord(FixedClock(START)) as served:
        yield served


async def findings(fake: FakeDiscord, token: str = "", *set_up: SetUp) -> list[tuple[bool, str]]:
    """Return what is found, in order."""
    real = RunningClock()  # the fake's answers say the machine's time
    found = await examine(
        token=token or fake.token, set_up=set_up, now=real.now, api_url=fake.api_url, gateway_url=fake.gateway_url
    )
    return [(one.is_well, one.text) for one in found]


async def test_the_link_asks_for_exactly_what_is_needed(fake: FakeDiscord) -> None:
    """Seven permissions and no more, above all not Administrator nor Manage Threads."""
    (link,) = [text for _, text in await findings(fake) if "https://" in text]

    wanted = (
        Permission.VIEW_CHANNEL
        | Permission.SEND_MESSAGES
        | Permission.READ_MESSAGE_HISTORY
        | Permission.ADD_REACTIONS
        | Permission.CREATE_PRIVATE_THREADS
        | Permission.SEND_MESSAGES_IN_THREADS
    )
    assert f"permissions={int(wanted)}" in link
    assert f"client_id={fake.world.bot.id}" in link
    assert "scope=bot+applications.commands" in link


async def test_what_a_server_lacks_is_named(fake: FakeDiscord) -> None:
    """By Discord's own words, with where to mend it."""
    guild = fake.world.add_guild("Library", has_bot=False)
    fake.world.add_bot(guild, BOT_PERMISSIONS & ~Permission.CREATE_PRIVATE_THREADS)
    whole = fake.world.add_guild("School")

    found = await findings(fake)

    assert whole.name == "School"
    (mend,) = [text for is_well, text in found if not is_well]
    assert mend.startswith("In Library it may not Create Private Threads: allow it")
    assert any("In School it has what it needs" in text for _, text in found)


async def test_what_a_channel_lacks_is_named(fake: FakeDiscord) -> None:
    """A channel may forbid what the server allows; one that is gone is told, too, and who sees rooms is advised on."""
    guild = fake.world.add_guild("Library")
    board, rooms = (fake.world.add_channel(guild, name) for name in ("circles", "rooms"))
    place = SetUp(str(guild.id), str(board.id), str(rooms.id))
    all_well = await findings(fake, "", place)
    for channel, denied in (
        (board, Permission.ADD_REACTIONS),
        (rooms, Permission.CREATE_PRIVATE_THREADS | Permission.SEND_MESSAGES_IN_THREADS),
    ):
        mine = Overwrite(id=fake.world.bot.id, is_member=True, allow=Permission(0), deny=denied)
        fake.world.set_overwrites(channel, mine)

    mends = [text for is_well, text in await findings(fake, "", place) if not is_well]
    gone = [text for is_well, text in await findings(fake, "", SetUp(str(guild.id), "7", str(rooms.id))) if not is_well]

    assert all(is_well for is_well, _ in all_well)
    assert any("#rooms lets rooms open. Deny Manage Threads there" in text for _, text in all_well)
    mend = "allow it there (Edit Channel, Permissions)."
    assert mends == [
        f"In Library, #circles (the board), it may not Add Reactions: {mend}",
        f"In Library, #rooms (the rooms), it may not Create Private Threads, Send Messages in Threads: {mend}",
    ]
    assert gone[0] == "In Library the channel of the board is gone: let a steward choose another with /steward setup."


async def test_commands_are_told_and_not_registered(fake: FakeDiscord) -> None:
    """The doctor changes nothing."""
    assert any("at the next start" in text for _, text in await findings(fake))
    assert fake.interactions.commands == []


async def test_a_wrong_token_and_no_answer_are_told(fake: FakeDiscord) -> None:
    """Each in a sentence, and the token is not in it."""
    ((is_well, text),) = await findings(fake, token="not.a.token")
    assert not is_well
    assert text.startswith("Discord does not know this token: copy it again")
    assert "not.a.token" not in text
    fake.faults.drop(after_effect=False, times=10)
    ((is_well, text),) = await findings(fake)
    assert not is_well
    assert text.startswith("Discord does not answer (")


async def test_a_clock_that_is_off_is_told(fake: FakeDiscord) -> None:
    """With by how much."""
    ahead = RunningClock()
    ahead.advance(timedelta(minutes=5))

    found = await examine(token=fake.token, now=ahead.now, api_url=fake.api_url, gateway_url=fake.gateway_url)

    (mend,) = [one.text for one in found if not one.is_well]
    assert "clock is +" in mend


async def test_shards_and_the_sessions_that_are_left_are_told(fake: FakeDiscord) -> None:
    """How many Discord wants; and where it begins too few today, when there are more."""
    fake.gateway.shards, fake.gateway.max_concurrency = 4, 16
    assert (True, "Discord wants the bot in 4 shards, 16 at once, and begins 1000 of 1000 sessions more today.") in (
        await findings(fake)
    )

    fake.gateway.identified = [(0, 0.0)] * 998
    (mend,) = [text for is_well, text in await findings(fake) if not is_well]
    assert mend.startswith("Discord wants the bot in 4 shards, each a session, and it begins 2 more today.")
    assert "in 1440 minutes" in mend
