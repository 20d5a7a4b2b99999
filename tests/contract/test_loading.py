"""Snapshots: just what the event needs, and nothing of another community."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from circles_bot.engine import events, questions
from circles_bot.engine.decision import Decision, Dropped, Silenced, TimerCancelled
from circles_bot.engine.effects import member_lane
from circles_bot.engine.events import Actor, AnyEvent
from circles_bot.engine.ids import CircleId, HandOffId, InterestId, MemberId, PostId, ReportId, RoundId, TimerKey
from circles_bot.engine.model import (
    Address,
    AddressKind,
    Avoidance,
    CheckInAnswer,
    CircleState,
    HandOff,
    HandOffState,
    Meeting,
    OptInState,
    Record,
    RoundCause,
    SeatState,
    With,
    WithAsk,
)
from circles_bot.engine.pages import page_address
from circles_bot.engine.snapshots import (
    SCOPES,
    CircleScope,
    CommunityScope,
    InterestStanding,
    MemberScope,
    OpenCircle,
    PeopleScope,
    PlaceView,
    RoundScope,
    SeatView,
    SetupScope,
    Snapshot,
    StewardScope,
)
from circles_bot.ports.store import Transaction
from circles_bot.store.database import SqlStore
from circles_bot.store.standings import MEMBER_EXTRAS
from tests.contract import samples
from tests.contract.samples import ANA, AT, BASEBALL, BEN, CIRCLE, ELSEWHERE, HERE, POETRY, POST, SECOND

ACTOR = Actor(member=ANA, theirs="U-77")
CLEO = MemberId("mem_cleo")


async def loaded(store: SqlStore, event: AnyEvent) -> Snapshot:
    """Load an event's snapshot as the service does."""
    return await store.transact(lambda tx: tx.load(event))


async def circle_scope(store: SqlStore, event: AnyEvent) -> CircleScope:
    """Load a circle's snapshot."""
    found = await loaded(store, event)
    assert isinstance(found, CircleScope)
    return found


@pytest.fixture
async def town(store: SqlStore) -> SqlStore:
    """Return a store with one of each record, and the same circle and member in another community."""
    there = (
        samples.community(ELSEWHERE),
        samples.interest(community_id=ELSEWHERE),
        samples.member(community_id=ELSEWHERE),
        samples.circle(community_id=ELSEWHERE),
        samples.seat(community_id=ELSEWHERE),
        samples.opt_in(community_id=ELSEWHERE),
    )
    await store.transact(lambda tx: tx.save(samples.kept(*samples.one_of_each())))
    await store.transact(lambda tx: tx.save(samples.kept(*there)))
    return store


# --- one member ---------------------------------------------------------------------------------------------------


async def test_a_member_is_shown_how_they_stand_towards_each_interest(town: SqlStore) -> None:
    """By name, A to Z; archived ones are left out, but for who has a wish for them."""
    poetry = samples.interest(POETRY, name="Alpha")
    archived = replace(samples.interest(InterestId("int_old"), name="old"), archived_at=AT)
    wished = replace(archived, id=InterestId("int_wished"), name="wished")
    wish = replace(samples.opt_in(), interest=wished.id)
    await town.transact(lambda tx: tx.save(samples.kept(poetry, archived, wished, wish)))

    scope = await loaded(town, samples.joined())

    assert scope == MemberScope(
        community=samples.community(),
        member=samples.member(),
        standings=(
            InterestStanding(interest=poetry, opt_in=None, has_reacted=False, waiting=0),
            InterestStanding(interest=samples.interest(), opt_in=samples.opt_in(), has_reacted=False, waiting=1),
        ),
        archived=(InterestStanding(interest=wished, opt_in=wish, has_reacted=False, waiting=0),),
    )


async def test_a_reaction_is_theirs_only(town: SqlStore) -> None:
    """Of a yes, whether its author's reaction to its own interest stands: nobody else's, and no other interest's."""
    poetry = samples.interest(POETRY, name="Alpha")
    await town.transact(lambda tx: tx.save(samples.kept(poetry)))

    async def reacted(member: MemberId, interest: InterestId) -> set[InterestId]:
        scope = await loaded(town, replace(samples.joined(member), interest=interest))
        assert isinstance(scope, MemberScope)
        return {one.interest.id for one in scope.standings if one.has_reacted}

    assert await reacted(BEN, BASEBALL) == {BASEBALL}
    assert not await reacted(BEN, POETRY)
    assert not await reacted(ANA, BASEBALL)


