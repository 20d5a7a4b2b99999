"""With: everybody asked privately, two yeses are enough, and a no is nowhere to be seen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.decision import Decision, Dropped, Kept, TimerSet
from circles_bot.engine.effects import OpenRoom, SendDirect
from circles_bot.engine.handoffs import lapsed
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import (
    Address,
    Avoidance,
    Circle,
    CircleOrigin,
    Member,
    Seat,
    SeatState,
    With,
    WithAsk,
    WithState,
)
from circles_bot.engine.notes import Entry, Note
from circles_bot.engine.people import PeopleEvent, decide_between
from circles_bot.engine.snapshots import PeopleScope, WithView
from circles_bot.engine.withs import with_answered, with_ask_due, with_asked
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
    STATEMENTS_AT_MOST,
    WEEK,
    a_community,
    a_member,
    an_actor,
    statements_of,
)

OTHERS = (BEN, CLEO, DAN)
SCOPE = PeopleScope(community=a_community(), people={who: a_member(who) for who in (ANA, *OTHERS)})


def asking(*people: MemberId, topic: str = "zines", at: datetime = NOON) -> events.WithAsked:
    """Return Ana's wish to talk with people."""
    named = tuple(map(an_actor, people or OTHERS))
    return events.WithAsked(community=COMMUNITY, at=at, actor=an_actor(ANA), people=named, topic=topic)


def apart(member: MemberId, other: MemberId) -> Avoidance:
    """Return that somebody would rather not sit with another."""
    return Avoidance(community=COMMUNITY, member=member, other=other, since=NOON)


def after(scope: PeopleScope, decision: Decision) -> PeopleScope:
    """Return the snapshot as the store would show it after a decision."""
    view = scope.asked
    for change in decision.changes:
        match change:
            case Kept(record=With() as wish):
                view = replace(view, wish=wish) if view else WithView(wish=wish, asks=())
            case Kept(record=WithAsk() as ask):
                assert view is not None
                others = [one for one in view.asks if one.member != ask.member]
                view = replace(view, asks=tuple(sorted((*others, ask), key=lambda one: one.member)))
            case Kept(record=Member() as member):
                scope = replace(scope, people={**scope.people, member.id: member})
            case _:
                pass
    return replace(scope, asked=view)


def lived(
    scope: PeopleScope, *people: MemberId, answers: Mapping[MemberId, bool], topic: str = "zines"
) -> tuple[PeopleScope, list[SendDirect | OpenRoom], list[tuple[PeopleEvent, Decision]]]:
    """Live through a "with" by its own timers: everybody who is asked answers an hour later, as ``answers`` say."""
    happened: list[tuple[PeopleEvent, Decision]] = []
    due: dict[str, tuple[datetime, PeopleEvent]] = {"begin": (NOON, asking(*people, topic=topic))}
    sent: list[SendDirect | OpenRoom] = []
    while due:
        key = min(due, key=lambda name: (due[name][0], name))
        at, event = due.pop(key)
        event = replace(event, at=at)
        decision = decide_between(scope, event)
        happened.append((event, decision))
        if isinstance(event, events.WithForgotten):
            break
        scope = after(scope, decision)
        for timer in decision.timers:
            assert isinstance(timer, TimerSet)
            due[timer.key] = (timer.due_at, timer.event)  # type: ignore[assignment]  # all of them are of this kind
        for effect in decision.effects:
            assert isinstance(effect, SendDirect | OpenRoom)
            sent.append(effect)
            if isinstance(effect, SendDirect) and effect.note.key == "with-question" and effect.member in answers:
                assert effect.circle is not None
                due[f"answer:{effect.member}"] = (
                    at + HOUR,
                    events.WithAnswered(
                        community=COMMUNITY,
                        at=at + HOUR,
                        actor=an_actor(effect.member),
                        circle=effect.circle,
                        is_yes=answers[effect.member],
                    ),
                )
    return scope, sent, happened


def questions_in(sent: list[SendDirect | OpenRoom]) -> set[MemberId]:
    """Return who was asked."""
    return {one.member for one in sent if isinstance(one, SendDirect) and one.note.key == "with-question"}


def rooms_in(sent: list[SendDirect | OpenRoom]) -> list[OpenRoom]:
    """Return the rooms that opened."""
    return [one for one in sent if isinstance(one, OpenRoom)]


def test_everybody_is_asked_privately_and_sees_only_the_asker() -> None:
    """One message each; it names Ana, the topic, and nobody else."""
    _, sent, _ = lived(SCOPE, answers={})

    assert questions_in(sent) == set(OTHERS)
    for question in sent:
        if isinstance(question, SendDirect) and question.note.key == "with-question":
            assert ANA in repr(question.note)
            assert not any(other in repr(question.note) for other in OTHERS)
            assert question.note.footer is not None


