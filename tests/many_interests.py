"""A community that has grown large: more interests are open than one message of the board holds."""

from datetime import datetime
from itertools import islice

from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.events import BoardDue
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.joining_timers import board_timer
from circles_bot.engine.model import Interest
from circles_bot.engine.names import free_emoji
from circles_bot.engine.pages import free_page
from circles_bot.engine.policy import Policy
from circles_bot.engine.proposals import interest_id
from circles_bot.engine.snapshots import CommunityScope
from circles_bot.ports.store import Store, Transaction


async def open_up_to(store: Store, community: CommunityId, count: int, at: datetime) -> None:
    """Let so many be open, the new ones as proposals would have opened them: "topic 1" and on."""

    def act(transaction: Transaction) -> None:
        scope = transaction.load(BoardDue(community=community, at=at))
        assert isinstance(scope, CommunityScope)
        assert scope.community is not None
        every = list(scope.interests)
        policy = Policy.of(scope.community)
        known = {interest.name for interest in every}
        names = (name for number in range(1, count + 1) if (name := f"topic {number}") not in known)
        for name in islice(names, max(0, count - len(every))):
            every.append(
                Interest(
                    id=interest_id(community, name),
                    community=community,
                    name=name,
                    emoji=free_emoji(one.emoji for one in every),
                    opened_at=at,
                    page=free_page(every, policy),
                )
            )
        new = every[len(scope.interests) :]
        shown = board_timer(scope.community, policy, at, is_at_once=True)
        transaction.save(Decision(changes=tuple(map(Kept, new)), timers=(shown,)))

    await store.transact(act)
