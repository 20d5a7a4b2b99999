"""Setting a community up, and doing it again."""

from dataclasses import replace

import pytest

from circles_bot.engine.decision import Decision, Dropped, Kept, TimerSet
from circles_bot.engine.events import BoardDue, NamingDue, SetupChosen
from circles_bot.engine.model import Address, AddressKind, Community, Interest, Member
from circles_bot.engine.nearby import is_anything
from circles_bot.engine.notes import Form, Line, Note, Select
from circles_bot.engine.pilots import EVERYBODY
from circles_bot.engine.proposals import interest_id
from circles_bot.engine.questions import Place, SetupAsked
from circles_bot.engine.setup import setup_asked, setup_chosen
from circles_bot.engine.snapshots import InterestStanding, MemberScope, SetupScope
from tests.engine.builders import BEN, COMMUNITY, DAY, HOUR, NOON, a_community, a_member, an_actor, an_interest
from tests.engine.towns import ALL, BASEBALL, due_of, members_in, note_of

NOBODY = MemberScope(community=None, member=None, standings=())
EMPTY = SetupScope(community=None)
KNOWN = SetupScope(community=a_community(), member=a_member(), interests=ALL)
CHOSEN = SetupChosen(
    community=COMMUNITY,
    at=NOON,
    actor=an_actor(is_steward=True),
    platform="sandbox",
    community_theirs="town",
    board_place="board",
    rooms_place="rooms",
    interests=(("💬", "anything"), ("⚾", "baseball")),
)
PLACES = (
    Place(theirs="1", name="#random"),
    Place(theirs="2", name="#general"),
    Place(theirs="3", name="#circles", lacks=("see", "send messages"), lacks_over_rooms=("see", "open rooms")),
    Place(theirs="4", name="#introductions"),
)
MANY = tuple(Place(theirs=str(number), name=f"#channel-{number}") for number in range(60))


def asked(*, is_steward: bool = True, scope: MemberScope = NOBODY) -> Form | Note:
    """Ask for the setup."""
    actor = an_actor(is_steward=is_steward)
    return setup_asked(scope, SetupAsked(community=COMMUNITY, at=NOON, actor=actor, places=PLACES)).content


def many_asked(*, places: tuple[Place, ...] = MANY) -> tuple[Select, Select]:
    """Ask for the setup where there are many channels, with some picked; return the selects of board and rooms."""
    question = SetupAsked(
        community=COMMUNITY,
        at=NOON,
        actor=an_actor(is_steward=True),
        places=places,
        board="50",
        rooms="51",
    )
    board, rooms, *_ = fields_of(setup_asked(NOBODY, question).content)
    return board, rooms


def chosen_in(select: Select) -> list[str | Line]:
    """Return what is chosen already."""
    return [option.value for option in select.options if option.is_chosen]


def fields_of(form: Form | Note) -> tuple[Select, ...]:
    """Return a form's fields."""
    assert isinstance(form, Form)
    return tuple(field for field in form.fields if isinstance(field, Select))


def interests_in(decision: Decision) -> tuple[Interest, ...]:
    """Return the interests that a decision keeps."""
    return tuple(change.record for change in decision.changes if isinstance(change.record, Interest))


def test_setup_form_guesses_places_that_lack_nothing() -> None:
    """Three choices with good guesses; a channel where the bot lacks a permission is not guessed."""
    board, rooms, *_ = fields_of(asked())

    assert [option.value for option in board.options if option.is_chosen] == ["4"]
    assert [option.value for option in rooms.options if option.is_chosen] == ["4"]
    assert (board.picks_places, rooms.picks_places) == (True, True)


def test_a_place_is_guessed_for_what_it_lacks_nothing_for() -> None:
    """A channel in which no rooms can open for now may still hold the board."""
    place = Place(theirs="5", name="#our-circles", lacks_over_rooms=("open rooms",))
    board, rooms = fields_of(
        setup_asked(
            NOBODY,
            SetupAsked(community=COMMUNITY, at=NOON, actor=an_actor(is_steward=True), places=(*PLACES, place)),
        ).content
    )[:2]

    assert [chosen_in(board), chosen_in(rooms)] == [["5"], ["4"]]


def test_setup_form_starts_small() -> None:
    """Small communities start with three interests and ``anything``."""
    chosen = [option.label for option in fields_of(asked())[2].options if option.is_chosen]

    assert len(chosen) == 4
    assert Line(key="starter-anything") in chosen


def test_done_again_the_form_asks_only_for_more() -> None:
    """What is open stays open: nothing is chosen already, and nothing has to be."""
    standing = InterestStanding(interest=an_interest(), opt_in=None, has_reacted=False, waiting=0)

    interests = fields_of(asked(scope=replace(NOBODY, community=a_community(), standings=(standing,))))[2]

    assert (interests.at_least, [option for option in interests.options if option.is_chosen]) == (0, [])


