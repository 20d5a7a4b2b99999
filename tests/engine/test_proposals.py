"""Proposals and what stewards do about interests: no name, no number, no hour is told."""

from dataclasses import replace

import pytest

from circles_bot.engine import events
from circles_bot.engine.boards import board_due
from circles_bot.engine.curation import interest_archived, interest_changed, interest_merged, proposal_answered
from circles_bot.engine.decision import Decision
from circles_bot.engine.ids import InterestId, MemberId
from circles_bot.engine.interests import find_standing
from circles_bot.engine.mine import mine_asked
from circles_bot.engine.model import CoSign, Interest, OptIn, OptInState, Proposal, Way
from circles_bot.engine.policy import Policy
from circles_bot.engine.proposals import (
    co_signs_needed,
    interest_id,
    most_interests,
    proposals_due,
    topic_co_signed,
    topic_proposed,
)
from circles_bot.engine.questions import MineAsked
from circles_bot.engine.snapshots import CommunityScope, MemberScope, ProposalStanding
from tests.engine.builders import ANA, BEN, CLEO, COMMUNITY, DAY, HOUR, NOON, a_member, an_actor, statements_of
from tests.engine.towns import (
    BASEBALL,
    BOOKS,
    a_standing,
    a_wish,
    community_scope,
    directs_in,
    due_of,
    member_scope,
    note_of,
    wishes_in,
)

CHESS = interest_id(COMMUNITY, "chess")
SECRET = interest_id(COMMUNITY, "grief", is_private=True)


def a_proposal(interest: InterestId = CHESS, name: str = "chess", **changes: object) -> Proposal:
    """Return a proposal of some days ago."""
    made = Proposal(community=COMMUNITY, interest=interest, name=name, proposed_at=NOON - 3 * DAY)
    return replace(made, **changes)  # type: ignore[arg-type]  # any field; a wrong name raises


def a_sign(member: MemberId = ANA, interest: InterestId = CHESS, **changes: object) -> CoSign:
    """Return a co-sign of two days ago."""
    sign = CoSign(community=COMMUNITY, interest=interest, member=member, signed_at=NOON - 2 * DAY)
    return replace(sign, **changes)  # type: ignore[arg-type]  # any field; a wrong name raises


def propose(scope: MemberScope, name: str = "chess", *, is_certain: bool = False) -> Decision:
    """Return what follows from Ana's proposal."""
    event = events.TopicProposed(community=COMMUNITY, at=NOON, actor=an_actor(), name=name, is_certain=is_certain)
    return topic_proposed(scope, event)


def with_proposal(sign: CoSign | None = None) -> MemberScope:
    """Return the snapshot of a member, with chess proposed."""
    standing = ProposalStanding(proposal=a_proposal(), co_sign=sign)
    return replace(member_scope(member=a_member()), proposals=(standing,))


def looked(*signs: CoSign, proposal: Proposal | None = None, opted_in: int = 40) -> Decision:
    """Return what a day's look leads to."""
    scope: CommunityScope = replace(
        community_scope(members=[a_member(sign.member) for sign in signs]),
        proposals=(proposal or a_proposal(),),
        co_signs=signs,
        opted_in=opted_in,
    )
    return proposals_due(scope, events.ProposalsDue(community=COMMUNITY, at=NOON))


def opened(decision: Decision) -> list[Interest]:
    """Return the interests that a decision opens."""
    return [change.record for change in decision.changes if isinstance(change.record, Interest)]


THREE = (a_sign(ANA, is_proposer=True), a_sign(BEN), a_sign(CLEO))


def test_a_proposal_keeps_no_name_and_shows_at_a_full_hour() -> None:
    """The record of it names nobody, the board follows at a full hour, and a newcomer's costs eight statements."""
    scope = member_scope()
    event = events.TopicProposed(community=COMMUNITY, at=NOON, actor=an_actor(), name="chess")

    decision = propose(scope)

    proposals = [change.record for change in decision.changes if isinstance(change.record, Proposal)]
    assert len(proposals) == 1
    assert ANA not in repr(proposals)
    assert due_of(decision, "board:") is not None
    assert decision.effects == ()
    assert statements_of(event, decision) <= 8


