"""Hand-off: asked once a season, heard of only with a yes, given once and gone."""

from dataclasses import replace

import pytest

from circles_bot.engine import events
from circles_bot.engine.decision import Decision, Kept, TimerSet
from circles_bot.engine.effects import SendDirect
from circles_bot.engine.handoffs import (
    SEEN,
    hand_off_answered,
    hand_off_ask_due,
    hand_off_asked,
    hand_off_due,
    hand_off_given,
    hand_off_shown,
)
from circles_bot.engine.ids import HandOffId, MemberId
from circles_bot.engine.model import Avoidance, HandOff, HandOffState, Sealed
from circles_bot.engine.notes import Note
from circles_bot.engine.people import decide_between
from circles_bot.engine.snapshots import PeopleScope, PlaceView
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAY,
    NOON,
    STATEMENTS_AT_MOST,
    WEEK,
    a_circle,
    a_community,
    a_member,
    a_seat,
    an_actor,
    an_interest,
    statements_of,
)

SHARED = PlaceView(seat=a_seat(ANA), circle=a_circle(), interest=an_interest())
SCOPE = PeopleScope(community=a_community(), people={ANA: a_member(ANA), BEN: a_member(BEN)}, shared=(SHARED,))


def ask(member: MemberId = ANA, other: MemberId = BEN) -> events.HandOffAsked:
    """Return somebody's wish to carry on with another."""
    return events.HandOffAsked(community=COMMUNITY, at=NOON, actor=an_actor(member), other=other)


def hand_off_in(decision: Decision) -> HandOff:
    """Return the hand-off that a decision keeps."""
    (found,) = [change.record for change in decision.changes if isinstance(change.record, HandOff)]
    return found


WISH = replace(hand_off_in(hand_off_asked(SCOPE, ask())), sent_at=NOON)
ASKED = replace(SCOPE, hand_off=WISH, hand_offs=(WISH,))
AGREED = replace(ASKED, hand_off=replace(WISH, state=HandOffState.AGREED))
APART = (Avoidance(community=COMMUNITY, member=BEN, other=ANA, since=NOON),)


def answer(member: MemberId = BEN, *, is_yes: bool = True) -> events.HandOffAnswered:
    """Return the asked person's answer."""
    return events.HandOffAnswered(
        community=COMMUNITY, at=NOON + DAY, actor=an_actor(member), hand_off=WISH.id, is_yes=is_yes
    )


def give(text: str, member: MemberId = ANA) -> events.HandOffGiven:
    """Return a gift."""
    return events.HandOffGiven(community=COMMUNITY, at=NOON + DAY, actor=an_actor(member), hand_off=WISH.id, text=text)


def look(member: MemberId = BEN) -> events.HandOffShown:
    """Return somebody's look at what was given."""
    return events.HandOffShown(community=COMMUNITY, at=NOON + DAY, actor=an_actor(member), hand_off=WISH.id)


def note_of(decision: Decision) -> Note:
    """Return the note of a private answer."""
    assert decision.reply is not None
    assert isinstance(decision.reply.content, Note)
    return decision.reply.content


def test_the_asked_person_sees_who_asks() -> None:
    """One private question that names Ana; no interest and no room is in it."""
    due = events.HandOffAskDue(community=COMMUNITY, at=NOON, hand_off=WISH.id)

    decision = hand_off_ask_due(replace(SCOPE, hand_off=replace(WISH, sent_at=None)), due)

    (question,) = decision.effects
    assert isinstance(question, SendDirect)
    assert question.member == BEN
    assert ANA in repr(question.note)
    assert "baseball" not in repr(question)
    assert question.note.footer is not None


def test_a_no_changes_nothing_anywhere() -> None:
    """No record, no timer, no message: it is what silence is; and it may still become a yes."""
    decision = hand_off_answered(ASKED, answer(is_yes=False))

    assert decision == Decision(reply=decision.reply, why=decision.why)
    assert hand_off_answered(ASKED, answer()).effects


def test_a_yes_is_heard_and_both_are_asked_what_to_give() -> None:
    """Ana hears by direct message, Ben in the answer to the tap."""
    decision = hand_off_answered(ASKED, answer())

    (news,) = decision.effects
    assert isinstance(news, SendDirect)
    assert (news.member, news.note.key) == (ANA, "handoff-yes")
    give_buttons = [control.token.split(":")[0] for control in news.note.controls]
    assert give_buttons == ["handoff-give", "handoff-nothing"]
    assert note_of(decision).controls == news.note.controls
    assert hand_off_in(decision).closes_at == NOON + DAY + WEEK


def test_two_who_both_ask_have_both_said_yes() -> None:
    """Ben's own asking is his answer."""
    decision = hand_off_asked(ASKED, ask(BEN, ANA))

    assert hand_off_in(decision).state is HandOffState.AGREED


def test_once_per_pair_and_season() -> None:
    """Asking again while it is open says the same; afterwards it is refused kindly; the next season is new."""
    again = hand_off_asked(ASKED, ask())
    over = replace(ASKED, hand_offs=(replace(WISH, state=HandOffState.OVER),))

    assert again.changes == ()
    assert note_of(again).key == "handoff-asked"
    assert note_of(hand_off_asked(over, ask())).key == "handoff-once"
    assert note_of(hand_off_asked(over, ask(BEN, ANA))).key == "handoff-once"
    next_season = replace(over, shared=(replace(SHARED, circle=a_circle(season=2)),))
    assert hand_off_asked(next_season, ask()).changes


