"""Who is new in a workspace, or back with their old account, takes part at once."""

from datetime import timedelta

from circles_bot.engine.model import OptInState
from tests.fakes.slack import payloads
from tests.journeys.slack_town import SlackTown


async def test_who_joins_is_looked_up_anew(town: SlackTown) -> None:
    """What was known of the account before, that nobody had it, does not count any more."""
    ana = town.people["Ana"]
    await town.pass_time(timedelta(minutes=11))  # else she is known
    ana.user.deleted = True
    profile = await town.adapter.workspaces.of(town.team.id).people.profile(ana.user.id)
    assert profile is not None
    assert profile.is_gone
    ana.user.deleted = False

    town.fake.world.tell_team(town.team, "team_join", {"user": payloads.user(ana.user)})
    await town._heard_by_bot()
    await town.react("Ana", "⚾")

    assert await town.states_of("Ana") == [OptInState.WAITING]
