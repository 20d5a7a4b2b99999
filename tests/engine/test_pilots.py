"""A pilot: for now only the people of one channel can join, and others are told what is going on."""

from dataclasses import replace

import pytest

from circles_bot.engine.boards import board_due
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import Kept
from circles_bot.engine.effects import ShowBoard
from circles_bot.engine.events import (
    Actor,
    BoardDue,
    BoardRead,
    InterestJoined,
    PersonalEvent,
    ReactionSeen,
    SettingsChosen,
    TopicCoSigned,
    TopicProposed,
    WithAsked,
)
from circles_bot.engine.ids import InterestId
from circles_bot.engine.model import Community, OptIn, OptInState, Proposal, StandingReaction, Way
from circles_bot.engine.notes import Form, Select
from circles_bot.engine.questions import Place, SettingsAsked
from circles_bot.engine.settings import settings_asked
from circles_bot.engine.snapshots import MemberScope, PeopleScope, ProposalStanding
from tests.engine.builders import ANA, BEN, COMMUNITY, DAY, NOON, a_community, a_deck, a_member, an_actor
from tests.engine.towns import (
    BASEBALL,
    a_standing,
    a_wish,
    community_scope,
    due_of,
    member_scope,
    note_of,
    wishes_in,
)

PILOT = a_community(pilot_place="C9")
INSIDE = an_actor(is_in_pilot=True)
PROPOSAL = Proposal(community=COMMUNITY, interest=InterestId("int_chess"), name="chess", proposed_at=NOON - DAY)
SCOPE = replace(
    member_scope(community=PILOT), proposals=(ProposalStanding(proposal=PROPOSAL, co_sign=None),), opted_in=40
)
PEOPLE = PeopleScope(community=PILOT)


def acts_of(actor: Actor) -> tuple[tuple[MemberScope | PeopleScope, PersonalEvent], ...]:
    """Return all that leads to a circle."""
    return (
        (SCOPE, InterestJoined(community=COMMUNITY, at=NOON, actor=actor, interest="baseball", way=Way.SELECT)),
        (SCOPE, InterestJoined(community=COMMUNITY, at=NOON, actor=actor, interest="cnf_any", way=Way.SELECT)),
        (SCOPE, TopicProposed(community=COMMUNITY, at=NOON, actor=actor, name="kites")),
        (SCOPE, TopicCoSigned(community=COMMUNITY, at=NOON, actor=actor, interest=PROPOSAL.interest)),
        (
            PEOPLE,
            WithAsked(community=COMMUNITY, at=NOON, actor=actor, people=(an_actor(BEN, is_in_pilot=True),), topic=""),
        ),
    )


@pytest.mark.parametrize(("scope", "event"), acts_of(an_actor()), ids=lambda value: type(value).__name__)
def test_others_are_told_kindly_and_nothing_changes(scope: MemberScope | PeopleScope, event: PersonalEvent) -> None:
    """One answer, whatever they tried: what is going on and what they can do."""
    decision = decide(scope, event, a_deck())

    assert (decision.changes, decision.timers, decision.effects) == ((), (), ())
    assert note_of(decision).key == "pilot-outside"


@pytest.mark.parametrize("actor", [INSIDE, an_actor()], ids=["inside", "no pilot"])
def test_the_people_of_the_channel_join_as_ever(actor: Actor) -> None:
    """And without a pilot being in a channel means nothing."""
    scope = SCOPE if actor is INSIDE else replace(SCOPE, community=a_community())

    for _, event in acts_of(actor)[:1]:
        assert wishes_in(decide(scope, event, a_deck()))


def test_nobody_outside_is_asked_to_talk_with_somebody_inside() -> None:
    """The asker hears why, and nobody is asked."""
    event = WithAsked(community=COMMUNITY, at=NOON, actor=INSIDE, people=(an_actor(BEN),), topic="")

    decision = decide(PEOPLE, event, a_deck())

    assert (decision.changes, decision.timers, note_of(decision).key) == ((), (), "pilot-with-outside")


def test_a_wish_from_before_stays_as_it_is() -> None:
    """Joining again changes nothing, in a pilot as ever."""
    scope = member_scope(a_standing(opt_in=a_wish()), member=a_member(), community=PILOT)
    event = InterestJoined(community=COMMUNITY, at=NOON, actor=an_actor(), interest="baseball", way=Way.SELECT)

    assert note_of(decide(scope, event, a_deck())).key == "joined-already"


