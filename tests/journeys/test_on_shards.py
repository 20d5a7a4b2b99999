"""Journeys where Discord wants the bot in several shards: nobody in a server notices anything of it."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.journeys import (
    test_step_1_second_steward_and_pilot,
    test_steps_1_and_2_set_up_and_opt_in,
    test_steps_4_to_6_form_invite_open,
    test_steps_9_and_11_carry_on_and_with,
)
from tests.journeys.sharded_town import SHARDS, ShardedTown
from tests.journeys.town import Town

JOURNEYS: tuple[Callable[[Town], Awaitable[None]], ...] = (
    test_steps_1_and_2_set_up_and_opt_in.test_reactions_made_while_the_bot_was_down_count,
    test_step_1_second_steward_and_pilot.test_a_pilot_is_for_the_people_of_one_channel_until_a_steward_ends_it,
    test_steps_4_to_6_form_invite_open.test_three_yeses_are_enough_at_the_deadline,
    test_steps_9_and_11_carry_on_and_with.test_a_hand_off_with_contacts,
)


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__.removeprefix("test_"))
async def test_a_server_in_the_third_of_four_shards(
    journey: Callable[[Town], Awaitable[None]], migrated_file: Path, tmp_path: Path
) -> None:
    """The same steps as anywhere, and its taps in direct messages, which come through the first shard."""
    town = await ShardedTown.open(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'circles.db')}")
    try:
        await journey(town)
        assert {shard for shard, _ in town.fake.gateway.identified} == set(range(SHARDS))
    finally:
        await town.close()
