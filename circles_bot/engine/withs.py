"""With: somebody would like to talk with chosen people; each is asked privately, and two yeses are enough.

Who asks is named to the asked, and nobody learns who else was asked before the room is there. Only a yes is kept.
Whoever is silently not asked (kept apart, paused, gone) stays a row that never says yes, so that nothing comes sooner
for it: the room opens when all have said yes, else at the deadline, alike for a no, a silence, and a never-asked.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from circles_bot.engine import events
from circles_bot.engine.avoidances import are_apart
from circles_bot.engine.buttons import END_PAUSE, MINE
from circles_bot.engine.decision import Change, Decision, Dropped, Kept, TimerSet
from circles_bot.engine.directs import direct_by_morning
from circles_bot.engine.discretion import who_could_open
from circles_bot.engine.effects import DirectKind, OpenRoom, SendDirect, member_lane, room_lane
from circles_bot.engine.ids import CircleId, EffectKey, MemberId, RoundId, TimerKey, derive, dice
from circles_bot.engine.members import is_paused, keeping, not_set_up, recognise, sits_out
from circles_bot.engine.model import (
    Address,
    AddressKind,
    Circle,
    CircleOrigin,
    CircleState,
    Community,
    Member,
    Seat,
    SeatState,
    With,
    WithAsk,
    WithState,
)
from circles_bot.engine.names import slug_of
from circles_bot.engine.notes import Argument, Button, Form, Line, Mentions, Note, Reply, Select, TextField
from circles_bot.engine.nudges import WEEK, direct_lapses_at, next_ask_at, takes_directs, with_ask_counted
from circles_bot.engine.pilots import for_now, is_outside
from circles_bot.engine.policy import Policy
from circles_bot.engine.rounds import MARKS, ROOM_NAME_LIMIT_CHARS
from circles_bot.engine.snapshots import PeopleScope, WithView
from circles_bot.engine.texts import clean_line
from circles_bot.engine.tokens import Token, make_token
from circles_bot.engine.topics import ANYTHING

FEWEST = 2
KEPT_AFTER = timedelta(days=8)
"""How long after the asking it is remembered: "so many a week" looks back that far."""


def with_form(policy: Policy) -> Form:
    """Return the form: whom, and what about."""
    who = Select(
        token=make_token(Token.WITH_PEOPLE),
        placeholder=Line(key="with-who"),
        at_most=policy.circle_size_max - 1,
        picks_people=True,
    )
    topic = TextField(
        token=make_token(Token.WITH_TOPIC),
        label=Line(key="with-topic"),
        at_most_chars=policy.interest_name_limit,
        is_required=False,
    )
    return Form(token=make_token(Token.WITH), key="with-form", fields=(who, topic))


# --- asking -------------------------------------------------------------------------------------------------------


def with_asked(scope: PeopleScope, event: events.WithAsked) -> Decision:
    """Keep the wish, and let everybody who may be asked be asked when it suits them."""
    community, me = scope.community, event.actor.member
    if community is None or community.set_up_at is None:
        return not_set_up()
    people = {actor.member: actor for actor in event.people if actor.member != me}
    if is_outside(community, event.actor):
        return for_now()
    if is_outside(community, *people.values()):
        return for_now("pilot-with-outside")
    refusal = _refusal(scope, Policy.of(community), event, len(people))
    if refusal is not None:
        return Decision(reply=Reply(content=refusal), why=Line(key="why-with-refused"))
    recognised = recognise(scope.people.get(me), event.actor, community.id, event.at)
    wish = With(
        id=CircleId(derive("wth", me, event.at.isoformat())),
        community=community.id,
        asker=me,
        topic=clean_line(event.topic),
        state=WithState.ASKING,
        asked_at=event.at,
        closes_at=event.at + Policy.of(community).asking_open,
    )
    mine = WithAsk(community=community.id, circle=wish.id, member=me, sent_at=event.at, said_yes_at=event.at)
    asks = [WithAsk(community=community.id, circle=wish.id, member=member) for member in sorted(people)]
    addresses = (
        Address(community=community.id, kind=AddressKind.MEMBER, ours=member, theirs=people[member].theirs)
        for member in sorted(people)
        if member not in scope.people
    )
    asked = () if sits_out(recognised.member, event.at) else _those_to_ask(scope, me, list(people), event.at)
    until: dict[str, Argument] = {"people": Mentions(tuple(people)), "until": wish.closes_at, "topic": _topic(wish)}
    return Decision(
        changes=(*recognised.changes, Kept(wish), Kept(mine), *map(Kept, asks), *map(Kept, addresses)),
        timers=(_due(wish, wish.closes_at), *(_ask_timer(wish, people[member], event.at) for member in asked)),
        reply=Reply(content=Note(key="with-asked", args=until, controls=(MINE,))),
        why=Line(key="why-with-asked"),
    )


def with_ask_due(scope: PeopleScope, event: events.WithAskDue) -> Decision:
    """Ask one person, if it still may be, at a time that suits them; else it looks like silence."""
    view, community = scope.asked, scope.community
    ask = _ask_of(view, event.member)
    if view is None or community is None or ask is None or not _is_open(view, event.at):
        return Decision(why=Line(key="why-with-not-asked"))
    if ask.said_yes_at is not None or (ask.sent_at is not None and not event.is_again):
        return Decision(why=Line(key="why-with-not-asked"))
    asker, known = scope.people.get(view.wish.asker), scope.people.get(event.member)
    if asker is None or sits_out(asker, event.at) or not _those_to_ask(scope, asker.id, [event.member], event.at):
        return Decision(why=Line(key="why-with-not-asked"))
    if known is not None and not takes_directs(known, community):  # it waits behind My circles
        return Decision(changes=(Kept(replace(ask, sent_at=event.at)),), why=Line(key="why-with-waits"))
    to = known or Member(
        id=event.member,
        community=community.id,
        since=event.at,
        timezone=event.timezone,
        asked_at=_asked_lately(view, event.member, event.at),
    )
    when = next_ask_at(to, community, Policy.of(community), event.at, DirectKind.INVITATION)
    if when >= view.wish.closes_at:
        return Decision(why=Line(key="why-with-not-asked"))
    if when > event.at:
        return Decision(timers=(_ask_timer(view.wish, to, when),), why=Line(key="why-with-held"))
    counted = (Kept(with_ask_counted(known, event.at)),) if known is not None else ()
    return Decision(
        changes=(Kept(replace(ask, sent_at=event.at)), *counted),
        effects=(_question(view.wish, to, community, event.at),),
        why=Line(key="why-with-sent"),
    )


# --- answering ----------------------------------------------------------------------------------------------------


def with_answered(scope: PeopleScope, event: events.WithAnswered) -> Decision:
    """Keep a yes; a no is answered kindly and kept nowhere. Nothing follows for others before all have said yes."""
    view, community = scope.asked, scope.community
    ask = _ask_of(view, event.actor.member)
    if view is None or community is None or ask is None or ask.sent_at is None or view.wish.asker == ask.member:
        return _said("with-unknown", "why-with-unknown")
    args: dict[str, Argument] = {"topic": _topic(view.wish), "until": view.wish.closes_at}
    if not _is_open(view, event.at):
        return _said("with-over", "why-with-over")
    if not event.is_yes:
        yes, _ = with_buttons(view.wish.id)
        note = Note(key="with-declined", args=args, controls=(yes, MINE))
        gone = replace(ask, said_yes_at=None)
        changes: tuple[Change, ...] = (Kept(gone),) if gone != ask else ()
        return Decision(changes=changes, reply=Reply(content=note, replaces=True), why=Line(key="why-with-no"))
    known = scope.people.get(ask.member)
    recognised = recognise(known, event.actor, community.id, event.at)
    if is_paused(recognised.member, event.at):
        return _said("with-while-paused", "why-with-paused", END_PAUSE)
    if known is None:
        newcomer = replace(recognised.member, asked_at=_asked_lately(view, ask.member, event.at), has_direct=True)
        recognised = replace(recognised, changes=keeping(recognised.changes, newcomer))
    said = replace(ask, said_yes_at=ask.said_yes_at or event.at)
    others = (one for one in view.asks if one.member != ask.member)
    all_said = all(one.said_yes_at is not None for one in others)
    return Decision(
        changes=(*recognised.changes, Kept(said)),
        timers=(_due(view.wish, event.at),) if all_said else (),
        reply=Reply(content=Note(key="with-accepted", args=args, controls=(MINE,)), replaces=True),
        why=Line(key="why-with-all" if all_said else "why-with-yes"),
    )


def with_due(scope: PeopleScope, event: events.WithDue) -> Decision:
    """Open the room with those who said yes, or tell them, in one neutral line, that it did not come about."""
    view, community = scope.asked, scope.community
    if view is None or community is None or view.wish.state is not WithState.ASKING:
        return Decision(why=Line(key="why-with-over"))
    over = Kept(replace(view.wish, state=WithState.OVER))
    forgotten = _forgotten_timer(view.wish, max(event.at, view.wish.asked_at + KEPT_AFTER))
    said_yes = _yeses(scope, view, event.at)
    sitting = _sitting(scope, view, said_yes, Policy.of(community))
    left_out = [member for member in said_yes if member not in sitting]
    news = tuple(_neutral(view.wish, member, community, event.at) for member in left_out)
    if not sitting:
        return Decision(changes=(over,), timers=(forgotten,), effects=news, why=Line(key="why-with-not-this-time"))
    circle = _circle(view.wish, community, event.at)
    seats = tuple(Kept(_seat(circle, ask, event.at)) for ask in view.asks if _is_in(ask.member, sitting))
    room = OpenRoom(
        key=EffectKey(f"open:{circle.id}"),
        lane=room_lane(circle.id),
        community=community.id,
        circle=circle.id,
        place=community.rooms_place or "",
        name=circle.room_name,
        members=tuple(member.id for member in sitting),
    )
    return Decision(
        changes=(over, Kept(circle), *seats),
        timers=(forgotten,),
        effects=(room, *news),
        why=Line(key="why-with-opens"),
    )


def with_forgotten(scope: PeopleScope, event: events.WithForgotten) -> Decision:
    """Let go of what is over: who was asked, and the address of whoever never had anything to do with the bot."""
    view = scope.asked
    if view is None or view.wish.state is not WithState.OVER:
        return Decision()
    strangers = (
        Dropped(Address(community=event.community, kind=AddressKind.MEMBER, ours=ask.member, theirs=""))
        for ask in view.asks
        if ask.member not in scope.people and ask.member not in view.asked_elsewhere
    )
    asks = (Dropped(ask) for ask in view.asks)
    return Decision(changes=(*asks, *strangers, Dropped(view.wish)), why=Line(key="why-with-forgotten"))


# --- the smaller steps --------------------------------------------------------------------------------------------


def _refusal(scope: PeopleScope, policy: Policy, event: events.WithAsked, people: int) -> Note | None:
    """Return what to say to a wish that cannot be asked, with the limit it met; None when it can."""
    me = scope.people.get(event.actor.member)
    if me is not None and is_paused(me, event.at):
        return Note(key="with-while-paused", controls=(END_PAUSE,))
    if people == 0:
        return Note(key="with-nobody")
    if people > policy.circle_size_max - 1:
        return Note(key="with-too-many", args={"limit": policy.circle_size_max - 1})
    if len(clean_line(event.topic)) > policy.interest_name_limit:
        return Note(key="with-topic-long", args={"limit": policy.interest_name_limit})
    if len(scope.lately) >= policy.withs_a_week:
        again = sorted(scope.lately)[-policy.withs_a_week] + WEEK
        return Note(key="with-enough", args={"again": again, "limit": policy.withs_a_week})
    return None


def _those_to_ask(scope: PeopleScope, asker: MemberId, people: Sequence[MemberId], at: datetime) -> list[MemberId]:
    """Return who may be asked: nobody kept apart from the asker or from one asked before, and nobody who sits out."""
    chosen: list[MemberId] = []
    for member in people:
        known = scope.people.get(member)
        rests = known is not None and sits_out(known, at)
        if not rests and not are_apart(member, (asker, *chosen), scope.avoidances):
            chosen.append(member)
    return chosen


def _yeses(scope: PeopleScope, view: WithView, at: datetime) -> list[Member]:
    """Return who said yes and may sit now, the asker first, then the earliest."""
    said = sorted((ask.said_yes_at, ask.member) for ask in view.asks if ask.said_yes_at is not None)
    members = (scope.people.get(member) for _, member in sorted(said, key=lambda one: one[1] != view.wish.asker))
    return [member for member in members if member is not None and not sits_out(member, at)]


def _sitting(scope: PeopleScope, view: WithView, said_yes: Sequence[Member], policy: Policy) -> list[Member]:
    """Return who sits: nobody with somebody they are kept apart from, and nobody without the asker."""
    sitting: list[Member] = []
    for member in said_yes[: policy.circle_size_max]:
        if not are_apart(member.id, [other.id for other in sitting], scope.avoidances):
            sitting.append(member)
    is_whole = len(sitting) >= FEWEST and sitting[0].id == view.wish.asker
    return sitting if is_whole else []


def _circle(wish: With, community: Community, at: datetime) -> Circle:
    mark = f"{MARKS[dice(wish.id, 'mark') % len(MARKS)]}-{dice(wish.id, 'number') % 99 + 1}"
    slug = slug_of(wish.topic, ROOM_NAME_LIMIT_CHARS - len(mark) - 1)
    return Circle(
        id=wish.id,
        community=community.id,
        interest=None,
        round=RoundId(""),
        state=CircleState.OPENING,
        planned_at=at,
        room_name=f"{slug}-{mark}" if slug else mark,
        origin=CircleOrigin.WITH,
        topic=wish.topic or None,
    )


def _seat(circle: Circle, ask: WithAsk, at: datetime) -> Seat:
    return Seat(
        community=circle.community,
        circle=circle.id,
        member=ask.member,
        state=SeatState.SEATED,
        invited_at=ask.sent_at or at,
        delivered_at=ask.sent_at,
        answered_at=ask.said_yes_at,
        seated_at=at,
    )


def _asked_lately(view: WithView, member: MemberId, at: datetime) -> tuple[datetime, ...]:
    """Return when somebody who was no member yet was asked for within a week: that counts in their budget, too."""
    here = (ask.sent_at for ask in view.asks if ask.member == member and ask.sent_at is not None)
    return tuple(sorted(sent for sent in (*here, *view.asked_elsewhere.get(member, ())) if sent > at - WEEK))


def _is_in(member: MemberId, members: Sequence[Member]) -> bool:
    return any(one.id == member for one in members)


def _ask_of(view: WithView | None, member: MemberId) -> WithAsk | None:
    return next((ask for ask in view.asks if ask.member == member), None) if view is not None else None


def _is_open(view: WithView, at: datetime) -> bool:
    return view.wish.state is WithState.ASKING and at < view.wish.closes_at and view.wish.asker != ""


def _topic(wish: With) -> Argument:
    return wish.topic or ANYTHING


def _question(wish: With, to: Member, community: Community, at: datetime) -> SendDirect:
    note = Note(
        key="with-question",
        args=question_args(wish, community),
        controls=with_buttons(wish.id),
        footer=Line(key="fewer-directs"),
    )
    return SendDirect(
        key=EffectKey(derive("eff", "with", wish.id, to.id, at.isoformat())),
        lane=member_lane(to.id),
        community=community.id,
        lapses_at=min(direct_lapses_at(to, community, Policy.of(community), at), wish.closes_at),
        member=to.id,
        kind=DirectKind.INVITATION,
        circle=wish.id,
        note=note,
    )


def _neutral(wish: With, to: Member, community: Community, at: datetime) -> SendDirect:
    note = Note(
        key="with-not-this-time", args={"topic": _topic(wish)}, controls=(MINE,), footer=Line(key="fewer-answers")
    )
    return direct_by_morning(EffectKey(derive("eff", "with-over", wish.id, to.id)), to, community, note, at)


def question_args(wish: With, community: Community) -> dict[str, Argument]:
    """Return what the question says: who asks, about what, until when, and who else could open the room."""
    return {
        "asker": Mentions((wish.asker,)),
        "topic": _topic(wish),
        "until": wish.closes_at,
        "who_sees": who_could_open(community),
    }


def with_buttons(circle: CircleId) -> tuple[Button, Button]:
    """Return the two answers to being asked."""
    return (
        Button(token=make_token(Token.WITH_YES, circle), label=Line(key="button-with-yes")),
        Button(token=make_token(Token.WITH_NO, circle), label=Line(key="button-not-now")),
    )


def _ask_timer(wish: With, whom: events.Actor | Member, due: datetime) -> TimerSet:
    member = whom.id if isinstance(whom, Member) else whom.member
    event = events.WithAskDue(community=wish.community, at=due, circle=wish.id, member=member, timezone=whom.timezone)
    return TimerSet(key=TimerKey(f"with-ask:{wish.id}:{member}"), due_at=due, event=event)


def _due(wish: With, due: datetime) -> TimerSet:
    event = events.WithDue(community=wish.community, at=due, circle=wish.id)
    return TimerSet(key=TimerKey(f"with:{wish.id}"), due_at=due, event=event)


def _forgotten_timer(wish: With, due: datetime) -> TimerSet:
    event = events.WithForgotten(community=wish.community, at=due, circle=wish.id)
    return TimerSet(key=TimerKey(f"with:{wish.id}"), due_at=due, event=event)


def _said(key: str, why: str, *buttons: Button) -> Decision:
    return Decision(reply=Reply(content=Note(key=key, controls=(*buttons, MINE)), replaces=True), why=Line(key=why))
