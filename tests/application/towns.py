"""A lively town in several states, and every event there is, filled with whatever ids one likes."""

import asyncio
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import Enum
from itertools import product
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from circles_bot.engine import events
from circles_bot.engine.ids import CircleId, CommunityId, HandOffId, InterestId, MemberId, PostId, ReportId, RoundId
from circles_bot.store import open_store
from circles_bot.works import assemble
from tests.fakes.chat import FakeChat
from tests.fakes.clocks import FixedClock
from tests.histories.test_histories import Act, _do, _yeses
from tests.histories.world import COMMUNITY, PEOPLE, World
from tests.keys import KEY

STAGES: Mapping[str, tuple[Act, ...]] = {
    "inviting": (*(Act("join", person, person % 2, 0) for person in range(PEOPLE)), Act("days", 0, 2, 0)),
    "talking": (
        *_yeses(),
        Act("days", 0, 2, 0),
        *(Act("answer", person, 0, person) for person in range(PEOPLE)),
        Act("days", 0, 11, 0),
    ),
    "asking": (*(Act("answer", person, 0, person + 1) for person in range(PEOPLE)), *(Act("days", 0, 6, 0),) * 6),
    "closed": (*(Act("season", person, 0, 2) for person in range(PEOPLE)), *(Act("days", 0, 6, 0),) * 3),
}
"""What people do until the town is in that state, each after the one before."""

ID_KINDS = (CircleId, MemberId, PostId, InterestId, RoundId, ReportId, HandOffId)


def open_at_stage(empty: Path, folder: Path, stage: str) -> Path:
    """Live until ``stage`` and return the database."""
    folder.mkdir()
    asyncio.run(_live(empty, folder, stage))
    return folder / "history.db"


async def _live(empty: Path, folder: Path, stage: str) -> None:
    world = await World.begin(empty, folder)
    for name, acts in STAGES.items():
        for act in acts:
            await _do(world, act)
        if name == stage:
            break
    (folder / "now").write_text(world.clock.now().isoformat())
    (folder / "tokens").write_text(
        "\n".join(sorted({c.token for person in range(PEOPLE) for c in world.chat.controls_seen_by(f"U{person}")}))
    )
    await world.store.close()


async def reopen(database: Path, folder: Path) -> World:
    """Return the town of ``database`` (made by :func:`open_at_stage`), copied into ``folder``, its bot running."""
    copy = folder / "circles.db"
    shutil.copyfile(database, copy)
    url = f"sqlite:///{copy}"
    store = await open_store(url, key=KEY, durable=False)
    clock = FixedClock(datetime.fromisoformat(database.with_name("now").read_text()))
    works = assemble(store=store, clock=clock, matcher=None)
    chat = FakeChat(clock)
    works.delivery.connect("fake", chat)
    return World(store=store, works=works, chat=chat, clock=clock, database=url, decisions=[])


def tokens_of(database: Path) -> Sequence[str]:
    """Return every token that anybody was shown until then."""
    return database.with_name("tokens").read_text().splitlines()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """What to put where an event names something."""

    circles: Sequence[str] = ("cir_none",)
    members: Sequence[str] = ("mem_none",)
    posts: Sequence[str] = ("pst_none",)
    interests: Sequence[str] = ("int_none",)
    rounds: Sequence[str] = ("rnd_none",)
    reports: Sequence[str] = ()
    hand_offs: Sequence[str] = ()

    @classmethod
    def of(cls, world: World) -> "Ids":
        """Return some ids of everything there is in the town."""

        def of(table: str, at_most: int) -> list[str]:
            sql = f"SELECT id FROM {table} WHERE community = '{COMMUNITY}' ORDER BY id LIMIT {at_most}"  # noqa: S608
            return [str(row[0]) for row in world.rows(sql)]

        return cls(
            circles=of("circles", 3),
            members=of("members", 2),
            posts=of("posts", 3),
            interests=of("interests", 2),
            rounds=of("rounds", 1),
            reports=of("reports", 2),
            hand_offs=of("hand_offs", 2),
        )

    def every(self) -> list[str]:
        """Return all of them."""
        return [
            *self.circles,
            *self.members,
            *self.posts,
            *self.interests,
            *self.rounds,
            *self.reports,
            *self.hand_offs,
        ]


def every_kind() -> tuple[type[events.AnyEvent], ...]:
    """Return every class of event."""
    return get_args(events.AnyEvent)


def names_something(kind: type[events.AnyEvent]) -> bool:
    """Tell whether an event names anything but its community and its actor."""
    own = [field.name for field in fields(kind) if field.name not in {"community", "at", "key", "actor"}]
    hints = get_type_hints(kind)
    return any(_ids_in(hints[name]) or name == "interest" for name in own)


def filled(
    kind: type[events.AnyEvent], ids: Ids, *, community: CommunityId, at: datetime, actor: events.Actor
) -> Iterator[events.AnyEvent]:
    """Yield events of a class with every choice of ids, enumerations and truths, and a few numbers."""
    hints = get_type_hints(kind)
    own = [field.name for field in fields(kind) if field.name not in {"community", "at", "key", "actor"}]
    for number, values in enumerate(product(*(_choices(name, hints[name], ids, actor) for name in own))):
        given: dict[str, Any] = dict(zip(own, values, strict=True))  # Any: which class it is only the caller knows
        if issubclass(kind, events.Personal):
            given["actor"] = actor
        key = f"{community}:{actor.member}:{kind.__name__}:{number}"
        yield kind(community=community, at=at, key=key, **given)


def _ids_in(hint: object) -> bool:
    return hint in ID_KINDS or any(_ids_in(part) for part in get_args(hint)) or hint is events.PlannedCircle


def _choices(  # noqa: C901  # a table of names
    name: str, hint: object, ids: Ids, actor: events.Actor
) -> Sequence[object]:
    by_kind: Mapping[object, Sequence[object]] = {
        CircleId: ids.circles,
        MemberId: ids.members,
        PostId: ids.posts,
        InterestId: ids.interests,
        RoundId: ids.rounds,
        ReportId: ("rep_none", *ids.reports),
        HandOffId: ("hof_none", *ids.hand_offs),
        events.Actor: (actor,),
        tuple[events.Actor, ...]: ((actor,), ()),
        bool: (True, False),
        int: (0, 1, -1, 2**63, 10**40),
        timedelta: (timedelta(),),
    }
    if hint in by_kind:
        return by_kind[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(hint)
    match name:
        case "interests":
            return ((("⚾", "baseball"),), ())
        case "interest":
            return (*ids.interests,)
        case "emoji":
            return ("⚾", "nothing")
        case "reactions":
            return ({}, {"⚾": (actor,)})
        case "circles":
            return tuple(
                (events.PlannedCircle(interest=InterestId(interest), members=tuple(map(MemberId, people)), extras=()),)
                for interest in ids.interests
                for people in (ids.members, ids.members[:1])
            )
        case "posts":
            return ((), tuple(map(PostId, ids.posts)))
        case "member":
            return (*ids.members, None)
        case "settings":
            return ({}, {"season": 336}, {"season": 10**40}, {"nonsense": "x"})
        case "cost":
            return ({}, {"met": 3})
        case "stewards_place":
            return (None, "", "C9")
        case "timezone":
            return (None, "Mars/Olympus")
        case _ if get_origin(hint) is tuple:
            return ((),)
        case _ if type(None) in get_args(hint):
            return (None,)
        case _:
            assert hint is str, f"{name}: {hint}"
            return ("theirs",)
