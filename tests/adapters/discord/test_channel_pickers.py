"""Stewards choose channels in Discord's own lists: any of a large server, and none where that means something."""

from collections.abc import Sequence
from datetime import timedelta

from circles_bot.engine.tokens import Token, make_token
from circles_discord.custom_ids import pack, unpack
from tests.adapters.discord.test_losses import channel
from tests.fakes.discord.components import BUTTON, CHANNEL_SELECT, SELECT, every
from tests.fakes.discord.interactions import COMPONENT, MODAL
from tests.fakes.discord.model import Overwrite, Permission
from tests.fakes.discord.refusals import JSON
from tests.journeys.acts import steward_sets_up
from tests.journeys.discord_town import DiscordTown
from tests.journeys.test_step_15_look_after_it import chooses

NOTHING = Permission(0)
SETTINGS_WITH_A_CHANNEL = 3
PILOT = 6


def field(town: DiscordTown, token: str) -> JSON:
    """Return a field of the form that Noor has open."""
    form = town._heard["Noor"].modal
    assert form is not None
    for one in every(form["components"]):
        found = unpack(one.get("custom_id", ""))
        if found is not None and found.token == token:
            return one
    raise AssertionError(f"there is no {token}")


def chosen(town: DiscordTown, token: str) -> Sequence[str]:
    """Return the names of the channels that are chosen already in a field of Noor's form."""
    return [town.fake.world.channels[int(one["id"])].name for one in field(town, token).get("default_values", ())]


def board_in(town: DiscordTown) -> str:
    """Return the name of the channel that the board is in."""
    return town._board().channel.name


async def set_up_again(town: DiscordTown, *interests: str, board: str, rooms: str) -> None:
    """Let Noor set up once more, a while after she did; what one moment shows is shown once."""
    await town.pass_time(timedelta(minutes=1))
    await steward_sets_up(town, *interests, board=board, rooms=rooms)


def deny(town: DiscordTown, name: str, *denied: Permission) -> None:
    """Let the bot not do something in a channel; all is allowed again without any."""
    bot, place = town.fake.world.bot.id, channel(town, name)
    overwrites = [Overwrite(id=bot, is_member=True, allow=NOTHING, deny=one) for one in denied]
    town.fake.world.set_overwrites(place, *overwrites)


async def test_the_fiftieth_of_sixty_channels_is_chosen_in_the_form(town: DiscordTown) -> None:
    """A list of options would end at twenty-five; done again, it is the one chosen already."""
    for number in range(60):
        town.fake.world.add_channel(town.guild, f"talk-{number}")

    await set_up_again(town, board="talk-50", rooms="talk-51")

    assert board_in(town) == "talk-50"
    await town.command("Noor", "/steward setup")
    assert [chosen(town, Token.SETUP_BOARD), chosen(town, Token.SETUP_ROOMS)] == [["talk-50"], ["talk-51"]]
    await town.tap("Noor", Token.SETUP, fields={})
    assert "Done again" in town.heard("Noor")
    assert board_in(town) == "talk-50"


async def test_what_the_command_names_is_chosen_already(town: DiscordTown) -> None:
    """Its options still say where, of however many channels."""
    many = [town.fake.world.add_channel(town.guild, f"talk-{number}") for number in range(40)]

    noor = town.people["Noor"]
    await town._keep("Noor", noor.slash("steward setup", board=str(many[38].id), rooms=str(many[39].id)))

    assert [chosen(town, Token.SETUP_BOARD), chosen(town, Token.SETUP_ROOMS)] == [["talk-38"], ["talk-39"]]


async def test_a_field_left_empty_is_nowhere(town: DiscordTown) -> None:
    """The monthly message ends with the channel taken out of the field, and goes on where the field was left alone."""
    token = make_token(Token.SET, "stewards_place")
    await chooses(town, SETTINGS_WITH_A_CHANNEL, stewards_place="stewards")
    assert "the channel you chose" in town.heard("Noor")
    await chooses(town, SETTINGS_WITH_A_CHANNEL)
    assert "as it was" in town.heard("Noor")

    await town.tap("Noor", Token.SETTINGS_PAGE, part=str(SETTINGS_WITH_A_CHANNEL))
    assert chosen(town, token) == ["stewards"]
    await town.tap("Noor", Token.SETTINGS, fields={token: ()})

    assert "No monthly message" in town.heard("Noor")


