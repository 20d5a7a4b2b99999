"""A hundred interests in lists that hold twenty-five each: nothing of them is ever cut off."""

import pytest

from circles_bot.engine.boards import join_asked
from circles_bot.engine.curation import interests_asked
from circles_bot.engine.events import InterestJoined
from circles_bot.engine.interests import interest_joined
from circles_bot.engine.model import Proposal, Way
from circles_bot.engine.notes import Form, Note, Reply, Select
from circles_bot.engine.questions import InterestsAsked, InterestsQuestion, JoinAsked
from circles_bot.engine.snapshots import MemberScope, ProposalStanding
from circles_bot.engine.tokens import Token
from tests.engine.builders import COMMUNITY, NOON, a_community, a_member, an_actor, an_interest
from tests.engine.towns import a_standing, note_of

EVERY = tuple(an_interest(f"topic {number:03}") for number in range(100))
PROPOSED = tuple(
    Proposal(community=COMMUNITY, interest=one.id, name=one.name, proposed_at=NOON)
    for one in (an_interest(f"proposed {number}") for number in range(40))
)
SCOPE = MemberScope(
    community=a_community(set_up_at=NOON),
    member=a_member(),
    standings=tuple(map(a_standing, EVERY)),
    proposals=tuple(ProposalStanding(proposal=one, co_sign=None) for one in PROPOSED),
)


def asked(about: InterestsQuestion = InterestsQuestion.LIST, **more: object) -> Reply:
    """Return what a steward is shown."""
    question = InterestsAsked(
        community=COMMUNITY,
        at=NOON,
        actor=an_actor(is_steward=True),
        about=about,
        **more,  # type: ignore[arg-type]  # the interest, if any
    )
    return interests_asked(SCOPE, question)


def offered(reply: Reply | Note, token: Token) -> list[str]:
    """Return what the lists of that token offer, in their order; each is one that every platform takes."""
    note = reply.content if isinstance(reply, Reply) else reply
    assert isinstance(note, Note)
    lists = [one for one in note.controls if isinstance(one, Select) and one.token.split(":")[0] == token]
    assert all(1 <= len(one.options) <= 25 for one in lists)
    said = [(one.placeholder.args["first"], one.placeholder.args["last"]) for one in lists if len(lists) > 1]
    assert said == [(one.options[0].label, one.options[-1].label) for one in lists if len(lists) > 1]
    return [str(option.value) for one in lists for option in one.options]


IDS = [one.id for one in EVERY]


@pytest.mark.parametrize(
    ("token", "wanted"),
    [(Token.ARCHIVE, IDS), (Token.APPROVE, [one.interest for one in PROPOSED])],
)
def test_a_steward_sees_all_there_is(token: Token, wanted: list[str]) -> None:
    """Interests to archive, and proposals to answer."""
    assert offered(asked(), token) == wanted
    assert offered(asked(), Token.REFUSE) == [one.interest for one in PROPOSED]


def test_merging_asks_which_one_ends_and_then_into_which() -> None:
    """Each from all of them; one is not offered to itself."""
    assert offered(asked(InterestsQuestion.MERGE), Token.MERGE_FROM) == IDS

    second = asked(InterestsQuestion.MERGE, interest=EVERY[40].id)

    assert offered(second, Token.MERGE_INTO) == [one for one in IDS if one != EVERY[40].id]
    assert isinstance(second.content, Note)
    assert second.content.args["interest"] == EVERY[40].name
    assert second.content.controls[0].token == f"merge-into:{EVERY[40].id}"


def test_merging_one_that_has_ended_meanwhile_asks_again() -> None:
    """Somebody else archived it between two taps."""
    again = asked(InterestsQuestion.MERGE, interest="int_gone")

    assert offered(again, Token.MERGE_FROM) == IDS


def test_another_name_is_typed_once_it_is_clear_for_which() -> None:
    """The form holds the name alone, and says by its token what it is for."""
    assert offered(asked(InterestsQuestion.ALIAS), Token.ALIAS_OF) == IDS

    form = asked(InterestsQuestion.ALIAS, interest=EVERY[99].id).content

    assert isinstance(form, Form)
    assert form.token == f"alias:{EVERY[99].id}"
    assert [field.token for field in form.fields] == [Token.ALIAS_NAME]


def test_the_join_menu_and_an_unknown_name_show_all_there_is() -> None:
    """Interests to join, and what is proposed to co-sign."""
    menu = join_asked(SCOPE, JoinAsked(community=COMMUNITY, at=NOON, actor=an_actor()))
    unknown = interest_joined(
        SCOPE,
        InterestJoined(community=COMMUNITY, at=NOON, key="k", actor=an_actor(), interest="zzzz qqqq", way=Way.COMMAND),
    )

    assert offered(menu, Token.JOIN) == IDS
    assert offered(menu, Token.CO_SIGN) == [one.interest for one in PROPOSED]
    assert offered(note_of(unknown), Token.JOIN) == IDS
