"""Circles: the welcome, leaving without a word, rooms that fail or vanish."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circles_bot.engine import events
from circles_bot.engine.circles import circle_left, post_shown, room_opened, room_spoke
from circles_bot.engine.decision import Decision, Kept, Silenced, TimerSet
from circles_bot.engine.effects import CloseRoom, PostToRoom, SendDirect, member_lane
from circles_bot.engine.ids import InterestId, MemberId, PostId
from circles_bot.engine.losses import room_failed, room_gone
from circles_bot.engine.model import (
    Address,
    AddressKind,
    CircleState,
    Meeting,
    OptIn,
    OptInState,
    Post,
    PostKind,
    SeatState,
)
from circles_bot.engine.notes import Button, Entry, Mentions, Note
from circles_bot.engine.nudges import quiet_due
from circles_bot.engine.prompts import Deck
from circles_bot.engine.seasons import season_due
from circles_bot.engine.snapshots import CircleScope, SeatView
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
    DAY,
    HOUR,
    INTEREST,
    MIDNIGHT,
    NOON,
    WEEK,
    a_circle,
    a_community,
    a_deck,
    a_seat,
    a_view,
    an_actor,
    an_opt_in,
    applied,
    circle_scope,
)

DECK = a_deck()
OPENED = events.RoomOpened(community=COMMUNITY, at=NOON, circle=CIRCLE, theirs="room-9")


def accepted(member: MemberId, state: SeatState = SeatState.SEATED) -> SeatView:
    """Return the seat of somebody who said yes, before the room is there."""
    return a_view(member, seat=a_seat(member, state))


OPENING = circle_scope(*map(accepted, (ANA, BEN, CLEO)), circle=a_circle(CircleState.OPENING))


def left(member: MemberId = ANA) -> events.CircleLeft:
    """Return somebody's leaving."""
    return events.CircleLeft(community=COMMUNITY, at=NOON + DAY, actor=an_actor(member), circle=CIRCLE)


def due_events(decision: Decision) -> list[object]:
    """Return what the decision's timers will bring, in order."""
    return [timer.event for timer in decision.timers if isinstance(timer, TimerSet)]


def wishes(scope: CircleScope) -> dict[str, OptInState]:
    """Return everybody's wish."""
    return {view.seat.member: view.opt_in.state for view in scope.seats if view.opt_in}


# --- opening -----------------------------------------------------------------------------------------------------


def test_the_room_opens_with_one_welcome() -> None:
    """One short welcome: who is here, one easy question with taps, Need something?; nothing else."""
    decision = room_opened(OPENING, OPENED, DECK)

    (welcome,) = decision.effects
    assert isinstance(welcome, PostToRoom)
    assert welcome.note.key == "room-welcome"
    assert welcome.note.args["people"] == Mentions((ANA, BEN, CLEO))
    tokens = [control.token for control in welcome.note.controls]
    assert [token.split(":")[0] for token in tokens] == ["tap", "tap", "tap", "tap", "need"]
    assert welcome.pings == ()


def test_those_who_said_yes_sit_when_the_room_opens() -> None:
    """The circle is open, seats and wishes are seated, and the season's end is known."""
    after = applied(OPENING, room_opened(OPENING, OPENED, DECK))

    assert after.circle is not None
    assert (after.circle.state, after.circle.opened_at) == (CircleState.OPEN, NOON)
    assert after.circle.season_ends_at == NOON + 8 * WEEK
    assert {view.seat.state for view in after.seats} == {SeatState.SEATED}
    assert set(wishes(after).values()) == {OptInState.SEATED}


def test_everybody_has_met_everybody() -> None:
    """Who sat together is remembered for every pair, so that the next circle brings new people."""
    kept = [change.record for change in room_opened(OPENING, OPENED, DECK).changes if isinstance(change, Kept)]

    pairs = {(record.first, record.second) for record in kept if isinstance(record, Meeting)}
    assert pairs == {(ANA, BEN), (ANA, CLEO), (BEN, CLEO)}


