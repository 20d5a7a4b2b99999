"""When Slack or the way to it fails: in the end each thing is there; once, as far as Slack allows."""

from datetime import timedelta

import pytest

from circles_bot.engine.tokens import Token
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
