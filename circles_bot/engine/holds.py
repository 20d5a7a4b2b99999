"""A steward's quiet way to protect others: somebody sits in no new circle for a while, and is told nothing of it.

Circles they sit in stay as they are, their wishes stay, and nothing they are shown is false. The answer to the steward
is the same whoever it is about: it must not tell whether that person has anything to do with the bot.
"""

from dataclasses import replace
from datetime import timedelta

from circles_bot.engine import events
from circles_bot.engine.decision import Change, Decision, Kept
from circles_bot.engine.members import not_set_up
from circles_bot.engine.model import Address, AddressKind, Community, Member
from circles_bot.engine.notes import Form, Line, Note, Option, Reply, Select
from circles_bot.engine.questions import HoldAsked
from circles_bot.engine.snapshots import PeopleScope
from circles_bot.engine.tokens import Token, make_token

WEEKS = (4, 12, 26, 52, 0)
"""What a steward may choose; the first is the guess, and 0 ends it."""


def hold_asked(question: HoldAsked) -> Reply:
    """Ask a steward whom, and for how long."""
    if not question.actor.is_steward:
        return Reply(content=Note(key="sorry-stewards-only"))
    who = Select(token=make_token(Token.HOLD_PERSON), placeholder=Line(key="hold-who"), picks_people=True)
    options = tuple(
        Option(
            value=str(weeks),
            label=Line(key="hold-weeks", args={"weeks": weeks}) if weeks else Line(key="hold-end"),
            is_chosen=weeks == WEEKS[0],
        )
        for weeks in WEEKS
    )
    how_long = Select(token=make_token(Token.HOLD_WEEKS), placeholder=Line(key="hold-how-long"), options=options)
    return Reply(content=Form(token=make_token(Token.HOLD), key="hold", fields=(who, how_long)))


def member_held(scope: PeopleScope, event: events.MemberHeld) -> Decision:
    """Keep somebody out of new circles until a date, or end that; nothing is said to them or anybody else."""
    community = scope.community
    if community is None:
        return not_set_up()
    if not event.actor.is_steward:
        return Decision(reply=Reply(content=Note(key="sorry-stewards-only")), why=Line(key="why-stewards-only"))
    until = event.at + timedelta(weeks=event.weeks)
    note = Note(key="held", args={"until": until}) if event.weeks else Note(key="hold-ended")
    return Decision(
        changes=_held(scope.people.get(event.other.member), community, event),
        reply=Reply(content=note),
        why=Line(key="why-held"),
    )


def _held(known: Member | None, community: Community, event: events.MemberHeld) -> tuple[Change, ...]:
    until = event.at + timedelta(weeks=event.weeks) if event.weeks else None
    if known is not None:
        return (Kept(replace(known, held_until=until)),)
    if until is None:
        return ()
    # somebody new to the bot: should they ever join, it holds; the address is what a first act of theirs would keep
    other = event.other
    member = Member(id=other.member, community=community.id, since=event.at, held_until=until)
    address = Address(community=community.id, kind=AddressKind.MEMBER, ours=other.member, theirs=other.theirs)
    return (Kept(member), Kept(address))
