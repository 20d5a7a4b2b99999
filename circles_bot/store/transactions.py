"""What an act may do inside its transaction, the same on both databases."""

from datetime import datetime

from circles_bot.engine.decision import Decision
from circles_bot.engine.effects import SendDirect
from circles_bot.engine.events import AnyEvent
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.snapshots import Snapshot
from circles_bot.ports.store import Claim, DueTimer
from circles_bot.store import due_queries
from circles_bot.store.codec import Value
from circles_bot.store.loading import load_snapshot
from circles_bot.store.payloads import to_microseconds
from circles_bot.store.saving import save_decision
from circles_bot.store.session import Session
from circles_bot.store.statements import remember


class SqlTransaction:
    """Implements ``ports.store.Transaction`` on a session whose transaction somebody else begins and ends.

    It knows the event that was loaded: what is saved afterwards must be about the same community.
    """

    __slots__ = ("_at", "_community", "_real_now", "_session")

    def __init__(self, session: Session, real_now: int = 0) -> None:
        """Take the session, and the real time where leases go by this process's own clock."""
        self._session = session
        self._real_now = real_now
        self._community: CommunityId | None = None
        self._at: datetime | None = None

    def remember(self, key: str, at: datetime) -> bool:
        """See ``ports.store.Transaction.remember``."""
        return bool(self._session.run_arranged(remember(self._session.dialect), (key, to_microseconds(at))))

    def consume(self, timer: DueTimer) -> bool:
        """See ``ports.store.Transaction.consume``."""
        return bool(
            self._session.rows(
                due_queries.CONSUME, community=timer.event.community, key=timer.key, at=to_microseconds(timer.due_at)
            )
        )

    def settle(self, claim: Claim) -> bool:
        """See ``ports.store.Transaction.settle``."""
        is_ours = bool(self._session.rows(due_queries.SETTLE, **claimed(claim)))
        if is_ours and claim.is_first_direct and isinstance(claim.effect, SendDirect):
            effect = claim.effect
            self._session.rows(due_queries.FIRST_DIRECT_HAD, community=effect.community, member=effect.member)
        return is_ours

    def load(self, event: AnyEvent) -> Snapshot:
        """See ``ports.store.Transaction.load``."""
        self._community = event.community
        self._at = event.at
        return load_snapshot(self._session, event)

    def save(self, decision: Decision) -> None:
        """See ``ports.store.Transaction.save``."""
        save_decision(self._session, decision, community=self._community, at=self._at, real_now=self._real_now)


def claimed(claim: Claim) -> dict[str, Value]:
    """Return the bound values by which a statement finds the effect, as long as the claim on it is ours."""
    return {
        "claimed_community": claim.effect.community,
        "claimed_key": claim.key,
        "claimed_token": claim.token,
    }