async def test_a_field_left_empty_is_everybody(town: DiscordTown) -> None:
    """A pilot stands while its channel stands in the form, of the settings as of the setup, and ends without it."""
    await chooses(town, PILOT, pilot_place="tryout")
    assert "A pilot is on" in town.heard("Noor")
    await set_up_again(town, "books", board="circles", rooms="circles")
    assert "A pilot is on" in town.heard("Noor")

    await town.command("Noor", "/steward setup")
    assert chosen(town, Token.SETUP_PILOT) == ["tryout"]
    await town.tap("Noor", Token.SETUP, fields={Token.SETUP_PILOT: ()})

    assert "A pilot is on" not in town.heard("Noor")


async def test_what_is_lacking_in_a_chosen_channel_is_named_with_its_mend(town: DiscordTown) -> None:
    """Per channel, only what it is chosen for; nothing is half done, and done again after that it works."""
    deny(town, "general", Permission.SEND_MESSAGES | Permission.CREATE_PRIVATE_THREADS)
    deny(town, "tryout", Permission.SEND_MESSAGES_IN_THREADS | Permission.SEND_MESSAGES)
    await town.settle()

    await set_up_again(town, "books", board="general", rooms="tryout")

    assert town.heard("Noor").splitlines()[-2:] == [
        "In #general I still need: Send Messages",
        "In #tryout I still need: Send Messages in Threads",
    ]
    assert "Edit Channel, Permissions" in town.heard("Noor")
    assert board_in(town) == "circles"
    assert "books" not in town.board()
    deny(town, "general")
    deny(town, "tryout")
    await town.settle()
    await set_up_again(town, "books", board="general", rooms="tryout")
    assert board_in(town) == "general"


async def test_a_board_may_do_without_reactions(town: DiscordTown) -> None:
    """It is there all the same, and the steward reads what would bring them."""
    deny(town, "general", Permission.ADD_REACTIONS)
    await town.settle()

    await set_up_again(town, board="general", rooms="circles")

    assert "In #general I still need: Add Reactions" in town.heard("Noor")
    assert board_in(town) == "general"


async def test_a_channel_that_the_bot_does_not_see_changes_nothing(town: DiscordTown) -> None:
    """It is said so, with what to do."""
    deny(town, "general", Permission.VIEW_CHANNEL)
    await town.settle()

    await set_up_again(town, board="general", rooms="circles")

    assert "do not see one of the channels" in town.heard("Noor")
    assert "View Channel" in town.heard("Noor")
    assert board_in(town) == "circles"


async def test_a_channel_of_another_server_or_none_any_more_changes_nothing(town: DiscordTown) -> None:
    """Neither what a forged form names, nor what was deleted while the form was open."""
    elsewhere = town.fake.world.add_guild("Elsewhere", has_bot=False)
    foreign = town.fake.world.add_channel(elsewhere, "general")
    gone = channel(town, "general")

    for place in (foreign.id, gone.id):
        await town.command("Noor", "/steward setup")
        if place == gone.id:
            town.fake.world.delete_channel(gone)
        await town._keep("Noor", town.people["Noor"].forge(MODAL, filled_in(town, place)))
        assert "Nothing was changed" in town.heard("Noor")

    assert board_in(town) == "circles"


def filled_in(town: DiscordTown, place: int) -> JSON:
    """Return the setup's form as it would come with a channel for board and rooms, whichever it is."""
    fields = [
        {"type": CHANNEL_SELECT, "id": number, "custom_id": pack(town.guild.id, token), "values": [str(place)]}
        for number, token in enumerate((Token.SETUP_BOARD, Token.SETUP_ROOMS), start=1)
    ]
    labels = [{"type": 18, "id": 10 + number, "component": one} for number, one in enumerate(fields)]
    return {"custom_id": pack(town.guild.id, Token.SETUP), "components": labels}


async def test_in_direct_messages_channels_are_listed(town: DiscordTown) -> None:
    """Discord's list is empty there, and what is sent empty would end what is in force: ours has options."""
    noor, token = town.people["Noor"], make_token(Token.SET, "stewards_place")
    page = pack(town.guild.id, make_token(Token.SETTINGS_PAGE, str(SETTINGS_WITH_A_CHANNEL)))
    data: JSON = {"component_type": BUTTON, "custom_id": page, "id": 1}

    await town._keep("Noor", noor.forge(COMPONENT, data, channel=town.fake.world.dm_with(noor.user)))

    assert field(town, token)["type"] == SELECT
    assert "#stewards" in [option["label"] for option in field(town, token)["options"]]
