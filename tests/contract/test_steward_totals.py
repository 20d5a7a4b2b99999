"""What stewards see is the same whether or not somebody follows a confidential interest (promise 6)."""

from dataclasses import replace
from datetime import datetime, timedelta

from circles_bot.application.rounds import RoundPlanner
from circles_bot.engine.events import Actor, MonthDue
from circles_bot.engine.ids import CircleId, CommunityId, InterestId, MemberId
from circles_bot.engine.joining_timers import next_look
from circles_bot.engine.model import CheckInAnswer, CircleState, Member, OptIn, OptInState, Record, SeatState, Way
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import StatusAsked
from circles_bot.engine.snapshots import StewardScope
from circles_bot.store.database import SqlStore
from tests.contract import samples
from tests.contract.samples import AT, BASEBALL, HERE

PEOPLE = tuple(MemberId(f"mem_{number:02}") for number in range(12))
WEEK = timedelta(weeks=1)
SECRET = InterestId("cnf_0123456789abcdef")
SECRET_CIRCLE = CircleId("ccr_0123456789abcdef")
STEWARD = Actor(member=MemberId("mem_steward"), theirs="U1", is_steward=True)


def a_wish(member: MemberId, interest: InterestId = BASEBALL, state: OptInState = OptInState.WAITING) -> OptIn:
    """Return a wish."""
    return OptIn(community=HERE, member=member, interest=interest, state=state, way=Way.SELECT, since=AT)


def a_town() -> tuple[Record, ...]:
    """Return a community of twelve who all wait for baseball."""
    people = (Member(id=member, community=HERE, since=AT) for member in PEOPLE)
    community = replace(samples.community(), settings={})
    return (community, samples.interest(), *people, *(a_wish(member) for member in PEOPLE))


def what_nobody_may_see() -> tuple[Record, ...]:
    """Return all that there is about a confidential interest: one who waits, one who sits, one who said "off"."""
    secret = replace(samples.interest(SECRET, name="sober"), is_confidential=True)
    circle = replace(samples.circle(), id=SECRET_CIRCLE, interest=SECRET, state=CircleState.OPEN)
    newcomer = Member(id=MemberId("mem_newcomer"), community=HERE, since=AT)
    seat = replace(samples.seat(), circle=SECRET_CIRCLE, member=PEOPLE[1], state=SeatState.SEATED)
    off = replace(samples.check_in(), circle=SECRET_CIRCLE, member=PEOPLE[1], answered_at=AT, answer=CheckInAnswer.OFF)
    wishes = (a_wish(PEOPLE[0], SECRET), a_wish(PEOPLE[1], SECRET, OptInState.SEATED), a_wish(newcomer.id, SECRET))
    return (secret, newcomer, circle, *wishes, seat, off)


async def seen(store: SqlStore) -> tuple[StewardScope, StewardScope, int]:
    """Return all that status, monthly message and preview are made of."""
    status = await store.read_question(StatusAsked(community=HERE, at=AT, actor=STEWARD))
    month = await store.transact(lambda tx: tx.load(MonthDue(community=HERE, at=AT)))
    assert isinstance(status, StewardScope)
    assert isinstance(month, StewardScope)
    return status, month, await RoundPlanner(store=store, matcher=None).preview(HERE, AT)


async def test_a_confidential_follower_changes_nothing_that_stewards_see(store: SqlStore) -> None:
    """Not a number in status, monthly message or preview: neither by waiting nor by sitting nor by answering."""
    await store.transact(lambda tx: tx.save(samples.kept(*a_town())))
    before = await seen(store)

    await store.transact(lambda tx: tx.save(samples.kept(*what_nobody_may_see())))

    assert await seen(store) == before
    assert (before[0].opted_in, before[0].waiting, before[2]) == (12, 12, 12)


async def test_totals_count_people_once_and_only_here(store: SqlStore) -> None:
    """Two wishes are one person, an ended wish is none, and another community's are not ours."""
    elsewhere = CommunityId("com_elsewhere")
    poetry = samples.interest(samples.POETRY, name="poetry")
    await store.transact(lambda tx: tx.save(samples.kept(*a_town(), poetry)))
    more = (a_wish(PEOPLE[0], poetry.id), a_wish(PEOPLE[2], state=OptInState.ENDED))
    await store.transact(lambda tx: tx.save(samples.kept(*more)))
    theirs = (
        samples.community(elsewhere),
        samples.interest(community_id=elsewhere),
        Member(id=PEOPLE[0], community=elsewhere, since=AT),
        replace(a_wish(PEOPLE[0]), community=elsewhere),
    )
    await store.transact(lambda tx: tx.save(samples.kept(*theirs)))

    status, _, _ = await seen(store)

    assert (status.opted_in, status.waiting, status.talking, status.circles) == (11, 11, 0, 0)


async def test_moods_are_those_of_the_last_weekly_look(store: SqlStore) -> None:
    """Whoever looks twice an hour learns nobody's hour: the last answer of each counts from the next look on."""
    look = next_look(replace(samples.community(), settings={}), Policy(), AT)
    circle = replace(samples.circle(), state=CircleState.OPEN)
    first = replace(samples.check_in(), member=PEOPLE[1], number=1, answered_at=AT, answer=CheckInAnswer.GOOD)
    later = look + timedelta(hours=1)
    second = replace(first, number=2, answered_at=later, answer=CheckInAnswer.OFF)
    await store.transact(lambda tx: tx.save(samples.kept(*a_town(), circle, first, second)))

    told = [
        [(mood.member, mood.answer) for mood in (await status_at(store, at)).moods]
        for at in (look - timedelta(hours=1), look, later, look + WEEK, look + 6 * WEEK)
    ]

    before = [(PEOPLE[1], CheckInAnswer.GOOD)]
    assert told == [[], before, before, [(PEOPLE[1], CheckInAnswer.OFF)], []]


async def status_at(store: SqlStore, at: datetime) -> StewardScope:
    """Return what a steward's status is made of."""
    found = await store.read_question(StatusAsked(community=HERE, at=at, actor=STEWARD))
    assert isinstance(found, StewardScope)
    return found


async def test_a_preview_writes_nothing(store: SqlStore, heard: list[str]) -> None:
    """It runs on a snapshot that was read, and nothing is planned by it."""
    await store.transact(lambda tx: tx.save(samples.kept(*a_town())))
    heard.clear()

    await RoundPlanner(store=store, matcher=None).preview(HERE, AT)

    assert [statement for statement in heard if not statement.startswith("SELECT")] == []