def test_the_question_says_who_else_could_open_the_room() -> None:
    """Promise 9: before the yes, with the figure of the place where it is read."""
    _, sent, _ = lived(SCOPE, BEN, answers={})

    (note,) = [one.note for one in sent if isinstance(one, SendDirect) and one.note.key == "with-question"]
    assert note.args["who_sees"] == Entry("who-can-open-room")


def test_two_of_three_yeses_open_a_room_at_the_deadline() -> None:
    """Ben and Cleo say yes, Dan says no: at the end of the week the three with Ana sit in one room."""
    _, sent, happened = lived(SCOPE, answers={BEN: True, CLEO: True, DAN: False})

    (room,) = rooms_in(sent)
    assert set(room.members) == {ANA, BEN, CLEO}
    opening = next(decision for _, decision in happened if room in decision.effects)
    (circle,) = [change.record for change in opening.changes if isinstance(change.record, Circle)]
    assert (circle.origin, circle.topic, circle.interest, circle.planned_at) == (
        CircleOrigin.WITH,
        "zines",
        None,
        NOON + WEEK,
    )
    assert {seat.record.state for seat in opening.changes if isinstance(seat.record, Seat)} == {SeatState.SEATED}


def test_all_yeses_open_it_at_once() -> None:
    """Nobody is left to wait for."""
    _, sent, happened = lived(SCOPE, answers=dict.fromkeys(OTHERS, True))

    (room,) = rooms_in(sent)
    (event,) = [event for event, decision in happened if room in decision.effects]
    assert event.at < NOON + DAY


@pytest.mark.parametrize("answers", [{}, dict.fromkeys(OTHERS, False), {BEN: False}])
def test_a_no_and_a_silence_are_one_to_the_asker(answers: Mapping[MemberId, bool]) -> None:
    """The same one line at the same hour, whoever declined or did not answer; and no row differs either."""
    scope, sent, _ = lived(SCOPE, answers=answers)
    silent_scope, silent, _ = lived(SCOPE, answers={})

    assert sent == silent
    assert scope.asked == silent_scope.asked
    (news,) = [one for one in sent if isinstance(one, SendDirect) and one.member == ANA]
    assert news.note.key == "with-not-this-time"


@pytest.mark.parametrize(
    "changes",
    [
        {"avoidances": (apart(DAN, ANA),)},
        {"avoidances": (apart(ANA, DAN),)},
        {"people": {**SCOPE.people, DAN: a_member(DAN, paused_until=NOON + 9 * WEEK)}},
        {"people": {**SCOPE.people, DAN: a_member(DAN, held_until=NOON + 9 * WEEK)}},
        {"people": {**SCOPE.people, DAN: a_member(DAN, gone_at=NOON)}},
    ],
    ids=["avoids the asker", "avoided by the asker", "paused", "held", "gone"],
)
def test_who_may_not_be_asked_looks_like_silence(changes: Mapping[str, object]) -> None:
    """Everything that anybody else is sent, and when, is what a silent Dan would have led to."""
    scope = replace(SCOPE, **changes)  # type: ignore[arg-type]  # a table of fields
    answers = {BEN: True, CLEO: True}

    _, sent, happened = lived(scope, answers=answers)
    _, silent, _ = lived(SCOPE, answers=answers)

    assert DAN not in questions_in(sent)
    assert sent == [one for one in silent if not (isinstance(one, SendDirect) and one.member == DAN)]
    assert happened[0][1].reply == decide_between(SCOPE, asking()).reply


@given(
    pairs=st.sets(st.tuples(st.sampled_from((ANA, *OTHERS)), st.sampled_from((ANA, *OTHERS))), max_size=5),
    late=st.sets(st.tuples(st.sampled_from((ANA, *OTHERS)), st.sampled_from((ANA, *OTHERS))), max_size=2),
    answers=st.dictionaries(st.sampled_from(OTHERS), st.booleans()),
)
def test_nobody_is_ever_brought_together_with_whom_they_avoid(
    pairs: set[tuple[MemberId, MemberId]],
    late: set[tuple[MemberId, MemberId]],
    answers: dict[MemberId, bool],
) -> None:
    """Not asked with them, not seated with them, even when the wish came after the question."""
    early = tuple(apart(one, other) for one, other in pairs if one != other)
    scope, sent, happened = lived(replace(SCOPE, avoidances=early), answers=answers)
    kept = {frozenset((one.member, one.other)) for one in early}

    assert not any(frozenset((ANA, member)) in kept for member in questions_in(sent))
    for room in rooms_in(sent):
        assert not any(frozenset((one, other)) in kept for one in room.members for other in room.members)
    assert scope.asked is not None
    said = replace(scope.asked, wish=replace(scope.asked.wish, state=WithState.ASKING))
    both = (*early, *(apart(one, other) for one, other in late if one != other))
    due = events.WithDue(community=COMMUNITY, at=NOON + WEEK, circle=said.wish.id)
    opened = decide_between(replace(scope, asked=said, avoidances=both), due)
    kept |= {frozenset((one.member, one.other)) for one in both}
    for effect in opened.effects:
        if isinstance(effect, OpenRoom):
            assert not any(frozenset((one, other)) in kept for one in effect.members for other in effect.members)
    assert happened