YESES: dict[str, AnyEvent] = {
    "by id": samples.joined(),
    "by name": replace(samples.joined(), interest=" BASEBALL \u26be"),
    "by reaction": events.ReactionSeen(community=HERE, at=AT, actor=ACTOR, emoji="\u26be", is_set=True),
    "to a confidential one": replace(samples.joined(), interest=samples.SECRET),
}


@pytest.mark.parametrize("way", YESES)
async def test_those_who_wait_are_counted_up_to_ten_for_a_yes(town: SqlStore, way: str) -> None:
    """Joining costs the same in a community of any size; who does not wait is not counted, nor another interest."""
    interest = samples.SECRET if way == "to a confidential one" else BASEBALL
    await let_wait(town, interest, 8)
    few = await loaded(town, YESES[way])
    await let_wait(town, interest, 15)
    many = await loaded(town, YESES[way])

    assert isinstance(few, MemberScope)
    assert isinstance(many, MemberScope)
    assert [{one.interest.id: one.waiting for one in (*scope.standings, *scope.private)} for scope in (few, many)] == [
        {BASEBALL: 0, samples.SECRET: 0} | {interest: 9},
        {BASEBALL: 0, samples.SECRET: 0} | {interest: 10},
    ]


async def test_those_who_wait_are_counted_up_to_ten_in_my_circles(town: SqlStore) -> None:
    """There for each interest: a page is not the one tap of many at once."""
    await let_wait(town, BASEBALL, 8)
    few = await town.read_question(questions.MineAsked(community=HERE, at=AT, actor=ACTOR))
    await let_wait(town, BASEBALL, 15)
    many = await town.read_question(questions.MineAsked(community=HERE, at=AT, actor=ACTOR))

    assert isinstance(few, MemberScope)
    assert isinstance(many, MemberScope)
    assert [[one.waiting for one in scope.standings if one.opt_in] for scope in (few, many)] == [[9], [10]]


async def let_wait(town: SqlStore, interest: InterestId, people: int) -> None:
    """Let so many wait for an interest beside Ana, and one more sleep."""
    secret = replace(samples.interest(samples.SECRET), is_confidential=True)
    names = [MemberId(f"mem_{number}") for number in range(people)]
    asleep = MemberId("mem_asleep")
    wishes = [samples.opt_in(name) for name in (*names, ANA)] + [samples.opt_in(asleep, state=OptInState.ASLEEP)]
    await town.transact(lambda tx: tx.save(samples.kept(secret, *map(samples.member, (*names, asleep)))))
    await town.transact(lambda tx: tx.save(samples.kept(*(replace(one, interest=interest) for one in wishes))))


async def test_an_unknown_member_or_community_is_none(town: SqlStore) -> None:
    """A first tap comes from somebody nobody knows yet."""
    unknown = await loaded(town, samples.joined(CLEO))
    nowhere = await loaded(town, samples.joined(community_id=type(HERE)("com_nowhere")))

    assert isinstance(unknown, MemberScope)
    assert (unknown.community, unknown.member) == (samples.community(), None)
    assert nowhere == MemberScope(community=None, member=None, standings=())


async def test_a_closed_direct_message_is_about_the_member_it_names(town: SqlStore) -> None:
    """Outcomes have no actor."""
    scope = await loaded(town, events.DirectClosed(community=HERE, at=AT, member=BEN))

    assert isinstance(scope, MemberScope)
    assert scope.member == samples.member(BEN)


async def test_my_circles_shows_places_newest_first(town: SqlStore) -> None:
    """A question is told where the member sits or was asked to sit; an event is not."""
    second = samples.circle(CircleId("cir_2"), CircleState.INVITING)
    seat = replace(samples.seat(circle_id=second.id, state=SeatState.INVITED), invited_at=AT + SECOND)
    await town.transact(lambda tx: tx.save(samples.kept(second, seat)))

    scope = await town.read_question(questions.MineAsked(community=HERE, at=AT, actor=ACTOR))

    assert isinstance(scope, MemberScope)
    assert scope.member == samples.member()
    assert scope.places == (
        PlaceView(seat=seat, circle=second),
        PlaceView(seat=samples.seat(), circle=samples.circle()),
    )


