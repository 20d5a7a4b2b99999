"""What a tap about interests themselves means: private ones, proposals, words, and what stewards do.

A part of ``circles_bot.taps``, which says how tokens are read.
"""

from collections.abc import Callable, Mapping

from circles_bot.engine import events, questions
from circles_bot.engine.ids import CircleId, InterestId, MemberId
from circles_bot.engine.tokens import Token
from circles_bot.tapping import Meaning, Tap


def _private(tap: Tap, _parts: list[str]) -> Meaning:
    return questions.PrivateAsked(
        community=tap.community, at=tap.at, actor=tap.actor, interest=InterestId(tap.values[0])
    )


def _propose_menu(tap: Tap, parts: list[str]) -> Meaning:
    is_private = _OPEN_OR_PRIVATE[parts[0]]
    return questions.ProposeAsked(community=tap.community, at=tap.at, actor=tap.actor, is_private=is_private)


def _propose(tap: Tap, parts: list[str]) -> Meaning:
    """Read the form, or the button that proposes all the same: its name may hold what parts a token."""
    is_certain = parts[0] == "sure"
    name = ":".join(parts[1:]) if is_certain else tap.fields[Token.PROPOSE_NAME][0]
    is_private = not is_certain and _OPEN_OR_PRIVATE[parts[0]]
    return events.TopicProposed(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        name=name,
        is_private=is_private,
        needs_word=is_private and tuple(tap.fields.get(Token.PROPOSE_WORD, ())) == ("word",),
        is_certain=is_certain,
    )


def _co_sign(*, is_taken_back: bool) -> Callable[[Tap, list[str]], Meaning]:
    def read(tap: Tap, parts: list[str]) -> Meaning:
        return events.TopicCoSigned(
            community=tap.community,
            at=tap.at,
            key=tap.key,
            actor=tap.actor,
            interest=InterestId(parts[0] if is_taken_back else tap.values[0]),
            is_taken_back=is_taken_back,
        )

    return read


def _open_privately(tap: Tap, parts: list[str]) -> Meaning:
    return questions.InvitationAsked(community=tap.community, at=tap.at, actor=tap.actor, circle=CircleId(parts[0]))


def _word(tap: Tap, parts: list[str]) -> Meaning:
    return events.WordGiven(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        interest=InterestId(parts[0]),
        to=MemberId(tap.values[0]),
    )


def _interests(tap: Tap, parts: list[str]) -> Meaning:
    about = questions.InterestsQuestion(parts[0])
    return questions.InterestsAsked(community=tap.community, at=tap.at, actor=tap.actor, about=about)


def _proposal(*, is_yes: bool) -> Callable[[Tap, list[str]], Meaning]:
    def read(tap: Tap, _parts: list[str]) -> Meaning:
        interest = InterestId(tap.values[0])
        return events.ProposalAnswered(
            community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, interest=interest, is_yes=is_yes
        )

    return read


def _archive(tap: Tap, _parts: list[str]) -> Meaning:
    return events.InterestArchived(
        community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, interest=InterestId(tap.values[0])
    )


def _asked(about: questions.InterestsQuestion) -> Callable[[Tap, list[str]], Meaning]:
    def read(tap: Tap, _parts: list[str]) -> Meaning:
        interest = InterestId(tap.values[0])
        return questions.InterestsAsked(
            community=tap.community, at=tap.at, actor=tap.actor, about=about, interest=interest
        )

    return read


def _merge(tap: Tap, parts: list[str]) -> Meaning:
    return events.InterestMerged(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        interest=InterestId(parts[0]),
        into=InterestId(tap.values[0]),
    )


def _alias(tap: Tap, parts: list[str]) -> Meaning:
    return events.InterestChanged(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        interest=InterestId(parts[0]),
        alias=tap.fields[Token.ALIAS_NAME][0],
    )


_OPEN_OR_PRIVATE: Mapping[str, bool] = {"open": False, "private": True}

READERS: Mapping[Token, Callable[[Tap, list[str]], Meaning]] = {
    Token.PRIVATE_MENU: lambda tap, _: questions.PrivateAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.PRIVATE: _private,
    Token.PROPOSE_MENU: _propose_menu,
    Token.PROPOSE: _propose,
    Token.CO_SIGN: _co_sign(is_taken_back=False),
    Token.UNSIGN: _co_sign(is_taken_back=True),
    Token.OPEN_PRIVATELY: _open_privately,
    Token.WORD_MENU: lambda tap, parts: questions.WordAsked(
        community=tap.community, at=tap.at, actor=tap.actor, interest=InterestId(parts[0])
    ),
    Token.WORD: _word,
    Token.INTERESTS: _interests,
    Token.APPROVE: _proposal(is_yes=True),
    Token.REFUSE: _proposal(is_yes=False),
    Token.ARCHIVE: _archive,
    Token.MERGE_FROM: _asked(questions.InterestsQuestion.MERGE),
    Token.MERGE_INTO: _merge,
    Token.ALIAS_OF: _asked(questions.InterestsQuestion.ALIAS),
    Token.ALIAS: _alias,
}
