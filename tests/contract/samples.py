"""A community to test with: one of each record, and short ways to say what a decision holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from circles_bot.engine.decision import Decision, Kept, TimerSet
from circles_bot.engine.effects import AnyEffect, DirectKind, PostToRoom, SendDirect, member_lane, room_lane
from circles_bot.engine.events import Actor, AnyEvent, CheckInDue, InterestJoined
from circles_bot.engine.ids import (
    CircleId,
    CommunityId,
    EffectKey,
    HandOffId,
    InterestId,
    MemberId,
    PostId,
    PromptId,
    ReportId,
    RoundId,
    TimerKey,
)
from circles_bot.engine.model import (
    Address,
    AddressKind,
    Avoidance,
    CheckIn,
    CheckInAnswer,
    Circle,
    CircleState,
    Community,
    CoSign,
    HandOff,
    HandOffState,
    Interest,
    Meeting,
    Member,
    OptIn,
    OptInState,
    Pace,
    Post,
    PostKind,
    Proposal,
    Record,
    Report,
    ReportAnswer,
    ReportState,
    Round,
    RoundCause,
    RoundState,
    Sealed,
    SeasonAnswer,
    Seat,
    SeatState,
    StandingReaction,
    TapAnswer,
    Way,
    With,
    WithAsk,
    WithState,
    Word,
)
from circles_bot.engine.notes import Line, Note
from circles_bot.ports.store import Transaction

AT = datetime(2026, 3, 3, 18, 0, 0, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=60)

HERE = CommunityId("com_here")
ELSEWHERE = CommunityId("com_elsewhere")
ANA = MemberId("mem_ana")
BEN = MemberId("mem_ben")
BASEBALL = InterestId("int_baseball")
POETRY = InterestId("int_poetry")
SECRET = InterestId("cnf_secret")
CIRCLE = CircleId("cir_1")
ROUND = RoundId("rou_1")
POST = PostId("pos_1")


def community(community_id: CommunityId = HERE) -> Community:
    """Return a community with settings of every kind."""
    return Community(
        id=community_id,
        platform="sandbox",
        timezone="Europe/Madrid",
        locale="es",
        settings={"circle_size_aim": 5, "name": "Ünï «codé» 🌱"},
        board_place="c1",
        set_up_at=AT,
    )


def interest(
    interest_id: InterestId = BASEBALL, community_id: CommunityId = HERE, name: str = "baseball ⚾"
) -> Interest:
    """Return an open interest."""
    return Interest(id=interest_id, community=community_id, name=name, emoji="⚾", opened_at=AT)


def member(member_id: MemberId = ANA, community_id: CommunityId = HERE) -> Member:
    """Return a member of whom everything is known."""
    return Member(
        id=member_id,
        community=community_id,
        since=AT,
        locale="pt-BR",
        timezone="America/Lima",
        languages=("pt", "es"),
        pace=Pace.REGULAR,
        has_tapped=True,
        paused_until=AT + SECOND,
        asked_at=(AT, AT + SECOND),
    )


def opt_in(
    member_id: MemberId = ANA,
    interest_id: InterestId = BASEBALL,
    state: OptInState = OptInState.WAITING,
    community_id: CommunityId = HERE,
) -> OptIn:
    """Return a wish."""
    return OptIn(
        community=community_id,
        member=member_id,
        interest=interest_id,
        state=state,
        way=Way.REACTION,
        since=AT,
        misses=1,
    )


def circle(
    circle_id: CircleId = CIRCLE, state: CircleState = CircleState.OPEN, community_id: CommunityId = HERE
) -> Circle:
    """Return a circle on baseball."""
    return Circle(
        id=circle_id,
        community=community_id,
        interest=BASEBALL,
        round=ROUND,
        state=state,
        planned_at=AT,
        room_name="baseball-1",
        opened_at=AT,
    )


def seat(
    member_id: MemberId = ANA,
    circle_id: CircleId = CIRCLE,
    state: SeatState = SeatState.SEATED,
    community_id: CommunityId = HERE,
) -> Seat:
    """Return a seat."""
    return Seat(
        community=community_id,
        circle=circle_id,
        member=member_id,
        state=state,
        is_extra=True,
        invited_at=AT,
        seated_at=AT,
        season_answer=SeasonAnswer.FRESH_MIX,
    )


def post(post_id: PostId = POST, season: int = 1, at: datetime = AT, circle_id: CircleId = CIRCLE) -> Post:
    """Return a prompt's post."""
    return Post(
        id=post_id,
        community=HERE,
        circle=circle_id,
        kind=PostKind.PROMPT,
        prompt=PromptId("mountains"),
        season=season,
        posted_at=at,
    )


