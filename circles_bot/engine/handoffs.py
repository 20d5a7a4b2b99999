"""Hand-off: two who share or shared a circle carry on elsewhere, when both say so.

The asked person sees who asks; the asker hears of a yes only. With a yes each may give the other a few words (how to
reach them), seen once and deleted, at most a week later. No no is kept: it and silence are the same record.
"""

from dataclasses import replace
from datetime import datetime

from circles_bot.engine import events
from circles_bot.engine.avoidances import are_apart
from circles_bot.engine.buttons import AVOIDED, MINE
from circles_bot.engine.decision import Decision, Kept, TimerSet
from circles_bot.engine.directs import direct_by_morning
from circles_bot.engine.effects import DirectKind, SendDirect, member_lane
from circles_bot.engine.ids import CircleId, EffectKey, HandOffId, MemberId, TimerKey, derive
from circles_bot.engine.members import not_set_up, sits_out
from circles_bot.engine.model import Community, HandOff, HandOffState, Sealed
from circles_bot.engine.notes import Argument, Button, Form, Line, Mentions, Note, Reply, Select, TextField
from circles_bot.engine.nudges import WEEK, direct_lapses_at, next_ask_at, takes_directs, with_ask_counted
from circles_bot.engine.policy import Policy
from circles_bot.engine.snapshots import PeopleScope
from circles_bot.engine.texts import clean_text
from circles_bot.engine.tokens import Token, make_token

GIFT_LIMIT_CHARS = 200
SEEN = Sealed("")
"""Stands for what was given when there is nothing (any more) to show."""


def who_note() -> Note:
    """Ask with whom, out of everybody; only people one has sat with can be asked."""
    who = Select(token=make_token(Token.HANDOFF), placeholder=Line(key="handoff-who"), picks_people=True)
    return Note(key="handoff-ask-who", controls=(who, MINE))


def gift_form(hand_off: HandOffId) -> Form:
    """Return the form: a few words for the other."""
    text = TextField(
        token=make_token(Token.HANDOFF_TEXT), label=Line(key="handoff-gift-text"), at_most_chars=GIFT_LIMIT_CHARS
    )
    return Form(token=make_token(Token.HANDOFF_GIFT, hand_off), key="handoff-gift", fields=(text,))


# --- asking and answering -----------------------------------------------------------------------------------------


def hand_off_asked(scope: PeopleScope, event: events.HandOffAsked) -> Decision:
    """Keep the wish and let the other be asked; two who both ask have both said yes."""
    community, me, other = scope.community, event.actor.member, event.other
    if community is None:
        return not_set_up()
    if other == me or not scope.shared:
        return _said("handoff-not-met", "why-handoff-refused")
    if any((kept.member, kept.other) == (me, other) for kept in scope.avoidances):
        return _said("handoff-avoided", "why-handoff-refused", AVOIDED)
    circle = scope.shared[0].circle
    made = HandOffId(derive("hof", *sorted((me, other)), circle.id, str(circle.season)))
    before = next((one for one in scope.hand_offs if one.id == made), None)
    if before is not None and (before.asker == me or before.sent_at is not None):
        return _asked_again(scope, community, before, event)
    lately = [one.asked_at for one in scope.hand_offs if one.asker == me and one.asked_at > event.at - WEEK]
    limit = Policy.of(community).hand_offs_a_week
    if len(lately) >= limit:
        args: dict[str, Argument] = {"again": sorted(lately)[-limit] + WEEK, "limit": limit}
        return Decision(reply=Reply(content=Note(key="handoff-enough", args=args)), why=Line(key="why-handoff-refused"))
    wish = HandOff(
        id=made,
        community=community.id,
        circle=circle.id,
        asker=me,
        asked=other,
        state=HandOffState.ASKED,
        asked_at=event.at,
        closes_at=event.at + Policy.of(community).asking_open,
    )
    asking = (_ask_timer(wish, event.at),) if _may_ask(scope, wish, event.at) else ()
    return Decision(
        changes=(Kept(wish),),
        timers=(_due(wish), *asking),
        reply=_asked_reply(wish),
        why=Line(key="why-handoff-asked"),
    )


def hand_off_ask_due(scope: PeopleScope, event: events.HandOffAskDue) -> Decision:
    """Ask the other at a time that suits them, if it still may be; else it looks like silence."""
    wish, community = scope.hand_off, scope.community
    if wish is None or community is None or not _is_asked(wish, event.at):
        return Decision(why=Line(key="why-handoff-not-asked"))
    to = scope.people.get(wish.asked)
    was_sent = wish.sent_at is not None and not event.is_again
    if to is None or was_sent or not _may_ask(scope, wish, event.at):
        return Decision(why=Line(key="why-handoff-not-asked"))
    if not takes_directs(to, community):  # it waits behind My circles
        return Decision(changes=(Kept(replace(wish, sent_at=event.at)),), why=Line(key="why-handoff-waits"))
    policy = Policy.of(community)
    when = next_ask_at(to, community, policy, event.at, DirectKind.INVITATION)
    if when > event.at:
        timers = (_ask_timer(wish, when),) if when < wish.closes_at else ()
        return Decision(timers=timers, why=Line(key="why-handoff-held"))
    args: dict[str, Argument] = {"asker": Mentions((wish.asker,)), "until": wish.closes_at}
    note = Note(key="handoff-question", args=args, controls=hand_off_buttons(wish), footer=Line(key="fewer-directs"))
    effect = SendDirect(
        key=EffectKey(derive("eff", "handoff", wish.id, event.at.isoformat())),
        lane=member_lane(to.id),
        community=community.id,
        lapses_at=min(direct_lapses_at(to, community, policy, event.at), wish.closes_at),
        member=to.id,
        kind=DirectKind.INVITATION,
        circle=CircleId(wish.id),  # what it is about: should it lapse, it is planned anew
        note=note,
    )
    return Decision(
        changes=(Kept(replace(wish, sent_at=event.at)), Kept(with_ask_counted(to, event.at))),
        effects=(effect,),
        why=Line(key="why-handoff-sent"),
    )


