"""What somebody deleted or closed: rooms open in the next best place, and the stewards hear of each thing once."""

from dataclasses import replace

import pytest

from circles_bot.engine.circles import room_opened
from circles_bot.engine.decision import Dropped, Kept, Silenced, TimerCancelled, TimerSet
from circles_bot.engine.effects import GOES_WHILE_PAUSED, OpenRoom, PostToRoom, SendDirect, ShowToStewards, room_lane
from circles_bot.engine.events import PlaceGone, PlaceMoved, RoomFailed, RoomGone, RoomOpened, SeasonDue, ShowingFailed
from circles_bot.engine.losses import is_placeless, place_gone, room_failed, room_gone, showing_failed
from circles_bot.engine.model import Address, AddressKind, Circle, CircleState, Community, OptInState
from circles_bot.engine.pages import page_address
from circles_bot.engine.setup import place_moved
from circles_bot.engine.snapshots import CommunityScope
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
    DAY,
    HOUR,
    NOON,
    WEEK,
    a_circle,
    a_community,
    a_deck,
    a_member,
    a_view,
    applied,
    circle_scope,
)
from tests.engine.towns import community_scope

PLACES = a_community(board_place="board", rooms_place="rooms", stewards_place="office")
STEWARD = a_member(DAN, is_steward=True)
GONE = RoomGone(community=COMMUNITY, at=NOON + WEEK, circle=CIRCLE)


def of(community: Community, **changes: object) -> CommunityScope:
    """Return a community's snapshot with its steward."""
    return replace(community_scope(), community=community, stewards=(STEWARD,), **changes)  # type: ignore[arg-type]  # fields of many kinds


def gone(place: str) -> PlaceGone:
    """Return that a channel was deleted."""
    return PlaceGone(community=COMMUNITY, at=NOON, place=place)


def test_a_deleted_room_opens_again_for_those_who_sit_there() -> None:
    """Once, though it is told twice; what was still to be said in the old one is not said into the new one."""
    scope = circle_scope(community=PLACES)

    decision = room_gone(scope, GONE)
    after = applied(scope, decision)

    (opening,) = [effect for effect in decision.effects if isinstance(effect, OpenRoom)]
    assert (opening.place, opening.members) == ("rooms", (ANA, BEN, CLEO))
    assert opening.name == "baseball-1"
    assert decision.silenced == (Silenced(lane=room_lane(CIRCLE)),)
    assert {view.opt_in.state for view in after.seats if view.opt_in} == {OptInState.SEATED}
    assert room_gone(after, GONE).effects == ()


def test_the_season_goes_on_in_the_new_room() -> None:
    """It ends when it would have; nobody is asked again what the old room was asked."""
    scope = circle_scope(community=PLACES)
    opening = applied(scope, room_gone(scope, GONE))

    decision = room_opened(
        opening, RoomOpened(community=COMMUNITY, at=GONE.at + HOUR, circle=CIRCLE, theirs="new"), a_deck()
    )

    (circle,) = [change.record for change in decision.changes if isinstance(change.record, Circle)]
    assert circle.state is CircleState.OPEN
    assert circle.season_ends_at == a_circle().season_ends_at
    ends = [
        timer.due_at for timer in decision.timers if isinstance(timer, TimerSet) and isinstance(timer.event, SeasonDue)
    ]
    assert ends == [circle.season_ends_at]
    (welcome,) = [effect for effect in decision.effects if isinstance(effect, PostToRoom)]
    assert "prompt" not in welcome.note.args


def test_a_question_that_was_deleted_with_its_room_is_asked_again() -> None:
    """A season that had ended goes on for as long as a quiet room is left alone, and is asked about then."""
    asking = a_circle(CircleState.ASKING, asked_at=NOON + 8 * WEEK)
    scope = circle_scope(circle=asking, community=PLACES)
    opening = applied(scope, room_gone(scope, replace(GONE, at=NOON + 8 * WEEK + DAY)))
    at = NOON + 8 * WEEK + DAY + HOUR

    after = applied(
        opening, room_opened(opening, RoomOpened(community=COMMUNITY, at=at, circle=CIRCLE, theirs="new"), a_deck())
    )

    assert after.circle is not None
    assert after.circle.question != asking.question or after.circle.question is None
    assert after.circle.season_ends_at == at + 4 * DAY