def test_the_room_is_remembered_by_its_address() -> None:
    """What the platform calls the room is kept, to post there later."""
    room = Address(community=COMMUNITY, kind=AddressKind.ROOM, ours=CIRCLE, theirs="room-9")

    assert Kept(room) in room_opened(OPENING, OPENED, DECK).changes


def test_an_opened_room_plans_its_season() -> None:
    """A look for quiet after four days, a check-in each on day ten, the season's end after eight weeks."""
    due = {(type(event).__name__, event.at) for event in due_events(room_opened(OPENING, OPENED, DECK))}  # type: ignore[attr-defined]

    assert due == {
        ("QuietDue", NOON + 4 * DAY),
        ("SeasonDue", NOON + 8 * WEEK),
        ("CheckInDue", NOON + 10 * DAY),
    }


def test_a_room_opened_twice_changes_nothing() -> None:
    """A repeated report of an open room is no second welcome."""
    after = applied(OPENING, room_opened(OPENING, OPENED, DECK))

    again = room_opened(after, OPENED, DECK)

    assert again == Decision(why=again.why)


def test_who_declined_does_not_sit() -> None:
    """Only those who said yes are in the welcome."""
    declined = accepted(DAN, SeatState.DECLINED)
    scope = circle_scope(*OPENING.seats, declined, circle=OPENING.circle)

    after = applied(scope, room_opened(scope, OPENED, DECK))

    assert after.seats[-1].seat.state is SeatState.DECLINED


def test_a_deck_without_openings_still_welcomes() -> None:
    """A community that has taken every opening prompt away gets a welcome without one."""
    (welcome,) = room_opened(OPENING, OPENED, Deck(prompts={})).effects

    assert isinstance(welcome, PostToRoom)
    assert welcome.note.key == "room-welcome-plain"


def test_a_room_for_one_is_closed_again() -> None:
    """When all but one have left before the room was there, that one is told and goes first in line."""
    scope = circle_scope(accepted(ANA), accepted(BEN, SeatState.LEFT), circle=a_circle(CircleState.OPENING))

    decision = room_opened(scope, OPENED, DECK)
    after = applied(scope, decision)

    assert after.circle is not None
    assert after.circle.state is CircleState.FIZZLED
    assert [type(effect) for effect in decision.effects] == [SendDirect, CloseRoom]
    assert after.seats[0].opt_in == an_opt_in(ANA, OptInState.WAITING, is_first_in_line=True)


def test_a_room_that_comes_too_late_is_closed() -> None:
    """A room that opens after its circle was given up is archived, and its address kept for that."""
    scope = circle_scope(circle=a_circle(CircleState.FIZZLED))

    decision = room_opened(scope, OPENED, DECK)

    assert [type(effect) for effect in decision.effects] == [CloseRoom]


# --- what the platform reports -----------------------------------------------------------------------------------


def test_a_shown_post_is_remembered() -> None:
    """Where a post is, is kept: taps are shown by editing it."""
    post = Post(
        id=PostId("pst_one"),
        community=COMMUNITY,
        circle=CIRCLE,
        kind=PostKind.WELCOME,
        prompt=None,
        season=1,
        posted_at=NOON,
    )
    shown = events.PostShown(community=COMMUNITY, at=NOON, circle=CIRCLE, post=post.id, theirs="m1")

    decision = post_shown(circle_scope(posts=(post,)), shown)

    address = Address(community=COMMUNITY, kind=AddressKind.POST, ours=post.id, theirs="m1")
    assert decision.changes == (Kept(address),)
    assert post_shown(circle_scope(), shown).changes == ()


def test_a_voice_is_noted_once_an_hour() -> None:
    """A lively room costs one write an hour, and nobody's minutes are kept."""
    spoke = events.RoomSpoke(community=COMMUNITY, at=NOON + DAY, actor=an_actor(ANA), circle=CIRCLE)
    after = applied(circle_scope(), room_spoke(circle_scope(), spoke))

    assert after.seats[0].seat.active_at == NOON + DAY
    assert room_spoke(after, replace(spoke, at=NOON + DAY + timedelta(minutes=59))).changes == ()
    assert room_spoke(after, replace(spoke, at=NOON + DAY + HOUR)).changes != ()
    assert room_spoke(after, replace(spoke, actor=an_actor(DAN))).changes == ()