@pytest.mark.parametrize("hears_reply", [True, False])
def test_a_reaction_from_outside_is_remembered_and_is_no_wish(hears_reply: bool) -> None:
    """Where the platform cannot answer it, the board has said so: nothing is sent."""
    event = ReactionSeen(
        community=COMMUNITY, at=NOON, actor=an_actor(), emoji="⚾", is_set=True, hears_reply=hears_reply
    )

    decision = decide(SCOPE, event, a_deck())

    assert Kept(StandingReaction(community=COMMUNITY, interest=BASEBALL.id, member=ANA)) in decision.changes
    assert wishes_in(decision) == ()
    assert (decision.effects, decision.timers) == ((), ())
    assert note_of(decision).key == "pilot-outside"


def test_a_board_read_in_a_pilot_joins_those_inside_only() -> None:
    """Reactions made while the bot was down count for them, and are remembered of the others."""
    read = BoardRead(
        community=COMMUNITY,
        at=NOON,
        reactions={"⚾": (replace(INSIDE), an_actor(BEN))},
        is_whole=True,
        is_cleared=False,
    )

    decision = decide(community_scope(community=PILOT), read, a_deck())

    assert [wish.member for wish in wishes_in(decision)] == [ANA]
    standing = [change.record for change in decision.changes if isinstance(change.record, StandingReaction)]
    assert {reaction.member for reaction in standing} == {ANA, BEN}
    assert [direct.lane for direct in decision.effects] == ["member:mem_ana"]


def test_the_end_of_a_pilot_joins_nobody() -> None:
    """A reaction that stood through it is no news: nobody is opted in by what a steward does."""
    read = BoardRead(community=COMMUNITY, at=NOON, reactions={"⚾": (an_actor(BEN),)}, is_whole=True, is_cleared=False)
    scope = community_scope(standing={BASEBALL.id: frozenset({BEN})}, members=[a_member(BEN)])

    assert decide(scope, read, a_deck()).changes == ()


def test_the_board_says_that_a_pilot_is_on() -> None:
    """And says nothing of it without one."""

    def keys(community: Community) -> list[str]:
        shown = board_due(community_scope(community=community), BoardDue(community=COMMUNITY, at=NOON)).effects[0]
        assert isinstance(shown, ShowBoard)
        return [line.key for line in shown.note.lines]

    board = a_community(board_place="C1")
    assert "board-pilot" in keys(replace(board, pilot_place="C9"))
    assert "board-pilot" not in keys(board)


def test_a_pilot_is_ended_in_the_settings_and_the_board_shows_it_at_once() -> None:
    """A steward chooses "everybody"; nothing else moves."""
    event = SettingsChosen(community=COMMUNITY, at=NOON, actor=an_actor(is_steward=True), settings={}, pilot_place="")

    decision = decide(member_scope(community=replace(PILOT, board_at=NOON)), event, a_deck())

    (community,) = (change.record for change in decision.changes if isinstance(change.record, Community))
    assert community.pilot_place is None
    assert due_of(decision, "board:") == NOON
    assert [line.key for line in note_of(decision).lines] == ["setting-now-no-pilot"]


def test_the_settings_show_who_can_join() -> None:
    """A page of its own, with the channel in force chosen."""
    places = tuple(Place(theirs=f"C{number}", name=f"#c{number}") for number in range(30))
    question = SettingsAsked(community=COMMUNITY, at=NOON, actor=an_actor(is_steward=True), page=6, places=places)

    form = settings_asked(member_scope(community=replace(PILOT, pilot_place="C29")), question).content

    assert isinstance(form, Form)
    (select,) = (field for field in form.fields if isinstance(field, Select))
    assert [option.value for option in select.options if option.is_chosen] == ["C29"]
    assert len(select.options) == 25


def test_leaving_works_in_a_pilot_as_ever() -> None:
    """Taking a reaction off ends the wish, in the channel or out of it."""
    standing = a_standing(opt_in=a_wish(), has_reacted=True)
    scope = member_scope(standing, member=a_member(), community=PILOT)
    event = ReactionSeen(community=COMMUNITY, at=NOON, actor=an_actor(), emoji="⚾", is_set=False)

    (wish,) = (change.record for change in decide(scope, event, a_deck()).changes if isinstance(change.record, OptIn))
    assert wish.state is OptInState.ENDED
