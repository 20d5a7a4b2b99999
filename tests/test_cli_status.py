"""`circles-bot status`: numbers for the operator, while the bot runs, and nothing that names anybody."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from circles_bot.cli.app import run_command_line
from circles_bot.engine.model import Community
from circles_bot.settings import setting_names
from circles_bot.store import open_store
from circles_bot.store.migrate import upgrade
from tests.contract import samples
from tests.keys import KEY
from tests.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of a migrated database, and set it as the operator's."""
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    server = request.getfixturevalue("postgres_server") if request.param == "postgresql" else None
    address = f"sqlite:///{tmp_path / 'circles.db'}"
    if isinstance(server, PostgresServer):
        address = server.fresh_database()
    upgrade(address)
    monkeypatch.setenv("CIRCLES_DATABASE_URL", address)
    return address


async def test_status_tells_numbers_while_the_bot_runs(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Communities, circles alive, who waits, what is to do; no name, no interest, no id."""
    store = await open_store(url, key=KEY)
    records = samples.kept(*samples.one_of_each())
    await store.transact(lambda tx: tx.save(records))
    await store.transact(samples.after(samples.joined(), samples.to_do(samples.direct("one"), samples.to_room("r"))))

    assert run_command_line(["status", "--json"]) == 0
    told = capsys.readouterr().out
    assert run_command_line(["status"]) == 0
    words = capsys.readouterr().out
    await store.close()

    found = json.loads(told)
    assert (found["communities"], found["waiting"], found["effects_pending"], found["effects_dead"]) == (1, 1, 2, 0)
    assert found["circles"] == sum(1 for record in samples.one_of_each() if type(record).__name__ == "Circle")
    for secret in (samples.ANA, "baseball", "poetry", samples.CIRCLE):
        assert secret not in told + words


async def test_status_tells_when_it_last_looked(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An operator sees at a glance whether the bot lives."""
    looked = datetime(2026, 3, 3, 18, tzinfo=UTC)
    community = Community(id=samples.HERE, platform="sandbox", set_up_at=looked, looked_at=looked, paused_at=looked)
    store = await open_store(url, key=KEY)
    await store.transact(lambda tx: tx.save(samples.kept(community)))
    await store.close()

    assert run_command_line(["status"]) == 0

    out = capsys.readouterr().out
    assert "last looked 2026-03-03 18:00 UTC" in out
    assert "Nothing is due." in out


def test_status_without_a_database_is_a_sentence_with_its_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, nothing created."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CIRCLES_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")

    assert run_command_line(["status"]) == 1

    assert "circles-bot migrate makes it" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()
