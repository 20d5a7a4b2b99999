"""Confidential interests: nothing of one shows anywhere but to who follows it, and after the tap."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.boards import board_due, join_asked
from circles_bot.engine.checkins import check_in_due
from circles_bot.engine.circles import room_opened
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import Decision
from circles_bot.engine.discretion import DISCREET
from circles_bot.engine.effects import PlanRound, SendDirect, ShowBoard
from circles_bot.engine.ids import CircleId, InterestId, is_confidential
from circles_bot.engine.interests import interest_joined, interest_left
from circles_bot.engine.invitations import answers_due, invitation_asked, invitation_note
from circles_bot.engine.losses import room_failed
from circles_bot.engine.mine import mine_asked
from circles_bot.engine.model import (
    Circle,
    CircleState,
    Interest,
    Meeting,
    Member,
    OptIn,
    OptInState,
    Round,
    RoundCause,
    SeatState,
    Way,
    Word,
)
from circles_bot.engine.notes import Form, Note, Select
from circles_bot.engine.policy import Policy
from circles_bot.engine.private import may_join, private_asked, rests_until, word_given
from circles_bot.engine.questions import InvitationAsked, JoinAsked, MineAsked, PrivateAsked
from circles_bot.engine.reactions import reaction_seen
from circles_bot.engine.reports import concern_told
from circles_bot.engine.rounds import room_name, round_due, round_planned
from circles_bot.engine.snapshots import CircleScope, CommunityScope, MemberScope, RoundScope
from circles_bot.matching.rounds import pool_of
from circles_bot.words.catalog import shipped_catalog
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAY,
    EVE,
    NOON,
    WEEK,
    a_circle,
    a_community,
    a_deck,
    a_member,
    a_seat,
    a_view,
    an_actor,
    circle_scope,
    statements_of,
)
from tests.engine.towns import (
    a_standing,
    a_wish,
    circles_in,
    community_scope,
    due_of,
    member_scope,
    members_in,
    note_of,
    round_scope,
    tokens_of,
    wishes_in,
)

NAME = "living with grief"
SECRET = Interest(
    id=InterestId("cnf_grief"),
    community=COMMUNITY,
    name=NAME,
    emoji="",
    opened_at=NOON - WEEK,
    is_confidential=True,
)
HERE_LONG = a_member(ANA, since=NOON - 60 * DAY)
TRIO = (ANA, BEN, CLEO)


def a_private_scope(
    wish: OptIn | None = None, *, member: Member | None = HERE_LONG, opted_in: int = 30, interest: Interest = SECRET
) -> MemberScope:
    """Return the snapshot of somebody who may join, unless said otherwise."""
    scope = member_scope(member=member)
    return replace(scope, private=(a_standing(interest, wish),), opted_in=opted_in)


def join(scope: MemberScope, interest: str = SECRET.id, **actor: object) -> Decision:
    """Return what follows from choosing it on the private list."""
    event = events.InterestJoined(
        community=COMMUNITY, at=NOON, actor=an_actor(ANA, **actor), interest=interest, way=Way.SELECT
    )
    return decide(scope, event, a_deck())


def asked(scope: MemberScope, interest: InterestId | None = None, **actor: object) -> Note:
    """Return what Join something private shows."""
    question = PrivateAsked(community=COMMUNITY, at=NOON, actor=an_actor(ANA, **actor), interest=interest)
    content = private_asked(scope, question).content
    assert isinstance(content, Note)
    return content


def private_circle(state: CircleState = CircleState.OPEN, **changes: object) -> Circle:
    """Return a circle on the confidential interest."""
    return a_circle(state, interest=SECRET.id, room_name="willow-3", **changes)


def private_circle_scope(*, seat: SeatState = SeatState.SEATED, state: CircleState = CircleState.OPEN) -> CircleScope:
    """Return such a circle with three people."""
    wish = OptInState.SEATED if seat is SeatState.SEATED else OptInState.INVITED
    views = [
        replace(
            a_view(member, seat=a_seat(member, seat), has_tapped=True),
            opt_in=a_wish(SECRET, wish, member),
        )
        for member in TRIO
    ]
    return circle_scope(
        *views, circle=private_circle(state), interest=SECRET, stewards=(a_member(EVE, is_steward=True),)
    )


def names_it(value: object) -> bool:
    """Tell whether the name is anywhere in a value."""
    return NAME in repr(value)


# --- who may see the list -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opted_in", "days", "joined_days", "may"),
    [(30, 30, None, True), (29, 60, None, False), (30, 29, None, False), (30, 0, 30, True), (30, 60, 29, False)],
)
def test_the_private_list_is_for_who_has_been_here_long_enough(
    opted_in: int, days: int, joined_days: int | None, may: bool
) -> None:
    """Thirty opted in and thirty days, as the platform tells them, else since they first did something."""
    scope = a_private_scope(member=a_member(since=NOON - days * DAY), opted_in=opted_in)
    actor = an_actor(joined_at=None if joined_days is None else NOON - joined_days * DAY)

    assert may_join(scope, actor, NOON) is may


def test_who_may_not_yet_gets_one_answer_whatever_the_reason() -> None:
    """Neither the reason nor what there is can be told from it, asked or joined by a forged button."""
    young = a_private_scope(member=a_member(since=NOON - DAY))
    small = a_private_scope(opted_in=4)
    none = replace(small, private=())
    stranger = a_private_scope(member=None)

    answers = [asked(scope) for scope in (young, small, none, stranger)]
    answers += [note_of(join(scope, interest)) for scope in (young, small, none) for interest in (SECRET.id, "cnf_no")]

    assert {answer.key for answer in answers} == {"private-not-yet"}
    assert len({repr(answer) for answer in answers}) == 1
    assert all(join(scope).changes == () for scope in (young, small, none, stranger))


def test_the_private_list_is_the_same_for_everybody_who_may_see_it() -> None:
    """Not even one's own are marked: a glance at another's screen tells nothing."""
    assert asked(a_private_scope()) == asked(a_private_scope(a_wish(SECRET)))


def test_before_the_yes_it_says_what_cannot_be_promised() -> None:
    """Who could join as well, who could open the room, and who could read the database."""
    note = asked(a_private_scope(), SECRET.id)
    text = shipped_catalog().text(note.key, {"interest": NAME, "who_sees": "…"}, locale="en") or ""

    assert note.key == "private-before"
    assert note.args["who_sees"] is not None
    for said in ("anyone here could join as you did; those you sit with will see your name", "read the database"):
        assert said in text.lower()


# --- joining and leaving ------------------------------------------------------------------------------------------


def test_joining_shows_nothing_anew() -> None:
    """No board, no effect, no announcement; within eight statements."""
    scope = replace(a_private_scope(), private=(a_standing(SECRET, waiting=2),))

    decision = join(scope, joined_at=NOON - 60 * DAY)

    assert wishes_in(decision)[0].interest == SECRET.id
    assert decision.effects == ()
    assert due_of(decision, "board:") is None
    assert due_of(decision, f"settle:{SECRET.id}") is not None
    event = events.InterestJoined(community=COMMUNITY, at=NOON, actor=an_actor(), interest=SECRET.id, way=Way.SELECT)
    assert statements_of(event, join(replace(scope, member=None), joined_at=NOON - 60 * DAY)) <= 8


@pytest.mark.parametrize("typed", [NAME, NAME.upper(), "living with gried", "cnf_grief ", ""])
def test_no_typed_name_finds_it(typed: str) -> None:
    """Neither joined, nor nearly, nor offered: as if there were no such thing."""
    event = events.InterestJoined(community=COMMUNITY, at=NOON, actor=an_actor(), interest=typed, way=Way.COMMAND)

    there = interest_joined(a_private_scope(), event)

    assert there == interest_joined(replace(a_private_scope(), private=()), event)
    assert there.changes == ()


def test_no_reaction_finds_it() -> None:
    """It has no emoji, and one that looks like none means none."""
    for emoji in ("", "⚫"):
        event = events.ReactionSeen(community=COMMUNITY, at=NOON, actor=an_actor(), emoji=emoji, is_set=True)
        assert reaction_seen(a_private_scope(), event) == Decision()


def test_leaving_ends_it_at_once_and_shows_nothing_anew() -> None:
    """By its button or by its name: one's own are found."""
    for typed in (SECRET.id, NAME):
        event = events.InterestLeft(community=COMMUNITY, at=NOON, actor=an_actor(), interest=typed)
        decision = interest_left(a_private_scope(a_wish(SECRET)), event)
        assert wishes_in(decision)[0].state is OptInState.ENDED
        assert due_of(decision, "board:") is None
        assert not names_it(decision.why)


