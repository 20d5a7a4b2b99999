"""Commands in direct messages, which all come through the first shard, about servers of whichever shard."""

import shutil
from pathlib import Path

from tests.adapters.discord.test_direct_messages import becomes_known, typed_privately
from tests.adapters.discord.test_two_processes import Cluster
from tests.databases import copy_of_template
from tests.journeys.acts import opts_in, steward_sets_up
from tests.journeys.sharded_town import SHARDS, ShardedTown
from tests.postgres import PostgresServer


async def test_the_only_server_that_knows_somebody_may_be_in_any_shard(
    migrated_file: Path, tmp_path: Path, real_patience: None
) -> None:
    """All shards are this process's, so it knows all servers."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    town = await ShardedTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    town.fake.world.add_guild("School", on_shard=(0, SHARDS))
    await steward_sets_up(town)
    await opts_in(town, "Ana")
    await town.restart()

    heard = await typed_privately(town, town.people["Ana"], "circles mine")
    await town.close()

    assert "baseball" in heard


async def test_where_other_processes_have_servers_somebody_is_asked(
    migrated_server: PostgresServer, real_patience: None
) -> None:
    """Of the servers of this one only one knows her, but those of the others it cannot tell."""
    town = await Cluster.open(copy_of_template(migrated_server))
    assert isinstance(town, Cluster)
    await steward_sets_up(town)
    await opts_in(town, "Ana")
    school = town.fake.world.add_guild("School", on_shard=(0, SHARDS))
    await becomes_known(town, town.people["Ana"], school)
    second, third = await town.another(), await town.another()
    await town.first.stops()
    await second.renews()
    await third.renews()
    assert 0 in second.numbers
    assert 2 in third.numbers
    town.goes_on_with(second)

    heard = await typed_privately(town, town.people["Ana"], "circles mine")
    await town.close()

    assert "Which server" in heard
