"""The unmodified discord.py over TCP: what a bot does on an ordinary day."""

import discord
import pytest
from discord import ui

from tests.adapters.discord_fake.bots import Bot, Yes, running
from tests.adapters.discord_fake.conftest import Town
from tests.fakes.discord.model import COMPONENTS_V2, MessageType
from tests.fakes.discord.people import labels_of, text_of


async def test_a_client_logs_in_and_knows_its_guild(town: Town, bot: Bot) -> None:
    """Login, identify, READY and GUILD_CREATE are as discord.py expects them."""
    guild = bot.get_guild(town.guild.id)

    assert guild is not None
    assert bot.user is not None
    assert guild.me.id == bot.user.id
    assert [it.name for it in guild.text_channels] == ["general"]
    assert guild.me.guild_permissions.create_private_threads
    assert not guild.me.guild_permissions.manage_threads


async def test_commands_are_synced_and_answered(town: Town, bot: Bot) -> None:
    """A typed command is acknowledged; only that person sees an ephemeral answer."""
    act = await town.ana.command("circles join", interest="baseball")

    assert act.response is not None
    assert text_of(act.response) == "Joined baseball"
    assert act.response in town.ana.sees(town.channel)
    assert act.response not in town.ben.sees(town.channel)


async def test_options_complete(town: Town, bot: Bot) -> None:
    """Autocompletion gives the choices for what was typed so far."""
    choices = await town.ana.complete("circles join", "interest", "bas")

    assert [it["value"] for it in choices] == ["baseball"]


async def test_a_deferred_answer_appears_with_its_edit(town: Town, bot: Bot) -> None:
    """Deferring, editing the original and following up each show where they should."""
    await (await town.ana.command("circles later")).followed_up()

    assert [text_of(it) for it in town.ana.sees(town.channel)] == ["There it is", "And more"]


async def test_a_modal_comes_back_filled_in(town: Town, bot: Bot) -> None:
    """A form opens, keeps its defaults, and its answer is a message."""
    opened = await town.ana.command("circles form")

    act = await town.ana.submit(opened, {"words": "hello"}).settled()

    assert act.response is not None
    assert text_of(act.response) == "hello/['1']"


async def test_a_user_menu_names_its_target(town: Town, bot: Bot) -> None:
    """The person whose menu it was comes resolved."""
    act = await town.ana.user_menu("Avoid, privately", town.ben).settled()

    assert act.response is not None
    assert text_of(act.response) == "Not with Ben"


async def test_a_layout_is_shown_and_its_button_works(town: Town, bot: Bot) -> None:
    """Components V2 go out whole; a dynamic item in them is tapped."""
    shown = (await town.ana.command("circles look")).response
    assert shown is not None
    assert shown.flags & COMPONENTS_V2
    assert text_of(shown) == "# Hello"
    assert labels_of(shown) == ["Yes"]

    await town.ana.click(shown, "yes:7").answered()

    assert text_of(shown) == "Yes to 7"


async def test_a_reaction_leads_to_a_room_and_a_direct_message(town: Town, bot: Bot) -> None:
    """Reaction, private thread, member, direct message with a button, tap, edit: the whole way."""
    general = bot.get_channel(town.channel.id)
    assert isinstance(general, discord.TextChannel)
    board = await general.send("React ⚾")
    shown = town.channel.messages[board.id]

    town.ana.react(shown, "⚾")
    await bot.until(lambda: bot.reactions)
    assert bot.reactions[0].member is not None
    thread = await general.create_thread(name="baseball", invitable=False, type=discord.ChannelType.private_thread)
    await thread.add_user(discord.Object(town.ana.user.id))
    user = await bot.fetch_user(town.ana.user.id)
    view = ui.View(timeout=None)
    view.add_item(Yes(3))
    await user.send("A circle is ready", view=view)
    act = await town.ana.click(town.ana.dms()[0], "yes:3").answered()

    assert [it.name for it in town.ana.threads()] == ["baseball"]
    assert town.ben.threads() == []
    (room,) = town.ana.threads()
    assert [it.type for it in town.ana.sees(room)] == [MessageType.RECIPIENT_ADD]
    assert [text_of(it) for it in town.ana.dms()] == ["Yes to 3"]
    assert act.answered_at is not None
    assert town.fake.removals() == 0


async def test_a_button_works_after_a_restart(town: Town) -> None:
    """Nothing but the custom_id is needed."""
    async with running(town.fake, Bot()) as first:
        view = ui.View(timeout=None)
        view.add_item(Yes(9))
        await (await first.fetch_user(town.ana.user.id)).send("Again?", view=view)

    async with running(town.fake, Bot()):
        await town.ana.click(town.ana.dms()[0], "yes:9").answered()

    assert text_of(town.ana.dms()[0]) == "Yes to 9"


async def test_no_content_without_the_intent(town: Town, bot: Bot) -> None:
    """What people write to each other arrives empty; where they call the bot it does not."""
    town.ana.write(town.channel, "a secret")
    town.ana.write(town.channel, f"<@{town.fake.world.bot.id}> hello")
    await bot.until(lambda: len(bot.messages) == 2)

    assert [it.content for it in bot.messages] == ["", f"<@{town.fake.world.bot.id}> hello"]
    assert len((await bot.messages[0].channel.fetch_message(bot.messages[0].id)).content) == 0


async def test_closed_direct_messages_are_refused(town: Town, bot: Bot) -> None:
    """50007 for who takes none, 50278 where no server is shared."""
    ana, ben = await bot.fetch_user(town.ana.user.id), await bot.fetch_user(town.ben.user.id)
    town.ana.close_dms()
    town.ben.leave_guild()

    codes = [await _code_of(ana.send("hello")), await _code_of(ben.send("hello"))]

    assert codes == [50007, 50278]


async def test_the_same_nonce_is_one_message(town: Town, bot: Bot) -> None:
    """A repeated send within minutes gives the message that is there; later it is a new one."""
    general = bot.get_partial_messageable(town.channel.id, guild_id=town.guild.id)
    first = await general.send("once", nonce="n1")
    again = await general.send("once", nonce="n1")
    town.clock.set_to(town.clock.now().replace(hour=10))
    later = await general.send("once", nonce="n1")

    assert first.id == again.id != later.id
    assert len(town.channel.messages) == 2


async def _code_of(act: object) -> int:
    """Return the code that Discord refused with."""
    with pytest.raises(discord.HTTPException) as refused:
        await act  # type: ignore[misc] # any awaitable
    return refused.value.code
