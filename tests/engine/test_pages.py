"""The board in as many messages as its interests need: which is where, and that none moves while it is open."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine.boards import board_due, board_shown, join_asked
from circles_bot.engine.decision import Decision, Dropped, Kept
from circles_bot.engine.effects import ShowBoard, TakeBoardAway
from circles_bot.engine.events import BoardDue, BoardRead, BoardShown, ReactionSeen, SetupChosen
from circles_bot.engine.ids import InterestId
from circles_bot.engine.model import Interest, OptInState
from circles_bot.engine.names import SPARE_EMOJI, free_emoji, normal_emoji
from circles_bot.engine.notes import Note, Select
from circles_bot.engine.pages import PAGES_AT_MOST, free_page, page_address, pages_known, pages_of
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import JoinAsked
from circles_bot.engine.reactions import board_read, reaction_seen
from circles_bot.engine.setup import setup_chosen
from circles_bot.engine.snapshots import CommunityScope, MemberScope, SetupScope
from tests.engine.builders import ANA, BEN, COMMUNITY, HOUR, NOON, a_community, a_member, an_actor, an_interest
from tests.engine.towns import a_standing, a_wish, community_scope, due_of, tokens_of, wishes_in

POLICY = Policy()


def opened(count: int, known: Sequence[Interest] = ()) -> tuple[Interest, ...]:
    """Return ``known`` and so many more, each where the rule puts it."""
    every = list(known)
    for number in range(len(every), len(every) + count):
        sign = free_emoji(one.emoji for one in every)
        every.append(an_interest(f"topic {number:03}", emoji=sign, page=free_page(every, POLICY)))
    return tuple(every)


def scope_of(interests: Sequence[Interest], **changes: object) -> CommunityScope:
    """Return a community with these interests."""
    scope = replace(community_scope(), interests=tuple(interests))
    return replace(scope, **changes)  # type: ignore[arg-type]  # fields of many kinds


def shown(scope: CommunityScope) -> Decision:
    """Return what follows when the board is shown at noon."""
    return board_due(scope, BoardDue(community=COMMUNITY, at=NOON))


def pages_in(decision: Decision) -> list[ShowBoard]:
    """Return the pages that are shown."""
    return [effect for effect in decision.effects if isinstance(effect, ShowBoard)]


def options_of(note: Note) -> list[str]:
    """Return what can be chosen from a note's Join lists."""
    lists = [control for control in note.controls if isinstance(control, Select) and control.token == "join"]
    assert all(len(one.options) <= 25 for one in lists)
    return [str(option.value) for one in lists for option in one.options]


THIRTY = opened(30)


def test_thirty_interests_are_two_messages() -> None:
    """Twenty on the first and ten on the second, each with its own list, its own states and its own emoji."""
    first, second = pages_in(shown(scope_of(THIRTY)))

    assert (first.page, second.page) == (0, 1)
    assert options_of(first.note) == [interest.id for interest in THIRTY[:20]]
    assert options_of(second.note) == [interest.id for interest in THIRTY[20:]]
    assert second.seed_emoji == tuple(interest.emoji for interest in THIRTY[20:])
    assert [line.args["interest"] for line in second.note.lines[:-1]] == [interest.name for interest in THIRTY[20:]]


def test_every_message_has_its_buttons_and_says_when_the_bot_looks() -> None:
    """Join, something private, My circles and the next look are under each of them; proposals on the first alone."""
    for page in pages_in(shown(scope_of(THIRTY))):
        assert page.note.controls[0].token == "join"
        assert {"private-menu", "mine"} <= set(tokens_of(page.note))
        assert page.note.lines[-1].key == "board-next-look"
        assert page.note.leads_with_controls


def test_pages_are_shown_in_order_and_each_once() -> None:
    """One lane, so that they stand under each other; keys of their own, so that none passes for another."""
    first, second = pages_in(shown(scope_of(THIRTY)))

    assert first.lane == second.lane
    assert first.key != second.key


