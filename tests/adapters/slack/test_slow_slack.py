"""When Slack takes long to say what we ask: what is late is shown all the same, and no window vanishes."""

from datetime import timedelta

import pytest

from circles_bot.engine.tokens import Token
from circles_slack import client
from circles_slack.custom_ids import unpack
from tests.fakes.slack.model import View, controls_in
from tests.journeys.acts import opts_in, steward_sets_up
from tests.journeys.slack_town import SlackTown


@pytest.fixture
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take for late what is not there nearly at once."""
    monkeypatch.setattr(client, "ACKNOWLEDGE_AFTER_SECONDS", 0.02)


def form_of(town: SlackTown, who: str) -> View:
    """Return the window that somebody has open."""
    form = town.people[who].modal
    assert form is not None, "nothing is open"
    return form


@pytest.mark.usefixtures("no_patience")
async def test_a_form_that_takes_long_becomes_its_answer(town: SlackTown) -> None:
    """It says that it takes a moment; closed without a word, nobody would know what became of it."""
    ana = town.people["Ana"]
    await town.command("Ana", "/circles propose")
    await town.pass_time(timedelta(minutes=11))  # who she is has to be asked again
    held, form = town.fake.faults.hold("users.info"), form_of(town, "Ana")
    name = next(
        element["action_id"]
        for _, element in controls_in(form.blocks)
        if (found := unpack(element["action_id"])) is not None and found.token == Token.PROPOSE_NAME
    )

    sent = await ana.submit(form, {name: "zines"}).answered()
    waiting = town._text(form_of(town, "Ana"), "Ana")
    held.release()
    await town._heard_by_bot()

    assert not sent.failed
    assert "One moment" in waiting
    assert "zines" in town._text(form_of(town, "Ana"), "Ana")


@pytest.mark.usefixtures("no_patience")
async def test_a_window_that_would_open_too_late_is_asked_for_once_more(town: SlackTown) -> None:
    """Slack opens none after three seconds; without a word nobody would know why."""
    await town.pass_time(timedelta(minutes=5))
    town.people["Noor"].user.modals.clear()
    held = town.fake.faults.hold("conversations.list")

    sent = await town.people["Noor"].command("/steward setup")
    held.release()
    await town._heard_by_bot()

    assert not sent.failed
    assert town.people["Noor"].modal is None
    assert "once more" in town._text(town.people["Noor"].user.shown[-1], "Noor")


async def test_channels_are_offered_in_time(town: SlackTown, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are known; Slack shows an error where an answer takes three seconds."""
    for number in range(60):
        town.fake.world.add_channel(town.team, f"project-{number:02}")
    await town.pass_time(timedelta(minutes=5))
    await town.command("Noor", "/steward setup")
    noor, board = town.people["Noor"], f"1|{town.team.id}|{Token.SETUP_BOARD}"
    await town.pass_time(timedelta(minutes=5))
    monkeypatch.setattr(client, "ACKNOWLEDGE_AFTER_SECONDS", 0.02)
    held = town.fake.faults.hold("conversations.list")

    found = await noor.suggest(form_of(town, "Noor"), board, "project-5")
    held.release()

    assert len(found) == 10


async def test_a_page_that_was_opened_before_a_start_follows_what_is_tapped_on_it(town: SlackTown) -> None:
    """Slack shows it as it was; it says nothing of a page being open already."""
    await steward_sets_up(town)
    ana = town.people["Ana"]
    ana.open_home()
    await town._heard_by_bot()
    await town.command("Ana", "/circles join baseball")
    await town.restart()
    page = ana.home
    assert page is not None
    assert "baseball" in town._text(page, "Ana")

    leave = next(
        element["action_id"]
        for _, element in controls_in(page.blocks)
        if (found := unpack(element["action_id"])) is not None and found.token.startswith(Token.LEAVE_WISH)
    )
    await town._keep("Ana", ana.click(page, leave))

    assert ana.home is not None
    assert "baseball" not in town._text(ana.home, "Ana")


async def test_nobody_of_another_organisation_is_taken_in_unknown(town: SlackTown) -> None:
    """While Slack does not tell who tapped, or will not show them, where they belong decides."""
    other = town.fake.world.add_team("School", has_bot=False)
    town.circles.shared_with.append(other)
    hugo = town.people["Hugo"] = town.fake.person("Hugo", other)
    town.circles.members.append(hugo.user)

    town.fake.faults.fail(500, "users.info")
    await town.tap("Hugo", Token.JOIN, "baseball")
    assert "another organisation" in town.heard("Hugo")
    town.fake.faults.refuse("user_not_visible", "users.info")
    await town.tap("Hugo", Token.JOIN, "baseball")

    assert "another organisation" in town.heard("Hugo")
    assert await town.states_of("Hugo") == []


async def test_a_steward_of_whom_slack_tells_nothing_now_stays_one(town: SlackTown) -> None:
    """What stewards alone may do waits; nothing is taken from them by an act of theirs."""
    await opts_in(town, "Noor")
    before = await is_steward(town, "Noor")
    await town.restart()  # what was known of her is not any more
    town.fake.faults.fail(500, "users.info", times=9)

    await town.command("Noor", "/circles pause 2")

    assert "paused" in town.heard("Noor")
    assert before
    assert await is_steward(town, "Noor")


async def is_steward(town: SlackTown, who: str) -> bool:
    """Tell whether somebody is known for a steward."""
    translator = town.adapter.translator
    community = translator.community(town.team.id)
    member = translator.member(town.team.id, town.people[who].user.id)
    found = (await town.store.read_interests(community, member)).member
    assert found is not None
    return found.is_steward