def test_a_stranger_is_asked_and_then_forgotten() -> None:
    """Somebody who has nothing to do with the bot becomes a member by their own yes only; else no trace stays."""
    scope = replace(SCOPE, people={ANA: a_member(ANA), BEN: a_member(BEN)})

    _, sent, happened = lived(scope, BEN, CLEO, answers={BEN: True})

    assert CLEO in questions_in(sent)
    addresses = [change.record for change in happened[0][1].changes if isinstance(change.record, Address)]
    assert [address.ours for address in addresses] == [CLEO]
    dropped = [change.record for change in happened[-1][1].changes if isinstance(change, Dropped)]
    assert {record.ours for record in dropped if isinstance(record, Address)} == {CLEO}
    assert any(isinstance(record, With) for record in dropped)


def test_a_question_whose_asker_was_forgotten_is_over_and_leaves_no_stranger() -> None:
    """Who had said yes is told one neutral line at the deadline; who taps later, that it is over."""
    scope = after(SCOPE, with_asked(SCOPE, asking(BEN, CLEO, DAN)))
    assert scope.asked is not None
    wish = scope.asked.wish
    asks = tuple(
        replace(ask, sent_at=NOON, said_yes_at=NOON + HOUR if ask.member == BEN else None)
        for ask in scope.asked.asks
        if ask.member != ANA
    )
    view = replace(scope.asked, wish=replace(wish, asker=MemberId(""), topic=""), asks=asks)
    orphaned = replace(scope, asked=view, people={BEN: a_member(BEN), CLEO: a_member(CLEO)})
    tapped = events.WithAnswered(community=COMMUNITY, at=NOON + DAY, actor=an_actor(CLEO), circle=wish.id, is_yes=True)

    late = decide_between(orphaned, tapped)
    due = decide_between(orphaned, events.WithDue(community=COMMUNITY, at=wish.closes_at, circle=wish.id))
    forgotten = events.WithForgotten(community=COMMUNITY, at=wish.closes_at + DAY, circle=wish.id)
    gone = decide_between(after(orphaned, due), forgotten)

    assert late.changes == ()
    assert late.reply is not None
    assert isinstance(late.reply.content, Note)
    assert late.reply.content.key == "with-over"
    assert [(one.member, one.note.key) for one in due.effects if isinstance(one, SendDirect)] == [
        (BEN, "with-not-this-time")
    ]
    assert [timer.key for timer in due.timers] == [f"with:{wish.id}"]
    dropped = [change.record for change in gone.changes if isinstance(change, Dropped)]
    assert {record.ours for record in dropped if isinstance(record, Address)} == {DAN}
    assert any(isinstance(record, With) for record in dropped)


def test_a_stranger_is_not_asked_at_night() -> None:
    """What the platform tells of their zone counts, though the bot knows nothing else of them."""
    far_away = replace(an_actor(CLEO), timezone="Asia/Tokyo")
    wish = replace(asking(at=NOON + 2 * HOUR), people=(far_away,))  # 23:00 in Tokyo

    asked = with_asked(replace(SCOPE, people={ANA: a_member(ANA)}), wish)
    (due,) = [timer.event for timer in asked.timers if isinstance(timer, TimerSet) and timer.key.startswith("with-ask")]
    assert isinstance(due, events.WithAskDue)
    held = with_ask_due(after(replace(SCOPE, people={ANA: a_member(ANA)}), asked), due)

    assert held.effects == ()
    assert [timer.due_at for timer in held.timers if isinstance(timer, TimerSet)] == [NOON + 11 * HOUR]


def test_a_stranger_is_asked_once_a_day_whoever_asks() -> None:
    """Promise 8 holds for somebody who has nothing to do with the bot, and is remembered when they become a member."""
    scope = replace(SCOPE, people={ANA: a_member(ANA)})
    asked = after(scope, with_asked(scope, asking(CLEO)))
    assert asked.asked is not None
    busy = replace(asked, asked=replace(asked.asked, asked_elsewhere={CLEO: (NOON - HOUR,)}))
    due = events.WithAskDue(community=COMMUNITY, at=NOON, circle=asked.asked.wish.id, member=CLEO)
    tomorrow = replace(due, at=NOON + 23 * HOUR)

    held, sent = with_ask_due(busy, due), with_ask_due(busy, tomorrow)
    answered = events.WithAnswered(
        community=COMMUNITY, at=tomorrow.at, actor=an_actor(CLEO), circle=due.circle, is_yes=True
    )
    joined = decide_between(after(busy, sent), answered)

    assert held.effects == ()
    assert [timer.due_at for timer in held.timers if isinstance(timer, TimerSet)] == [tomorrow.at]
    (newcomer,) = [change.record for change in joined.changes if isinstance(change.record, Member)]
    assert newcomer.asked_at == (NOON - HOUR, tomorrow.at)


