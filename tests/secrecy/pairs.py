"""Living one moment twice, and comparing what everybody else was shown."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from structlog.testing import capture_logs

from circles_bot.engine.effects import DirectKind
from circles_bot.store import open_store
from tests.keys import KEY
from tests.secrecy.moments import FOLLOWERS, Moment, Secret, acts_of
from tests.secrecy.village import PEOPLE, STEWARDS, live, opened
from tests.secrecy.watched import Shown

ACTS = 6


@dataclass(frozen=True, slots=True)
class Told:
    """What of one history others could compare: what each person was shown, and the log."""

    shown: dict[int, list[Shown]]
    log: list[dict[str, object]]


async def differences(moment: Moment, seed: int) -> list[str]:
    """Live a moment with and without its secret; return what others, or the log, could tell them apart by."""
    first, second = [await told(moment, seed, is_first=is_first) for is_first in (True, False)]
    return compared(first, second)


def compared(first: Told, second: Told) -> list[str]:
    """Return what differs, the first thing for each person; empty where two histories are the same to the byte."""
    found = [
        f"person {person}: {_first_difference(first.shown[person], second.shown[person])}"
        for person in first.shown
        if first.shown[person] != second.shown[person]
    ]
    if first.log != second.log:
        found.append(f"the log: {first.log} / {second.log}")
    return found


async def told(moment: Moment, seed: int, *, is_first: bool, has_threads: bool = False) -> Told:
    """Live a moment on, with its secret or without; ``has_threads``: over the store as the bot runs it."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "moment.db"
        shutil.copyfile(moment.past.database, database)
        with capture_logs() as lines:
            store = await open_store(f"sqlite:///{database}", key=KEY, durable=False) if has_threads else None
            async with opened(moment.past, database, store) as village:
                for event in acts_of(moment, village, is_first=is_first):
                    await village.submit(moment.person, event)
                await live(
                    village,
                    seed,
                    acts=ACTS,
                    without=_silent(moment),
                    secretive=(moment.person, *FOLLOWERS) if moment.secret is Secret.FOLLOWS else (),
                    apart=_silent(moment) if moment.secret is Secret.AVOIDS else frozenset(),
                    unseen=frozenset({"reports"} if moment.secret is Secret.REPORTS else ()),
                    calm=moment.about[0] if moment.secret is Secret.IS_OFF else None,
                )
                shown = {
                    person: village.seen_by(person, but=_expected(moment, person)) for person in _onlookers(moment)
                }
    log = [{key: value for key, value in line.items() if key != "timestamp"} for line in lines]
    return Told(shown=shown, log=log)


def _silent(moment: Moment) -> frozenset[int]:
    """Return who does nothing else: their own later acts, and a steward's on a report, would not be the same."""
    match moment.secret:
        case Secret.AVOIDS:
            return frozenset({moment.person, *map(int, moment.about)})
        case Secret.REPORTS:
            return frozenset({moment.person, *STEWARDS})
        case Secret.FOLLOWS:
            return frozenset({moment.person, *FOLLOWERS})
        case _:
            return frozenset({moment.person})


def _onlookers(moment: Moment) -> list[int]:
    """Return who must not be able to tell: everybody else, and of a confidential interest who does not follow it."""
    knows = {moment.person, *(FOLLOWERS if moment.secret is Secret.FOLLOWS else ())}
    return [person for person in range(PEOPLE) if person not in knows]


def _expected(moment: Moment, person: int) -> frozenset[DirectKind]:
    """Return what a steward may see of a report: the report itself."""
    return frozenset({DirectKind.REPORT}) if moment.secret is Secret.REPORTS and person in STEWARDS else frozenset()


def _first_difference(first: list[Shown], second: list[Shown]) -> str:
    for one, other in zip(first, second, strict=False):
        if one != other:
            return f"{one} / {other}"
    longer = first if len(first) > len(second) else second
    return f"only in one: {longer[min(len(first), len(second))]}"
