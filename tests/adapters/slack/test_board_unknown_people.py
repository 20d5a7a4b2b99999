"""The board is read while Slack does not tell who people are: whoever cannot be looked up stays as last observed."""

from datetime import timedelta

from circles_bot.engine.model import OptInState
from circles_bot.engine.tokens import Token
from tests.adapters.slack.test_board_not_kept import let_the_pause_pass
from tests.fakes.slack import messages
from tests.journeys.acts import opts_in
from tests.journeys.slack_town import SlackTown

OFTEN = 1_000
BASEBALL = "baseball"


def nobody_is_told_of(town: SlackTown) -> None:
    """Let Slack fail whenever it is asked about people."""
    for method in ("users.info", "users.list"):
        town.fake.faults.fail(500, method, times=OFTEN)


async def test_who_cannot_be_looked_up_neither_leaves_nor_joins(town: SlackTown) -> None:
    """What they did meanwhile counts when Slack tells who they are; a guest whom no circle can have never joins."""
    guest = town.people["Hugo"] = town.fake.person("Hugo", town.team, is_ultra_restricted=True)
    town.circles.members.append(guest.user)
    await town.react("Ana", "⚾")
    await town.react("Ben", "⚾")

    async def some_change_their_minds() -> None:
        town.people["Ben"].unreact(town._board(), BASEBALL)
        for who in ("Chidi", "Hugo"):
            town.people[who].react(town._board(), BASEBALL)
        nobody_is_told_of(town)

    await town.while_down(some_change_their_minds)
    await town._heard_by_bot()
    meanwhile = [await town.states_of(who) for who in ("Ana", "Ben", "Chidi", "Hugo")]
    town.fake.faults.clear()
    await let_the_pause_pass(town)

    assert meanwhile == [[OptInState.WAITING], [OptInState.WAITING], [], []]
    then = [await town.states_of(who) for who in ("Ana", "Ben", "Chidi", "Hugo")]
    assert then == [[OptInState.WAITING], [OptInState.ENDED], [OptInState.WAITING], []]


async def test_who_reacts_unknown_in_a_shared_channel_joins_a_pause_later(town: SlackTown) -> None:
    """It might be another organisation's reaction; the board is read again for it, without another start."""
    town.circles.shared_with.append(town.fake.world.add_team("School", has_bot=False))
    nobody_is_told_of(town)
    await town.react("Ana", "⚾")
    meanwhile = await town.states_of("Ana")
    town.fake.faults.clear()
    await let_the_pause_pass(town)

    assert (meanwhile, await town.states_of("Ana")) == ([], [OptInState.WAITING])


async def test_leaving_by_an_emoji_waits_for_nothing_in_a_shared_channel(town: SlackTown) -> None:
    """One taken off lets nobody in, whoever it was."""
    await town.react("Ana", "⚾")
    town.circles.shared_with.append(town.fake.world.add_team("School", has_bot=False))
    nobody_is_told_of(town)
    await town.restart()

    await town.unreact("Ana", "⚾")

    assert await town.states_of("Ana") == [OptInState.ENDED]


async def test_a_clearing_waits_until_slack_tells_who_stands_there(town: SlackTown) -> None:
    """The bot's own reaction is set again then, not before: nobody who left comes back, and nobody cleared leaves."""
    await town.react("Ana", "⚾")
    await town.tap("Ana", Token.LEAVE_WISH)
    await town.react("Ben", "⚾")
    bot = town.fake.world.bot(town.team)

    async def a_moderator_clears() -> None:
        for user in (bot, town.people["Ben"].user):
            messages.unreact(town.fake.world, town._board(), user, BASEBALL)
        nobody_is_told_of(town)

    await town.while_down(a_moderator_clears)
    await opts_in(town, "Chidi", "anything")
    await town.pass_time(timedelta(hours=1))
    assert bot not in town._board().reactions[BASEBALL]
    town.fake.faults.clear()
    await town.pass_time(timedelta(hours=1))
    await town.restart()
    await town._heard_by_bot()

    assert bot in town._board().reactions[BASEBALL]
    assert [await town.states_of(who) for who in ("Ana", "Ben")] == [[OptInState.ENDED], [OptInState.WAITING]]