def test_all_pages_wait_for_the_hour() -> None:
    """A board that was shown within the hour waits, whatever number of messages it is."""
    scope = scope_of(THIRTY, community=a_community(board_at=NOON + HOUR / 6))

    decision = board_due(scope, BoardDue(community=COMMUNITY, at=NOON + HOUR / 2))

    assert (decision.effects, due_of(decision, "board:")) == ((), NOON + HOUR)


def test_a_page_that_is_empty_is_taken_away() -> None:
    """Its message goes, and where it was is forgotten; the other one stays."""
    decision = shown(scope_of(THIRTY[:20], board={0: "m-1", 1: "m-2"}))

    (gone,) = [effect for effect in decision.effects if isinstance(effect, TakeBoardAway)]
    assert gone.theirs == "m-2"
    assert [page.page for page in pages_in(decision)] == [0]
    assert Dropped(page_address(COMMUNITY, 1)) in decision.changes


def test_the_first_page_stays_where_nothing_is_on_it() -> None:
    """There is something to tap for who would propose a topic."""
    decision = shown(scope_of((), board={0: "m-1"}))

    assert [page.page for page in pages_in(decision)] == [0]
    assert not any(isinstance(effect, TakeBoardAway) for effect in decision.effects)


def test_a_page_in_the_middle_that_is_empty_moves_no_other() -> None:
    """Only its own message goes: under the others people's reactions stand."""
    interests = opened(50)
    left = [interest for interest in interests if interest.page != 1]

    decision = shown(scope_of(left, board={0: "m-1", 1: "m-2", 2: "m-3"}))

    assert [page.page for page in pages_in(decision)] == [0, 2]
    assert [effect.theirs for effect in decision.effects if isinstance(effect, TakeBoardAway)] == ["m-2"]


def test_where_a_page_is_is_remembered_by_its_number() -> None:
    """The first as the board was when it was alone: one that is up already goes on."""
    first, second = (
        board_shown(scope_of(THIRTY), BoardShown(community=COMMUNITY, at=NOON, theirs=f"m-{page}", page=page))
        for page in (0, 1)
    )

    assert [change.record for change in first.changes] == [page_address(COMMUNITY, 0, "m-0")]
    assert [change.record for change in second.changes] == [page_address(COMMUNITY, 1, "m-1")]
    assert page_address(COMMUNITY, 0).ours == COMMUNITY
    kept = {page_address(COMMUNITY, 0).ours: "m-0", page_address(COMMUNITY, 1).ours: "m-1"}
    assert pages_known(kept, COMMUNITY) == {0: "m-0", 1: "m-1"}
    assert not (*first.timers, *second.timers)


def test_a_page_that_was_emptied_while_it_was_posted_is_looked_at_again() -> None:
    """It is posted already, and nothing else may happen for a week."""
    scope = scope_of(THIRTY[:20], community=a_community(board_at=NOON))

    decision = board_shown(scope, BoardShown(community=COMMUNITY, at=NOON, theirs="m-2", page=1))

    assert due_of(decision, "board:") == NOON + HOUR


def test_an_interest_that_opens_takes_a_free_seat() -> None:
    """Where one has ended there is room again; nobody moves for it."""
    left = (*THIRTY[:7], *THIRTY[8:])

    assert free_page(left, POLICY) == 0
    assert free_page(opened(40), POLICY) == 2
    assert free_page((), POLICY) == 0


def test_a_confidential_interest_takes_no_seat() -> None:
    """It is on no board."""
    private = [an_interest(f"p{number}", is_confidential=True) for number in range(20)]

    assert free_page(private, POLICY) == 0


def test_setup_spreads_what_it_opens_over_the_pages() -> None:
    """A setup that adds to a full page goes on with the next."""
    chosen = SetupChosen(
        community=COMMUNITY,
        at=NOON,
        key="k",
        actor=an_actor(is_steward=True),
        platform="fake",
        community_theirs="t",
        board_place="c",
        rooms_place="c",
        interests=(("🎲", "games"), ("🧶", "wool"), ("🐾", "pets")),
    )

    decision = setup_chosen(
        SetupScope(community=a_community(set_up_at=NOON), interests=opened(18), opted_in=400), chosen
    )

    new = [change.record for change in decision.changes if isinstance(change, Kept)]
    assert [one.page for one in new if isinstance(one, Interest)] == [0, 0, 1]


