"""People of other organisations: a setting of Slack's alone, and what becomes of them where it does not work out."""

from dataclasses import replace

import pytest

from circles_bot.engine.departures import member_gone
from circles_bot.engine.discretion import who_could_open
from circles_bot.engine.effects import SendDirect, member_lane
from circles_bot.engine.events import AddingFailed, KeptOut, MemberGone, OthersKeptOut, SettingsChosen
from circles_bot.engine.late_seats import adding_failed
from circles_bot.engine.losses import others_kept_out
from circles_bot.engine.model import CircleState, Community, OptInState, Seat, SeatState
from circles_bot.engine.notes import Form, Note, Select
from circles_bot.engine.policy import OtherOrganisations, Policy, Refusal, refusals
from circles_bot.engine.questions import Place, RoomAsked, RoomQuestion, SettingsAsked
from circles_bot.engine.safety import room_asked
from circles_bot.engine.settings import settings_asked, settings_chosen
from circles_bot.engine.snapshots import CircleScope, MemberScope, PlaceView
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
    DAY,
    NOON,
    a_circle,
    a_community,
    a_member,
    a_seat,
    a_view,
    an_actor,
    applied,
    circle_scope,
)
from tests.engine.towns import (
    BOOKS,
    a_standing,
    a_wish,
    community_scope,
    directs_in,
    member_scope,
    members_in,
    note_of,
    seats_in,
    wishes_in,
)

STEWARD = an_actor(ANA, is_steward=True)
NAME = "other_organisations"
SLACK = replace(a_community(), platform="slack")
WELCOMING = replace(SLACK, settings={NAME: "welcome"})
UNWELCOME = MemberGone(community=COMMUNITY, at=NOON, member=ANA, stays_seated=True)


def offered(community: Community) -> list[str]:
    """Return what the page of who can join lets a steward choose."""
    places = (Place(theirs="C1", name="#general"),)
    question = SettingsAsked(community=COMMUNITY, at=NOON, actor=STEWARD, page=6, places=places)
    form = settings_asked(MemberScope(community=community, member=None, standings=()), question).content
    assert isinstance(form, Form)
    return [
        f"{option.value}{'*' if option.is_chosen else ''}"
        for field in form.fields
        if isinstance(field, Select) and field.token.endswith(NAME)
        for option in field.options
    ]


def room(*gone: str, community: Community) -> CircleScope:
    """Return a talking circle; some of those who sit there are matched no more."""
    views = (a_view(one) for one in (ANA, BEN, CLEO))
    seen = (
        replace(view, member=replace(view.member, gone_at=NOON)) if view.member.id in gone else view for view in views
    )
    return replace(circle_scope(*seen), community=community)


def who_sees(scope: CircleScope) -> str:
    """Return what is said in a room to who asks who can see it."""
    asked = RoomAsked(community=COMMUNITY, at=NOON, actor=an_actor(BEN), circle=CIRCLE, about=RoomQuestion.WHO_SEES)
    content = room_asked(scope, asked).content
    assert isinstance(content, Note)
    return content.key


def test_they_are_not_matched_unless_a_steward_of_that_community_says_so() -> None:
    """By default, and whatever word is kept that is none of ours."""
    assert Policy.of(SLACK).other_organisations is OtherOrganisations.NOT_MATCHED
    assert Policy.of(replace(SLACK, settings={NAME: "yes"})).other_organisations is OtherOrganisations.NOT_MATCHED
    assert Policy.of(WELCOMING).other_organisations is OtherOrganisations.WELCOME


def test_only_slack_has_the_setting() -> None:
    """Elsewhere it is neither offered, nor accepted, nor in force."""
    assert offered(SLACK) == ["not_matched*", "welcome"]
    assert offered(WELCOMING) == ["not_matched", "welcome*"]
    for platform in ("discord", "sandbox"):
        elsewhere = replace(WELCOMING, platform=platform)
        assert offered(elsewhere) == []
        assert refusals({NAME: "welcome"}, platform) == (Refusal(name=NAME, value="welcome"),)
        assert Policy.of(elsewhere).other_organisations is OtherOrganisations.NOT_MATCHED
    assert refusals({NAME: "welcome"}, "slack") == ()


def test_who_welcomes_them_reads_what_it_takes_and_who_stops_does_not() -> None:
    """More than a setting is needed, and Slack does not say so by itself."""
    scope = MemberScope(community=SLACK, member=a_member(ANA, is_steward=True), standings=())
    event = SettingsChosen(community=COMMUNITY, at=NOON, actor=STEWARD, settings={NAME: "welcome"})

    on = settings_chosen(scope, event)
    off = settings_chosen(replace(scope, community=WELCOMING), replace(event, settings={NAME: "not_matched"}))

    assert [line.key for line in note_of(on).lines] == ["setting-now-value-word", "slack-others-need"]
    assert [line.key for line in note_of(off).lines] == ["setting-now-value-word"]