def test_who_does_not_follow_it_cannot_find_it_by_leaving() -> None:
    """The answer is the one to any unknown name."""
    event = events.InterestLeft(community=COMMUNITY, at=NOON, actor=an_actor(), interest=NAME)

    assert interest_left(a_private_scope(), event) == interest_left(replace(a_private_scope(), private=()), event)


def test_the_join_menu_and_the_board_know_nothing_of_it() -> None:
    """Both are the same with and without it."""
    question = JoinAsked(community=COMMUNITY, at=NOON, actor=an_actor())
    due = events.BoardDue(community=COMMUNITY, at=NOON)
    town = replace(community_scope(), private=(SECRET,), private_waiting={SECRET.id: 9})

    assert join_asked(a_private_scope(a_wish(SECRET)), question) == join_asked(member_scope(member=HERE_LONG), question)
    assert board_due(town, due) == board_due(community_scope(), due)
    shown = board_due(town, due).effects[0]
    assert isinstance(shown, ShowBoard)
    assert not names_it(shown)


def test_my_circles_shows_ones_own_only() -> None:
    """A line and a way out for who follows it; nothing for who does not."""
    question = MineAsked(community=COMMUNITY, at=NOON, actor=an_actor())

    mine = mine_asked(a_private_scope(a_wish(SECRET)), question)
    others = mine_asked(a_private_scope(), question)

    assert names_it(mine)
    assert others == mine_asked(member_scope(member=HERE_LONG), question)