def lapsed(event: events.NudgeLapsed) -> Decision | None:
    """Plan a question anew that could not be sent in time; None when it was none of a hand-off or a "with"."""
    if event.member is None:
        return None
    due: events.HandOffAskDue | events.WithAskDue
    if event.circle.startswith("hof_"):
        due = events.HandOffAskDue(
            community=event.community, at=event.at, hand_off=HandOffId(event.circle), is_again=True
        )
        key = TimerKey(f"handoff-ask:{event.circle}")
    elif event.circle.startswith("wth_"):
        due = events.WithAskDue(
            community=event.community, at=event.at, circle=event.circle, member=event.member, is_again=True
        )
        key = TimerKey(f"with-ask:{event.circle}:{event.member}")
    else:
        return None
    return Decision(timers=(TimerSet(key=key, due_at=event.at, event=due),), why=Line(key="why-lapsed"))


def hand_off_answered(scope: PeopleScope, event: events.HandOffAnswered) -> Decision:
    """Let a yes be heard by the asker; a no changes nothing anywhere."""
    wish, community = scope.hand_off, scope.community
    if wish is None or community is None or event.actor.member != wish.asked or wish.sent_at is None:
        return _said("handoff-unknown", "why-handoff-unknown")
    if not _is_asked(wish, event.at) or _are_apart(scope, wish):
        return _said("handoff-over", "why-handoff-over")
    if not event.is_yes:
        yes, _ = hand_off_buttons(wish)
        note = Note(key="handoff-declined", args={"until": wish.closes_at}, controls=(yes, MINE))
        return Decision(reply=Reply(content=note, replaces=True), why=Line(key="why-handoff-no"))
    return _agreed(scope, community, wish, event.actor.member, event.at)


# --- giving and showing -------------------------------------------------------------------------------------------


def hand_off_given(scope: PeopleScope, event: events.HandOffGiven) -> Decision:
    """Keep, sealed, what one gives the other, and let the other know that there is something, or a hello."""
    wish, community, me = scope.hand_off, scope.community, event.actor.member
    if wish is None or community is None or me not in {wish.asker, wish.asked}:
        return _said("handoff-unknown", "why-handoff-unknown")
    text = clean_text(event.text)
    if len(text) > GIFT_LIMIT_CHARS:
        note = Note(key="handoff-gift-long", args={"limit": GIFT_LIMIT_CHARS}, controls=_gift_buttons(wish))
        return Decision(reply=Reply(content=note, replaces=True), why=Line(key="why-handoff-refused"))
    mine = wish.asker_gift if me == wish.asker else wish.asked_gift
    if wish.state is not HandOffState.AGREED or mine is not None or _are_apart(scope, wish):
        return _said("handoff-over", "why-handoff-over")
    gift = Sealed(text)
    given = replace(wish, asker_gift=gift) if me == wish.asker else replace(wish, asked_gift=gift)
    to = scope.people.get(wish.asked if me == wish.asker else wish.asker)
    show = Button(token=make_token(Token.HANDOFF_SHOW, wish.id), label=Line(key="button-handoff-show"))
    key = "handoff-news" if text else "handoff-hello"
    note = Note(
        key=key,
        args={"who": Mentions((me,)), "until": wish.closes_at} if text else {"who": Mentions((me,))},
        controls=(show,) if text else (),
        footer=Line(key="fewer-answers"),
    )
    news = (direct_by_morning(EffectKey(derive("eff", key, wish.id, me)), to, community, note, event.at),) if to else ()
    return Decision(
        changes=(Kept(given),),
        effects=news,
        reply=Reply(content=Note(key="handoff-given" if text else "handoff-nothing"), replaces=True),
        why=Line(key="why-handoff-given"),
    )


