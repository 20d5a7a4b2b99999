"""What people do in journeys, in the words of the product."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.town import Town

STARTERS = ("baseball", "first job", "anything")
FOUR = ("Ana", "Ben", "Chidi", "Dewi")


async def steward_sets_up(town: Town, *interests: str, board: str = "circles", rooms: str = "circles") -> None:
    """Noor runs /steward setup and chooses the board's channel, the rooms' channel and the first interests."""
    await town.command("Noor", "/steward setup")
    await town.tap(
        "Noor",
        Token.SETUP,
        fields={
            Token.SETUP_BOARD: (board,),
            Token.SETUP_ROOMS: (rooms,),
            Token.SETUP_INTERESTS: interests or STARTERS,
        },
    )
    await town.settle()


async def opts_in(town: Town, who: str, interest: str = "baseball") -> None:
    """Somebody chooses an interest in the board's Join select."""
    await town.tap(who, Token.JOIN, interest)


async def all_opt_in(town: Town, *people: str, interest: str = "baseball") -> None:
    """Several people choose the same interest."""
    for who in people or FOUR:
        await opts_in(town, who, interest)


async def invitations_come(town: Town, *people: str) -> None:
    """Settling ends, the round runs, and (at the latest after a few days of quiet hours) everybody is asked."""
    for _ in range(8):
        await town.pass_time(timedelta(hours=12))
        if all(town.can_tap(who, Token.ACCEPT) for who in people or FOUR):
            return
    raise AssertionError("not everybody was asked within four days")


async def circle_opens(town: Town, *people: str, interest: str = "baseball") -> None:
    """Four people opt in, are asked, and say yes: their room opens."""
    await all_opt_in(town, *people, interest=interest)
    await invitations_come(town, *people)
    for who in people or FOUR:
        await town.tap(who, Token.ACCEPT)
    await town.settle()


async def answers_opening_question(town: Town, *people: str) -> None:
    """People tap the first answer under the welcome."""
    for who in people or FOUR:
        await town.tap(who, Token.TAP)
    await town.settle()


async def check_in_comes(town: Town, who: str) -> None:
    """Ten days pass, and one more if it was night: the check-in arrives."""
    for _ in range(16):
        if town.can_tap(who, Token.CHECK_IN):
            return
        await town.pass_time(timedelta(days=1))
    raise AssertionError(f"{who} was not asked how it is within sixteen days")


async def season_question_comes(town: Town, who: str) -> None:
    """Weeks pass until the room is asked to carry on, mix afresh, or rest."""
    for _ in range(70):
        if town.can_tap(who, Token.SEASON):
            return
        await town.pass_time(timedelta(days=1))
    raise AssertionError("no season question within ten weeks")


async def a_lively_season_ends(town: Town) -> None:
    """Let people talk through a season, so that the question comes at its end and not because of silence."""
    for _ in range(24):
        if town.can_tap("Ana", Token.SEASON):
            return
        await they_talk(town)
    raise AssertionError("no season question within ten weeks")


async def they_talk(town: Town, times: int = 1) -> None:
    """Let two people talk every third day."""
    for _ in range(times):
        for who in FOUR[:2]:
            await town.say(who, "and then the ninth inning")
        await town.pass_time(timedelta(days=3))