# --- limits -------------------------------------------------------------------------------------------------------


@given(days=st.integers(0, 400))
def test_one_confidential_circle_a_season(days: int) -> None:
    """Counted from when they sat down, whether or not they left: leaving early gives no other chance that season."""
    until = rests_until(NOON, Policy(), NOON + days * DAY)

    assert (until is None) == (days >= 8 * 7)


def test_who_sat_in_one_this_season_is_not_planned_again() -> None:
    """Neither by the matcher nor when its plan is applied; before the yes they read from when on."""
    wishes = [a_wish(SECRET, member=member) for member in (*TRIO, EVE)]
    scope = private_round(*wishes)
    sat = replace(scope, sat_privately_at={EVE: NOON - 2 * WEEK})
    planned = events.PlannedCircle(interest=SECRET.id, members=(*TRIO, EVE), extras=())

    assert EVE not in {person.member for person in pool_of(sat, Policy()).people}
    assert EVE in {person.member for person in pool_of(scope, Policy()).people}
    applied = round_planned(
        sat, events.RoundPlanned(community=COMMUNITY, at=NOON, round=PRIVATE_ROUND.id, circles=(planned,))
    )
    assert EVE not in {wish.member for wish in wishes_in(applied)}
    lines = [line.key for line in note_of(join(replace(a_private_scope(), sat_privately_at=NOON - WEEK))).lines]
    assert lines == ["private-once-a-season"]


# --- a follower's word --------------------------------------------------------------------------------------------

WORDED = replace(SECRET, needs_word=True)


def test_an_interest_on_a_word_is_joined_with_one_only() -> None:
    """Without one nothing is changed and the answer says what it takes; with one it is as any other."""
    scope = a_private_scope(interest=WORDED)

    without, with_one = join(scope), join(replace(scope, has_word=True))

    assert (without.changes, note_of(without).key) == ((), "private-needs-word")
    assert wishes_in(with_one)[0].state is OptInState.WAITING


def give(scope: MemberScope, to: str = "mem_ben") -> Decision:
    """Return what follows from Ana's word."""
    event = events.WordGiven(community=COMMUNITY, at=NOON, actor=an_actor(), interest=WORDED.id, to=type(BEN)(to))
    return word_given(scope, event)


def test_a_follower_gives_a_word_and_nobody_learns_of_it() -> None:
    """The answer names nobody, whoever it is for."""
    scope = a_private_scope(a_wish(WORDED), interest=WORDED)

    decision = give(scope)

    word = Word(community=COMMUNITY, interest=WORDED.id, member=BEN, giver=ANA, given_at=NOON)
    assert [change.record for change in decision.changes] == [word]
    assert (decision.effects, decision.timers) == ((), ())
    assert decision.reply == give(scope, "mem_cleo").reply


@pytest.mark.parametrize("case", ["not a follower", "no word needed", "left", "unknown"])
def test_only_a_follower_can_give_a_word(case: str) -> None:
    """All others get one answer: there is nothing to learn from trying."""
    scope = {
        "not a follower": a_private_scope(interest=WORDED),
        "no word needed": a_private_scope(a_wish(SECRET)),
        "left": a_private_scope(a_wish(WORDED, OptInState.ENDED), interest=WORDED),
        "unknown": replace(a_private_scope(), private=()),
    }[case]

    assert (give(scope).changes, note_of(give(scope)).key) == ((), "word-not-yours")