def hand_off_shown(scope: PeopleScope, event: events.HandOffShown) -> Decision:
    """Show once what the other gave, and delete it with the same stroke."""
    wish, me = scope.hand_off, event.actor.member
    if wish is None or me not in {wish.asker, wish.asked}:
        return _said("handoff-unknown", "why-handoff-unknown")
    is_asker = me == wish.asker
    gift = wish.asked_gift if is_asker else wish.asker_gift
    if not gift or _are_apart(scope, wish):
        return _said("handoff-seen", "why-handoff-over")
    left = replace(wish, asked_gift=SEEN) if is_asker else replace(wish, asker_gift=SEEN)
    args: dict[str, Argument] = {"who": Mentions((wish.asked if is_asker else wish.asker,)), "text": gift}
    return Decision(
        changes=(Kept(left),),
        reply=Reply(content=Note(key="handoff-shown", args=args)),  # a message of its own: it is not kept with others
        why=Line(key="why-handoff-shown"),
    )


def hand_off_due(scope: PeopleScope, event: events.HandOffDue) -> Decision:
    """End what was open, and delete whatever was given and not looked at."""
    wish = scope.hand_off
    if wish is None or event.at < wish.closes_at:
        return Decision()
    over = replace(wish, state=HandOffState.OVER, asker_gift=None, asked_gift=None)
    return Decision(changes=(Kept(over),), why=Line(key="why-handoff-over"))


# --- the smaller steps --------------------------------------------------------------------------------------------


def _asked_again(scope: PeopleScope, community: Community, wish: HandOff, event: events.HandOffAsked) -> Decision:
    me = event.actor.member
    if wish.state is HandOffState.AGREED:
        return _said("handoff-agreed-already", "why-handoff-refused", *_gift_buttons(wish))
    if not _is_asked(wish, event.at) or _are_apart(scope, wish):
        return _said("handoff-once", "why-handoff-refused")
    if wish.asker == me:
        return Decision(reply=_asked_reply(wish), why=Line(key="why-handoff-asked-before"))
    return _agreed(scope, community, wish, me, event.at)


def _agreed(scope: PeopleScope, community: Community, wish: HandOff, me: MemberId, at: datetime) -> Decision:
    agreed = replace(wish, state=HandOffState.AGREED, closes_at=at + Policy.of(community).asking_open)
    asker = scope.people.get(wish.asker)
    args: dict[str, Argument] = {"who": Mentions((wish.asked,)), "until": agreed.closes_at}
    note = Note(key="handoff-yes", args=args, controls=_gift_buttons(wish), footer=Line(key="fewer-answers"))
    key = EffectKey(derive("eff", "handoff-yes", wish.id))
    mine: dict[str, Argument] = {"who": Mentions((wish.asker,)), "until": agreed.closes_at}
    return Decision(
        changes=(Kept(agreed),),
        timers=(_due(agreed),),
        effects=(direct_by_morning(key, asker, community, note, at),) if asker is not None else (),
        reply=Reply(content=Note(key="handoff-agreed", args=mine, controls=_gift_buttons(wish)), replaces=True),
        why=Line(key="why-handoff-yes"),
    )


def _may_ask(scope: PeopleScope, wish: HandOff, at: datetime) -> bool:
    """Tell whether the other may be asked: neither sits out, and nobody keeps the two apart."""
    asker, asked = scope.people.get(wish.asker), scope.people.get(wish.asked)
    if asker is None or asked is None or sits_out(asker, at) or sits_out(asked, at):
        return False
    return not _are_apart(scope, wish)


def _are_apart(scope: PeopleScope, wish: HandOff) -> bool:
    return are_apart(wish.asker, (wish.asked,), scope.avoidances)


def _is_asked(wish: HandOff, at: datetime) -> bool:
    return wish.state is HandOffState.ASKED and at < wish.closes_at


def _asked_reply(wish: HandOff) -> Reply:
    args: dict[str, Argument] = {"who": Mentions((wish.asked,)), "until": wish.closes_at}
    return Reply(content=Note(key="handoff-asked", args=args, controls=(MINE,)), replaces=True)


def hand_off_buttons(wish: HandOff) -> tuple[Button, Button]:
    """Return the two answers to being asked."""
    return (
        Button(token=make_token(Token.HANDOFF_YES, wish.id), label=Line(key="button-handoff-yes")),
        Button(token=make_token(Token.HANDOFF_NO, wish.id), label=Line(key="button-not-now")),
    )


def _gift_buttons(wish: HandOff) -> tuple[Button, Button]:
    return (
        Button(token=make_token(Token.HANDOFF_GIVE, wish.id), label=Line(key="button-handoff-give")),
        Button(token=make_token(Token.HANDOFF_NOTHING, wish.id), label=Line(key="button-handoff-nothing")),
    )


def _ask_timer(wish: HandOff, due: datetime) -> TimerSet:
    event = events.HandOffAskDue(community=wish.community, at=due, hand_off=wish.id)
    return TimerSet(key=TimerKey(f"handoff-ask:{wish.id}"), due_at=due, event=event)


def _due(wish: HandOff) -> TimerSet:
    event = events.HandOffDue(community=wish.community, at=wish.closes_at, hand_off=wish.id)
    return TimerSet(key=TimerKey(f"handoff:{wish.id}"), due_at=wish.closes_at, event=event)


def _said(key: str, why: str, *buttons: Button) -> Decision:
    return Decision(reply=Reply(content=Note(key=key, controls=(*buttons, MINE)), replaces=True), why=Line(key=why))
