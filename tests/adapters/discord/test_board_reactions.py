"""Reactions on the board in whatever kind, without the right to set any, and while the database takes nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from circles_bot.engine.tokens import Token
from circles_bot.ports.chat import Done, Later
from tests.adapters.discord.test_faults import Desk
from tests.fakes.discord import messages
from tests.fakes.discord.faults import Fault, Kind
from tests.fakes.discord.model import Overwrite, Permission
from tests.journeys.acts import STARTERS, opts_in, steward_sets_up
from tests.journeys.discord_town import DiscordTown

HOUR = timedelta(hours=1)
SEED = "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
WHO = "GET /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}"
READ = "GET /channels/{channel_id}/messages/{message_id}"
TONED = "⚾\N{EMOJI MODIFIER FITZPATRICK TYPE-4}"
UNKNOWN_EMOJI, MISSING_PERMISSION = 10014, 50013


async def waits(town: DiscordTown, who: str) -> list[str]:
    """Return for what somebody waits, by name."""
    return sorted(await town.wishes_of(str(town.people[who].user.id)))


def super_react(town: DiscordTown, who: str, emoji: str = "⚾") -> None:
    """Let somebody set a super reaction on the board."""
    town.people[who].react(town._board(), emoji, is_super=True)


@contextmanager
def nothing_can_be_kept(folder: Path) -> Iterator[None]:
    """Let the database refuse every reaction that is set or taken off."""
    with sqlite3.connect(folder / "circles.db") as database:
        for act in ("INSERT", "DELETE"):
            database.execute(
                f"CREATE TRIGGER refuse_{act} BEFORE {act} ON standing_reactions BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
    yield
    with sqlite3.connect(folder / "circles.db") as database:
        for act in ("INSERT", "DELETE"):
            database.execute(f"DROP TRIGGER refuse_{act}")


def pause_is_over(town: DiscordTown) -> None:
    """Let what the loop would do after the pause be done now."""
    for pause in tuple(town.adapter.client.board._reads_later.values()):
        pause._run()
        pause.cancel()


async def test_a_super_reaction_stands_when_the_board_is_read(town: DiscordTown) -> None:
    """Set live, or while the bot was away: it is a wish like any other, and ends when it is taken off."""
    super_react(town, "Ana")
    await town.react("Ben", "⚾")

    async def set_another() -> None:
        super_react(town, "Chidi")

    await town.while_down(set_another)
    await town.all_read()
    assert [await waits(town, who) for who in ("Ana", "Ben", "Chidi")] == [["baseball"]] * 3

    async def take_off() -> None:
        town.people["Ana"].unreact(town._board(), "⚾", is_super=True)

    await town.while_down(take_off)
    await town.all_read()
    assert [await waits(town, who) for who in ("Ana", "Ben", "Chidi")] == [[], ["baseball"], ["baseball"]]


async def test_only_kinds_that_somebody_has_set_are_asked_for(town: DiscordTown) -> None:
    """A request for each emoji, and one more where there are super reactions; of both kinds one is enough to stay."""
    super_react(town, "Ana")
    await town.react("Ana", "⚾")
    await town.settle()
    asked = len(town.fake.calls(WHO))

    await town.restart()
    await town.all_read()
    assert len(town.fake.calls(WHO)) - asked == len(STARTERS) + 1

    await town.while_down(lambda: town.unreact("Ana", "⚾"))
    await town.all_read()
    assert await waits(town, "Ana") == ["baseball"]


@pytest.mark.parametrize("is_super", [False, True])
async def test_of_both_kinds_one_that_stands_keeps_the_wish(town: DiscordTown, *, is_super: bool) -> None:
    """Whichever is taken off first, live: the wish ends with the other."""
    super_react(town, "Ana")
    await town.react("Ana", "⚾")

    for stands, kind in ((["baseball"], is_super), ([], not is_super)):
        town.people["Ana"].unreact(town._board(), "⚾", is_super=kind)
        await town._heard_by_bot()
        assert await waits(town, "Ana") == stands


async def test_super_reactions_are_known_from_reading_the_board(town: DiscordTown) -> None:
    """Set while the bot was away: whose normal one is taken off then still waits; who had no other does not."""

    async def set_some() -> None:
        super_react(town, "Ana")

    await town.react("Ana", "⚾")
    await town.react("Ben", "⚾")
    await town.while_down(set_some)
    await town.all_read()

    await town.unreact("Ana", "⚾")
    await town.unreact("Ben", "⚾")

    assert [await waits(town, who) for who in ("Ana", "Ben")] == [["baseball"], []]


async def test_one_taken_off_costs_no_request_where_nobody_sets_super_reactions(town: DiscordTown) -> None:
    """Not on this emoji; on another one may stand."""
    super_react(town, "Chidi", "📚")
    await town.react("Ana", "⚾")
    asked = len(town.fake.calls(WHO))

    await town.unreact("Ana", "⚾")

    assert await waits(town, "Ana") == []
    assert len(town.fake.calls(WHO)) == asked


async def test_what_discord_does_not_tell_counts_as_taken_off_until_the_board_is_read(town: DiscordTown) -> None:
    """Leaving is instant, also while Discord answers nothing; the next reading finds what stands."""
    super_react(town, "Ana")
    await town.react("Ana", "⚾")
    town.fake.faults.refuse(MISSING_PERMISSION, WHO)

    await town.unreact("Ana", "⚾")
    assert await waits(town, "Ana") == []

    await town.restart()
    await town.all_read()
    assert await waits(town, "Ana") == ["baseball"]


async def test_a_super_reaction_is_remembered_where_the_bots_own_is_set_again(town: DiscordTown) -> None:
    """A moderator took the bot's off: who stood there with a super reaction still leaves by taking it off."""
    super_react(town, "Ana")
    await town._heard_by_bot()
    messages.unreact(town.fake.world, town._board(), town.guild.owner, town.fake.world.bot, "⚾")

    await opts_in(town, "Ben", "anything")
    await town.pass_time(2 * HOUR)
    assert town.fake.world.bot.id in town._board().reactions["⚾"].users
    town.people["Ana"].unreact(town._board(), "⚾", is_super=True)
    await town._heard_by_bot()

    assert await waits(town, "Ana") == []