def test_before_a_yes_and_in_the_room_it_says_who_may_export_it() -> None:
    """Of other organisations only where their people may be in the room, and as long as one of them sits there."""
    assert who_could_open(SLACK).key == "who-can-export-room"
    assert who_could_open(WELCOMING).key == "who-can-export-shared-room"
    assert who_sees(room(community=SLACK)) == "who-sees-slack"
    assert who_sees(room(community=WELCOMING)) == "who-sees-slack-shared"
    assert who_sees(room(ANA, community=SLACK)) == "who-sees-slack-shared"
    assert who_sees(room(ANA, community=replace(SLACK, platform="discord"))) == "who-sees-discord"


@pytest.mark.parametrize("state", [SeatState.INVITED, SeatState.ACCEPTED])
def test_who_is_welcome_no_more_sits_on_and_is_asked_nothing_new(state: SeatState) -> None:
    """The seat they sit on stays with its wish; what they wait for sleeps, and what they were asked is over."""
    sitting = PlaceView(seat=a_seat(), circle=a_circle())
    asked = PlaceView(seat=a_seat(ANA, state), circle=a_circle(CircleState.INVITING))
    standings = (a_standing(opt_in=a_wish(state=OptInState.SEATED)), a_standing(BOOKS, a_wish(BOOKS)))
    scope = member_scope(*standings, member=a_member(), places=(sitting, asked))

    decision = member_gone(scope, UNWELCOME)

    assert [seat.state for seat in seats_in(decision)] == [SeatState.LEFT]
    assert {wish.interest: wish.state for wish in wishes_in(decision)} == {BOOKS.id: OptInState.ASLEEP}
    assert members_in(decision)[0].gone_at == NOON
    assert decision.effects == ()
    assert [one.lane for one in decision.silenced] == [member_lane(ANA)]


def test_whose_account_is_closed_after_that_frees_the_seat_like_anybody() -> None:
    """That they are matched no more does not keep a seat for somebody who is not there; told twice, nothing changes."""
    kept = member_scope(member=a_member(gone_at=NOON), places=(PlaceView(seat=a_seat(), circle=a_circle()),))

    assert member_gone(kept, UNWELCOME).changes == ()
    closed = member_gone(kept, replace(UNWELCOME, at=NOON + DAY, stays_seated=False))

    seats = [change.record for change in closed.changes if isinstance(change.record, Seat)]
    assert [seat.state for seat in seats] == [SeatState.LEFT]
    assert members_in(closed)[0].gone_at == NOON


def test_who_is_kept_out_is_told_once_and_their_wish_rests() -> None:
    """First in line, they would be asked and kept out again; what is said tells nothing of the circle."""
    scope = circle_scope(a_view(ANA), a_view(BEN), a_view(DAN))
    failed = AddingFailed(community=COMMUNITY, at=NOON, circle=CIRCLE, members=(DAN,), kept_out=True)

    decision = adding_failed(scope, failed)
    after = applied(scope, decision)

    (told,) = directs_in(decision)
    assert (told.member, told.note.key, told.note.args) == (DAN, "others-seat-freed", {})
    assert after.seats[2].opt_in is not None
    assert (after.seats[2].opt_in.state, after.seats[2].opt_in.is_first_in_line) == (OptInState.RESTING, False)
    assert adding_failed(after, failed).effects == ()


@pytest.mark.parametrize(
    ("why", "mend"),
    [(KeptOut.MAY_NOT_INVITE, "others-kept-out-scope"), (KeptOut.REFUSED, "others-kept-out-refused")],
)
def test_stewards_hear_directly_what_keeps_them_out(why: KeptOut, mend: str) -> None:
    """At most once a day, with the mend, and nothing of who or which circle it was."""
    scope = replace(community_scope(community=WELCOMING), stewards=(a_member(DAN, is_steward=True),))
    failed = OthersKeptOut(community=COMMUNITY, at=NOON, why=why)

    first, again, tomorrow = (
        others_kept_out(scope, replace(failed, at=NOON + later)) for later in (0 * DAY, 0 * DAY, DAY)
    )

    (told,) = first.effects
    assert isinstance(told, SendDirect)
    assert (told.member, told.note.key, [line.key for line in told.note.lines]) == (DAN, "others-kept-out", [mend])
    assert [effect.key for effect in again.effects] == [told.key]
    assert [effect.key for effect in tomorrow.effects] != [told.key]
