"""Slack sends again, and in any order: each thing happens once."""

import asyncio
import random

from circles_bot.engine.model import OptInState
from circles_bot.engine.tokens import Token
from tests.fakes.slack.refusals import JSON
from tests.journeys.acts import FOUR, circle_opens
from tests.journeys.slack_town import SlackTown


async def sent_again(town: SlackTown, payloads: list[tuple[str, JSON]], seed: int) -> None:
    """Send payloads one to four times each, in any order, some while others are still running."""
    dice = random.Random(seed)
    copies = [one for one in payloads for _ in range(dice.randint(1, 4))]
    dice.shuffle(copies)
    while copies:
        together = [copies.pop() for _ in range(min(dice.randint(1, 5), len(copies)))]
        answers = await asyncio.gather(*(town.fake.delivery.send(kind, payload) for kind, payload in together))
        assert all(answer.is_ok for answer in answers)
    await town._heard_by_bot()


async def test_reactions_that_arrive_again_and_in_any_order(town: SlackTown) -> None:
    """On, off and on again by five people: the last that they did is what counts."""
    town.fake.delivery.hold()
    for who in ("Ana", "Ben", "Chidi", "Dewi", "Eli"):
        town.people[who].react(town._board(), "baseball")
        town.people[who].unreact(town._board(), "baseball")
        if who in ("Ana", "Ben"):
            town.people[who].react(town._board(), "baseball")
    held = town.fake.delivery.held or []

    for seed in range(3):
        await sent_again(town, [("events_api", one.payload) for one in held], seed)

    for who in ("Ana", "Ben", "Chidi", "Dewi", "Eli"):
        wanted = [OptInState.WAITING] if who in ("Ana", "Ben") else []
        assert [state for state in await town.states_of(who) if state is OptInState.WAITING] == wanted
    town.fake.delivery.held = None


async def test_taps_commands_and_forms_that_arrive_again(town: SlackTown) -> None:
    """A wish taken back stays taken back, whatever of it comes once more."""
    await town.command("Ana", "/circles join first job")
    await town.tap("Ana", Token.JOIN, "baseball")
    await town.tap("Ana", Token.LEAVE_WISH)
    await town.command("Ana", "/circles with")
    await town.tap("Ana", Token.WITH, fields={Token.WITH_PEOPLE: ("Ben",), Token.WITH_TOPIC: ("zines",)})
    told = [
        ("slash_commands" if one.kind == "slash_commands" else "interactive", one.payload)
        for one in town.people["Ana"].answers
        if one.kind in ("slash_commands", "block_actions", "view_submission")
    ]
    before = await town.states_of("Ana")

    await sent_again(town, told, 7)

    assert await town.states_of("Ana") == before
    assert town.fake.removals() == 0


async def test_what_happens_in_rooms_arrives_again(town: SlackTown) -> None:
    """Words, a departure and a closed account: one voice, one free seat, one absence."""
    await circle_opens(town)
    town.fake.delivery.hold()
    await town.say("Ben", "hello")
    town.people["Ana"].leave_channel(town._rooms("Ana", is_archived=False)[-1])
    town.people["Chidi"].leave_team()
    held = town.fake.delivery.held or []

    await sent_again(town, [("events_api", one.payload) for one in held], 3)
    town.fake.delivery.held = None

    await town.settle()
    assert [len(town.in_room(who)) for who in FOUR[1:2]] == [1]
    assert OptInState.WAITING not in await town.states_of("Chidi")
