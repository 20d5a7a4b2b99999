"""Journeys on a Discord that we did not write: there they hold too, and the bot asks of both the very same.

simcord lives in the test's process and judges by itself what people see and may do, what fits, and what is answered too
late; our fake speaks the protocol. Where they disagree, one of them is wrong about Discord. What only the fake can show
(limits, faults, nonces, forged taps, a bot that was cut off) has no journey here; ``docs/testing.md`` says which.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from inspect import signature
from pathlib import Path

import pytest

from tests.journeys import (
    test_calendar_pace,
    test_members_of_their_own_mind,
    test_need_something,
    test_next_question,
    test_small_circles,
    test_step_1_second_steward_and_pilot,
    test_step_3_grow,
    test_step_10_close_or_renew,
    test_step_15_look_after_it,
    test_steps_1_and_2_set_up_and_opt_in,
    test_steps_4_to_6_form_invite_open,
    test_steps_7_and_8_keep_warm_check_in,
    test_steps_9_and_11_carry_on_and_with,
)
from tests.journeys.discord_calls import Calls
from tests.journeys.discord_town import DiscordTown
from tests.journeys.simcord_town import SimcordTown
from tests.journeys.town import Town

Journey = Callable[[Town], Awaitable[None]]

STEPS = (
    test_steps_1_and_2_set_up_and_opt_in,
    test_step_1_second_steward_and_pilot,
    test_step_3_grow,
    test_steps_4_to_6_form_invite_open,
    test_members_of_their_own_mind,
    test_steps_7_and_8_keep_warm_check_in,
    test_next_question,
    test_need_something,
    test_calendar_pace,
    test_steps_9_and_11_carry_on_and_with,
    test_step_10_close_or_renew,
    test_small_circles,
    test_step_15_look_after_it,
)
NOT_HERE = frozenset(
    {
        "test_a_forged_or_old_token_gets_a_kind_answer",
        "test_a_second_tap_on_an_old_button_changes_nothing",
        "test_a_no_is_changed_to_a_yes_before_the_deadline",
        "test_a_button_of_a_closed_circle_gets_a_kind_answer",
        "test_nobody_but_stewards_sees_or_changes_settings",
        "test_a_room_that_cannot_be_seen_is_asked_at_half_the_pace",
        "test_what_may_be_no_silence_ends_nothing",
    }
)
"""Forged and old taps, and what follows where a bot does not hear that people talk; ``docs/testing.md`` says why."""


def every_journey() -> Iterator[Journey]:
    """Yield the journeys of steps 1 to 11 and 15 in their order."""
    for module in STEPS:
        for name, one in vars(module).items():
            if name.startswith("test_") and [*signature(one).parameters] == ["town"]:
                yield one


JOURNEYS = [one for one in every_journey() if one.__name__ not in NOT_HERE]


async def lived(kind: type[DiscordTown], database: Path, journey: Journey) -> Calls:
    """Live through a journey in a town and return what the bot asked; closing it asserts that nobody was removed."""
    town = await kind.open(f"sqlite:///{database}")
    try:
        await journey(town)
        return town.calls()
    finally:
        await town.close()


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__.removeprefix("test_"))
async def test_both_discords_are_asked_the_same(journey: Journey, migrated_file: Path, tmp_path: Path) -> None:
    """The same requests with the same bodies, in the same order to each room, channel and person."""
    asked: list[Calls] = []
    for kind in (SimcordTown, DiscordTown):
        database = Path(shutil.copy(migrated_file, tmp_path / f"{kind.__name__}.db"))
        # in a task of its own: simcord leaves its answers' way set in the context that it ran in
        asked.append(await asyncio.create_task(lived(kind, database, journey)))

    on_simcord, on_the_fake = asked
    assert on_the_fake
    assert on_simcord == on_the_fake


def test_what_is_not_told_here_is_told_elsewhere() -> None:
    """A journey that was renamed or is gone is left out no longer."""
    assert {one.__name__ for one in every_journey()} >= NOT_HERE