async def test_a_skin_tone_is_the_same_emoji_when_the_board_is_read(town: DiscordTown) -> None:
    """Discord counts it as a reaction of its own; read in whatever tone, all of them stand."""
    town.people["Ana"].react(town._board(), TONED)
    await town.react("Ben", "⚾")

    for _ in range(2):
        await town.restart()
        await town.all_read()
        assert [await waits(town, who) for who in ("Ana", "Ben")] == [["baseball"]] * 2
    await town.unreact("Ben", "⚾")
    town.people["Ana"].unreact(town._board(), TONED)
    await town._heard_by_bot()

    assert [await waits(town, who) for who in ("Ana", "Ben")] == [[], []]


async def test_somebodys_skin_tone_undoes_no_leaving(town: DiscordTown) -> None:
    """Who took their wish back by a tap stays out at every reading, though their emoji stands, and another's tone."""
    await opts_in(town, "Ben")
    await town.react("Ben", "⚾")
    await town.tap("Ben", Token.LEAVE_WISH)
    town.people["Ana"].react(town._board(), TONED)

    for _ in range(2):
        await town.restart()
        await town.all_read()

    assert [await waits(town, who) for who in ("Ana", "Ben")] == [["baseball"], []]


@pytest.mark.parametrize("denied", [Permission.ADD_REACTIONS, Permission.READ_MESSAGE_HISTORY])
async def test_a_board_without_the_bots_reactions_is_there_once(town: DiscordTown, denied: Permission) -> None:
    """The bot may not set any: it hears people's own all the same, and sets its own once it may."""
    general = next(one for one in town.guild.channels.values() if one.name == "general")
    bot = Overwrite(id=town.fake.world.bot.id, is_member=True, allow=Permission(0), deny=denied)
    town.fake.world.set_overwrites(general, bot)
    with capture_logs() as logs:
        await town.pass_time(HOUR)
        await steward_sets_up(town, board="general")
    told = [entry for entry in logs if entry["event"] == "board_not_seeded"]
    assert [(one["channel"], one["message"], one["code"]) for one in told] == [
        (general.id, town._board().id, MISSING_PERMISSION)
    ]

    for who in ("Ben", "Chidi", "Dewi"):
        await opts_in(town, who)
        await town.pass_time(2 * HOUR)
    (board,) = town._boards()
    assert board.channel is general
    await town.react("Ana", "⚾")
    assert await waits(town, "Ana") == ["baseball"]

    town.fake.world.set_overwrites(general)
    await opts_in(town, "Eli", "anything")
    await town.pass_time(2 * HOUR)
    assert [town.fake.world.bot.id in one.users for one in board.reactions.values()] == [True] * len(STARTERS)


async def test_an_emoji_that_discord_does_not_know_is_left_out(town: DiscordTown) -> None:
    """The others are set, the board is where it is, and the next time it is tried again."""
    town.fake.faults.refuse(UNKNOWN_EMOJI, SEED)
    with capture_logs() as logs:
        await town.pass_time(HOUR)
        await steward_sets_up(town, board="general")
    (board,) = town._boards()
    told = [entry for entry in logs if entry["event"] == "emoji_not_known"]
    assert [(one["channel"], one["message"], one["code"]) for one in told] == [
        (board.channel.id, board.id, UNKNOWN_EMOJI)
    ]
    assert len(board.reactions) == len(STARTERS) - 1

    await opts_in(town, "Ana")
    await town.pass_time(2 * HOUR)

    assert list(town._boards()) == [board]
    assert len(board.reactions) == len(STARTERS)


