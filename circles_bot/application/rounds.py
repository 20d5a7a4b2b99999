"""Runs the matcher for a round in a worker, so that a large community never delays a button."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from functools import partial

from circles_bot.engine.effects import PlanRound
from circles_bot.engine.events import RoundPlanned
from circles_bot.engine.ids import CommunityId, RoundId, dice, is_confidential
from circles_bot.engine.model import Round, RoundCause, RoundState
from circles_bot.engine.policy import Policy
from circles_bot.engine.snapshots import RoundScope
from circles_bot.matching.blocks import blocks_of
from circles_bot.matching.planner import default_moves, finish, plan, plan_block
from circles_bot.matching.problem import Plan, Problem
from circles_bot.matching.rounds import planned_circles, planned_cost, planned_seats, pool_of
from circles_bot.ports.store import Store


def plan_on_every_core(problem: Problem, *, seed: int, moves: int) -> Plan:
    """Return what ``plan`` returns, the blocks of a very large pool each planned on one of this machine's cores.

    However many there are, the plan is the same. It waits for them, so whoever must not wait calls it in a worker.
    """
    blocks = blocks_of(problem, seed, moves)
    if len(blocks) == 1:
        return plan(problem, seed=seed, moves=moves)
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
        return finish(problem, seed, blocks, list(executor.map(plan_block, blocks)))


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
        planned = await self._planned(scope, Policy.of(scope.community), scope.round.seed)
        return RoundPlanned(
            community=effect.community,
            at=at,
            round=effect.round,
            circles=planned_circles(planned),
            late=planned_seats(planned),
            cost=planned_cost(planned),
        )

    async def preview(self, community: CommunityId, at: datetime) -> int:
        """Return how many people would be seated if a round of the open interests ran now; nothing is written."""
        scope = await self._store.read_round(community, RoundId(""))
        if scope.community is None:
            return 0
        seed = dice("preview", community, at.date().isoformat()) >> 1  # asked twice a day it says the same
        pretended = Round(
            id=RoundId("preview"),
            community=community,
            cause=RoundCause.WEEKLY,
            state=RoundState.PLANNING,
            seed=seed,
            due_at=at,
        )
        planned = await self._planned(_open_only(replace(scope, round=pretended)), Policy.of(scope.community), seed)
        return len({member for group in planned.groups for member in group.members})

    async def _planned(self, scope: RoundScope, policy: Policy, seed: int) -> Plan:
        problem = pool_of(scope, policy)
        moves = default_moves(len(problem.people))
        if self._matcher is None:
            return plan(problem, seed=seed, moves=moves)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._matcher(), partial(plan_on_every_core, problem, seed=seed, moves=moves))


def _open_only(scope: RoundScope) -> RoundScope:
    """Leave out whatever is confidential: neither the pool nor the matcher's patience may depend on it."""
    opt_ins = tuple(wish for wish in scope.opt_ins if not is_confidential(wish.interest))
    wishing = {wish.member for wish in opt_ins}
    return replace(
        scope,
        interests=tuple(interest for interest in scope.interests if not interest.is_confidential),
        opt_ins=opt_ins,
        members={member: known for member, known in scope.members.items() if member in wishing},
    )
