"""The works: every part that makes the engine run, put together the same way for the runtime, tests and simulations."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from circles_bot.application.delivery import Delivery
from circles_bot.application.flood import FloodGuard
from circles_bot.application.heartbeat import Alarm, Heartbeat
from circles_bot.application.rounds import RoundPlanner
from circles_bot.application.service import CircleService
from circles_bot.application.timekeeper import Timekeeper
from circles_bot.engine.decision import Decision
from circles_bot.engine.events import AnyEvent
from circles_bot.ports.clock import Clock
from circles_bot.ports.store import Store
from circles_bot.words.compose import Composer
from circles_bot.words.voices import Voices, load_voices


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """The parts that others speak to."""

    service: CircleService
    delivery: Delivery
    heartbeat: Heartbeat
    composer: Composer


def assemble(
    *,
    store: Store,
    clock: Clock,
    matcher: Callable[[], Executor] | None,
    on_decided: Callable[[AnyEvent, Decision], None] | None = None,
    first_directs_per_hour: int | None = None,
    voices: Voices | None = None,
    acts_a_minute: int | None = None,
) -> Works:
    """Put the works together over a store and a clock; nothing runs yet.

    ``matcher`` gives the executor in which rounds are planned (None: in the event loop's own thread).
    ``first_directs_per_hour`` limits how many conversations the bot opens (None: no limit).
    ``voices`` are the words and prompts that there are (None: those that are shipped).
    ``acts_a_minute`` limits what one person may do (None: no limit).
    """
    alarm = Alarm()
    voices = voices or load_voices()
    guard = FloodGuard(acts_a_minute) if acts_a_minute is not None else None
    planner = RoundPlanner(store=store, matcher=matcher)
    service = CircleService(
        store=store,
        voices=voices,
        wake=alarm.ring,
        on_decided=on_decided,
        preview=planner.preview,
        guard=guard,
    )
    delivery = Delivery(
        store=store,
        service=service,
        voices=voices,
        planner=planner,
        clock=clock,
        wake=alarm.ring,
        first_directs_per_hour=first_directs_per_hour,
    )
    timekeeper = Timekeeper(store=store, service=service, clock=clock)
    heartbeat = Heartbeat(
        store=store, service=service, timekeeper=timekeeper, delivery=delivery, clock=clock, alarm=alarm
    )
    return Works(service=service, delivery=delivery, heartbeat=heartbeat, composer=voices.common.composer)
