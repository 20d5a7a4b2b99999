"""The buttons that stand under many notes, each made in one place."""

from circles_bot.engine.ids import CircleId, InterestId
from circles_bot.engine.model import Interest
from circles_bot.engine.notes import Argument, Button, Line, Option, Select, Style
from circles_bot.engine.tokens import Token, make_token

MINE = Button(token=make_token(Token.MINE), label=Line(key="button-mine"), style=Style.QUIET)
JOIN_MENU = Button(token=make_token(Token.JOIN_MENU), label=Line(key="button-join"), style=Style.MAIN)
RHYTHM_MENU = Button(token=make_token(Token.RHYTHM_MENU), label=Line(key="button-rhythm"), style=Style.QUIET)
ABOUT_ME = Button(token=make_token(Token.ABOUT_ME), label=Line(key="button-about-me"), style=Style.QUIET)
AVOIDED = Button(token=make_token(Token.AVOIDED), label=Line(key="button-avoided"), style=Style.QUIET)
MY_DATA = Button(token=make_token(Token.MY_DATA), label=Line(key="button-my-data"), style=Style.QUIET)
END_PAUSE = Button(token=make_token(Token.PAUSE, "0"), label=Line(key="button-end-pause"), style=Style.MAIN)


def undo_button(interest: InterestId) -> Button:
    """Return the button that takes a yes back."""
    return Button(token=make_token(Token.LEAVE_WISH, interest), label=Line(key="button-undo"))


def join_button(interest: Interest) -> Button:
    """Return the button that joins one interest; to wake a wish and to make one is the same act."""
    label = Line(key="button-join-one", args={"interest": interest.name})
    return Button(token=make_token(Token.WAKE_WISH, interest.id), label=label)


def answer_buttons(circle: CircleId) -> tuple[Button, Button]:
    """Return the two answers to an invitation, of the same weight on purpose."""
    return (
        Button(token=make_token(Token.ACCEPT, circle), label=Line(key="button-accept")),
        Button(token=make_token(Token.NOT_NOW, circle), label=Line(key="button-not-now")),
    )


def leave_circle_button(circle: CircleId, name: Argument) -> Button:
    """Return the button that leaves a circle."""
    label = Line(key="button-leave-circle", args={"interest": name})
    return Button(token=make_token(Token.LEAVE_CIRCLE, circle), label=label, style=Style.QUIET)


def pause_button(weeks: int) -> Button:
    """Return the button that pauses everything for some weeks."""
    label = Line(key="button-pause", args={"weeks": weeks})
    return Button(token=make_token(Token.PAUSE, str(weeks)), label=label, style=Style.QUIET)


def join_select(interests: tuple[Interest, ...], joined: frozenset[InterestId] = frozenset()) -> Select:
    """Return the select of interests; the ones in ``joined`` say so in words (choosing one again changes nothing)."""
    options = tuple(
        Option(
            value=interest.id,
            label=interest.name,
            emoji=interest.emoji,
            description=Line(key="join-option-joined") if interest.id in joined else None,
        )
        for interest in interests
    )
    return Select(token=make_token(Token.JOIN), placeholder=Line(key="join-select"), options=options)