def test_the_language_spoken_there_is_guessed_from_whoever_sets_up() -> None:
    """The board, rooms and prompts speak it; done again by somebody else it stays."""
    spanish = setup_chosen(EMPTY, replace(CHOSEN, actor=an_actor(is_steward=True, locale="es-CO")))
    (community,) = [one.record for one in spanish.changes if isinstance(one.record, Community)]
    again = setup_chosen(replace(EMPTY, community=community), CHOSEN)

    assert community.locale == "es-CO"
    assert [one.record.locale for one in again.changes if isinstance(one.record, Community)] == ["es-CO"]


def test_the_starter_for_anything_is_known_in_every_language() -> None:
    """Whoever is offered something near finds it under whatever name the community has for it."""
    decision = setup_chosen(EMPTY, replace(CHOSEN, interests=(("💬", "lo que sea"), ("⚾", "béisbol"))))

    assert [interest.name for interest in interests_in(decision) if is_anything(interest)] == ["lo que sea"]


def test_setup_form_fits_both_platforms_limits() -> None:
    """A select holds at most 25 options, whatever the number of channels."""
    question = SetupAsked(community=COMMUNITY, at=NOON, actor=an_actor(is_steward=True), places=MANY)

    assert all(len(field.options) <= 25 for field in fields_of(setup_asked(NOBODY, question).content))


def test_what_was_picked_stands_first_and_chosen() -> None:
    """Also where it would have been cut off, and rather than what is in force."""
    board, rooms = many_asked()

    assert [chosen_in(board), chosen_in(rooms)] == [["50"], ["51"]]
    assert [board.options[0].value, rooms.options[0].value] == ["50", "51"]


def test_what_cannot_be_used_leaves_the_guess_in_place() -> None:
    """A channel that is not seen, and for the rooms one under which none can open."""
    board, rooms = many_asked(places=(*PLACES, Place(theirs="51", name="#news", holds_rooms=False)))

    assert [chosen_in(board), chosen_in(rooms)] == [["4"], ["4"]]


def test_a_place_that_holds_no_rooms_may_hold_the_board() -> None:
    """It is not offered for rooms; where there are no others, there is nothing to choose from."""
    news = Place(theirs="5", name="#news", holds_rooms=False)
    board, rooms = many_asked(places=(*PLACES, news))
    alone = SetupAsked(community=COMMUNITY, at=NOON, actor=an_actor(is_steward=True), places=(news,))

    assert [option.value for option in board.options] == ["4", "1", "2", "3", "5"]
    assert [option.value for option in rooms.options] == ["4", "1", "2", "3"]
    assert setup_asked(NOBODY, alone).content == Note(key="setup-no-places")


@pytest.mark.parametrize(
    ("board", "rooms", "lacks"),
    [("3", "4", "see, send messages"), ("4", "3", "see, open rooms"), ("3", "3", "see, send messages, open rooms")],
)
def test_what_is_lacking_in_a_channel_is_named_and_nothing_is_changed(board: str, rooms: str, lacks: str) -> None:
    """Only what it is chosen for; where that is both it has one line, with each permission once."""
    decision = setup_chosen(EMPTY, replace(CHOSEN, board_place=board, rooms_place=rooms, places=PLACES))

    assert (decision.changes, decision.timers, note_of(decision).key) == ((), (), "setup-lacking")
    assert [line.args for line in note_of(decision).lines] == [{"place": "#circles", "lacks": lacks}]


def test_a_board_without_reactions_is_set_up_and_what_is_lacking_is_named() -> None:
    """People choose in its list meanwhile; such a channel is not guessed where there is another."""
    quiet = Place(theirs="5", name="#our-circles", lacks_for_reactions=("react",))
    event = replace(CHOSEN, board_place="5", rooms_place="5", places=(*PLACES, quiet))
    question = SetupAsked(community=COMMUNITY, at=NOON, actor=an_actor(is_steward=True), places=event.places)

    note = note_of(setup_chosen(EMPTY, event))
    board, rooms, *_ = fields_of(setup_asked(NOBODY, question).content)

    assert note.key == "setup-done"
    lacks = Line(key="setup-place-lacks", args={"place": "#our-circles", "lacks": "react"})
    assert lacks in note.lines
    assert [chosen_in(board), chosen_in(rooms)] == [["4"], ["5"]]


