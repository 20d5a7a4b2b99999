"""The command line: every error is a sentence with its mend, and what is not needed is not loaded."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from circles_bot import __version__
from circles_bot.cli import app as cli
from circles_bot.cli.app import run_command_line
from circles_bot.cli.serving import serve
from circles_bot.engine.errors import ConfigError, StoreError
from circles_bot.settings import setting_names

COMMANDS = (
    "run", "sandbox", "simulate", "migrate", "status", "export-member", "forget-member", "doctor", "version"
)  # fmt: skip
CIRCLES_BOT = (sys.executable, "-m", "circles_bot")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Listen on a port, so that nobody else can."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has to guess."""
    assert run_command_line([command, "--help"]) == 0

    assert re.search(rf"Example:.*circles-bot {command}", capsys.readouterr().out)


def test_help_is_shown_without_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The first thing that anybody types answers."""
    assert run_command_line([]) == 0

    out = capsys.readouterr().out
    assert all(command in out for command in COMMANDS)


def test_version_prints_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    """One line, for a bug report."""
    assert run_command_line(["--version"]) == 0
    assert run_command_line(["version"]) == 0
    assert capsys.readouterr().out == f"circles-bot {__version__}\n" * 2


@pytest.mark.parametrize(
    "arguments", [["nope"], ["run", "--nope"], ["sandbox", "--port", "abc"], ["sandbox", "--port", "-1"]]
)
def test_wrong_usage_exits_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Scripts can tell a typing mistake from a failure."""
    assert run_command_line(arguments) == 2
    assert "Error" in capsys.readouterr().err


