"""What the bot may not do: said per channel, with the mend; and a token that is taken back while it runs."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from circles_bot.ports.chat import Dead, Done
from tests.adapters.discord.test_faults import Desk
from tests.fakes.discord.model import Overwrite, Permission
from tests.journeys.acts import all_opt_in, opts_in
from tests.journeys.discord_town import DiscordTown

TOKEN_NOT_TAKEN = 4004


@pytest.mark.parametrize(
    ("kind", "denied", "lacks"),
    [
        ("board", Permission.SEND_MESSAGES, "Send Messages"),
        ("board", Permission.VIEW_CHANNEL, "View Channel"),
        ("open", Permission.CREATE_PRIVATE_THREADS, "Create Private Threads"),
        ("post", Permission.SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
    ],
)
async def test_what_is_lacking_is_named_with_its_channel(
    town: DiscordTown, kind: str, denied: Permission, lacks: str
) -> None:
    """Whoever runs the bot reads where to allow what; done again after that it works."""
    desk = Desk(town)
    room = await desk.room()
    bot = town.fake.world.bot.id
    town.fake.world.set_overwrites(desk.place, Overwrite(id=bot, is_member=True, allow=Permission(0), deny=denied))
    await town._heard_by_bot()
    to = {"board": None, "open": str(desk.place.id), "post": str(room.id)}[kind]

    outcome = await desk.deliver(desk.parcel(kind, "hello", to=to))

    assert isinstance(outcome, Dead)
    assert outcome.reason.startswith("in #circles of Library the bot lacks ")
    assert lacks in outcome.reason
    assert "Edit Channel, Permissions" in outcome.reason
    town.fake.world.set_overwrites(desk.place)
    await town._heard_by_bot()
    assert isinstance(await desk.deliver(desk.parcel(kind, "hello", to=to)), Done)


async def test_a_token_taken_back_while_running_is_told_and_loses_nothing(town: DiscordTown) -> None:
    """The connection ends with its mend in the log, and what was to be sent goes out once there is a new token."""
    await all_opt_in(town, "Ana", "Ben", "Chidi")
    await opts_in(town, "Dewi")
    taken_back = town.fake.token
    town.fake.token = town.fake.rest.token = town.fake.gateway._token = "a new one"
    with capture_logs() as logs:
        connection = town.adapter.shards.held[0].connection
        assert connection is not None
        town.fake.gateway.close(TOKEN_NOT_TAKEN)
        with pytest.raises(Exception, match="4004"):
            await connection
        await town.works.heartbeat.settle()
        for _ in range(6):
            town._clock.set_to(town.now() + timedelta(hours=8))
            await town.works.heartbeat.settle()
    errors = [entry for entry in logs if entry["log_level"] == "error"]
    assert len(errors) == 1, logs
    (ended,) = errors
    assert ended["event"] == "connection_ended"
    assert "CIRCLES_DISCORD_TOKEN" in ended["mend"]
    assert taken_back not in str(logs)
    assert not town.directs("Ana")

    await town._stop()  # nobody answers on the old connection
    await town._start()
    await town.pass_time(timedelta(days=1))
    assert len(town.directs("Ana")) == 1