async def test_my_circles_shows_what_somebody_was_asked_whom_messages_do_not_reach(town: SqlStore) -> None:
    """What is open, was asked, met no yes, and is of nobody they are kept apart from; nothing while messages arrive."""
    closed = replace(samples.member(BEN), is_unreachable=True)
    apart = Avoidance(community=HERE, member=BEN, other=ANA, since=AT)
    (wish,) = (one for one in samples.one_of_each() if isinstance(one, With))
    (ask,) = (one for one in samples.one_of_each() if isinstance(one, WithAsk))
    (given,) = (one for one in samples.one_of_each() if isinstance(one, HandOff))
    hand_off = replace(given, state=HandOffState.ASKED, asked_gift=None)
    asked = replace(ask, said_yes_at=None)
    actor = replace(ACTOR, member=BEN)

    async def shown(at: datetime = AT) -> tuple[int, int]:
        scope = await town.read_question(questions.MineAsked(community=HERE, at=at, actor=actor))
        assert isinstance(scope, MemberScope)
        return len(scope.withs), len(scope.hand_offs)

    async def keep(*records: Record) -> None:
        await town.transact(lambda tx: tx.save(samples.kept(*records)))

    await town.transact(lambda tx: tx.save(Decision(changes=(Dropped(apart),))))
    await keep(wish, asked, hand_off)
    assert await shown() == (0, 0)
    await keep(closed)
    assert await shown() == (1, 1)
    assert await shown(AT + SECOND) == (0, 0)
    await keep(apart)
    assert await shown() == (0, 0)
    await town.transact(lambda tx: tx.save(Decision(changes=(Dropped(apart),))))
    await keep(replace(asked, sent_at=None), replace(hand_off, sent_at=None))
    assert await shown() == (0, 0)
    await keep(ask, given)
    assert await shown() == (0, 0)


# --- a circle -----------------------------------------------------------------------------------------------------


async def test_a_circle_comes_with_its_seats_and_their_members_wishes(town: SqlStore) -> None:
    """Wishes are those for the circle's own interest; who has none has none."""
    await town.transact(lambda tx: tx.save(samples.kept(samples.interest(POETRY))))
    await town.transact(lambda tx: tx.save(samples.kept(samples.opt_in(BEN, POETRY))))

    scope = await loaded(town, events.CircleLeft(community=HERE, at=AT, actor=ACTOR, circle=CIRCLE))

    assert scope == CircleScope(
        community=samples.community(),
        circle=samples.circle(),
        interest=samples.interest(),
        seats=(
            SeatView(seat=samples.seat(), member=samples.member(), opt_in=samples.opt_in()),
            SeatView(seat=samples.seat(BEN), member=samples.member(BEN), opt_in=None),
        ),
        posts=(),
        taps=(),
        check_ins=(),
        stewards=(),
    )


async def test_an_unknown_circle_is_none_and_empty(town: SqlStore) -> None:
    """Another community's circle is an unknown one."""
    other = samples.circle(CircleId("cir_other"), community_id=ELSEWHERE)
    await town.transact(lambda tx: tx.save(samples.kept(other)))

    scope = await circle_scope(town, events.QuietDue(community=HERE, at=AT, circle=other.id))
    nowhere = await circle_scope(town, events.RoomGone(community=type(HERE)("com_no"), at=AT, circle=CIRCLE))

    assert (scope.community, scope.circle, scope.interest, scope.seats) == (samples.community(), None, None, ())
    assert (nowhere.community, nowhere.circle) == (None, None)


