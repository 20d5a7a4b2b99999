"""Joining an interest and taking the wish back."""

from datetime import timedelta

import pytest

from circles_bot.engine.decision import Decision, Kept, Silenced, TimerCancelled
from circles_bot.engine.effects import member_lane
from circles_bot.engine.events import HeldAnswerDue, InterestJoined, InterestLeft
from circles_bot.engine.interests import held_answer_due, interest_joined, interest_left
from circles_bot.engine.model import Address, OptInState, Way
from circles_bot.engine.policy import Policy
from circles_bot.engine.snapshots import MemberScope
from tests.engine.builders import ANA, COMMUNITY, DAY, HOUR, NOON, a_community, a_member, an_actor
from tests.engine.towns import (
    BASEBALL,
    BOOKS,
    a_standing,
    a_wish,
    after,
    directs_in,
    due_of,
    member_scope,
    members_in,
    note_of,
    tokens_of,
    wishes_in,
)

POLICY = Policy()
NEXT_TUESDAY = NOON + 6 * DAY + 6 * HOUR


def joined(scope: MemberScope, interest: str = BASEBALL.id, way: Way = Way.SELECT) -> Decision:
    """Join at noon as Ana."""
    event = InterestJoined(community=COMMUNITY, at=NOON, actor=an_actor(), interest=interest, way=way)
    return interest_joined(scope, event)


def left(scope: MemberScope, interest: str = BASEBALL.id) -> Decision:
    """Leave at noon as Ana."""
    return interest_left(scope, InterestLeft(community=COMMUNITY, at=NOON, actor=an_actor(), interest=interest))


def test_join_makes_a_member_with_the_first_yes() -> None:
    """Nobody is a member by default; one tap makes the record, the address and the wish."""
    decision = joined(member_scope())

    assert [member.id for member in members_in(decision)] == [ANA]
    assert any(isinstance(change.record, Address) for change in decision.changes)
    assert [wish.state for wish in wishes_in(decision)] == [OptInState.WAITING]


def test_join_answers_at_once_with_the_next_look_and_undo() -> None:
    """The private answer says what happens next, and how to stop it."""
    note = note_of(joined(member_scope(member=a_member())))

    assert note.key == "joined"
    assert note.args["next"] == NEXT_TUESDAY
    assert tokens_of(note)[:2] == (f"leave-wish:{BASEBALL.id}", "mine")


def test_join_tells_nobody() -> None:
    """Opting in is private: it sends nothing and posts nothing."""
    assert joined(member_scope()).effects == ()


def test_join_offers_the_rhythm_at_the_very_first_yes_only() -> None:
    """One optional tap at the first yes; nobody is asked twice, nor whose platform tells the zone."""
    again = member_scope(a_standing(BOOKS, a_wish(BOOKS)), member=a_member())

    assert "rhythm-menu" in tokens_of(note_of(joined(member_scope())))
    assert "rhythm-menu" not in tokens_of(note_of(joined(again)))
    assert "rhythm-menu" not in tokens_of(note_of(joined(member_scope(member=a_member(timezone="Europe/Paris")))))


@pytest.mark.parametrize("typed", ["baseball", "  BASEBALL ", "ｂａｓｅｂａｌｌ"])
def test_join_by_typed_name_finds_the_interest(typed: str) -> None:
    """A name joins however it is typed."""
    assert wishes_in(joined(member_scope(), typed, Way.COMMAND))[0].interest == BASEBALL.id


def test_join_twice_changes_nothing() -> None:
    """A second yes gets a kind answer and changes nothing."""
    scope = member_scope(member=a_member())

    again = joined(after(scope, joined(scope)))

    assert (again.changes, again.timers, again.effects) == ((), (), ())
    assert note_of(again).key == "joined-already"


@pytest.mark.parametrize("state", [OptInState.ASLEEP, OptInState.RESTING, OptInState.ENDED])
def test_join_wakes_a_wish_that_does_not_wait(state: OptInState) -> None:
    """Waking a wish is the same one tap as joining."""
    scope = member_scope(a_standing(opt_in=a_wish(state=state, misses=2)), member=a_member())

    wish = wishes_in(joined(scope))[0]

    assert (wish.state, wish.misses, wish.since) == (OptInState.WAITING, 0, NOON)


def test_join_again_ends_the_skip_after_not_now() -> None:
    """Who said "not now" may come back sooner by their own tap, and keeps the rounds they waited."""
    skipping = a_wish(skips_until=NOON + DAY, rounds_waited=3)
    wish = wishes_in(joined(member_scope(a_standing(opt_in=skipping), member=a_member())))[0]

    assert (wish.skips_until, wish.rounds_waited) == (None, 3)


@pytest.mark.parametrize(("waiting", "settles"), [(0, False), (1, False), (2, True), (9, True)])
def test_join_starts_the_settling_when_enough_wait(waiting: int, settles: bool) -> None:
    """When enough wait, this one included, the look comes after the settling time and not only on Tuesday."""
    decision = joined(member_scope(a_standing(waiting=waiting), member=a_member()))

    due = due_of(decision, "settle:")

    assert due == (NOON + POLICY.settling if settles else None)


