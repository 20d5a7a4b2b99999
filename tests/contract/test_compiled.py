"""The compiled statements do just what SQLAlchemy Core does with them: same answers, same rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.sql import ClauseElement

from circles_bot.engine.decision import Decision, Dropped, Kept, Silenced, TimerCancelled
from circles_bot.engine.effects import member_lane, room_lane
from circles_bot.engine.events import AnyEvent, CheckInDue
from circles_bot.engine.ids import EffectKey, MemberId, TimerKey
from circles_bot.engine.model import AddressKind
from circles_bot.engine.questions import MineAsked
from circles_bot.engine.snapshots import SCOPES, Snapshot
from circles_bot.ports.store import Claim, DueTimer, Transaction
from circles_bot.store import migrate
from circles_bot.store.codec import Row, Value
from circles_bot.store.database import SqlStore
from circles_bot.store.sealing import Sealer, opening_of
from circles_bot.store.session import Session
from circles_bot.store.statements import Compiler, postgresql_compiler, sqlite_compiler
from circles_bot.store.tables import metadata, seals
from circles_bot.store.transactions import SqlTransaction
from tests.contract import samples
from tests.contract.test_loading import example
from tests.databases import copy_of_template
from tests.keys import KEY


class CoreSession(Session):
    """Runs statements through SQLAlchemy, as if there were no compiled path."""

    def __init__(self, connection: Connection, compiler: Compiler) -> None:
        """Take a connection; the compiler only says in which order bound values were arranged."""
        super().__init__(connection.dialect.name, compiler, lambda _sql, _values: (), Sealer(KEY))
        self._connection = connection

    def rows(self, statement: ClauseElement, **values: Value) -> Sequence[Row]:
        """Run a statement with its bound values by name."""
        wanted = self._compiler.compile(statement).names
        return self._execute(statement, {name: value for name, value in values.items() if name in wanted})

    def run_arranged(self, statement: ClauseElement, values: Sequence[Value]) -> Sequence[Row]:
        """Run a statement whose bound values are in its own order."""
        return self._execute(statement, dict(zip(self._compiler.compile(statement).names, values, strict=True)))

    def _execute(self, statement: Any, values: Mapping[str, Value]) -> Sequence[Row]:
        result = self._connection.execute(statement, values)
        rows: Sequence[Row] = [tuple(row) for row in result] if result.returns_rows else ()
        opens = opening_of(statement)
        return rows if opens is None else opens(self.sealer, rows)


class CoreStore(SqlStore):
    """A store over one such session."""

    def __init__(self, session: CoreSession) -> None:
        """Take the session."""
        super().__init__(session.sealer)
        self._session = session

    async def transact(self, act: Any) -> Any:
        """Run the act."""
        return act(SqlTransaction(self._session))

    async def _write(self, act: Any) -> Any:
        return act(self._session)

    async def _read(self, read: Any) -> Any:
        return read(self._session)

    async def close(self) -> None:
        """Do nothing."""


@pytest.fixture
def core(url: str, tmp_path: Any, request: pytest.FixtureRequest) -> Iterator[CoreStore]:
    """Return a store over SQLAlchemy Core on another empty database of the same kind."""
    if url.startswith("sqlite"):
        second, compiler = f"sqlite:///{tmp_path / 'core.db'}", sqlite_compiler()
        migrate.upgrade(second)
    else:
        second, compiler = copy_of_template(request.getfixturevalue("migrated_server")), postgresql_compiler()
    with migrate.migration_connection(second) as connection:
        yield CoreStore(CoreSession(connection, compiler))


async def test_the_compiled_path_and_core_agree(store: SqlStore, core: CoreStore) -> None:
    """Through everything that a store can be asked, with every kind of row there is."""
    assert await everything(store) == await everything(core)


async def everything(store: SqlStore) -> list[object]:
    """Ask a store for everything and return all its answers, and all its rows."""
    actor = samples.joined().actor
    answers: list[object] = []
    many = [samples.member(MemberId(f"mem_{number}")) for number in range(7)]
    for decision in (
        samples.kept(*samples.one_of_each(), *many),
        samples.kept(replace(samples.member(), locale=None, languages=())),
        Decision(changes=(Dropped(samples.tap()), Dropped(samples.check_in()), Kept(samples.opt_in(samples.BEN)))),
        Decision(changes=tuple(map(Dropped, many[:3]))),
        samples.to_do(*(samples.direct(f"e{one}", to=MemberId(f"mem_{one % 3}")) for one in range(6))),
        samples.to_do(samples.to_room("r1"), samples.direct("e7", about=samples.CIRCLE, wait=samples.AT)),
        Decision(timers=tuple(map(samples.check_in_timer, due_check_ins()))),
        Decision(timers=(TimerCancelled(key=TimerKey("check:mem_ana")),)),
        Decision(silenced=(Silenced(lane=room_lane(samples.CIRCLE)), Silenced(lane=member_lane(MemberId("mem_1"))))),
    ):
        await store.transact(samples.after(samples.joined(), decision))
    answers.extend([await store.transact(load(example(kind))) for kind in SCOPES])
    answers.append(await store.read_question(MineAsked(community=samples.HERE, at=samples.AT, actor=actor)))
    answers.append(await store.read_addresses(samples.HERE, [(AddressKind.MEMBER, samples.ANA)]))
    answers.append(await store.find_ours(samples.HERE, AddressKind.ROOM, "T-9"))
    answers.append(await store.read_reader(samples.HERE, samples.BEN))
    answers.append(await store.read_community(samples.HERE))
    answers.append(await store.read_people(samples.HERE, "", 2))
    answers.append([await store.next_timer_at(), await store.next_effect_at()])
    due = await store.due_timers(samples.AT + samples.LEASE, 10)
    answers.append(due)
    answers.append(await store.transact(remember_and_consume(due[0])))
    claims = await store.claim_effects(samples.AT, monotonic=1.0, lease=samples.LEASE, limit=3)
    answers.append(claims)
    answers.append(await store.transact(settle(claims[0])))
    await store.postpone(claims[1], samples.AT + samples.LEASE)
    await store.bury(claims[2], "a reason")
    answers.append(await store.next_effect_at())
    await store.forget_old(samples.AT)
    answers.append(await store._read(all_rows))
    assert EffectKey("e0") in {claim.key for claim in claims}
    return answers


def due_check_ins() -> list[CheckInDue]:
    """Return two check-ins."""
    return [
        CheckInDue(community=samples.HERE, at=samples.AT, circle=samples.CIRCLE, member=member, number=1)
        for member in (samples.ANA, samples.BEN)
    ]


def remember_and_consume(timer: DueTimer) -> Any:
    """Return an act that does both, twice."""

    def act(tx: Transaction) -> list[bool]:
        return [tx.remember("k", samples.AT), tx.remember("k", samples.AT), tx.consume(timer), tx.consume(timer)]

    return act


def settle(claim: Claim) -> Any:
    """Return an act that settles a claim twice."""
    return lambda tx: [tx.settle(claim), tx.settle(claim)]


def load(event: AnyEvent) -> Callable[[Transaction], Snapshot]:
    """Return an act that loads an event's snapshot."""
    return lambda tx: tx.load(event)


def all_rows(session: Session) -> dict[str, list[tuple[Value, ...]]]:
    """Return all rows of all tables, without what real time stands in, or a new seal each time."""
    found = {}
    for table in metadata.sorted_tables:
        if table is seals:
            continue
        columns = [column for column in table.columns if column.name != "leased_until"]
        found[table.name] = sorted(map(tuple, session.rows(select(*columns))), key=repr)
    return found