async def test_a_tap_is_shown_its_own_post_only(town: SqlStore) -> None:
    """With the taps under it; a post of another circle is unknown."""
    second = samples.post(PostId("pos_2"))
    elsewhere = samples.post(PostId("pos_3"), circle_id=CircleId("cir_2"))
    await town.transact(lambda tx: tx.save(samples.kept(samples.circle(CircleId("cir_2")), second, elsewhere)))
    await town.transact(lambda tx: tx.save(samples.kept(samples.tap(BEN), samples.tap(BEN, second.id))))

    def tapped(post: PostId) -> events.PromptTapped:
        return events.PromptTapped(community=HERE, at=AT, actor=ACTOR, circle=CIRCLE, post=post, choice=0)

    scope = await circle_scope(town, tapped(POST))
    other = await circle_scope(town, tapped(elsewhere.id))

    assert scope.posts == (samples.post(),)
    assert scope.taps == (samples.tap(ANA), samples.tap(BEN))
    assert (other.posts, other.taps) == ((), ())


async def test_a_quiet_look_is_shown_all_posts_oldest_first(town: SqlStore) -> None:
    """No prompt is repeated in a circle; the taps of the running season tell whether it lives."""
    early = samples.post(PostId("pos_0"), at=AT - SECOND, season=0)
    await town.transact(lambda tx: tx.save(samples.kept(early)))
    await town.transact(lambda tx: tx.save(samples.kept(samples.tap(BEN), samples.tap(ANA, early.id))))

    scope = await circle_scope(town, events.QuietDue(community=HERE, at=AT, circle=CIRCLE))

    assert scope.posts == (early, samples.post())
    assert scope.taps == (samples.tap(ANA), samples.tap(BEN))


async def test_a_check_in_is_shown_those_of_the_season_and_all_of_its_member(town: SqlStore) -> None:
    """The room's mood needs all of the season, the numbering all of the member."""
    bens = [samples.check_in(BEN, 1, season=0), samples.check_in(BEN, 2, season=1)]
    anas = [samples.check_in(ANA, 1, season=1), samples.check_in(ANA, 2, season=0)]
    await town.transact(lambda tx: tx.save(samples.kept(*bens, *anas)))

    due = await circle_scope(town, events.CheckInDue(community=HERE, at=AT, circle=CIRCLE, member=ANA, number=3))
    answered = await circle_scope(
        town,
        events.CheckInAnswered(community=HERE, at=AT, actor=ACTOR, circle=CIRCLE, number=1, answer=CheckInAnswer.QUIET),
    )

    assert due.check_ins == answered.check_ins == (*anas, bens[1])


async def test_a_concern_is_shown_the_stewards_of_its_community(town: SqlStore) -> None:
    """Nobody of another one."""
    steward = replace(samples.member(CLEO), is_steward=True)
    other = replace(samples.member(BEN, ELSEWHERE), is_steward=True)
    await town.transact(lambda tx: tx.save(samples.kept(steward)))
    await town.transact(lambda tx: tx.save(samples.kept(other)))

    scope = await circle_scope(
        town, events.ConcernTold(community=HERE, at=AT, actor=ACTOR, circle=CIRCLE, for_stewards=True)
    )
    asked = await town.read_question(
        questions.RoomAsked(community=HERE, at=AT, actor=ACTOR, circle=CIRCLE, about=questions.RoomQuestion.WHO_SEES)
    )

    assert isinstance(asked, CircleScope)
    assert scope.stewards == asked.stewards == (steward,)


# --- a community, a round -----------------------------------------------------------------------------------------


async def test_a_round_due_is_shown_counts_by_interest(town: SqlStore) -> None:
    """Who waits, and circles that have a room."""
    closed = samples.circle(CircleId("cir_2"), CircleState.CLOSED)
    asking = samples.circle(CircleId("cir_3"), CircleState.ASKING)
    await town.transact(lambda tx: tx.save(samples.kept(samples.interest(POETRY, name="Alpha"), closed, asking)))

    scope = await loaded(town, events.RoundDue(community=HERE, at=AT, cause=RoundCause.WEEKLY))

    assert scope == CommunityScope(
        community=samples.community(),
        interests=(samples.interest(POETRY, name="Alpha"), samples.interest()),
        waiting={BASEBALL: 1, POETRY: 0},
        live_circles={BASEBALL: 2, POETRY: 0},
        standing={},
        members={},
        opt_ins=(),
    )


