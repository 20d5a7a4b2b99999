"""Journeys on a Discord that we did not write: there they hold too, and the bot asks of both the very same.

simcord lives in the test's process and judges by itself what people see and may do, what fits, and what is answered too
late; our fake speaks the protocol. Where they disagree, one of them is wrong about Discord. What only the fake can show
(limits, faults, nonces, forged taps, a bot that was cut off) has no journey here; ``docs/testing.md`` says which.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.journeys import (
    test_members_of_their_own_mind,
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

JOURNEYS: tuple[Callable[[Town], Awaitable[None]], ...] = (
    test_steps_1_and_2_set_up_and_opt_in.test_setup_done_again_repairs_and_keeps_everybody,
    test_steps_1_and_2_set_up_and_opt_in.test_leaving_outranks_a_reaction_that_still_stands,
    test_steps_1_and_2_set_up_and_opt_in.test_reactions_made_while_the_bot_was_down_count,
    test_step_1_second_steward_and_pilot.test_a_pilot_is_for_the_people_of_one_channel_until_a_steward_ends_it,
    test_step_3_grow.test_a_topic_is_proposed_without_a_name_opens_and_is_archived,
    test_steps_4_to_6_form_invite_open.test_three_yeses_are_enough_at_the_deadline,
    test_steps_4_to_6_form_invite_open.test_a_closed_direct_message_waits_behind_my_circles,
    test_steps_7_and_8_keep_warm_check_in.test_a_stewards_look_reaches_the_steward_privately,
    test_members_of_their_own_mind.test_leaving_the_community_frees_the_seat_without_a_word,
    test_steps_9_and_11_carry_on_and_with.test_a_hand_off_with_contacts,
    test_steps_9_and_11_carry_on_and_with.test_two_of_three_say_yes_and_get_a_room,
    test_step_10_close_or_renew.test_rest_closes_the_room_and_thanks_once,
    test_step_15_look_after_it.test_one_message_a_month_where_stewards_named_a_channel,
)


async def lived(kind: type[DiscordTown], database: Path, journey: Callable[[Town], Awaitable[None]]) -> Calls:
    """Live through a journey in a town and return what the bot asked; closing it asserts that nobody was removed."""
    town = await kind.open(f"sqlite:///{database}")
    try:
        await journey(town)
        return town.calls()
    finally:
        await town.close()


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__.removeprefix("test_"))
async def test_both_discords_are_asked_the_same(
    journey: Callable[[Town], Awaitable[None]], migrated_file: Path, tmp_path: Path
) -> None:
    """The same requests with the same bodies, in the same order to each room, channel and person."""
    asked: list[Calls] = []
    for kind in (SimcordTown, DiscordTown):
        database = Path(shutil.copy(migrated_file, tmp_path / f"{kind.__name__}.db"))
        # in a task of its own: simcord leaves its answers' way set in the context that it ran in
        asked.append(await asyncio.create_task(lived(kind, database, journey)))

    on_simcord, on_the_fake = asked
    assert len(on_the_fake) > 1
    assert on_simcord == on_the_fake
