"""Export mine and forget me: what is decided, and what the room sees of it (nothing that tells an hour)."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.answers import answer
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import TimerSet
from circles_bot.engine.effects import EditPost, SendDirect
from circles_bot.engine.ids import CircleId, PostId
from circles_bot.engine.model import CircleState, PostKind, TapAnswer
from circles_bot.engine.notes import Button, Entry, Mentions, Note
from circles_bot.engine.posts import new_post
from circles_bot.engine.prompts import Stage, choose
from circles_bot.engine.questions import ForgetAsked
from circles_bot.engine.snapshots import MemberScope
from circles_bot.engine.tokens import Token
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    COMMUNITY,
    DAY,
    NOON,
    a_circle,
    a_community,
    a_deck,
    a_member,
    a_view,
    an_actor,
    circle_scope,
)

KNOWN = MemberScope(
    community=a_community(),
    member=a_member(ANA),
    standings=(),
    rooms={CIRCLE: (PostId("pst_1"),), CircleId("cir_two"): ()},
)
FORGET = events.ForgottenMe(community=COMMUNITY, at=NOON, actor=an_actor(ANA))
EXPORT = events.MineExported(community=COMMUNITY, at=NOON, actor=an_actor(ANA))


def test_forgetting_forgets_and_says_so_once() -> None:
    """Promise 10: at once, with one last private answer, and nothing sent to anybody."""
    decision = decide(KNOWN, FORGET, a_deck())

    assert decision.forgotten == ANA
    assert (decision.changes, decision.effects, decision.silenced) == ((), (), ())
    assert decision.reply is not None
    assert decision.reply.content.key == "forgotten"


def test_whoever_is_forgotten_is_told_how_to_go_from_the_rooms() -> None:
    """As after leaving: on Discord that says nothing to anybody, and nothing need be muted."""
    on_discord = replace(KNOWN, community=a_community(platform="discord"))

    reply = decide(on_discord, FORGET, a_deck()).reply

    assert reply is not None
    assert isinstance(reply.content, Note)
    assert reply.content.args["leaving_room"] == Entry("leaving-room-discord")


def test_forgetting_is_asked_once_more() -> None:
    """A command alone forgets nothing: it says what goes and what stays, and offers the export first."""
    question = ForgetAsked(community=COMMUNITY, at=NOON, actor=an_actor(ANA))

    content = answer(question, KNOWN).content

    assert isinstance(content, Note)
    assert [one.token for one in content.controls if isinstance(one, Button)] == [Token.FORGET_ME, Token.EXPORT]


def test_nothing_follows_when_nothing_is_known() -> None:
    """Asking to be forgotten, or for an export, remembers nobody."""
    nobody = replace(KNOWN, member=None, rooms={})

    for event in (FORGET, EXPORT):
        decision = decide(nobody, event, a_deck())
        assert (decision.changes, decision.effects, decision.timers, decision.forgotten) == ((), (), (), None)


def test_an_export_goes_to_the_member_alone_and_holds_nothing_yet() -> None:
    """It is put together when it is sent: no copy waits in the outbox. Asking twice in an hour sends one."""
    again = replace(EXPORT, at=NOON + timedelta(minutes=9))

    (effect,) = decide(KNOWN, EXPORT, a_deck()).effects
    (second,) = decide(KNOWN, again, a_deck()).effects

    assert isinstance(effect, SendDirect)
    assert (effect.member, effect.has_export, effect.key) == (ANA, True, second.key)


@given(minutes=st.integers(0, 10_000))
def test_the_room_is_tidied_days_later_by_a_timer_that_names_nobody(minutes: int) -> None:
    """The hour at which a tap vanishes tells nobody who went; no timer holds who it was."""
    at = NOON + timedelta(minutes=minutes)

    timers = decide(KNOWN, replace(FORGET, at=at), a_deck()).timers

    assert len(timers) == 2
    for timer in timers:
        assert isinstance(timer, TimerSet)
        assert at + DAY <= timer.due_at < at + 3 * DAY
        assert ANA not in repr(timer)


def test_the_posts_are_shown_without_whoever_was_forgotten() -> None:
    """The welcome and what they tapped are made anew from who is still known; other posts are left alone."""
    prompt = choose(a_deck(), Stage.OPENING, (), CIRCLE)
    assert prompt is not None
    welcome, tapped, other = (
        new_post(a_circle(), kind, NOON + hours * timedelta(hours=1), prompt.id)
        for kind, hours in ((PostKind.WELCOME, 0), (PostKind.PROMPT, 1), (PostKind.PROMPT, 2))
    )
    tap = TapAnswer(community=COMMUNITY, post=tapped.id, member=BEN, choice=0, tapped_at=NOON)
    scope = circle_scope(a_view(BEN), posts=(welcome, tapped, other), taps=(tap,))
    event = events.TidyDue(community=COMMUNITY, at=NOON + 2 * DAY, circle=CIRCLE, posts=(tapped.id,))

    effects = decide(scope, event, a_deck()).effects

    edits = [effect for effect in effects if isinstance(effect, EditPost)]
    assert [edit.post for edit in edits] == [welcome.id, tapped.id]
    assert edits[0].note.args["people"] == Mentions((BEN,))
    assert [tally.members for tally in edits[1].note.tallies] == [(BEN,)]


def test_a_closed_room_is_left_as_it_is() -> None:
    """Editing in an archived room would wake it."""
    scope = circle_scope(circle=a_circle(CircleState.CLOSED), posts=(new_post(a_circle(), PostKind.WELCOME, NOON),))
    event = events.TidyDue(community=COMMUNITY, at=NOON + 2 * DAY, circle=CIRCLE, posts=())

    assert decide(scope, event, a_deck()).effects == ()
