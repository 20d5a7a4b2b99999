"""Which rows are whose: beside the schema, one line for each column that names a member.

Forgetting, exporting and their tests go by this table alone. Whoever adds a column that names a member adds its line
here (tests/store/test_people.py says so when it is missing), and the rest follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Table

from circles_bot.store import tables as t


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """Rows that are about the member in column ``whose``.

    ``stays`` says why they outlive forgetting, ``is_hidden`` why they are not exported; both are for readers and tests.
    Of a row that outlives it, the columns ``empties`` are emptied: it is about nobody then.
    Of exported rows, ``hides`` are columns that would tell something about somebody else, and rows whose column
    ``known_by`` is empty are left out: the member does not know of them.
    """

    whose: str
    stays: str = ""
    is_hidden: str = ""
    hides: frozenset[str] = frozenset()
    known_by: str | None = None
    empties: frozenset[str] = frozenset()


MEMBER = (Owned(whose="member"),)

PEOPLE: Mapping[Table, tuple[Owned, ...]] = {
    t.addresses: (Owned(whose="ours"),),
    t.members: (Owned(whose="id"),),
    t.opt_ins: MEMBER,
    t.standing_reactions: (
        Owned(
            whose="member",
            stays="a keyed hash until the reaction is taken off: else the emoji that still stands would join them",
        ),
    ),
    t.seats: (Owned(whose="member", hides=frozenset({"is_extra"})),),
    t.tap_answers: MEMBER,
    t.check_ins: MEMBER,
    t.meetings: (Owned(whose="first"), Owned(whose="second")),
    t.avoidances: (
        Owned(whose="member"),
        Owned(
            whose="other",
            stays="a keyed hash: whoever avoids them is protected also when they come back",
            is_hidden="nobody learns who avoids them",
        ),
    ),
    t.co_signs: MEMBER,
    t.words_given: (Owned(whose="giver"), Owned(whose="member", hides=frozenset({"giver", "given_at"}))),
    t.reports: (Owned(whose="reporter"),),
    t.withs: (
        Owned(
            whose="asker",
            hides=frozenset({"state"}),
            stays="nobody's, until it is over: that others were asked counts in their budget, and they were asked once",
            empties=frozenset({"asker", "topic"}),
        ),
    ),
    t.with_asks: (Owned(whose="member", known_by="sent_at"),),
    t.hand_offs: (
        Owned(whose="asker", hides=frozenset({"state", "sent_at", "asked_gift"})),
        Owned(whose="asked", hides=frozenset({"state", "asker_gift"}), known_by="sent_at"),
    ),
}
"""Every table with rows about members."""

BY_TEXT = frozenset({t.timers, t.effects})
"""Tables that name members inside a text: forgetting looks into each, exporting tells what is due for the member."""

OF_NOBODY = frozenset(
    {
        *(t.communities, t.interests, t.rounds, t.circles, t.posts, t.proposals, t.inbox, t.paces, t.seals),
        *(t.installations, t.shard_holders),
    }
)
"""Tables that keep nothing about a person."""