@pytest.mark.parametrize("is_soon", [True, False])
def test_a_room_deleted_on_purpose_stays_closed(is_soon: bool) -> None:
    """Within an hour of its opening, or with one person left: quietly, and everybody's wish waits again."""
    at = NOON + HOUR / 2 if is_soon else NOON + WEEK
    people = (a_view(ANA), a_view(BEN)) if is_soon else (a_view(ANA),)
    scope = circle_scope(*people, community=PLACES)

    decision = room_gone(scope, replace(GONE, at=at))
    after = applied(scope, decision)

    assert after.circle is not None
    assert after.circle.state is CircleState.CLOSED
    assert {view.opt_in.state for view in after.seats if view.opt_in} == {OptInState.WAITING}
    assert {type(effect) for effect in decision.effects} == {ShowToStewards}
    assert not any(isinstance(timer, TimerCancelled) for timer in decision.timers)


def test_stewards_are_told_once_a_day() -> None:
    """In their channel, or by a message each where they have named none; whatever the number of rooms."""
    other = replace(a_circle(), id=type(CIRCLE)("cir_two"))
    later = replace(GONE, at=GONE.at + HOUR)
    first, second = (
        [
            effect.key
            for effect in room_gone(circle_scope(circle=one, community=PLACES), event).effects
            if isinstance(effect, ShowToStewards)
        ]
        for one, event in ((a_circle(), GONE), (other, later))
    )
    assert first == second
    assert len(first) == 1

    without = room_gone(
        circle_scope(community=a_community(rooms_place="rooms"), stewards=(STEWARD, a_member(BEN))), GONE
    )
    assert [effect.member for effect in without.effects if isinstance(effect, SendDirect)] == [DAN]


def test_rooms_open_under_the_board_where_their_channel_is_gone() -> None:
    """And the stewards hear it; the second time there is nothing to do."""
    decision = place_gone(of(PLACES), gone("rooms"))

    (kept,) = decision.changes
    assert isinstance(kept, Kept)
    assert kept.record == replace(PLACES, rooms_place="board")
    assert [effect.note.key for effect in decision.effects if isinstance(effect, ShowToStewards)] == [
        "rooms-place-gone"
    ]
    assert place_gone(of(replace(PLACES, rooms_place="board")), gone("rooms")).changes == ()
    assert place_gone(of(PLACES), gone("lounge")).effects == ()


def test_a_board_whose_channel_is_gone_is_forgotten() -> None:
    """No hour tries to edit any page of it any more; rooms go on opening where they did."""
    decision = place_gone(replace(of(PLACES), board={0: "m-1", 1: "m-2"}), gone("board"))

    kept, *dropped = decision.changes
    assert isinstance(kept, Kept)
    assert kept.record == replace(PLACES, board_place=None)
    assert dropped == [Dropped(page_address(COMMUNITY, page)) for page in (0, 1)]


def test_without_any_channel_everything_waits() -> None:
    """The one channel of both is gone: nobody is asked into a room that cannot open."""
    both = replace(PLACES, rooms_place="board")

    decision = place_gone(of(both), gone("board"))

    (kept,) = [change.record for change in decision.changes if isinstance(change, Kept)]
    assert isinstance(kept, Community)
    assert is_placeless(kept)
    assert kept.paused_at == NOON


def test_that_everything_waits_is_told_past_the_pause_that_it_brings() -> None:
    """By a message to each steward: what goes into their channel is held until somebody has set up again."""
    decision = place_gone(of(replace(PLACES, rooms_place="board")), gone("board"))

    (told,) = decision.effects
    assert isinstance(told, SendDirect)
    assert (told.member, told.note.key) == (DAN, "places-gone")
    assert told.kind in GOES_WHILE_PAUSED


@pytest.mark.parametrize(
    ("place", "is_board", "key"), [("board", True, "board-did-not-come"), ("office", False, "message-did-not-come")]
)
def test_what_could_not_be_shown_is_told_by_a_message_once_a_day(place: str, is_board: bool, key: str) -> None:
    """Never in the stewards' channel, which may be the one that takes nothing; and nothing else changes."""
    failed = ShowingFailed(community=COMMUNITY, at=NOON, place=place, is_board=is_board)

    first, again, tomorrow = (
        showing_failed(of(PLACES), replace(failed, at=NOON + later)) for later in (0 * HOUR, HOUR, DAY)
    )

    (told,) = first.effects
    assert isinstance(told, SendDirect)
    assert (told.member, told.note.key) == (DAN, key)
    assert [effect.key for effect in again.effects] == [told.key]
    assert [effect.key for effect in tomorrow.effects] != [told.key]
    assert (first.changes, first.timers, first.silenced) == ((), (), ())


