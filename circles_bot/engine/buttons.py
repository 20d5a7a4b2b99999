"""The buttons that stand under many notes, each made in one place."""

from dataclasses import replace

from circles_bot.engine.ids import CircleId, InterestId
from circles_bot.engine.model import Interest, Proposal
from circles_bot.engine.notes import Argument, Button, Entry, Line, Option, Select, Style
from circles_bot.engine.tokens import Token, make_token

MINE = Button(token=make_token(Token.MINE), label=Line(key="button-mine"), style=Style.QUIET)
JOIN_MENU = Button(token=make_token(Token.JOIN_MENU), label=Line(key="button-join"), style=Style.MAIN)
PRIVATE_MENU = Button(token=make_token(Token.PRIVATE_MENU), label=Line(key="button-private"))
PROPOSE = Button(token=make_token(Token.PROPOSE_MENU, "open"), label=Line(key="button-propose"))
PROPOSE_PRIVATE = Button(token=make_token(Token.PROPOSE_MENU, "private"), label=Line(key="button-propose-private"))
MORE_TOPICS = Button(token=make_token(Token.JOIN_MENU), label=Line(key="button-more-topics"))
RHYTHM_MENU = Button(token=make_token(Token.RHYTHM_MENU), label=Line(key="button-rhythm"), style=Style.QUIET)
ABOUT_ME = Button(token=make_token(Token.ABOUT_ME), label=Line(key="button-about-me"), style=Style.QUIET)
AVOIDED = Button(token=make_token(Token.AVOIDED), label=Line(key="button-avoided"), style=Style.QUIET)
MY_DATA = Button(token=make_token(Token.MY_DATA), label=Line(key="button-my-data"), style=Style.QUIET)
END_PAUSE = Button(token=make_token(Token.PAUSE, "0"), label=Line(key="button-end-pause"), style=Style.MAIN)

OPTIONS_AT_MOST = 25
"""What one select holds on every platform: Discord's limit is the smallest."""


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


def join_selects(interests: tuple[Interest, ...], joined: frozenset[InterestId] = frozenset()) -> tuple[Select, ...]:
    """Return the selects of interests; the ones in ``joined`` say so in words (choosing one again changes nothing)."""
    options = tuple(
        Option(
            value=interest.id,
            label=interest.name,
            emoji=interest.emoji,
            description=Line(key="join-option-joined") if interest.id in joined else None,
        )
        for interest in interests
    )
    return in_parts(Select(token=make_token(Token.JOIN), placeholder=Line(key="join-select"), options=options))


def in_parts(select: Select) -> tuple[Select, ...]:
    """Return a select in as many as its options take, each saying from where to where it goes; none without options."""
    count = -(-len(select.options) // OPTIONS_AT_MOST)
    if count < 2:
        return (select,) if count else ()
    size = -(-len(select.options) // count)
    parts = (select.options[start : start + size] for start in range(0, len(select.options), size))
    return tuple(
        replace(
            select,
            placeholder=Line(
                key="select-part",
                args={"what": Entry(select.placeholder.key), "first": _words(part[0]), "last": _words(part[-1])},
            ),
            options=part,
        )
        for part in parts
    )


def _words(option: Option) -> str:
    assert isinstance(option.label, str), "only what people wrote makes so long a list"
    return option.label


def private_select(interests: tuple[Interest, ...]) -> Select:
    """Return the select of confidential interests, alike for everybody: not even one's own are marked."""
    options = tuple(Option(value=interest.id, label=interest.name) for interest in interests)
    return Select(token=make_token(Token.PRIVATE), placeholder=Line(key="private-placeholder"), options=options)


def co_sign_selects(proposals: tuple[Proposal, ...]) -> tuple[Select, ...]:
    """Return the selects of proposed interests, to co-sign one privately."""
    options = tuple(Option(value=proposal.interest, label=proposal.name) for proposal in proposals)
    placeholder = Line(key="co-sign-placeholder")
    return in_parts(Select(token=make_token(Token.CO_SIGN), placeholder=placeholder, options=options))


def open_privately_button(circle: CircleId) -> Button:
    """Return the one button of an invitation that says nothing before it is tapped."""
    token = make_token(Token.OPEN_PRIVATELY, circle)
    return Button(token=token, label=Line(key="button-open-privately"), style=Style.MAIN)


def unsign_button(interest: InterestId, name: str = "") -> Button:
    """Return the button that takes a co-sign back; with a name where there may be several."""
    label = Line(key="button-unsign-one", args={"interest": name}) if name else Line(key="button-undo")
    return Button(token=make_token(Token.UNSIGN, interest), label=label, style=Style.QUIET)


def word_button(interest: Interest) -> Button:
    """Return the button with which a follower gives somebody their word."""
    label = Line(key="button-word", args={"interest": interest.name})
    return Button(token=make_token(Token.WORD_MENU, interest.id), label=label, style=Style.QUIET)
