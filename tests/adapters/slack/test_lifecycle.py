"""What happens to people and to the bot itself in a workspace."""

from datetime import timedelta

import pytest

from circles_bot.engine.model import OptInState
from circles_bot.engine.tokens import Token
from tests.journeys.acts import FOUR, all_opt_in, invitations_come, opts_in
from tests.journeys.slack_town import SlackTown


async def removed(town: SlackTown) -> None:
    """Take the app out of the workspace."""
    town.fake.world.uninstall(town.fake.world.installation_of(town.team))


async def test_everything_sleeps_where_the_app_was_taken_out_and_goes_on_when_it_is_back(town: SlackTown) -> None:
    """No call is made meanwhile, and no wish is lost."""
    await all_opt_in(town)
    await removed(town)
    await town._heard_by_bot()
    before = len(town.fake.calls())

    await town.pass_time(timedelta(days=14))
    assert len(town.fake.calls()) == before

    await town.installed_again()
    await invitations_come(town)
    assert [len(town.directs(who)) for who in FOUR] == [1, 1, 1, 1]


async def test_a_token_that_was_taken_back_stops_everything_at_once(town: SlackTown) -> None:
    """As if the app had been taken out."""
    await all_opt_in(town)
    town.fake.world.revoke(town.fake.world.installation_of(town.team))
    await town._heard_by_bot()
    before = len(town.fake.calls())

    await town.pass_time(timedelta(days=8))

    assert len(town.fake.calls()) == before


async def test_a_token_that_works_no_more_says_nothing_of_anybodys_account(town: SlackTown) -> None:
    """While the word of the removal is on its way all is put off; nobody is taken for gone."""
    await all_opt_in(town)
    await invitations_come(town)
    for who in FOUR[:3]:
        await town.tap(who, Token.ACCEPT)
    await all_opt_in(town, "Eli", "Fatima", "Goran", interest="first job")
    town.fake.delivery.hold()
    await removed(town)

    await town.pass_time(timedelta(days=10))
    town.fake.delivery.held = None
    await town.installed_again()

    assert len(town.fake.calls("conversations.open")) > len(FOUR)
    await invitations_come(town, "Eli", "Fatima", "Goran")


@pytest.mark.parametrize("is_running", [True, False])
async def test_who_has_no_account_any_more_is_planned_into_nothing(town: SlackTown, is_running: bool) -> None:
    """Whether the bot was told, or finds out when it writes to them."""
    await all_opt_in(town)
    if not is_running:
        town.fake.delivery.hold()
    town.people["Ana"].leave_team()
    await town._heard_by_bot()

    await town.pass_time(timedelta(days=14))

    assert town.directs("Ana") == []
    assert OptInState.WAITING not in await town.states_of("Ana")
    town.fake.delivery.held = None


@pytest.mark.parametrize("event", ["app_uninstalled", "tokens_revoked"])
async def test_a_removal_that_is_told_once_more_after_the_return_is_none(town: SlackTown, event: str) -> None:
    """Slack's last try may come when the app is there again: nothing sleeps then."""
    await all_opt_in(town)
    grant = town.fake.world.installation_of(town.team)
    (town.fake.world.uninstall if event == "app_uninstalled" else town.fake.world.revoke)(grant)
    await town._heard_by_bot()
    told = [one for one in town.fake.delivery.sent if one.payload["event"]["type"] == event]
    assert told
    await town.pass_time(timedelta(minutes=3))

    await town.installed_again()
    for one in told:
        assert (await town.fake.delivery.send("events_api", one.payload, attempt=3, reason="http_timeout")).is_ok
    await town._heard_by_bot()

    await invitations_come(town)
    assert [len(town.directs(who)) for who in FOUR] == [1, 1, 1, 1]


async def test_who_closed_their_account_and_came_back_is_here_whatever_comes_late(town: SlackTown) -> None:
    """The word of the closing, told again after that of the return, drops no wish."""
    town.people["Ana"].leave_team()
    await town._heard_by_bot()
    closed = town.fake.delivery.sent[-1]
    await town.comes_back("Ana")
    await opts_in(town, "Ana")

    for _ in range(3):
        assert (await town.fake.delivery.send("events_api", closed.payload)).is_ok
    await town._heard_by_bot()

    assert await town.states_of("Ana") == [OptInState.WAITING]


async def test_people_of_another_organisation_are_never_taken_in(town: SlackTown) -> None:
    """In a channel that is shared with them they hear so when they tap; a reaction of theirs means nothing."""
    other = town.fake.world.add_team("School", has_bot=False)
    town.circles.shared_with.append(other)
    hugo = town.people["Hugo"] = town.fake.person("Hugo", other)
    town.circles.members.append(hugo.user)

    await town.react("Hugo", "⚾")
    await opts_in(town, "Hugo")

    assert "another organisation" in town.heard("Hugo")
    assert await town.states_of("Hugo") == []
    await opts_in(town, "Ana")
    assert await town.states_of("Ana") == [OptInState.WAITING]


async def test_nobody_is_taken_in_unknown_where_a_channel_is_shared(town: SlackTown) -> None:
    """While Slack does not tell who reacted, it might be somebody else's; read later, it counts."""
    town.circles.shared_with.append(town.fake.world.add_team("School", has_bot=False))
    await town.pass_time(timedelta(minutes=11))
    town.fake.faults.fail(500, "users.info", times=3)

    await town.react("Ana", "⚾")
    assert await town.states_of("Ana") == []

    town.fake.faults.clear()
    await town.restart()
    assert await town.states_of("Ana") == [OptInState.WAITING]


async def test_language_and_zone_are_those_that_slack_tells(town: SlackTown) -> None:
    """Where somebody changes them, the next word is in the new language."""
    await opts_in(town, "Ana")
    assert "You're in" in town.heard("Ana")

    town.people["Ana"].change_profile(locale="es-ES", tz="America/Bogota")
    await town.command("Ana", "/circles help")

    assert "círculo" in town.heard("Ana")


async def test_nights_follow_whoever_travels(town: SlackTown) -> None:
    """With the next thing that somebody does, their nights are those of where Slack says they are."""
    await opts_in(town, "Ana")
    translator, theirs = town.adapter.translator, town.people["Ana"].user.id
    ana = translator.community(town.team.id), translator.member(town.team.id, theirs)
    at_home = (await town.store.read_reader(*ana))[1]

    town.people["Ana"].change_profile(tz="America/Bogota")
    await opts_in(town, "Ana", "first job")

    assert (at_home, (await town.store.read_reader(*ana))[1]) == ("Europe/Lisbon", "America/Bogota")


async def test_somebody_who_takes_no_messages_finds_what_waits_on_their_page(town: SlackTown) -> None:
    """A closed messages tab costs nothing: the invitation is under My circles."""
    await town.close_directs("Ana", closed=True)
    await all_opt_in(town)
    await invitations_come(town, "Ben", "Chidi", "Dewi")

    await town.command("Ana", "/circles mine")

    assert town.directs("Ana") == []
    assert "Yes" in town.heard("Ana")