def test_words_are_few_a_week() -> None:
    """Three, kindly said."""
    scope = replace(a_private_scope(a_wish(WORDED), interest=WORDED), words_given=3)

    assert (give(scope).changes, note_of(give(scope)).key) == ((), "word-too-many")


# --- own rounds ---------------------------------------------------------------------------------------------------

PRIVATE_ROUND = Round(
    id=type(a_circle().round)("rnd_private"),
    community=COMMUNITY,
    cause=RoundCause.WEEKLY,
    state=round_scope().round.state,  # type: ignore[union-attr]  # the builder's has one
    seed=7,
    due_at=NOON,
    interest=SECRET.id,
)


def private_round(*wishes: OptIn) -> RoundScope:
    """Return the pool of a confidential interest's round."""
    return replace(round_scope(*wishes), round=PRIVATE_ROUND, interests=(SECRET,))


def weekly(scope: CommunityScope) -> Decision:
    """Return the weekly look."""
    return round_due(scope, events.RoundDue(community=COMMUNITY, at=NOON, cause=RoundCause.WEEKLY))


@pytest.mark.parametrize("waiting", [0, 2, 3, 9])
def test_the_weekly_look_plans_a_confidential_interest_alone(waiting: int) -> None:
    """With a seed of its own, where enough wait; the others' round is the same with and without."""
    town = replace(community_scope(), private=(SECRET,), private_waiting={SECRET.id: waiting})

    rounds = [change.record for change in weekly(town).changes if isinstance(change.record, Round)]
    plans = [effect for effect in weekly(town).effects if isinstance(effect, PlanRound)]
    alone = [change.record for change in weekly(community_scope()).changes if isinstance(change.record, Round)]

    assert rounds[:1] == alone
    assert len(rounds) == len(plans) == (2 if waiting >= 3 else 1)
    assert len({round_.seed for round_ in rounds}) == len(rounds)
    assert [round_.interest for round_ in rounds[1:]] == [SECRET.id] * (waiting >= 3)
    assert weekly(town).timers == weekly(community_scope()).timers


def test_settling_touches_nothing_of_the_communitys_own() -> None:
    """Neither when the board says that the bot looked, nor the open interests' one round a day."""
    town = replace(community_scope(), private=(SECRET,), private_waiting={SECRET.id: 3})
    event = events.RoundDue(community=COMMUNITY, at=NOON, cause=RoundCause.SETTLED, interest=SECRET.id)

    decision = round_due(town, event)
    again = round_due(replace(town, private=(replace(SECRET, settled_round_at=NOON - DAY / 2),)), event)

    assert [type(change.record) for change in decision.changes] == [Interest, Round]
    assert decision.timers == ()
    assert (again.changes, again.effects) == ((), ())
    settled = a_community(settled_round_at=NOON - DAY / 2)
    assert len(round_due(replace(town, community=settled), event).effects) == 1


def test_its_circle_is_marked_and_its_plan_shows_nothing_anew() -> None:
    """An id that says what to seal, a room named after a plant and a number, always asked first, no board."""
    planned = events.PlannedCircle(interest=SECRET.id, members=TRIO, extras=())
    event = events.RoundPlanned(community=COMMUNITY, at=NOON, round=PRIVATE_ROUND.id, circles=(planned,))

    decision = round_planned(private_round(*(a_wish(SECRET, member=member) for member in TRIO)), event)

    circle = circles_in(decision)[0]
    assert circle.id.startswith("ccr_")
    assert circle.state is CircleState.INVITING
    assert circle.room_name == room_name(SECRET, circle.id)
    assert due_of(decision, "board:") is None
    assert members_in(decision)


@given(number=st.integers(0, 10_000))
def test_a_rooms_name_says_nothing(number: int) -> None:
    """A plant and a number, whatever the interest is called."""
    name = room_name(SECRET, CircleId(f"ccr_{number}"))

    assert name == room_name(replace(SECRET, name="baseball"), CircleId(f"ccr_{number}"))
    plant, _, count = name.partition("-")
    assert plant.isalpha()
    assert count.isdigit()