@pytest.mark.parametrize("kind", [events.BoardDue, events.BotReturned, events.PlaceGone])
async def test_where_the_pages_are_is_known_where_they_are_shown(town: SqlStore, kind: type[AnyEvent]) -> None:
    """By page; another community's, and what is no page, are not among them."""
    pages = [page_address(HERE, page, f"m-{page}") for page in (0, 1, 4)]
    other = Address(community=HERE, kind=AddressKind.PLACE, ours=str(HERE), theirs="no page")
    await town.transact(lambda tx: tx.save(samples.kept(*pages, other)))
    await town.transact(lambda tx: tx.save(samples.kept(page_address(ELSEWHERE, 2, "m-9"))))
    fields: dict[str, Any] = {"place": "c1"} if kind is events.PlaceGone else {}

    scope = await loaded(town, kind(community=HERE, at=AT, **fields))

    assert isinstance(scope, CommunityScope)
    assert scope.board == {0: "m-0", 1: "m-1", 4: "m-4"}


@pytest.mark.parametrize(
    "event",
    [
        events.ShowingFailed(community=HERE, at=AT, place="c1", is_board=True),
        events.OthersKeptOut(community=HERE, at=AT, why=events.KeptOut.REFUSED),
    ],
    ids=lambda event: type(event).__name__,
)
async def test_who_is_told_of_what_did_not_work_is_known(town: SqlStore, event: events.AnyEvent) -> None:
    """The stewards of this community, and nobody else."""
    stewards = (replace(samples.member(), is_steward=True), samples.member(BEN))
    await town.transact(lambda tx: tx.save(samples.kept(*stewards)))

    scope = await loaded(town, event)

    assert isinstance(scope, CommunityScope)
    assert [one.id for one in scope.stewards] == [ANA]


async def test_on_which_page_an_interest_is_comes_back(town: SqlStore) -> None:
    """It is kept with the interest."""
    late = replace(samples.interest(POETRY, name="Alpha"), page=3)
    await town.transact(lambda tx: tx.save(samples.kept(late)))

    scope = await loaded(town, events.BoardDue(community=HERE, at=AT))

    assert isinstance(scope, CommunityScope)
    assert {one.id: one.page for one in scope.interests} == {POETRY: 3, BASEBALL: 0}


async def test_a_read_board_is_shown_who_stood_there_and_who_stands_there(town: SqlStore) -> None:
    """Those with a reaction as last seen, and those that the event names; nobody else."""
    await town.transact(lambda tx: tx.save(samples.kept(samples.member(CLEO))))
    wishes = (samples.opt_in(BEN, state=OptInState.ENDED), samples.opt_in(CLEO))
    await town.transact(lambda tx: tx.save(samples.kept(*wishes)))
    event = events.BoardRead(
        community=HERE, at=AT, reactions={"⚾": (ACTOR,), "🌱": ()}, is_whole=True, is_cleared=False
    )

    scope = await loaded(town, event)

    assert isinstance(scope, CommunityScope)
    assert scope.standing == {BASEBALL: frozenset({BEN})}
    assert set(scope.members) == {ANA, BEN}
    assert scope.opt_ins == (samples.opt_in(), wishes[0])


async def test_a_round_is_shown_everybody_who_waits(town: SqlStore) -> None:
    """With whom they met and avoid, and how many circles they sit in or are asked to; others are left out."""
    live = samples.circle(CircleId("cir_2"), CircleState.INVITING)
    over = samples.circle(CircleId("cir_3"), CircleState.CLOSED)
    seats = (
        samples.seat(ANA, live.id, SeatState.INVITED),
        samples.seat(ANA, over.id, SeatState.FINISHED),
        samples.seat(BEN, live.id, SeatState.RELEASED),
    )
    others = (
        Meeting(community=HERE, first=ANA, second=CLEO, met_at=AT),
        Avoidance(community=HERE, member=CLEO, other=ANA, since=AT),
    )
    await town.transact(
        lambda tx: tx.save(samples.kept(samples.opt_in(BEN), samples.member(CLEO), live, over, *seats, *others))
    )

    scope = await loaded(town, events.RoundPlanned(community=HERE, at=AT, round=samples.ROUND, circles=()))

    assert scope == await town.read_round(HERE, samples.ROUND)
    assert scope == RoundScope(
        community=samples.community(),
        round=samples.round_(),
        interests=(samples.interest(),),
        members={ANA: samples.member(), BEN: samples.member(BEN)},
        opt_ins=(samples.opt_in(), samples.opt_in(BEN)),
        live_seats={ANA: 2, BEN: 1},
        meetings=(Meeting(community=HERE, first=ANA, second=BEN, met_at=AT),),
        avoidances=(Avoidance(community=HERE, member=BEN, other=ANA, since=AT),),
        live_rooms=2,
        have_sat=frozenset({ANA, BEN}),
    )