def tap(member_id: MemberId = ANA, post_id: PostId = POST) -> TapAnswer:
    """Return a tap."""
    return TapAnswer(community=HERE, post=post_id, member=member_id, choice=2, tapped_at=AT)


def check_in(member_id: MemberId = ANA, number: int = 1, season: int = 1) -> CheckIn:
    """Return an answered check-in."""
    return CheckIn(
        community=HERE,
        circle=CIRCLE,
        member=member_id,
        number=number,
        season=season,
        asked_at=AT,
        answered_at=AT + SECOND,
        answer=CheckInAnswer.NOT_FOR_ME,
    )


def round_() -> Round:
    """Return a round with the largest seed there is."""
    return Round(
        id=ROUND, community=HERE, cause=RoundCause.SETTLED, state=RoundState.PLANNING, seed=2**64 - 1, due_at=AT
    )


def one_of_each() -> tuple[Record, ...]:
    """Return a record of every class, parents first."""
    return (
        community(),
        interest(),
        member(),
        member(BEN),
        opt_in(),
        Address(community=HERE, kind=AddressKind.MEMBER, ours=ANA, theirs="U-77"),
        StandingReaction(community=HERE, interest=BASEBALL, member=BEN),
        round_(),
        circle(),
        seat(),
        seat(BEN),
        post(),
        tap(),
        check_in(),
        Meeting(community=HERE, first=ANA, second=BEN, met_at=AT),
        Avoidance(community=HERE, member=BEN, other=ANA, since=AT),
        Proposal(community=HERE, interest=POETRY, name="poetry", proposed_at=AT),
        CoSign(community=HERE, interest=POETRY, member=ANA, signed_at=AT, is_proposer=True),
        Word(community=HERE, interest=SECRET, member=ANA, giver=BEN, given_at=AT),
        Report(
            id=ReportId("rep_1"),
            community=HERE,
            circle=CIRCLE,
            reporter=ANA,
            text=Sealed("it is loud in here"),
            names_reporter=True,
            made_at=AT,
            state=ReportState.ANSWERED,
            answer=ReportAnswer.DONE,
        ),
        With(
            id=CircleId("cir_with"),
            community=HERE,
            asker=ANA,
            topic="zines",
            state=WithState.ASKING,
            asked_at=AT,
            closes_at=AT + SECOND,
        ),
        WithAsk(community=HERE, circle=CircleId("cir_with"), member=BEN, sent_at=AT, said_yes_at=AT + SECOND),
        HandOff(
            id=HandOffId("hof_1"),
            community=HERE,
            circle=CIRCLE,
            asker=ANA,
            asked=BEN,
            state=HandOffState.AGREED,
            asked_at=AT,
            closes_at=AT + SECOND,
            sent_at=AT,
            asked_gift=Sealed("ben@example.org"),
        ),
    )


def kept(*records: Record) -> Decision:
    """Return a decision that keeps records."""
    return Decision(changes=tuple(Kept(record) for record in records))


def direct(key: str, *, to: MemberId = ANA, about: CircleId | None = None, wait: datetime | None = None) -> SendDirect:
    """Return a direct message."""
    return SendDirect(
        key=EffectKey(key),
        lane=member_lane(to),
        community=HERE,
        not_before=wait,
        member=to,
        kind=DirectKind.ANSWER,
        circle=about,
        note=Note(key="hello", footer=Line(key="fewer")),
    )


def to_room(key: str, circle_id: CircleId = CIRCLE) -> PostToRoom:
    """Return a post to a room."""
    return PostToRoom(
        key=EffectKey(key),
        lane=room_lane(circle_id),
        community=HERE,
        circle=circle_id,
        post=PostId(f"pos_{key}"),
        note=Note(key="hello", footer=Line(key="fewer")),
    )


def to_do(*effects: AnyEffect) -> Decision:
    """Return a decision that asks for effects."""
    return Decision(effects=effects)


def joined(
    member_id: MemberId = ANA, *, community_id: CommunityId = HERE, at: datetime = AT, key: str | None = None
) -> InterestJoined:
    """Return the event of somebody opting in to baseball."""
    return InterestJoined(
        community=community_id,
        at=at,
        key=key,
        actor=Actor(member=member_id, theirs="U-77"),
        interest=BASEBALL,
        way=Way.SELECT,
    )


def check_in_timer(event: CheckInDue) -> TimerSet:
    """Return the timer of a check-in."""
    return TimerSet(key=TimerKey(f"check:{event.member}"), due_at=event.at, event=event)


def after(event: AnyEvent, decision: Decision) -> Callable[[Transaction], None]:
    """Return the act that loads what an event needs and saves a decision."""

    def act(tx: Transaction) -> None:
        tx.load(event)
        tx.save(decision)

    return act


Act = Callable[[Transaction], None]
