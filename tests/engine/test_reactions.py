"""The board's reactions: level, not edge."""

from collections.abc import Mapping

import pytest

from circles_bot.engine.decision import Decision, Dropped, Kept
from circles_bot.engine.events import BoardRead, InterestLeft, ReactionSeen
from circles_bot.engine.ids import MemberId
from circles_bot.engine.interests import interest_left
from circles_bot.engine.model import Member, OptInState, StandingReaction, Way
from circles_bot.engine.reactions import board_read, reaction_seen
from circles_bot.engine.snapshots import MemberScope
from tests.engine.builders import ANA, BEN, CLEO, COMMUNITY, DAY, HOUR, MIDNIGHT, NOON, a_member, an_actor
from tests.engine.towns import (
    BASEBALL,
    BOOKS,
    a_standing,
    a_wish,
    after,
    community_scope,
    directs_in,
    due_of,
    member_scope,
    members_in,
    note_of,
    wishes_in,
)


def seen(scope: MemberScope, emoji: str = "⚾", *, is_set: bool = True, hears: bool = False) -> Decision:
    """See Ana's reaction at noon."""
    event = ReactionSeen(community=COMMUNITY, at=NOON, actor=an_actor(), emoji=emoji, is_set=is_set, hears_reply=hears)
    return reaction_seen(scope, event)


def test_reaction_joins_by_reaction_and_is_remembered() -> None:
    """Reacting does the same as choosing, in public."""
    decision = seen(member_scope())

    assert wishes_in(decision)[0].way is Way.REACTION
    assert Kept(StandingReaction(community=COMMUNITY, interest=BASEBALL.id, member=ANA)) in decision.changes


def test_reaction_first_ever_gets_one_direct_answer_that_counts() -> None:
    """Where reactions cannot be answered privately, one direct message comes within a day, counted in the budget."""
    decision = seen(member_scope())

    assert [direct.note.key for direct in directs_in(decision)] == ["joined-by-reaction"]
    assert [member.asked_at for member in members_in(decision)] == [(NOON,)]
    assert note_of(decision).key == "joined-by-reaction"


def test_reaction_answer_says_how_to_get_fewer() -> None:
    """Every unasked message says how to get fewer."""
    assert directs_in(seen(member_scope()))[0].note.footer is not None


def test_reaction_gets_no_direct_answer_where_the_reply_is_shown() -> None:
    """A platform that answers a reaction privately needs no message besides."""
    assert directs_in(seen(member_scope(), hears=True)) == ()


def test_reaction_gets_no_second_direct_answer() -> None:
    """The first yes is answered by message once; later ones stand under My circles."""
    again = member_scope(a_standing(BOOKS, a_wish(BOOKS)), member=a_member())

    assert directs_in(seen(again)) == ()


def test_reaction_at_night_is_answered_in_the_morning() -> None:
    """Quiet hours hold the first answer back until they are over."""
    event = ReactionSeen(community=COMMUNITY, at=MIDNIGHT, actor=an_actor(), emoji="⚾", is_set=True)

    decision = reaction_seen(member_scope(), event)

    assert directs_in(decision) == ()
    assert due_of(decision, "held-answer:") == MIDNIGHT + 8 * HOUR


@pytest.mark.parametrize("emoji", ["✍", "✍️", "✍🏽", "✍🏿"])
def test_reaction_variants_mean_the_same(emoji: str) -> None:
    """Skin tones and variation selectors make no other interest."""
    assert len(wishes_in(seen(member_scope(), emoji))) == 1


def test_reaction_of_an_unknown_emoji_is_nothing() -> None:
    """Other emoji on the board are none of ours."""
    assert seen(member_scope(), "🍕") == Decision()


def test_reaction_that_stood_already_is_no_news() -> None:
    """Only a difference from what was last observed is an event."""
    assert seen(member_scope(a_standing(has_reacted=True), member=a_member())) == Decision()


def test_reaction_off_that_never_stood_is_no_news() -> None:
    """Who never reacted is not touched by a reaction being taken off."""
    scope = member_scope(a_standing(opt_in=a_wish()), member=a_member())

    assert seen(scope, is_set=False) == Decision()


def test_reaction_by_somebody_in_already_is_only_remembered() -> None:
    """A reaction besides a wish changes no wish."""
    decision = seen(member_scope(a_standing(opt_in=a_wish()), member=a_member()))

    assert wishes_in(decision) == ()
    assert len(decision.changes) == 1


@pytest.mark.parametrize("way", list(Way))
def test_reaction_off_ends_the_waiting_wish_however_made(way: Way) -> None:
    """Taking a reaction off ends the waiting wish, however it was made."""
    scope = member_scope(a_standing(opt_in=a_wish(way=way), has_reacted=True), member=a_member())

    assert wishes_in(seen(scope, is_set=False))[0].state is OptInState.ENDED


