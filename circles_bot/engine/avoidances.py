"""Whom somebody would rather not sit with: one's own list, kept silently on every path.

Nobody but its owner ever sees that there is one. A member's id is a keyed hash of the platform's, so that an entry
holds for somebody who forgets themselves here and comes back.
"""

from collections.abc import Collection, Iterable

from circles_bot.engine import events
from circles_bot.engine.buttons import AVOIDED, MINE, leave_circle_button
from circles_bot.engine.decision import Decision, Dropped, Kept
from circles_bot.engine.ids import MemberId
from circles_bot.engine.lifecycle import LIVE_CIRCLES
from circles_bot.engine.members import not_set_up, recognise
from circles_bot.engine.model import Avoidance, SeatState
from circles_bot.engine.notes import Button, Line, Note, Option, Reply, Select
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import AvoidedAsked
from circles_bot.engine.snapshots import PeopleScope, PlaceView
from circles_bot.engine.tokens import Token, make_token
from circles_bot.engine.topics import topic_for

IN_A_SELECT = 25


def are_apart(one: MemberId, others: Collection[MemberId], avoidances: Iterable[Avoidance]) -> bool:
    """Tell whether somebody is kept apart from any of ``others``, whoever of the two wished it."""
    pairs = {frozenset((kept.member, kept.other)) for kept in avoidances}
    return any(frozenset((one, other)) in pairs for other in others if other != one)


def person_avoided(scope: PeopleScope, event: events.PersonAvoided) -> Decision:
    """Keep the two apart from now on, on every path; in a circle they share, leaving is offered to who asked."""
    community, me, other = scope.community, event.actor.member, event.other.member
    if community is None:
        return not_set_up()
    if other == me:
        return Decision(reply=Reply(content=Note(key="avoid-nobody")), why=Line(key="why-avoid-nobody"))
    mine = [kept for kept in scope.avoidances if kept.member == me]
    limit = Policy.of(community).avoided_at_most
    is_new = all(kept.other != other for kept in mine)
    if is_new and len(mine) >= limit:
        note = Note(key="avoid-full", args={"limit": limit}, controls=(AVOIDED,))
        return Decision(reply=Reply(content=note), why=Line(key="why-avoid-full"))
    recognised = recognise(scope.people.get(me), event.actor, community.id, event.at)
    kept = Avoidance(community=community.id, member=me, other=other, since=event.at)
    leaving = tuple(_leaving(place) for place in scope.shared if _is_sitting(place))
    note = Note(key="avoided" if leaving else "avoided-after", controls=(*leaving, AVOIDED))
    return Decision(
        changes=(*recognised.changes, *((Kept(kept),) if is_new else ())),
        reply=Reply(content=note),
        why=Line(key="why-avoided"),
    )


def avoidance_ended(scope: PeopleScope, event: events.AvoidanceEnded) -> Decision:
    """Take an entry of one's own list back."""
    found = [kept for kept in scope.avoidances if (kept.member, kept.other) == (event.actor.member, event.other)]
    left = [kept for kept in scope.avoidances if kept not in found]
    return Decision(
        changes=tuple(Dropped(kept) for kept in found),
        reply=Reply(content=_list_note(scope, left, event.actor.member), replaces=True),
        why=Line(key="why-avoidance-ended"),
    )


def avoided_asked(scope: PeopleScope, question: AvoidedAsked) -> Reply:
    """Show one's own list, with a way to add somebody and a way to take it back."""
    return Reply(content=_list_note(scope, scope.avoidances, question.actor.member))


def _list_note(scope: PeopleScope, avoidances: Iterable[Avoidance], me: MemberId) -> Note:
    mine = sorted((kept for kept in avoidances if kept.member == me), key=lambda kept: (kept.since, kept.other))
    add = Select(token=make_token(Token.AVOID_PERSON), placeholder=Line(key="avoid-add-placeholder"), picks_people=True)
    if not mine:
        return Note(key="avoided-none", controls=(add, MINE))
    return Note(key="avoided-list", controls=(_ending(mine[-IN_A_SELECT:]), add, MINE))


def _ending(avoidances: list[Avoidance]) -> Select:
    options = tuple(
        Option(
            value=kept.other,
            label=Line(key="avoided-since", args={"since": kept.since}),  # where the platform's name is not known
            member=kept.other,
        )
        for kept in avoidances
    )
    return Select(token=make_token(Token.AVOID_END), placeholder=Line(key="avoid-end-placeholder"), options=options)


def _is_sitting(place: PlaceView) -> bool:
    # whether the other still sits there must not show: it would tell that they had left
    return place.seat.state is SeatState.SEATED and place.circle.state in LIVE_CIRCLES


def _leaving(place: PlaceView) -> Button:
    return leave_circle_button(place.circle.id, topic_for(place.circle, place.interest))