async def test_a_round_is_shown_the_circles_that_keep_a_seat_open(town: SqlStore) -> None:
    """With everybody who ever had a seat there, and whom they met and avoid though they do not wait."""
    talking = replace(samples.circle(CircleId("cir_2"), CircleState.OPEN), open_seats=1)
    full = samples.circle(CircleId("cir_3"), CircleState.OPEN)
    seats = (
        samples.seat(BEN, talking.id, SeatState.SEATED),
        samples.seat(CLEO, talking.id, SeatState.LEFT),
        samples.seat(BEN, full.id, SeatState.SEATED),
    )
    met = Meeting(community=HERE, first=ANA, second=CLEO, met_at=AT)
    avoids = Avoidance(community=HERE, member=CLEO, other=ANA, since=AT)
    await town.transact(lambda tx: tx.save(samples.kept(samples.member(CLEO), talking, full, *seats, met, avoids)))

    scope = await town.read_round(HERE, samples.ROUND)

    assert scope.open_circles == (OpenCircle(circle=talking, seats=seats[:2], sitting=(samples.member(BEN),)),)
    assert met in scope.meetings
    assert avoids in scope.avoidances


async def test_an_unknown_round_is_none(town: SqlStore) -> None:
    """Another community's round is an unknown one."""
    assert (await town.read_round(HERE, RoundId("rou_2"))).round is None
    assert (await town.read_round(ELSEWHERE, samples.ROUND)).round is None


# --- who is who ---------------------------------------------------------------------------------------------------


async def test_addresses_are_found_by_kind_and_id(town: SqlStore) -> None:
    """What has none is left out, and what is another community's too."""
    wanted = [(AddressKind.MEMBER, ANA), (AddressKind.MEMBER, BEN), (AddressKind.ROOM, ANA)]

    assert await town.read_addresses(HERE, wanted) == {(AddressKind.MEMBER, ANA): "U-77"}
    assert await town.read_addresses(ELSEWHERE, wanted) == {}
    assert await town.read_addresses(HERE, []) == {}


async def test_ours_is_found_by_theirs(town: SqlStore) -> None:
    """In its own community and of its own kind only."""
    room = Address(community=HERE, kind=AddressKind.ROOM, ours=CIRCLE, theirs="T-9")
    await town.transact(lambda tx: tx.save(samples.kept(room)))

    assert await town.find_ours(HERE, AddressKind.ROOM, "T-9") == CIRCLE
    assert await town.find_ours(HERE, AddressKind.POST, "T-9") is None
    assert await town.find_ours(ELSEWHERE, AddressKind.ROOM, "T-9") is None


async def test_a_reader_reads_in_their_own_language_and_time(town: SqlStore) -> None:
    """The community's where theirs are unknown, and something where nothing is."""
    await town.transact(lambda tx: tx.save(samples.kept(replace(samples.member(BEN), locale=None, timezone=None))))

    assert await town.read_reader(HERE, ANA) == ("pt-BR", "America/Lima")
    assert await town.read_reader(HERE, BEN) == ("es", "Europe/Madrid")
    assert await town.read_reader(HERE, None) == ("es", "Europe/Madrid")
    assert await town.read_reader(type(HERE)("com_no"), ANA) == (None, "UTC")


# --- what it costs ------------------------------------------------------------------------------------------------

AGREED = {
    SetupScope: 1,
    MemberScope: 2,
    CircleScope: 3,
    CommunityScope: 3,
    RoundScope: 8,
    PeopleScope: 3,
    StewardScope: 3,
}


@pytest.mark.parametrize("kind", SCOPES, ids=lambda kind: kind.__name__)
async def test_a_load_costs_no_more_statements_than_agreed(
    town: SqlStore, heard: list[str], kind: type[AnyEvent]
) -> None:
    """Whatever the size of the community; every event has a loader, and it fills the scope that is its own."""
    event = example(kind)
    heard.clear()

    scope = await loaded(town, event)

    assert type(scope) is SCOPES[kind]
    assert len(heard) <= AGREED[SCOPES[kind]] + (kind in MEMBER_EXTRAS)


