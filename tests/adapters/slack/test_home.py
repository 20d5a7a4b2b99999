"""The Home tab is one's own page; no core act needs a command, and what is shown is only theirs."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from circles_slack.custom_ids import unpack
from circles_slack.settings import FIND_PEOPLE
from tests.fakes.slack.model import View, controls_in
from tests.journeys.acts import opts_in
from tests.journeys.slack_town import SlackTown


async def page_of(town: SlackTown, who: str) -> View:
    """Return somebody's page after they opened it."""
    town.people[who].open_home()
    await town._heard_by_bot()
    page = town.people[who].home
    assert page is not None
    return page


def tokens_on(page: View) -> set[str]:
    """Return what can be tapped on a page."""
    found = (unpack(element["action_id"]) for _, element in controls_in(page.blocks))
    return {one.token for one in found if one is not None}


async def test_the_page_shows_ones_own_wishes_and_follows_what_one_does(town: SlackTown) -> None:
    """It is there at the first look, and after each act it is true again."""
    page = await page_of(town, "Ana")
    assert Token.JOIN_MENU in tokens_on(page)

    await opts_in(town, "Ana")

    assert "baseball" in town._text(page, "Ana")
    assert {Token.PAUSE, Token.RHYTHM_MENU} <= {token.split(":")[0] for token in tokens_on(page)}
    assert "baseball" not in town._text(await page_of(town, "Ben"), "Ben")


async def test_all_of_joining_and_leaving_is_possible_there(town: SlackTown) -> None:
    """A window opens over the page, answers in itself, and the page follows."""
    page = await page_of(town, "Ana")
    await town._keep("Ana", town.people["Ana"].click(page, f"1|{town.team.id}|{Token.JOIN_MENU}"))
    assert town.people["Ana"].modal is not None

    await town.tap("Ana", Token.JOIN, "first job")
    assert "first job" in town.heard("Ana")
    assert "first job" in town._text(page, "Ana")

    await town.tap("Ana", Token.LEAVE_WISH)
    assert "first job" not in town._text(page, "Ana")


async def test_the_shortcut_finds_people(town: SlackTown) -> None:
    """From anywhere in Slack: a window with what there is to talk about."""
    await town._keep("Ana", town.people["Ana"].shortcut(FIND_PEOPLE))

    await town.tap("Ana", Token.JOIN, "baseball")

    assert "baseball" in town.heard("Ana")
    assert len(town.directs("Ana")) == 0


async def test_a_steward_looks_after_the_bot_there(town: SlackTown) -> None:
    """Settings, reports and all the others are buttons on Noor's page, and on nobody else's."""
    page = await page_of(town, "Noor")
    assert {"do:steward:status", "do:steward:setup", "do:steward:pause"} <= tokens_on(page)
    assert not any(token.startswith("do:") for token in tokens_on(await page_of(town, "Ana")))

    await town._keep("Noor", town.people["Noor"].click(page, f"1|{town.team.id}|do:steward:status"))

    assert "opted in" in town.heard("Noor")


async def test_a_named_steward_has_that_part_too(town: SlackTown) -> None:
    """Slack knows nothing of it: a steward has named them. Once they have stepped down it is gone."""
    await town.command("Noor", "/steward team")
    await town.tap("Noor", Token.NAME_STEWARD, "Goran")
    await town.pass_time(timedelta(hours=12))
    page = await page_of(town, "Goran")
    assert {"do:steward:status", "do:steward:pause"} <= tokens_on(page)

    await town._keep("Goran", town.people["Goran"].click(page, f"1|{town.team.id}|{Token.STEP_DOWN}"))

    assert not any(token.startswith("do:") for token in tokens_on(await page_of(town, "Goran")))


async def test_a_setup_needs_no_command(town: SlackTown) -> None:
    """The form opens over the page; it asks for no channel of the rooms, which lie under none here."""
    page = await page_of(town, "Noor")
    await town.pass_time(timedelta(minutes=5))

    await town._keep("Noor", town.people["Noor"].click(page, f"1|{town.team.id}|do:steward:setup"))

    form = town.people["Noor"].modal
    assert form is not None
    fields = {unpack(element["action_id"]) for _, element in controls_in(form.blocks)}
    tokens = {one.token for one in fields if one is not None}
    assert Token.SETUP_BOARD in tokens
    assert Token.SETUP_ROOMS not in tokens
    await town.tap("Noor", Token.SETUP, fields={Token.SETUP_BOARD: ("circles",), Token.SETUP_INTERESTS: ("books",)})
    await town.settle()
    assert "books" in town.board()


async def test_among_many_channels_one_looks_by_typing(town: SlackTown) -> None:
    """Where a list would not hold them, each is found by its name; a circle's room is never among them."""
    for number in range(60):
        town.fake.world.add_channel(town.team, f"project-{number:02}")
    room = town.fake.world.add_channel(
        town.team, "baseball-oak-1", creator=town.fake.world.bot(town.team), is_private=True
    )
    await town.pass_time(timedelta(minutes=5))
    noor = town.people["Noor"]
    await town.command("Noor", "/steward setup")
    form = noor.modal
    assert form is not None
    board = f"1|{town.team.id}|{Token.SETUP_BOARD}"

    found = await noor.suggest(form, board, "project-5")
    assert len(found) == 10
    assert await noor.suggest(form, board, room.name) == []
    pilots = await noor.suggest(form, f"1|{town.team.id}|{Token.SETUP_PILOT}", "")
    assert pilots[0]["text"]["text"] == "Everybody"
    chosen = await noor.suggest(form, board, "project-55")
    noor.fill(form, {board: "#project-55"}, chosen)
    await town._keep("Noor", noor.submit(form))
    await town.settle()

    assert town._board().channel.name == "project-55"