def test_a_failed_room_puts_everybody_first_in_line() -> None:
    """It was not their fault: they go first next time, and are told honestly what happened and what comes next."""
    failed = events.RoomFailed(community=COMMUNITY, at=NOON, circle=CIRCLE)

    decision = room_failed(OPENING, failed)
    after = applied(OPENING, decision)

    assert {view.seat.state for view in after.seats} == {SeatState.FINISHED}
    assert all(view.opt_in and view.opt_in.is_first_in_line for view in after.seats)
    assert set(wishes(after).values()) == {OptInState.WAITING}
    notes = [effect.note for effect in decision.effects if isinstance(effect, SendDirect)]
    assert [note.key for note in notes] == ["room-failed"] * 3
    assert all(note.args["looks"] > NOON for note in notes)  # type: ignore[operator]
    assert room_failed(after, failed).changes == ()


def test_bad_news_waits_for_the_morning() -> None:
    """A room that fails at midnight wakes nobody."""
    failed = events.RoomFailed(community=COMMUNITY, at=MIDNIGHT, circle=CIRCLE)

    assert {effect.not_before for effect in room_failed(OPENING, failed).effects} == {MIDNIGHT + 8 * HOUR}


# --- leaving -----------------------------------------------------------------------------------------------------


def test_leaving_is_silent_and_instant() -> None:
    """The seat is free at once, and nothing at all happens in the room or to anyone else."""
    scope = circle_scope()

    decision = circle_left(scope, left(ANA))
    after = applied(scope, decision)

    assert after.seats[0].seat.state is SeatState.LEFT
    assert decision.effects == ()
    assert after.seats[1:] == scope.seats[1:]
    assert after.circle == scope.circle


def test_leaving_ends_what_was_still_to_come() -> None:
    """The bot goes quiet for that person: timers and unsent messages about that circle are gone."""
    decision = circle_left(circle_scope(), left(ANA))

    assert decision.silenced == (Silenced(lane=member_lane(ANA), about=CIRCLE),)
    assert [timer.key for timer in decision.timers] == [f"check-in:{CIRCLE}:{ANA}", f"shrunk:{CIRCLE}"]


def test_leaving_outranks_a_reaction_that_still_stands() -> None:
    """The wish is ended, not waiting: the emoji on the board seats nobody again by itself."""
    after = applied(circle_scope(), circle_left(circle_scope(), left(ANA)))

    assert wishes(after)[ANA] is OptInState.ENDED


def test_leaving_twice_is_kind_and_changes_nothing() -> None:
    """A second tap on the same button gets a kind answer."""
    after = applied(circle_scope(), circle_left(circle_scope(), left(ANA)))

    again = circle_left(after, left(ANA))

    assert (again.changes, again.timers, again.silenced, again.effects) == ((), (), (), ())
    assert again.reply is not None


@pytest.mark.parametrize("interest", [INTEREST, None], ids=["of a round", "of chosen people"])
@pytest.mark.parametrize(
    ("platform", "way"),
    [
        ("discord", "leaving-room-discord"),
        ("slack", "leaving-room-slack"),
        ("sandbox", "leaving-room-elsewhere"),
        ("matrix", "leaving-room-elsewhere"),
    ],
)
def test_whoever_leaves_is_told_how_to_go_from_the_room(platform: str, way: str, interest: InterestId | None) -> None:
    """Promise 3: each platform's own way to go without a word; an unknown one gets a neutral answer."""
    scope = circle_scope(circle=a_circle(interest=interest), community=a_community(platform=platform))

    reply = circle_left(scope, left(ANA)).reply

    assert reply is not None
    assert isinstance(reply.content, Note)
    assert reply.content.args["leaving_room"] == Entry(way)


