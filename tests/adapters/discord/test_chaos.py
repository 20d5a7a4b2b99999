"""A connection that is cut again and again loses no reaction and no answered command, and doubles none."""

from random import Random

from circles_bot.engine.names import normal_emoji
from tests.fakes.discord import Person
from tests.fakes.discord.components import every
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.model import Message
from tests.journeys.acts import STARTERS
from tests.journeys.discord_town import DiscordTown

ACTS, CUTS, REACTORS = 1_000, 50, 60
A_PART = ACTS // CUTS
SEED = 20_260_504


def disturb(town: DiscordTown, dice: Random) -> None:
    """Break the connection in one of the ways there are."""
    gateway = town.fake.gateway
    match dice.randrange(5):
        case 0:
            gateway.cut()
        case 1:
            gateway.ask_reconnect()
        case 2:
            gateway.invalidate(resumable=dice.random() < 0.5)
        case 3:
            gateway.close(dice.choice((4000, 4008, 4009)))
        case _:
            gateway.cut()
            for session in tuple(gateway.sessions.values()):
                session.connection = None
            gateway.forget_sessions()


async def test_a_thousand_acts_while_the_connection_is_cut_fifty_times(town: DiscordTown) -> None:
    """What stands on the board in the end is in force, and each command that was answered, once."""
    dice = Random(SEED)
    board = town._board()
    signs = [reaction.emoji["name"] for reaction in board.reactions.values()]
    reactors = [town.fake.person(f"Reactor {number}", town.guild) for number in range(REACTORS)]
    sent: list[tuple[Person, str, Interaction]] = []
    for number in range(ACTS):
        if number % 3:
            toggle(dice.choice(reactors), board, dice.choice(signs))
        else:
            who = town.fake.person(f"Typist {number}", town.guild)
            interest = dice.choice(STARTERS)
            sent.append((who, interest, who.slash("circles join", interest=interest)))
        if number % A_PART == 0:
            disturb(town, dice)
        elif number % A_PART == A_PART // 2:  # half of the acts while nobody is connected, half when somebody is again
            await town.fake.gateway.until_greeted(2 + number // A_PART)
    await town.all_read()

    wishes = {(str(who.user.id), interest) for who, interest, one in sent if one.callback_type is not None}
    assert len(wishes) > len(sent) / 2
    join = next(one for one in every(board.components) if "options" in one)
    names = {normal_emoji(one["emoji"]["name"]): one["label"] for one in join["options"]}
    standing = {
        (str(one), names[normal_emoji(sign)])
        for sign in signs
        for one in standing_of(board, sign)
        if one != town.fake.world.bot.id
    }
    for who in (*reactors, *(one for one, _, _ in sent)):
        theirs = str(who.user.id)
        found = await town.wishes_of(theirs)
        assert len(found) == len(set(found))
        expected = {interest for person, interest in wishes | standing if person == theirs}
        if who in reactors:
            assert set(found) == expected
        else:
            assert set(found) >= expected
    assert len(town.fake.gateway.identified) > CUTS / 10
    assert len(town.fake.gateway.resumed) > CUTS / 10


def toggle(who: Person, board: Message, sign: str) -> None:
    """Let somebody set a reaction, or take off the one that stands."""
    (who.unreact if who.user.id in standing_of(board, sign) else who.react)(board, sign)


def standing_of(board: Message, sign: str) -> list[int]:
    """Return whose reactions stand."""
    return next((one.users for one in board.reactions.values() if one.emoji["name"] == sign), [])