def test_quiet_hours_and_the_budget_hold_a_question_back() -> None:
    """Asked when it suits them; until then nothing is sent."""
    scope = after(SCOPE, with_asked(SCOPE, asking(at=NOON + 11 * HOUR)))
    assert scope.asked is not None
    due = events.WithAskDue(community=COMMUNITY, at=NOON + 11 * HOUR, circle=scope.asked.wish.id, member=BEN)

    held = with_ask_due(scope, due)

    assert held.effects == ()
    (timer,) = held.timers
    assert isinstance(timer, TimerSet)
    assert timer.due_at == NOON + 20 * HOUR


@pytest.mark.parametrize(
    ("event", "key"),
    [
        (asking(ANA), "with-nobody"),
        (asking(*(MemberId(f"mem_{n}") for n in range(6))), "with-too-many"),
        (asking(topic="x" * 10_000), "with-topic-long"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_limit_said(event: events.WithAsked, key: str) -> None:
    """Nothing is kept and nobody is asked."""
    decision = with_asked(SCOPE, event)

    assert (decision.changes, decision.timers, decision.effects) == ((), (), ())
    assert decision.reply is not None
    assert isinstance(decision.reply.content, Note)
    assert decision.reply.content.key == key


def test_the_fourth_of_a_week_waits_and_says_until_when() -> None:
    """Three a week."""
    lately = tuple(NOON - timedelta(days=days) for days in (6, 4, 1))

    refused = with_asked(replace(SCOPE, lately=lately), asking())

    assert refused.changes == ()
    assert refused.reply is not None
    assert isinstance(refused.reply.content, Note)
    assert refused.reply.content.args["again"] == NOON + DAY


def test_a_topic_becomes_harmless() -> None:
    """Direction marks, controls and towers of marks go; what is left is words."""
    decision = with_asked(SCOPE, asking(topic="\u202ez\u0351\u0351\u0351\u0351\u0351ines\u202c\n@everyone"))

    (wish,) = [change.record for change in decision.changes if isinstance(change.record, With)]
    assert wish.topic == "z\u0351\u0351\u0351ines @everyone"


def test_every_act_of_a_with_keeps_to_the_budget() -> None:
    """At most eight statements each."""
    for answers in ({}, dict.fromkeys(OTHERS, True), {BEN: True}):
        _, _, happened = lived(SCOPE, answers=answers)
        for event, decision in happened:
            assert statements_of(event, decision) <= STATEMENTS_AT_MOST, event


def test_a_question_that_was_not_sent_in_time_is_planned_anew() -> None:
    """It is neither lost nor sent at night: its timer is set again, and lets it through."""
    scope = after(SCOPE, with_asked(SCOPE, asking()))
    assert scope.asked is not None
    circle = scope.asked.wish.id
    asked = after(
        scope, with_ask_due(scope, events.WithAskDue(community=COMMUNITY, at=NOON, circle=circle, member=BEN))
    )

    again = lapsed(events.NudgeLapsed(community=COMMUNITY, at=NOON + DAY, circle=circle, member=BEN))

    assert again is not None
    (timer,) = again.timers
    assert isinstance(timer, TimerSet)
    assert isinstance(timer.event, events.WithAskDue)
    assert with_ask_due(asked, timer.event).effects
    assert lapsed(events.NudgeLapsed(community=COMMUNITY, at=NOON, circle=CIRCLE, member=BEN)) is None


def test_who_takes_no_messages_is_asked_behind_my_circles() -> None:
    """Nothing is sent and nothing counted; they may answer like anybody until it closes."""
    takes_none = replace(SCOPE, people={**SCOPE.people, BEN: a_member(BEN, directs_per_week=0)})
    scope = after(takes_none, with_asked(takes_none, asking()))
    assert scope.asked is not None
    circle = scope.asked.wish.id

    waits = with_ask_due(scope, events.WithAskDue(community=COMMUNITY, at=NOON, circle=circle, member=BEN))
    yes = events.WithAnswered(community=COMMUNITY, at=NOON + DAY, actor=an_actor(BEN), circle=circle, is_yes=True)
    answered = with_answered(after(scope, waits), yes)

    assert (waits.effects, [type(change.record) for change in waits.changes]) == ((), [WithAsk])
    assert any(isinstance(change.record, WithAsk) and change.record.said_yes_at for change in answered.changes)