def test_join_shows_the_board_anew_at_most_hourly() -> None:
    """The board's edits cannot tell who has just done what."""
    shown = a_community(board_at=NOON - timedelta(minutes=10))

    assert due_of(joined(member_scope(community=shown)), "board:") == NOON + timedelta(hours=1)


def test_join_before_setup_gets_a_kind_answer() -> None:
    """A community not yet set up has nothing to join, and says so."""
    decision = joined(MemberScope(community=None, member=None, standings=()))

    assert (decision.changes, note_of(decision).key) == ((), "not-set-up")


def test_join_unknown_name_offers_the_nearest() -> None:
    """Did you mean: one tap joins what was meant."""
    decision = joined(member_scope(), "basebal", Way.COMMAND)

    assert decision.changes == ()
    assert note_of(decision).key == "interest-did-you-mean"
    assert f"wake-wish:{BASEBALL.id}" in tokens_of(note_of(decision))


def test_join_takes_the_emoji_for_the_name() -> None:
    """What the board shows beside an interest means it, typed as well as set as a reaction."""
    decision = joined(member_scope(), f" {BASEBALL.emoji}\ufe0f", Way.COMMAND)

    assert note_of(decision).key == "joined"


def test_join_unknown_name_shows_the_menu_when_nothing_is_near() -> None:
    """An unknown name meets the list of what there is."""
    assert note_of(joined(member_scope(), "quantum", Way.COMMAND)).key == "interest-unknown"


def test_join_name_over_80_characters_gets_an_answer() -> None:
    """A text over the limit is answered, not cut and not repeated."""
    note = note_of(joined(member_scope(), "x" * 10_000, Way.COMMAND))

    assert (note.key, note.args) == ("interest-too-long", {"limit": 80})


def test_join_takes_control_characters_out_of_what_it_repeats() -> None:
    """What a prankster typed is shown without direction marks or controls."""
    note = note_of(joined(member_scope(), "qu\u202eantum\x07", Way.COMMAND))

    assert note.args["name"] == "quantum"


def test_join_while_paused_says_until_when() -> None:
    """The wish is kept, and the pause keeps its promise."""
    note = note_of(joined(member_scope(member=a_member(paused_until=NOON + DAY))))

    assert [line.key for line in note.lines] == ["joined-while-paused"]


@pytest.mark.parametrize(
    "state", [OptInState.WAITING, OptInState.INVITED, OptInState.ASLEEP, OptInState.RESTING, OptInState.SEATED]
)
def test_leave_ends_the_wish_and_nothing_else(state: OptInState) -> None:
    """Leaving is instant: the wish ends, nothing is sent, and a circle that talks is left by an act of its own."""
    decision = left(member_scope(a_standing(opt_in=a_wish(state=state)), member=a_member()))

    assert decision.changes == (Kept(a_wish(state=OptInState.ENDED)),)
    assert decision.effects == ()
    assert note_of(decision).key == ("left-seated" if state is OptInState.SEATED else "left")


def test_leave_silences_what_is_on_its_way() -> None:
    """The bot goes quiet about that wish at once."""
    decision = left(member_scope(a_standing(opt_in=a_wish(state=OptInState.INVITED)), member=a_member()))

    assert decision.silenced == (Silenced(lane=member_lane(ANA)),)
    assert any(isinstance(timer, TimerCancelled) for timer in decision.timers)


def test_leave_lets_messages_about_other_wishes_through() -> None:
    """Leaving one interest keeps what is on its way about another."""
    scope = member_scope(
        a_standing(BASEBALL, a_wish()), a_standing(BOOKS, a_wish(BOOKS, OptInState.SEATED)), member=a_member()
    )

    assert left(scope).silenced == ()


def test_leave_twice_changes_nothing() -> None:
    """An old Undo button answers kindly."""
    scope = member_scope(a_standing(opt_in=a_wish()), member=a_member())

    again = left(after(scope, left(scope)))

    assert (again.changes, again.silenced, note_of(again).key) == ((), (), "left-nothing")


def test_leave_shows_nothing_on_the_board() -> None:
    """Nobody can see from an edit of the board that somebody has left."""
    decision = left(member_scope(a_standing(opt_in=a_wish()), member=a_member()))

    assert due_of(decision, "board:") is None


def test_leave_of_an_unknown_id_changes_nothing() -> None:
    """Another community's id is an unknown id."""
    assert left(member_scope(member=a_member()), "int_elsewhere").changes == ()


def test_held_answer_goes_out_once_quiet_hours_are_over() -> None:
    """A first answer held back by the night names what they wait for, and counts in the budget."""
    scope = member_scope(a_standing(opt_in=a_wish()), a_standing(BOOKS, a_wish(BOOKS)), member=a_member())

    decision = held_answer_due(scope, HeldAnswerDue(community=COMMUNITY, at=NOON, member=ANA))

    assert directs_in(decision)[0].note.args["interest"] == "baseball, books"
    assert members_in(decision)[0].asked_at == (NOON,)


def test_held_answer_is_dropped_when_nothing_waits_any_more() -> None:
    """Who left meanwhile hears nothing."""
    scope = member_scope(a_standing(opt_in=a_wish(state=OptInState.ENDED)), member=a_member())

    assert held_answer_due(scope, HeldAnswerDue(community=COMMUNITY, at=NOON, member=ANA)) == Decision()