def test_what_is_there_or_nearly_is_offered_first() -> None:
    """The same name joins, a near one is asked about, and who insists gets their own."""
    assert note_of(propose(member_scope(), "BASEBALL")).key == "propose-exists"
    near = propose(member_scope(), "bаseball")
    assert (near.changes, note_of(near).key) == ((), "propose-near")
    assert propose(member_scope(), "basebal", is_certain=True).changes


def test_co_signing_answers_alike_however_many_have() -> None:
    """First, third or again: one answer, no number, nothing sent, and no timer that an hour could be read from."""
    event = events.TopicCoSigned(community=COMMUNITY, at=NOON, actor=an_actor(), interest=CHESS)

    first = topic_co_signed(with_proposal(), event)
    again = topic_co_signed(with_proposal(a_sign()), event)

    assert first.reply == again.reply
    assert (first.effects, due_of(first, "board:")) == ((), None)


@pytest.mark.parametrize("hours_ago", [1, 23, 24, 48])
def test_the_opening_tells_nobodys_hour(hours_ago: int) -> None:
    """A co-sign counts from the first look that is a whole day after it."""
    late = a_sign(CLEO, signed_at=NOON - hours_ago * HOUR)

    assert bool(opened(looked(*THREE[:2], late))) == (hours_ago >= 24)


def test_who_co_signed_is_in_when_it_opens_and_hears_once() -> None:
    """Everybody who would like it waits from then on; the proposal and its co-signs are gone."""
    decision = looked(*THREE)

    assert [interest.name for interest in opened(decision)] == ["chess"]
    assert {wish.member for wish in wishes_in(decision)} == {ANA, BEN, CLEO}
    assert {wish.way for wish in wishes_in(decision)} == {Way.CO_SIGN}
    assert len(directs_in(decision)) == 3


@pytest.mark.parametrize(("opted_in", "most"), [(0, 4), (14, 4), (39, 4), (40, 5), (400, 50), (9_000, 100)])
def test_small_communities_start_small(opted_in: int, most: int) -> None:
    """At most one open interest for eight opted in, at least four, a hundred in all."""
    assert most_interests(Policy(), opted_in) == most


@pytest.mark.parametrize(("opted_in", "needed"), [(10, 3), (300, 3), (301, 4), (100_000, 20)])
def test_three_co_signs_or_a_hundredth(opted_in: int, needed: int) -> None:
    """Whichever is more, twenty at most."""
    assert co_signs_needed(Policy(), opted_in) == needed


def test_a_proposal_waits_where_there_is_no_room() -> None:
    """A community of four interests among fewer than forty keeps it for later, and looks again tomorrow."""
    full = replace(
        community_scope(members=[a_member(sign.member) for sign in THREE]),
        proposals=(a_proposal(),),
        co_signs=THREE,
        opted_in=14,
    )
    full = replace(full, interests=(*full.interests, replace(BASEBALL, id=InterestId("int_4"))))

    decision = proposals_due(full, events.ProposalsDue(community=COMMUNITY, at=NOON))

    assert opened(decision) == []
    assert due_of(decision, "proposals:") == NOON.replace(hour=18)


def test_a_confidential_proposal_never_opens_by_co_signs() -> None:
    """However many there are; by a steward's yes it does, with neutral words, and no board."""
    signs = tuple(replace(sign, interest=SECRET) for sign in THREE)
    proposed = a_proposal(SECRET, "grief")

    waits, opens = looked(*signs, proposal=proposed), looked(*signs, proposal=replace(proposed, approved_at=NOON))

    assert opened(waits) == []
    assert [(one.is_confidential, one.emoji) for one in opened(opens)] == [(True, "")]
    assert due_of(opens, "board:") is None
    assert "grief" not in repr(opens.effects)