def example(kind: type[AnyEvent]) -> AnyEvent:
    """Return an event of a kind, about what is there."""
    values: dict[str, object] = {
        "community": HERE,
        "at": AT + timedelta(days=1),
        "actor": ACTOR,
        "member": ANA,
        "circle": CIRCLE,
        "post": POST,
        "round": samples.ROUND,
        "interest": samples.SECRET,
        "into": samples.POETRY,
        "other": ACTOR if kind in {events.PersonAvoided, events.MemberHeld, events.StewardNamed} else BEN,
        "report": ReportId("rep_1"),
        "hand_off": HandOffId("hof_1"),
        "people": (ACTOR,),
        "reactions": {"⚾": (ACTOR,)},
        "emoji": "⚾",
    }
    fields = kind.__dataclass_fields__
    required = [name for name, field in fields.items() if field.default is field.default_factory]
    return kind(**{name: values.get(name) for name in required})  # type: ignore[arg-type]  # fields a loader ignores


async def test_a_bounded_act_costs_at_most_eight_statements(town: SqlStore, heard: list[str]) -> None:
    """One table touched is one statement, whatever the number of rows: a tap that touches everything it can."""
    members = [samples.member(MemberId(f"mem_{number}")) for number in range(6)]
    await town.transact(lambda tx: tx.save(samples.kept(*members)))
    records: tuple[Record, ...] = (
        *members,
        *(samples.opt_in(member.id) for member in members),
        *(samples.seat(member.id) for member in members),
    )
    effects = tuple(samples.direct(f"e{number}") for number in range(6))
    timers = tuple(
        events.CheckInDue(community=HERE, at=AT, circle=CIRCLE, member=member.id, number=1) for member in members
    )
    decision = samples.kept(*records)
    event = events.CircleLeft(community=HERE, at=AT, actor=ACTOR, circle=CIRCLE)
    heard.clear()

    def act(tx: Transaction) -> None:
        tx.remember("key", AT)
        tx.load(event)
        called_off = TimerCancelled(key=TimerKey("quiet"))
        set_ = map(samples.check_in_timer, timers)
        quiet = Silenced(lane=member_lane(ANA))
        tx.save(replace(decision, effects=effects, timers=(*set_, called_off), silenced=(quiet,)))

    await town.transact(act)

    assert len(heard) == 8


async def test_who_is_kept_apart_is_seen_while_their_answer_is_open(town: SqlStore) -> None:
    """Of two who said yes the later one; of one who is asked and one who sits, the one who is asked; both ways."""
    circle = samples.circle(CircleId("cir_apart"), CircleState.INVITING)
    ana = replace(samples.seat(ANA, circle.id, SeatState.ACCEPTED), answered_at=AT)
    ben = replace(samples.seat(BEN, circle.id, SeatState.ACCEPTED), answered_at=AT + SECOND)
    await town.transact(lambda tx: tx.save(samples.kept(samples.member(), samples.member(BEN), circle, ana, ben)))
    event = events.AnswersDue(community=HERE, at=AT, circle=circle.id)

    async def apart() -> list[MemberId]:
        scope = await loaded(town, event)
        assert isinstance(scope, CircleScope)
        return [view.seat.member for view in scope.seats if view.is_apart]

    kept = Avoidance(community=HERE, member=BEN, other=ANA, since=AT)
    await town.transact(lambda tx: tx.save(Decision(changes=(Dropped(kept),))))
    assert await apart() == []
    for pair in (kept, replace(kept, member=ANA, other=BEN)):
        await town.transact(lambda tx, pair=pair: tx.save(samples.kept(pair)))  # type: ignore[misc]  # bound now
        assert await apart() == [BEN]
        await town.transact(lambda tx, pair=pair: tx.save(Decision(changes=(Dropped(pair),))))  # type: ignore[misc]  # as above
    seated = replace(ben, state=SeatState.SEATED)
    asked = replace(ana, state=SeatState.INVITED)
    await town.transact(lambda tx: tx.save(samples.kept(kept, seated, asked)))
    assert await apart() == [ANA]