async def test_what_may_pass_is_tried_again(town: DiscordTown) -> None:
    """A limit is no refusal: the board is not done before its reaction is set, and is there once."""
    desk = Desk(town)
    parcel = desk.parcel("board", "hello")
    town.fake.faults.limit(SEED, retry_after=60.0)

    outcomes = [await town.adapter.gateway.perform(parcel) for _ in range(2)]

    assert isinstance(outcomes[0], Later)
    assert isinstance(outcomes[1], Done)
    shown = desk.place.messages[int((outcomes[1].theirs or "").partition("/")[2])]
    assert [town.fake.world.bot.id in one.users for one in shown.reactions.values()] == [True]
    assert list(desk.place.messages.values())[-1] is shown
    assert len(desk.place.messages) == 2


async def test_a_reaction_that_was_not_kept_is_read_from_the_board(town: DiscordTown, tmp_path: Path) -> None:
    """Set and taken off while the database took nothing: what stands on the board is in force when it does again."""
    await town.react("Ben", "⚾")
    with nothing_can_be_kept(tmp_path):
        await town.react("Ana", "⚾")
        await town.unreact("Ben", "⚾")
        assert [await waits(town, who) for who in ("Ana", "Ben")] == [[], ["baseball"]]

    pause_is_over(town)
    await town.all_read()

    assert [await waits(town, who) for who in ("Ana", "Ben")] == [["baseball"], []]


async def test_a_reading_that_was_not_kept_is_done_again(town: DiscordTown, tmp_path: Path) -> None:
    """The database takes nothing when the bot comes back: the board is read again later, without another session."""
    with nothing_can_be_kept(tmp_path):
        await town.while_down(lambda: town.react("Ana", "⚾"))
        await town.all_read()
        assert await waits(town, "Ana") == []

    pause_is_over(town)
    await town.all_read()

    assert await waits(town, "Ana") == ["baseball"]


@pytest.mark.parametrize("route", [READ, WHO])
async def test_a_reading_that_discord_failed_is_done_again(town: DiscordTown, route: str) -> None:
    """After a pause; another session may be days away."""

    async def react() -> None:
        town.people["Ana"].react(town._board(), "⚾")
        town.fake.faults.plan(Fault(kind=Kind.STATUS, route=route, status=503))

    await town.while_down(react)
    await town.all_read()
    assert await waits(town, "Ana") == []

    pause_is_over(town)
    await town.all_read()

    assert await waits(town, "Ana") == ["baseball"]


async def test_a_board_that_the_bot_may_not_read_is_not_read_again_and_again(town: DiscordTown) -> None:
    """Discord counts refusals, and bans an address for ten thousand of them."""

    async def refuse() -> None:
        town.fake.faults.refuse(MISSING_PERMISSION, READ)

    await town.while_down(refuse)
    await town.all_read()

    assert town.adapter.client.board._reads_later == {}


async def test_a_reaction_counts_though_where_the_board_is_could_not_be_read(town: DiscordTown, tmp_path: Path) -> None:
    """It is looked up once, and the database fails just then: the pause is for that, too."""
    town.adapter.client.board.left(town.guild.id)  # as before the first look
    with sqlite3.connect(tmp_path / "circles.db") as database:
        database.execute("ALTER TABLE addresses RENAME TO elsewhere")
    await town.react("Ana", "⚾")
    pause_is_over(town)
    await town.all_read()
    assert len(town.adapter.client.board._reads_later) == 1
    with sqlite3.connect(tmp_path / "circles.db") as database:
        database.execute("ALTER TABLE elsewhere RENAME TO addresses")

    pause_is_over(town)
    await town.all_read()

    assert await waits(town, "Ana") == ["baseball"]


async def test_a_database_that_fails_is_left_alone_for_a_while(town: DiscordTown, tmp_path: Path) -> None:
    """However many reactions were not kept, the board is read once, after a pause; a bot that stops waits no longer."""
    watch = town.adapter.client.board
    asked = len(town.fake.calls(READ))
    with nothing_can_be_kept(tmp_path), capture_logs() as logs:
        for who in ("Ana", "Ben", "Chidi"):
            await town.react(who, "⚾")
    await town.all_read()

    assert [entry["event"] for entry in logs].count("board_not_kept") == 3
    assert len(town.fake.calls(READ)) == asked
    (pause,) = watch._reads_later.values()
    await town.restart()
    await town.all_read()
    assert pause.cancelled()
    assert len(town.fake.calls(READ)) > asked


async def test_a_clearing_that_is_not_kept_is_nobodys_leave(town: DiscordTown, tmp_path: Path) -> None:
    """The bot's own reactions are not set then: set again, whoever is missing would have left."""
    await town.react("Ana", "⚾")
    town._board().reactions.clear()
    with nothing_can_be_kept(tmp_path):
        await opts_in(town, "Ben", "anything")
        await town.pass_time(2 * HOUR)

    await town.restart()
    await town.all_read()

    assert await waits(town, "Ana") == ["baseball"]