@pytest.mark.parametrize("scope", [circle_scope(circle=None), circle_scope()], ids=["unknown circle", "stranger"])
def test_only_ones_own_seat_can_be_left(scope: CircleScope) -> None:
    """A circle of another community, or one they don't sit in, is an unknown circle."""
    event = left(DAN)

    assert circle_left(replace(scope, circle=scope.circle), event).changes == ()


def test_two_may_go_on() -> None:
    """A circle that shrinks to two is left in peace for some days, whatever comes then."""
    decision = circle_left(circle_scope(), left(ANA))

    (looked,) = (timer for timer in decision.timers if isinstance(timer, TimerSet))
    assert looked.due_at >= NOON + 2 * DAY


def test_one_alone_is_closed_kindly_and_later() -> None:
    """One person can't be a circle: when the room is next looked at it closes, and that one goes first in line."""
    scope = circle_scope(a_view(ANA), a_view(BEN))
    look = events.QuietDue(community=COMMUNITY, at=NOON + 4 * DAY, circle=CIRCLE)

    decision = circle_left(scope, left(ANA))
    closing = quiet_due(applied(scope, decision), look, DECK)
    after = applied(applied(scope, decision), closing)

    assert decision.effects == ()
    assert [type(effect) for effect in closing.effects] == [SendDirect, CloseRoom]
    assert [effect.member for effect in closing.effects if isinstance(effect, SendDirect)] == [BEN]
    assert after.seats[1].opt_in == an_opt_in(BEN, OptInState.WAITING, is_first_in_line=True)
    assert after.circle is not None
    assert after.circle.state is CircleState.CLOSED


def test_one_alone_is_not_told_at_night() -> None:
    """A closing waits for the morning of the one who is left."""
    scope = circle_scope(a_view(ANA, seat=a_seat(ANA, SeatState.LEFT)), a_view(BEN))
    look = events.QuietDue(community=COMMUNITY, at=MIDNIGHT, circle=CIRCLE)

    decision = quiet_due(scope, look, DECK)

    assert decision.effects == ()
    assert [event.at for event in due_events(decision)] == [MIDNIGHT + 8 * HOUR]  # type: ignore[attr-defined]


def test_one_alone_at_the_seasons_end_is_closed() -> None:
    """There is nobody to carry on with, so nothing is asked."""
    scope = circle_scope(a_view(ANA, seat=a_seat(ANA, SeatState.LEFT)), a_view(BEN))
    season_ends = events.SeasonDue(community=COMMUNITY, at=NOON + 8 * WEEK, circle=CIRCLE)

    assert [type(effect) for effect in season_due(scope, season_ends).effects] == [SendDirect, CloseRoom]


def test_an_empty_room_is_closed_without_a_word() -> None:
    """Nobody is left: the room is archived, and nothing is said to nobody."""
    scope = circle_scope(*(a_view(member, seat=a_seat(member, SeatState.LEFT)) for member in (ANA, BEN)))
    look = events.QuietDue(community=COMMUNITY, at=NOON + 4 * DAY, circle=CIRCLE)

    assert [type(effect) for effect in quiet_due(scope, look, DECK).effects] == [CloseRoom]


def test_leaving_tells_how_to_leave_the_room_itself() -> None:
    """The private answer offers another circle, and the answer replaces the question."""
    reply = circle_left(circle_scope(), left(ANA)).reply

    assert reply is not None
    assert reply.replaces
    assert isinstance(reply.content, Note)
    (button,) = reply.content.controls
    assert isinstance(button, Button)
    assert button.token == "wake-wish:int_baseball"


def test_an_ended_wish_is_not_woken_by_a_closing_room() -> None:
    """Who took their wish back while sitting in a circle is not put back in line when it ends."""
    ended = replace(a_view(ANA), opt_in=an_opt_in(ANA, OptInState.ENDED))
    scope = circle_scope(ended, a_view(BEN))

    decision = room_gone(scope, events.RoomGone(community=COMMUNITY, at=NOON, circle=CIRCLE))

    kept = [change.record for change in decision.changes if isinstance(change.record, OptIn)]
    assert [wish.member for wish in kept] == [BEN]