def test_run_without_tokens_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    """And what works without any."""
    assert run_command_line(["run"]) == 1

    err = capsys.readouterr().err
    assert "CIRCLES_DISCORD_TOKEN" in err
    assert "CIRCLES_SLACK_BOT_TOKEN" in err
    assert "circles-bot sandbox" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("tokens", "says"),
    [
        ({"CIRCLES_SLACK_BOT_TOKEN": "x"}, "CIRCLES_SLACK_APP_TOKEN"),
        ({"CIRCLES_SLACK_APP_TOKEN": "x"}, "no CIRCLES_SLACK_BOT_TOKEN"),
        ({"CIRCLES_SLACK_CLIENT_ID": "x", "CIRCLES_SLACK_SIGNING_SECRET": "x"}, "CIRCLES_SLACK_CLIENT_SECRET"),
    ],
)
@pytest.mark.parametrize("command", ["run", "start"])
def test_run_with_tokens_says_what_is_missing(
    command: str, tokens: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half of Slack's tokens start nothing: the other half is named."""
    for name, token in tokens.items():
        monkeypatch.setenv(name, token)

    assert run_command_line([command]) == 1
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("command", [["run"], ["start"], ["sandbox"], ["migrate"], ["migrate", "--check"]])
def test_wrong_setting_stops_every_start(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is made."""
    monkeypatch.setenv("CIRCLES_WEB_PROT", "1")

    assert run_command_line(command) == 1

    assert "did you mean CIRCLES_WEB_PORT" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_migrate_makes_a_database_once_and_check_follows(capsys: pytest.CaptureFixture[str]) -> None:
    """Absent, made, current: each time the sentence and the exit code agree."""
    assert run_command_line(["migrate", "--check"]) == 1
    assert "There is no database circles.db yet" in capsys.readouterr().out
    assert list(Path().iterdir()) == []

    assert run_command_line(["migrate"]) == 0
    assert "circles.db is now current" in capsys.readouterr().out

    assert run_command_line(["migrate", "--check"]) == 0
    assert "circles.db is current" in capsys.readouterr().out

    assert run_command_line(["migrate"]) == 0
    assert "nothing to do" in capsys.readouterr().out
    assert Path("circles.db.key").exists()


def test_migrate_reads_the_place_from_env_file(folder: Path) -> None:
    """The file in the working folder counts."""
    (folder / ".env").write_text(f"CIRCLES_DATABASE_URL=sqlite:///{folder}/other.db\n")

    assert run_command_line(["migrate"]) == 0
    assert (folder / "other.db").exists()


@pytest.mark.parametrize("command", ["migrate", "doctor"])
def test_file_that_is_no_database_is_a_sentence(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody's letter is left as it is."""
    (folder / "circles.db").write_text("Dear Ana, " * 1000)
    (folder / "circles.db.key").write_text("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")

    assert run_command_line([command]) == 1

    said = capsys.readouterr()
    assert "circles.db" in said.out + said.err
    assert "Traceback" not in said.out + said.err
    assert "unexpected" not in said.out + said.err
    assert (folder / "circles.db").read_text() == "Dear Ana, " * 1000


def test_doctor_is_content_with_an_empty_folder_and_leaves_it_empty(capsys: pytest.CaptureFixture[str]) -> None:
    """Looking changes nothing."""
    os.environ["CIRCLES_WEB_PORT"] = "18347"
    try:
        code = run_command_line(["doctor"])
    finally:
        del os.environ["CIRCLES_WEB_PORT"]

    assert (code, capsys.readouterr().out.splitlines()[-1]) == (0, "All is well.")
    assert list(Path().iterdir()) == []


def test_doctor_names_each_thing_to_mend(
    taken_port: int, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of them in one go, each with its mend."""
    monkeypatch.setenv("CIRCLES_WEB_PORT", str(taken_port))
    monkeypatch.setenv("CIRCLES_DATABASE_URL", f"sqlite:///{folder}/nowhere/circles.db")
    monkeypatch.setenv("CIRCLES_DISCORD_TOKEN", "hunter2")

    assert run_command_line(["doctor"]) == 1

    out = capsys.readouterr().out
    mends = [line for line in out.splitlines() if line.startswith("MEND")]
    assert len(mends) == 3
    assert str(taken_port) in out
    assert "nowhere" in out
    assert "hunter2" not in out


def test_doctor_finds_a_lost_or_open_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A key file that others can read, and one that is gone."""
    run_command_line(["migrate"])
    (folder / "circles.db.key").chmod(0o644)

    assert run_command_line(["doctor"]) == 1
    assert "chmod 600" in capsys.readouterr().out

    (folder / "circles.db.key").unlink()

    assert run_command_line(["doctor"]) == 1
    assert "stays closed" in capsys.readouterr().out


def test_postgresql_is_migrated_and_examined_too(
    postgres_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same commands, with the key in the environment and nothing kept in the folder."""
    monkeypatch.setenv("CIRCLES_DATABASE_URL", postgres_url)
    monkeypatch.setenv("CIRCLES_WEB_PORT", "18349")

    assert run_command_line(["migrate"]) == 1
    assert "CIRCLES_SECRET_KEY is not set" in capsys.readouterr().err

    monkeypatch.setenv("CIRCLES_SECRET_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")

    assert run_command_line(["doctor"]) == 1
    assert run_command_line(["migrate", "--check"]) == 1
    assert run_command_line(["migrate"]) == 0
    assert run_command_line(["migrate", "--check"]) == 0
    assert run_command_line(["doctor"]) == 0
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("command", ["migrate", "doctor"])
def test_postgresql_that_does_not_answer_is_a_sentence_without_its_password(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody listens at port 1."""
    monkeypatch.setenv("CIRCLES_DATABASE_URL", "postgresql://ana:hunter2@127.0.0.1:1/circles")
    monkeypatch.setenv("CIRCLES_SECRET_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")

    assert run_command_line([command]) == 1

    said = capsys.readouterr()
    assert "hunter2" not in said.out + said.err
    assert "unexpected" not in said.out + said.err
    assert "CIRCLES_DATABASE_URL" in said.out + said.err


def test_doctor_survives_wrong_settings(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What does not need them is still checked."""
    monkeypatch.setenv("CIRCLES_WEB_PORT", "none")

    assert run_command_line(["doctor"]) == 1
    assert re.search(r"ok +Python.*MEND +CIRCLES_WEB_PORT is 'none'", capsys.readouterr().out, re.DOTALL)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(StoreError("The disk is full: make room."), "The disk is full: make room."), (KeyError("Ana"), "KeyError")],
)
def test_error_becomes_a_sentence(
    error: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ours are told as they are; of others only the kind, and how to see more."""

    def fail() -> None:
        raise error

    monkeypatch.setattr(cli, "_load_settings", fail)

    assert run_command_line(["run"]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert "Ana" not in said
    assert ("--traceback" in said) == isinstance(error, KeyError)

    with pytest.raises(type(error)):
        run_command_line(["run", "--traceback"])


def test_ctrl_c_before_the_loop_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An impatient person gets no traceback."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_load_settings", interrupt)

    assert run_command_line(["run"]) in (1, 130)
    assert "Traceback" not in capsys.readouterr().err


def test_port_that_is_taken_becomes_a_sentence(taken_port: int) -> None:
    """With the way out."""

    async def listen() -> None:
        import asyncio

        await asyncio.start_server(lambda *_: None, "127.0.0.1", taken_port)

    with pytest.raises(ConfigError, match="in use"):
        serve(listen())


def test_version_loads_nothing_heavy() -> None:
    """A command loads what it needs only."""
    program = "import sys; from circles_bot.cli.app import run_command_line as r; r(['version']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    heavy = {
        "sqlalchemy",
        "alembic",
        "aiohttp",
        "pydantic_settings",
        "structlog",
        "psycopg",
        "asyncio",
        "rich",
        "fluent",
    }
    assert heavy & set(loaded) == set()


@pytest.fixture
def sandbox() -> Iterator[subprocess.Popen[str]]:
    """Start the sandbox as a person would, on any free port."""
    command = [*CIRCLES_BOT, "sandbox", "--port", "0", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    """Wait for the sandbox to say where it is."""
    found: Any = re.search(r"http://\S+", (process.stdout or pytest.fail("no output")).readline())
    assert found, (process.stderr or pytest.fail("no output")).read()
    return str(found.group())


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_sandbox_answers_where_it_says_and_ends_quietly(end: signal.Signals, sandbox: subprocess.Popen[str]) -> None:
    """The address is good the moment it is printed; Ctrl-C and a service manager end it without a traceback."""
    with urlopen(_address(sandbox)) as page:
        assert page.status == 200

    sandbox.send_signal(end)
    _, err = sandbox.communicate(timeout=15)

    assert sandbox.returncode == 0
    assert "Traceback" not in err