def test_a_channel_that_was_changed_meanwhile_is_not_spoken_of() -> None:
    """The board or the stewards' messages are elsewhere by now: there is nothing to mend."""
    for is_board in (True, False):
        failed = ShowingFailed(community=COMMUNITY, at=NOON, place="lounge", is_board=is_board)
        assert showing_failed(of(PLACES), failed).effects == ()


def test_the_mend_is_the_platforms_own() -> None:
    """Slack asks for an invitation into the channel, the others for a permission there."""
    failed = ShowingFailed(community=COMMUNITY, at=NOON, place="board", is_board=True)

    mends = [
        [line.key for effect in decision.effects if isinstance(effect, SendDirect) for line in effect.note.lines]
        for decision in (showing_failed(of(replace(PLACES, platform=name)), failed) for name in ("slack", "discord"))
    ]

    assert mends == [["showing-mend-slack"], ["showing-mend"]]


def test_a_pilot_whose_channel_is_gone_stays_closed_and_the_stewards_hear_of_it() -> None:
    """Nobody new can join then, and only a steward may open to everybody what began in a small group."""
    pilot = replace(PLACES, pilot_place="try")

    decision = place_gone(of(pilot), gone("try"))

    assert decision.changes == ()
    assert [effect.note.key for effect in decision.effects if isinstance(effect, ShowToStewards)] == [
        "pilot-place-gone"
    ]


def test_a_lost_stewards_channel_is_told_to_each_of_them_next_time() -> None:
    """Nothing is said about it by itself."""
    decision = place_gone(of(PLACES), gone("office"))

    assert decision.effects == ()
    assert [change.record for change in decision.changes if isinstance(change, Kept)] == [
        replace(PLACES, stewards_place=None)
    ]


def test_a_room_that_could_not_open_there_opens_elsewhere() -> None:
    """The delivery met the loss first: the circle waits for no steward."""
    scope = circle_scope(circle=a_circle(CircleState.OPENING), community=PLACES)

    decision = room_failed(scope, RoomFailed(community=COMMUNITY, at=NOON, circle=CIRCLE, place="rooms"))

    (opening,) = [effect for effect in decision.effects if isinstance(effect, OpenRoom)]
    assert opening.place == "board"
    assert [change.record for change in decision.changes] == [replace(PLACES, rooms_place="board")]

    nowhere = circle_scope(circle=a_circle(CircleState.OPENING), community=replace(PLACES, rooms_place="board"))
    failed = room_failed(nowhere, RoomFailed(community=COMMUNITY, at=NOON, circle=CIRCLE, place="board"))
    assert {effect.note.key for effect in failed.effects if isinstance(effect, SendDirect)} == {"room-failed"}


def test_a_channel_with_another_id_is_followed_wherever_it_stands() -> None:
    """For the board and the rooms at once, with the board's message; who is told of nothing has nothing to do."""
    both = replace(PLACES, rooms_place="board", pilot_place="board")
    moved = PlaceMoved(community=COMMUNITY, at=NOON, place="board", theirs="new", board=((0, "new/7"), (1, "new/8")))

    decision = place_moved(of(both), moved)

    community, *addresses = [change.record for change in decision.changes if isinstance(change, Kept)]
    assert community == replace(both, board_place="new", rooms_place="new", pilot_place="new")
    assert {(one.kind, one.theirs) for one in addresses if isinstance(one, Address)} == {
        (AddressKind.PLACE, "new"),
        (AddressKind.BOARD, "new/7"),
        (AddressKind.BOARD, "new/8"),
    }
    assert (decision.effects, decision.reply) == ((), None)


def test_a_channel_of_no_matter_may_be_called_anything() -> None:
    """Nothing is kept of it; where the stewards' is called otherwise, the board's is not touched."""
    other = PlaceMoved(community=COMMUNITY, at=NOON, place="lounge", theirs="new")
    office = PlaceMoved(community=COMMUNITY, at=NOON, place="office", theirs="new")

    assert place_moved(of(PLACES), other).changes == ()
    (kept,) = place_moved(of(PLACES), office).changes
    assert isinstance(kept, Kept)
    assert kept.record == replace(PLACES, stewards_place="new")