def test_a_place_that_is_not_there_or_holds_no_rooms_changes_nothing() -> None:
    """It was deleted meanwhile, is in another community, or is of another kind; where nothing lacks, all is done."""
    news = Place(theirs="5", name="#news", holds_rooms=False)

    def key(board: str, rooms: str) -> str:
        event = replace(CHOSEN, board_place=board, rooms_place=rooms, places=(*PLACES, news))
        return note_of(setup_chosen(EMPTY, event)).key

    assert [key("9", "4"), key("4", "9"), key("4", "5")] == ["setup-no-such-place"] * 3
    assert [key("4", "4"), key("5", "4")] == ["setup-done"] * 2


def test_setup_is_for_stewards_only() -> None:
    """Anybody else gets a kind answer, from the form as from its submission."""
    refused = asked(is_steward=False)
    assert isinstance(refused, Note)
    assert refused.key == "setup-stewards-only"

    decision = setup_chosen(EMPTY, replace(CHOSEN, actor=an_actor()))

    assert (decision.changes, decision.effects, note_of(decision).key) == ((), (), "setup-stewards-only")


def test_setup_makes_community_addresses_interests_board_and_weekly_look() -> None:
    """Two minutes, one form, and everything is in place."""
    decision = setup_chosen(EMPTY, CHOSEN)

    records = [change.record for change in decision.changes]
    assert any(isinstance(record, Community) and record.set_up_at == NOON for record in records)
    assert {record.kind for record in records if isinstance(record, Address)} == {
        AddressKind.COMMUNITY,
        AddressKind.PLACE,
        AddressKind.MEMBER,
    }
    assert [interest.name for interest in interests_in(decision)] == ["anything", "baseball"]
    assert due_of(decision, "board:") == NOON
    assert due_of(decision, "weekly:") == NOON + 6 * DAY + 6 * HOUR


def test_setup_replies_with_an_announcement_to_post() -> None:
    """The steward gets the words to tell the others."""
    assert next(line.key for line in note_of(setup_chosen(EMPTY, CHOSEN)).lines) == "setup-announcement"


def test_setup_again_repairs_and_keeps_everything() -> None:
    """Done again it makes no doubles, touches no wish, and closes no interest that was not chosen again."""
    decision = setup_chosen(KNOWN, replace(CHOSEN, interests=(("🏏", "BASEBALL "), ("🍲", "cooking"))))

    assert [interest.name for interest in interests_in(decision)] == ["cooking"]
    assert {type(change.record) for change in decision.changes} == {Community, Address, Interest, Member}


@pytest.mark.parametrize("place", ["elsewhere", CHOSEN.board_place])
def test_setup_keeps_in_mind_where_the_board_was(place: str) -> None:
    """A board that stays is edited in place; one that moves is taken away where it was, once it is up elsewhere."""
    decision = setup_chosen(KNOWN, replace(CHOSEN, board_place=place))

    assert not any(isinstance(change, Dropped) for change in decision.changes)
    assert due_of(decision, "board:") == NOON


def test_setup_gives_every_interest_an_emoji_of_its_own() -> None:
    """A reaction must mean one thing."""
    decision = setup_chosen(EMPTY, replace(CHOSEN, interests=(("⚾", "baseball"), ("⚾️", "softball"), ("", "chess"))))

    assert len({interest.emoji for interest in interests_in(decision)}) == 3


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 81])
def test_setup_refuses_names_that_are_none(name: str) -> None:
    """An interest's name has 1 to 80 characters that can be seen."""
    decision = setup_chosen(EMPTY, replace(CHOSEN, interests=(("⚾", name),)))

    assert (decision.changes, note_of(decision).key) == ((), "setup-no-interests")


def test_interest_ids_follow_from_the_name_however_typed() -> None:
    """The same interest gets the same id again, and another community another one."""
    assert interest_id(COMMUNITY, "First  Job") == interest_id(COMMUNITY, "ｆｉｒｓｔ job")
    assert interest_id(COMMUNITY, "first job") != interest_id("com_other", "first job")


def test_setup_keeps_what_is_true_when_repeated() -> None:
    """The day of the first setup stays, and so does the zone."""
    first = setup_chosen(EMPTY, replace(CHOSEN, timezone="Europe/Paris"))
    community = next(change.record for change in first.changes if isinstance(change.record, Community))
    scope = replace(KNOWN, community=community)

    again = setup_chosen(scope, replace(CHOSEN, at=NOON + DAY, timezone="Asia/Tokyo"))

    assert Kept(community) in again.changes


def test_setup_shows_the_board_at_once() -> None:
    """By the board's own timer, which knows what is proposed and where circles talk, however lately it was shown."""
    timers = setup_chosen(replace(KNOWN, community=a_community(board_at=NOON)), CHOSEN).timers

    (board,) = (timer.event for timer in timers if isinstance(timer, TimerSet) and timer.key.startswith("board:"))
    assert isinstance(board, BoardDue)
    assert board.is_at_once


