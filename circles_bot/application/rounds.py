"""Runs the matcher for a round in a worker, so that a large community never delays a button."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime
from functools import partial

from circles_bot.engine.effects import PlanRound
from circles_bot.engine.events import RoundPlanned
from circles_bot.engine.policy import Policy
from circles_bot.matching.planner import plan
from circles_bot.matching.rounds import planned_circles, planned_seats, pool_of
from circles_bot.ports.store import Store

MOVES_PER_MEMBER = 200
MOVES_AT_LEAST = 2_000
MOVES_AT_MOST = 200_000
"""A budget of moves, never of time: the same seed gives the same circles on every machine."""


class RoundPlanner:
    """Reads a round's pool, plans it, and says what the plan is."""

    def __init__(self, *, store: Store, matcher: Callable[[], Executor] | None) -> None:
        """Take the store and what gives the executor to plan in (None: plan here, for tests and the simulator)."""
        self._store = store
        self._matcher = matcher

    async def plan(self, effect: PlanRound, at: datetime) -> RoundPlanned:
        """Return the planned round; running it again with the same pool plans the same."""
        scope = await self._store.read_round(effect.community, effect.round)
        if scope.community is None or scope.round is None:
            return RoundPlanned(community=effect.community, at=at, round=effect.round, circles=())
        policy = Policy.of(scope.community)
        problem = pool_of(scope, policy)
        moves = max(MOVES_AT_LEAST, min(MOVES_AT_MOST, MOVES_PER_MEMBER * len(scope.members)))
        if self._matcher is None:
            planned = plan(problem, seed=scope.round.seed, moves=moves)
        else:
            loop = asyncio.get_running_loop()
            planned = await loop.run_in_executor(
                self._matcher(), partial(plan, problem, seed=scope.round.seed, moves=moves)
            )
        return RoundPlanned(
            community=effect.community,
            at=at,
            round=effect.round,
            circles=planned_circles(planned),
            late=planned_seats(planned),
        )