def test_reaction_off_touches_no_living_circle() -> None:
    """Taking a reaction off forgets the reaction and leaves the circle alone."""
    scope = member_scope(a_standing(opt_in=a_wish(state=OptInState.SEATED), has_reacted=True), member=a_member())

    decision = seen(scope, is_set=False)

    assert decision.changes == (Dropped(StandingReaction(community=COMMUNITY, interest=BASEBALL.id, member=ANA)),)
    assert decision.silenced == ()


def test_leave_is_not_undone_by_an_emoji_that_still_stands() -> None:
    """Leaving outranks the reaction until it is taken off and set again."""
    scope = after(member_scope(), seen(member_scope()))
    leaving = InterestLeft(community=COMMUNITY, at=NOON, actor=an_actor(), interest=BASEBALL.id)
    scope = after(scope, interest_left(scope, leaving))

    assert seen(scope) == Decision()

    scope = after(scope, seen(scope, is_set=False))

    assert wishes_in(seen(scope))[0].state is OptInState.WAITING


def read(
    reactions: Mapping[str, tuple[MemberId, ...]],
    *,
    standing: tuple[MemberId, ...] = (),
    states: Mapping[MemberId, OptInState] | None = None,
    members: tuple[Member, ...] = (),
    is_whole: bool = True,
    is_cleared: bool = False,
) -> Decision:
    """Read the board at noon; ``standing`` and ``states`` are about baseball."""
    scope = community_scope(
        standing={BASEBALL.id: frozenset(standing)},
        members=(*members, *(a_member(member) for member in standing)),
        opt_ins=tuple(a_wish(BASEBALL, state, member) for member, state in (states or {}).items()),
    )
    event = BoardRead(
        community=COMMUNITY,
        at=NOON,
        reactions={emoji: tuple(an_actor(member) for member in who) for emoji, who in reactions.items()},
        is_whole=is_whole,
        is_cleared=is_cleared,
    )
    return board_read(scope, event)


def test_board_read_takes_up_reactions_made_while_the_bot_was_down() -> None:
    """Reactions made while the bot was down count, with records for new people."""
    decision = read({"⚾": (ANA, BEN)})

    assert {wish.member for wish in wishes_in(decision)} == {ANA, BEN}
    assert {member.id for member in members_in(decision)} == {ANA, BEN}


def test_board_read_answers_a_newcomer_once_for_all_their_reactions() -> None:
    """Somebody new who set two reactions gets one message about both."""
    decision = read({"⚾": (ANA,), "📚": (ANA,)})

    assert [direct.note.args["interest"] for direct in directs_in(decision)] == ["baseball, books"]
    assert len(members_in(decision)) == 1


def test_board_read_whole_ends_the_wishes_of_those_gone() -> None:
    """A reaction taken off while nobody looked ends the waiting wish."""
    decision = read({"⚾": (BEN,)}, standing=(ANA, BEN), states=dict.fromkeys((ANA, BEN), OptInState.WAITING))

    assert [(wish.member, wish.state) for wish in wishes_in(decision)] == [(ANA, OptInState.ENDED)]


@pytest.mark.parametrize(("is_whole", "is_cleared"), [(False, False), (True, True), (False, True)])
def test_board_read_partial_or_cleared_is_never_a_leave(is_whole: bool, is_cleared: bool) -> None:
    """A cleared, deleted or partly read board takes nobody's wish away, but additions count."""
    decision = read(
        {"⚾": (CLEO,)},
        standing=(ANA,),
        states={ANA: OptInState.WAITING},
        is_whole=is_whole,
        is_cleared=is_cleared,
    )

    assert [wish.member for wish in wishes_in(decision)] == [CLEO]


def test_board_read_without_an_emoji_is_never_a_leave() -> None:
    """An emoji that a moderator cleared is missing altogether: nobody took it off."""
    assert read({}, standing=(ANA,), states={ANA: OptInState.WAITING}).changes == ()


def test_board_read_of_what_is_known_changes_nothing() -> None:
    """Reading the same board again is no news."""
    assert read({"⚾": (ANA,)}, standing=(ANA,), states={ANA: OptInState.WAITING}).changes == ()


def test_board_read_starts_the_settling_when_enough_react() -> None:
    """Three who reacted while the bot was down are as good as three who tapped."""
    assert due_of(read({"⚾": (ANA, BEN, CLEO)}), "settle:") == NOON + DAY


def test_board_read_does_not_undo_a_leave() -> None:
    """Who left with the emoji standing stays out."""
    assert read({"⚾": (ANA,)}, standing=(ANA,), states={ANA: OptInState.ENDED}).changes == ()