def test_setup_opens_a_few_interests_at_first() -> None:
    """Below 15 opted in three and ``anything``; more is answered with what is accepted, and nothing is half done."""
    four = tuple(("", name) for name in ("anything", "books", "pets", "music"))

    accepted = setup_chosen(EMPTY, replace(CHOSEN, interests=four))
    refused = setup_chosen(replace(EMPTY, opted_in=14), replace(CHOSEN, interests=(*four, ("", "films"))))

    assert len(interests_in(accepted)) == 4
    assert (refused.changes, refused.timers, refused.effects) == ((), (), ())
    assert note_of(refused).key == "setup-too-many"
    assert note_of(refused).args["most"] == 4


@pytest.mark.parametrize(("opted_in", "names", "is_accepted"), [(39, 2, False), (40, 2, True), (0, 1, True)])
def test_setup_again_adds_as_many_as_there_are_people_for(opted_in: int, names: int, is_accepted: bool) -> None:
    """One for each eight who have opted in, but never fewer than four; three are open already."""
    chosen = tuple(("", f"topic {number}") for number in range(names))

    decision = setup_chosen(replace(KNOWN, opted_in=opted_in), replace(CHOSEN, interests=chosen))

    assert len(interests_in(decision)) == (names if is_accepted else 0)
    if not is_accepted:
        assert decision.changes == ()
        assert (note_of(decision).key, note_of(decision).args["more"]) == ("setup-too-many-again", 1)


def test_setup_again_repairs_where_more_are_open_than_there_may_be() -> None:
    """What is open stays open and is no reason to refuse: only a new one would be."""
    many = tuple(replace(BASEBALL, id=interest_id(COMMUNITY, f"n{one}"), name=f"n{one}") for one in range(9))
    open_ones = tuple((one.emoji, one.name) for one in many)

    decision = setup_chosen(replace(KNOWN, interests=many), replace(CHOSEN, interests=open_ones))

    assert note_of(decision).key == "setup-repaired"
    assert interests_in(decision) == ()


def test_setup_names_a_second_steward_who_is_told_when_it_suits() -> None:
    """The one who is named is kept with their address, and a timer sees to the one private message."""
    decision = setup_chosen(EMPTY, replace(CHOSEN, second=an_actor(BEN)))

    (ben,) = (member for member in members_in(decision) if member.id == BEN)
    due = [timer.event for timer in decision.timers if isinstance(timer, TimerSet)]
    assert ben.named_steward_at == NOON
    assert NamingDue(community=COMMUNITY, at=NOON, member=BEN) in due
    assert decision.effects == ()
    assert "setup-named" in [line.key for line in note_of(decision).lines]


def test_setup_names_nobody_twice_and_nobody_themselves() -> None:
    """Who is named already hears nothing again; whoever sets up looks after the bot anyway."""
    named = replace(KNOWN, second=a_member(BEN, named_steward_at=NOON - DAY))

    again = setup_chosen(named, replace(CHOSEN, second=an_actor(BEN)))
    oneself = setup_chosen(KNOWN, replace(CHOSEN, second=an_actor()))

    for decision in (again, oneself):
        assert due_of(decision, "naming:") is None
        assert all(member.named_steward_at is None for member in members_in(decision))


def test_setup_begins_and_ends_a_pilot() -> None:
    """One more select; what was not asked stays as it is."""

    def pilot_after(now: str | None, chosen: str | None) -> str | None:
        scope = replace(KNOWN, community=a_community(pilot_place=now))
        decision = setup_chosen(scope, replace(CHOSEN, pilot_place=chosen))
        return next(change.record.pilot_place for change in decision.changes if isinstance(change.record, Community))

    assert pilot_after(None, "4") == "4"
    assert pilot_after("4", "") is None
    assert pilot_after("4", None) == "4"


def test_setup_form_offers_everybody_first_for_a_pilot() -> None:
    """Nobody is left out by a form that is sent as it stands."""
    *_, second, pilot = fields_of(asked())

    assert (second.at_least, second.picks_people) == (0, True)
    assert [option.value for option in pilot.options if option.is_chosen] == [EVERYBODY]
    assert (pilot.picks_places, pilot.if_empty) == (True, Line(key="pilot-if-empty"))


@pytest.mark.parametrize(
    ("community", "is_asked"),
    [({}, True), ({"is_zone_chosen": True}, False), ({"timezone": "Asia/Tokyo"}, False)],
)
def test_setup_asks_for_the_time_of_day_while_the_zone_is_a_guess(community: dict[str, object], is_asked: bool) -> None:
    """Discord tells no zone: UTC until the steward's own tap, and it is said."""
    note = note_of(setup_chosen(replace(KNOWN, community=a_community(**community)), CHOSEN))

    assert ("setup-zone-guessed" in [line.key for line in note.lines]) is is_asked