@pytest.mark.parametrize("page", [0, 1])
def test_a_reaction_counts_under_the_message_that_names_its_interest(page: int) -> None:
    """Ana reacts on the second message and is in; the same emoji under the first one says nothing."""
    wanted = THIRTY[25]
    scope = MemberScope(community=a_community(), member=a_member(), standings=tuple(map(a_standing, THIRTY)))

    event = ReactionSeen(community=COMMUNITY, at=NOON, actor=an_actor(ANA), emoji=wanted.emoji, is_set=True, page=page)

    assert [wish.interest for wish in wishes_in(reaction_seen(scope, event))] == ([wanted.id] if page else [])


@pytest.mark.parametrize("page", [0, 1])
def test_a_page_that_is_read_says_nothing_of_another(page: int) -> None:
    """Ana's emoji is missing under the message that does not name its interest: nobody has left."""
    wanted = THIRTY[25]
    scope = scope_of(
        THIRTY,
        standing={wanted.id: frozenset({ANA})},
        members={ANA: a_member()},
        opt_ins=(a_wish(interest=wanted),),
    )

    read = BoardRead(
        community=COMMUNITY, at=NOON, reactions={wanted.emoji: ()}, is_whole=True, is_cleared=False, page=page
    )

    ended = [wish.interest for wish in wishes_in(board_read(scope, read)) if wish.state is OptInState.ENDED]
    assert ended == ([wanted.id] if page else [])


def test_a_reaction_elsewhere_is_none_when_a_page_is_read() -> None:
    """Ben set the emoji of the second message under the first one."""
    read = BoardRead(
        community=COMMUNITY,
        at=NOON,
        reactions={THIRTY[25].emoji: (an_actor(BEN),)},
        is_whole=True,
        is_cleared=True,
    )

    assert board_read(scope_of(THIRTY), read) == Decision()


def test_the_join_menu_shows_all_there_is() -> None:
    """A hundred interests in lists that say from where to where they go: nothing is cut off."""
    interests = opened(100)
    scope = MemberScope(community=a_community(), member=a_member(), standings=tuple(map(a_standing, interests)))

    reply = join_asked(scope, JoinAsked(community=COMMUNITY, at=NOON, actor=an_actor()))

    assert isinstance(reply.content, Note)
    assert options_of(reply.content) == [interest.id for interest in interests]
    first = reply.content.controls[0]
    assert isinstance(first, Select)
    assert (first.placeholder.args["first"], first.placeholder.args["last"]) == ("topic 000", "topic 024")


def test_a_hundred_interests_have_a_hundred_emoji() -> None:
    """A reaction means one thing, and /circles join finds one interest by it."""
    interests = opened(POLICY.interests_at_most)

    signs = {normal_emoji(interest.emoji) for interest in interests}

    assert len(SPARE_EMOJI) == len(set(map(normal_emoji, SPARE_EMOJI)))
    assert "" not in signs
    assert len(signs) == POLICY.interests_at_most


@given(acts=st.lists(st.one_of(st.none(), st.integers(min_value=0, max_value=99)), max_size=160))
def test_pages_part_the_interests_and_none_ever_moves(acts: list[int | None]) -> None:
    """Whatever opens (None) and ends: each interest is on one page, at most twenty are, and it stays there."""
    interests: list[Interest] = []
    seats: dict[InterestId, int] = {}
    for number, ends in enumerate(acts):
        if ends is None and len(interests) < POLICY.interests_at_most:
            interests.append(an_interest(f"topic {number}", page=free_page(interests, POLICY)))
            seats[interests[-1].id] = interests[-1].page
        elif ends is not None and interests:
            interests.pop(ends % len(interests))

    pages = pages_of(interests)

    assert sorted(one.id for page in pages.values() for one in page) == sorted(one.id for one in interests)
    assert all(len(page) <= POLICY.interests_per_page for page in pages.values())
    assert set(pages) <= set(range(PAGES_AT_MOST))
    assert {one.id: number for number, page in pages.items() for one in page} == {
        one.id: seats[one.id] for one in interests
    }