def test_only_people_who_sat_together_can_be_asked() -> None:
    """A forged id leads nowhere."""
    assert hand_off_asked(replace(SCOPE, shared=()), ask(other=CLEO)).changes == ()
    assert hand_off_asked(SCOPE, ask(other=ANA)).changes == ()


@pytest.mark.parametrize(
    "scope",
    [
        replace(SCOPE, avoidances=APART),
        replace(SCOPE, people={ANA: a_member(ANA), BEN: a_member(BEN, paused_until=NOON + 9 * WEEK)}),
        replace(SCOPE, people={ANA: a_member(ANA), BEN: a_member(BEN, gone_at=NOON)}),
        replace(SCOPE, people={ANA: a_member(ANA, held_until=NOON + 9 * WEEK), BEN: a_member(BEN)}),
    ],
    ids=["avoided", "paused", "gone", "asker held"],
)
def test_who_may_not_be_asked_looks_like_a_not_yet(scope: PeopleScope) -> None:
    """The asker's screen and record are those of an asking that nobody has answered."""
    decision, usual = hand_off_asked(scope, ask()), hand_off_asked(SCOPE, ask())

    assert decision.reply == usual.reply
    assert decision.changes == usual.changes
    due = events.HandOffAskDue(community=COMMUNITY, at=NOON, hand_off=WISH.id)
    assert hand_off_ask_due(replace(scope, hand_off=hand_off_in(decision)), due).effects == ()


def test_a_sixth_of_a_week_waits() -> None:
    """Five a week; the answer says when again."""
    before = tuple(
        replace(WISH, id=HandOffId(f"hof_{n}"), asked=MemberId(f"mem_{n}"), asked_at=NOON - 2 * DAY) for n in range(5)
    )

    refused = hand_off_asked(replace(SCOPE, hand_offs=before), ask())

    assert refused.changes == ()
    assert note_of(refused).args["again"] == NOON + 5 * DAY


def test_what_is_given_is_in_no_message_and_seen_once() -> None:
    """The other gets a button; the words come with the tap, and the record forgets them with the same stroke."""
    given = hand_off_given(AGREED, give("ana@example.org"))
    scope = replace(AGREED, hand_off=hand_off_in(given))

    shown = hand_off_shown(scope, look())
    again = hand_off_shown(replace(scope, hand_off=hand_off_in(shown)), look())

    assert "ana@example.org" not in repr(given.effects) + repr(given.timers)
    assert note_of(shown).args["text"] == "ana@example.org"
    assert hand_off_in(shown).asker_gift == SEEN
    assert again.changes == ()
    assert "text" not in note_of(again).args
    assert "text" not in note_of(hand_off_shown(scope, look(ANA))).args
    assert "text" not in note_of(hand_off_shown(scope, look(CLEO))).args


def test_what_nobody_looked_at_is_deleted_after_a_week() -> None:
    """The deadline of the yes deletes both gifts."""
    kept = replace(WISH, state=HandOffState.AGREED, asker_gift=Sealed("a"), asked_gift=Sealed("b"))
    due = events.HandOffDue(community=COMMUNITY, at=kept.closes_at, hand_off=kept.id)

    over = hand_off_in(hand_off_due(replace(SCOPE, hand_off=kept), due))

    assert (over.asker_gift, over.asked_gift, over.state) == (None, None, HandOffState.OVER)
    yes = hand_off_answered(ASKED, answer())
    assert any(isinstance(timer, TimerSet) and timer.due_at == NOON + DAY + WEEK for timer in yes.timers)


def test_a_gift_is_given_once_and_within_the_limit() -> None:
    """Two hundred characters, the limit said; a second one cannot be a way to write on and on."""
    refused = hand_off_given(AGREED, give("x" * 10_000))
    once = replace(AGREED, hand_off=hand_off_in(hand_off_given(AGREED, give("hello"))))

    assert refused.changes == ()
    assert note_of(refused).args == {"limit": 200}
    assert hand_off_given(once, give("again")).changes == ()
    assert hand_off_given(AGREED, give("x", CLEO)).changes == ()
    assert hand_off_given(ASKED, give("x")).changes == ()
    assert hand_off_given(replace(AGREED, avoidances=APART), give("x")).effects == ()


def test_nothing_to_give_says_hello() -> None:
    """The other hears that a hello would be welcome."""
    (hello,) = hand_off_given(AGREED, give("")).effects

    assert isinstance(hello, SendDirect)
    assert (hello.member, hello.note.key) == (BEN, "handoff-hello")


def test_every_act_of_a_hand_off_keeps_to_the_budget() -> None:
    """At most eight statements each."""
    for scope, event in ((SCOPE, ask()), (ASKED, answer()), (AGREED, give("x")), (AGREED, look())):
        assert statements_of(event, decide_between(scope, event)) <= STATEMENTS_AT_MOST
    assert WISH.circle == CIRCLE


def test_who_takes_no_messages_is_asked_behind_my_circles() -> None:
    """Nothing is sent and nothing counted; the asker's screen is as ever, and a yes is heard."""
    scope = replace(SCOPE, people={ANA: a_member(ANA), BEN: a_member(BEN, directs_per_week=0)})
    asked = hand_off_asked(scope, ask())
    due = events.HandOffAskDue(community=COMMUNITY, at=NOON, hand_off=WISH.id)

    waits = hand_off_ask_due(replace(scope, hand_off=hand_off_in(asked)), due)

    assert asked.reply == hand_off_asked(SCOPE, ask()).reply
    assert (waits.effects, waits.changes) == ((), (Kept(WISH),))