def test_the_board_names_what_is_proposed_without_a_number() -> None:
    """Open ones only."""
    scope = replace(community_scope(), proposals=(a_proposal(),))

    shown = board_due(scope, events.BoardDue(community=COMMUNITY, at=NOON)).effects[0]

    assert "board-proposed" in repr(shown)


def test_proposals_are_few_a_week() -> None:
    """Two for each member, kindly said."""
    mine = tuple(
        ProposalStanding(
            proposal=a_proposal(InterestId(f"int_{n}"), f"topic {n}"),
            co_sign=a_sign(interest=InterestId(f"int_{n}"), is_proposer=True),
        )
        for n in range(2)
    )

    decision = propose(replace(member_scope(member=a_member()), proposals=mine), "knitting")

    assert (decision.changes, note_of(decision).key) == ((), "propose-too-many")


STEWARD = an_actor(BEN, is_steward=True)


@pytest.mark.parametrize("is_steward", [True, False])
def test_only_stewards_answer_proposals(is_steward: bool) -> None:
    """A yes opens it at once; somebody else's changes nothing."""
    actor = an_actor(BEN, is_steward=is_steward)
    event = events.ProposalAnswered(community=COMMUNITY, at=NOON, actor=actor, interest=CHESS, is_yes=True)

    decision = proposal_answered(replace(with_proposal(), opted_in=40), event)

    assert (due_of(decision, "proposals:") == NOON) is is_steward
    assert bool(decision.changes) is is_steward


def test_archiving_takes_it_off_and_tells_who_waits() -> None:
    """At once off the board; under My circles who waits reads so."""
    event = events.InterestArchived(community=COMMUNITY, at=NOON, actor=STEWARD, interest=BASEBALL.id)

    decision = interest_archived(member_scope(), event)

    gone = opened(decision)[0]
    assert gone.archived_at == NOON
    assert due_of(decision, "board:") == NOON
    waiting = replace(member_scope(member=a_member()), archived=(a_standing(gone, a_wish()),))
    mine = mine_asked(waiting, MineAsked(community=COMMUNITY, at=NOON, actor=an_actor()))
    assert "mine-archived" in repr(mine)


@pytest.mark.parametrize("state", list(OptInState))
def test_merging_moves_the_wishes_that_wait(state: OptInState) -> None:
    """Waiting, sleeping and resting ones; a living circle goes on, and who left the other is not moved there."""
    left: OptIn = a_wish(BOOKS, OptInState.ENDED, BEN)
    followers = (a_wish(BASEBALL, state, ANA), a_wish(BASEBALL, OptInState.WAITING, BEN), left)
    event = events.InterestMerged(community=COMMUNITY, at=NOON, actor=STEWARD, interest=BASEBALL.id, into=BOOKS.id)

    decision = interest_merged(replace(member_scope(), followers=followers), event)

    moves = state in {OptInState.WAITING, OptInState.ASLEEP, OptInState.RESTING}
    moved = {wish.member for wish in wishes_in(decision) if wish.interest == BOOKS.id}
    assert moved == ({ANA} if moves else set())
    grown = next(one for one in opened(decision) if one.id == BOOKS.id)
    assert find_standing((a_standing(grown),), "Baseball") is not None


def test_another_name_finds_one_interest_only() -> None:
    """A name that finds something already is refused."""

    def named(alias: str) -> Decision:
        event = events.InterestChanged(community=COMMUNITY, at=NOON, actor=STEWARD, interest=BASEBALL.id, alias=alias)
        return interest_changed(member_scope(), event)

    assert opened(named("rounders"))[0].aliases == ("rounders",)
    assert [named(taken).changes for taken in ("books", "", "x" * 81)] == [(), (), ()]
