"""What people own: everything that is kept about them, sent to them; and nothing of it, when they want that.

Forgetting is done by the store, table by table, in the transaction of this decision. What others see of it is nothing:
a seat is free, their circle goes on, and the posts that show the member's taps are shown anew some days later, so that
the hour tells nobody who it was.
"""

from datetime import timedelta

from circles_bot.engine import events
from circles_bot.engine.buttons import JOIN_MENU
from circles_bot.engine.circles import leaving_room
from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.effects import DirectKind, EditPost, SendDirect, member_lane
from circles_bot.engine.ids import CircleId, EffectKey, PostId, TimerKey, derive, dice
from circles_bot.engine.model import Post, PostKind
from circles_bot.engine.notes import Button, Line, Note, Reply, Style
from circles_bot.engine.posts import RoomFacts, prompt_note, show_anew, welcome_note
from circles_bot.engine.prompts import Deck
from circles_bot.engine.questions import ForgetAsked
from circles_bot.engine.seats import is_open, those_ever_seated
from circles_bot.engine.snapshots import CircleScope, MemberScope
from circles_bot.engine.tokens import Token, make_token

TIDIED_FROM = timedelta(days=1)
TIDIED_WITHIN = timedelta(days=2)
"""Posts are shown anew after one to three days: any of the room may have gone by then, or none."""


def mine_exported(scope: MemberScope, event: events.MineExported) -> Decision:
    """Send the member everything that is kept about them, at most once an hour; it is put together when it is sent."""
    if scope.community is None or scope.member is None:
        return Decision(reply=_said("nothing-kept"), why=Line(key="why-nothing-kept"))
    hour = event.at.isoformat(timespec="hours")
    effect = SendDirect(
        key=EffectKey(derive("eff", "export", scope.member.id, hour)),
        lane=member_lane(scope.member.id),
        community=event.community,
        member=scope.member.id,
        kind=DirectKind.ANSWER,
        circle=None,
        note=Note(key="export", footer=Line(key="export-footer")),
        has_export=True,
    )
    return Decision(effects=(effect,), reply=_said("export-on-its-way"), why=Line(key="why-exported"))


def forget_asked(scope: MemberScope, question: ForgetAsked) -> Reply:
    """Say what goes and what stays, and ask once more."""
    if scope.community is None or scope.member is None:
        return _said("nothing-kept")
    forget = Button(token=make_token(Token.FORGET_ME), label=Line(key="button-forget-me"))
    export = Button(token=make_token(Token.EXPORT), label=Line(key="button-export"), style=Style.QUIET)
    return Reply(content=Note(key="forget-ask", controls=(forget, export)))


def forgotten_me(scope: MemberScope, event: events.ForgottenMe) -> Decision:
    """Forget the member at once, everywhere in this community; they get one last answer."""
    if scope.community is None or scope.member is None:
        return Decision(reply=_said("nothing-kept"), why=Line(key="why-nothing-kept"))
    gone = Note(key="forgotten", args={"leaving_room": leaving_room(scope.community)}, controls=(JOIN_MENU,))
    return Decision(
        forgotten=scope.member.id,
        timers=tuple(_tidy_timer(circle, posts, event) for circle, posts in sorted(scope.rooms.items())),
        reply=Reply(content=gone, replaces=True),
        why=Line(key="why-forgotten"),
    )


def tidy_due(scope: CircleScope, event: events.TidyDue, deck: Deck) -> Decision:
    """Show the welcome and the named posts as they are made from what is still known."""
    if not is_open(scope.circle):
        return Decision(why=Line(key="why-room-known"))
    posts = (post for post in scope.posts if post.id in event.posts or post.kind is PostKind.WELCOME)
    edits = (_shown_anew(scope, post, event, deck) for post in posts)
    return Decision(effects=tuple(edit for edit in edits if edit is not None), why=Line(key="why-tidied"))


def _tidy_timer(circle: CircleId, posts: tuple[PostId, ...], event: events.ForgottenMe) -> TimerSet:
    occasion = (circle, *posts, event.at.isoformat())  # nothing of the member: the timer outlives them
    minutes = dice("tidy", *occasion) % (TIDIED_WITHIN // timedelta(minutes=1))
    due_at = event.at + TIDIED_FROM + timedelta(minutes=minutes)
    due = events.TidyDue(community=event.community, at=due_at, circle=circle, posts=posts)
    return TimerSet(key=TimerKey(derive("tidy", *occasion)), due_at=due_at, event=due)


def _shown_anew(scope: CircleScope, post: Post, event: events.TidyDue, deck: Deck) -> EditPost | None:
    prompt = deck.find(post.prompt)
    taps = tuple(tap for tap in scope.taps if tap.post == post.id)
    if post.kind is PostKind.WELCOME and scope.circle is not None:
        facts = RoomFacts(circle=scope.circle, interest=scope.interest, people=those_ever_seated(scope))
        note = welcome_note(facts, post, prompt.answers if prompt else 0, taps)
    elif prompt is not None:
        note = prompt_note(post, prompt.answers, taps)
    else:
        return None
    return show_anew(post, note, "tidy", event.at.isoformat())


def _said(key: str) -> Reply:
    return Reply(content=Note(key=key))