def test_its_meetings_are_its_own() -> None:
    """Who sat together there are strangers to the open matcher."""
    opening = replace(private_circle_scope(), circle=private_circle(CircleState.OPENING))
    event = events.RoomOpened(community=COMMUNITY, at=NOON, circle=CIRCLE, theirs="r")

    met = [c.record for c in room_opened(opening, event, a_deck()).changes if isinstance(c.record, Meeting)]

    assert {meeting.scope for meeting in met} == {SECRET.id}


# --- what is said unasked -----------------------------------------------------------------------------------------


def directs() -> dict[str, SendDirect]:
    """Return every kind of direct message about a confidential circle."""
    about = {"community": COMMUNITY, "circle": CIRCLE}
    inviting = private_circle_scope(seat=SeatState.ACCEPTED, state=CircleState.INVITING)
    said: dict[str, Decision] = {
        "fizzled": answers_due(
            replace(inviting, seats=inviting.seats[:2]),
            events.AnswersDue(at=NOON + 5 * DAY, **about),  # type: ignore[arg-type]  # of two types
        ),
        "failed": room_failed(
            replace(private_circle_scope(), circle=private_circle(CircleState.OPENING)),
            events.RoomFailed(at=NOON, **about),  # type: ignore[arg-type]  # of two types
        ),
        "check-in": check_in_due(
            private_circle_scope(),
            events.CheckInDue(at=NOON + 10 * DAY, member=ANA, number=1, **about),  # type: ignore[arg-type]  # of two types
        ),
        "report": concern_told(
            private_circle_scope(),
            events.ConcernTold(at=NOON, actor=an_actor(), for_stewards=True, **about),  # type: ignore[arg-type]  # of two types
        ),
    }
    found = {name: [e for e in decision.effects if isinstance(e, SendDirect)] for name, decision in said.items()}
    assert all(found.values()), {name: len(effects) for name, effects in found.items()}
    return {name: effects[0] for name, effects in found.items()}


def test_no_direct_message_names_it() -> None:
    """In title, text, preview and buttons: an invitation, a check-in, bad news, a steward's report."""
    assert [name for name, effect in directs().items() if names_it(effect)] == []
    note = invitation_note(a_seat(state=SeatState.INVITED), SECRET, a_community(), NOON + 3 * DAY)
    assert not names_it(note)
    assert note.key == "private-ready"
    assert [token.split(":")[0] for token in tokens_of(note)] == ["open-privately"]


@pytest.mark.parametrize("key", sorted(DISCREET.values()))
def test_words_that_stand_for_others_take_no_name(key: str) -> None:
    """The locale files could not name it if they wanted to."""
    catalog = shipped_catalog()

    for attribute in (None, "preview", "title"):
        if catalog.has(key, attribute):
            text = catalog.text(key, {"looks": "soon", "next": "soon", "by": "soon"}, locale="en", attribute=attribute)
            assert text


def test_the_invitations_first_screen_says_only_that() -> None:
    """The exact words on a lock screen."""
    catalog = shipped_catalog()

    said = "Something you asked for is ready. Open it when you're alone"
    assert catalog.text("private-ready", {}, locale="en", attribute="preview") == said
    assert catalog.text("private-ready", {}, locale="en") == f"{said}."


def test_after_the_tap_it_says_the_rest_to_the_invited_alone() -> None:
    """What it is about and who can see, with the two answers; to nobody else a word."""
    scope = private_circle_scope(seat=SeatState.INVITED, state=CircleState.INVITING)

    def content(member: str) -> Note | Form:
        actor = an_actor(type(ANA)(member))
        question = InvitationAsked(community=COMMUNITY, at=NOON, actor=actor, circle=CIRCLE)
        return invitation_asked(scope, question).content

    mine = content(ANA)
    assert isinstance(mine, Note)
    assert (mine.key, names_it(mine)) == ("private-invitation", True)
    assert {token.split(":")[0] for token in tokens_of(mine)} >= {"accept", "not-now"}
    assert not names_it(content(EVE))


def test_ids_say_what_is_confidential() -> None:
    """The store seals by them."""
    assert is_confidential(SECRET.id)
    assert not is_confidential("int_cnf_")


def test_the_select_of_the_list_offers_ids_that_join() -> None:
    """One tap shows what is to be known, one more joins."""
    select = next(control for control in asked(a_private_scope()).controls if isinstance(control, Select))

    assert [option.value for option in select.options] == [SECRET.id]
    assert timedelta(0) < Policy().confidential_after
