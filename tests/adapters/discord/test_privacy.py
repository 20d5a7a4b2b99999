"""What others can see on Discord: nothing but the board and the rooms they sit in."""

from circles_bot.engine.tokens import Token
from tests.fakes.discord.model import EPHEMERAL, ChannelType
from tests.journeys.acts import FOUR, circle_opens, opts_in
from tests.journeys.discord_town import DiscordTown


async def test_every_answer_is_for_whoever_acted(town: DiscordTown) -> None:
    """Each answer in a channel is seen by one person; nothing of the bot's stands in a channel but the board."""
    await circle_opens(town)
    await town.command("Ana", "/circles mine")
    await town.command("Ben", "/circles help")

    answers = [sent.response for person in town.people.values() for sent in person.answers]
    shown = [one for one in answers if one is not None and one.channel.guild is not None]
    assert len(shown) > len(FOUR)
    for one in shown:
        assert one.flags & EPHEMERAL, "an answer that everybody sees"
    channels = [channel for channel in town.guild.channels.values() if channel.messages]
    assert [channel.name for channel in channels] == ["circles"]
    assert [len(channel.messages) for channel in channels] == [1]


async def test_a_room_is_a_private_thread_that_only_those_in_it_see(town: DiscordTown) -> None:
    """Nobody brings others in, and the audit log, which moderators read, names neither interest nor people."""
    await opts_in(town, "Eli", "first job")
    await circle_opens(town)

    (thread,) = town.guild.threads.values()
    assert thread.type is ChannelType.PRIVATE_THREAD
    assert thread.thread is not None
    assert thread.thread.invitable is False
    assert set(thread.thread.members) == {town.people[who].user.id for who in FOUR} | {town.fake.world.bot.id}
    assert town.rooms("Eli") == ()
    reasons = {entry.get("reason", "") for entry in town.guild.audit}
    assert reasons <= {"", "A circle's room"}


async def test_only_who_asked_to_be_is_mentioned(town: DiscordTown) -> None:
    """The welcome names people, and its request lets nobody's telephone ring."""
    await circle_opens(town)

    sent = [one.json for one in town.fake.calls("POST /channels/{channel_id}/messages")]
    assert sent
    for one in sent:
        assert isinstance(one, dict)
        allowed = one["allowed_mentions"]
        assert not allowed.get("parse")
        assert not allowed.get("users")
        assert not allowed.get("roles")


async def test_avoiding_from_somebodys_menu_is_private(town: DiscordTown) -> None:
    """Avoid, privately: it is answered to one person; the other gets nothing."""
    ana, ben = town.people["Ana"], town.people["Ben"]

    answered = await ana.user_menu("Avoid, privately", ben).settled()

    assert answered.response is not None
    assert answered.response.flags & EPHEMERAL
    assert ben.dms() == []
    await town.command("Ana", "/circles avoid")
    assert town.can_tap("Ana", Token.AVOID_END)
