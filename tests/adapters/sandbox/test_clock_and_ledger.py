"""The clock that can be pushed, the ledger of decisions, and what the sandbox refuses at its start."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from circles_bot.engine.errors import ConfigError
from circles_sandbox.clock import SandboxClock
from circles_sandbox.ledger import RecentLedger
from circles_sandbox.settings import SandboxSettings
from tests.adapters.sandbox.canned_inbox import START


def test_a_frozen_clock_moves_by_pushes_alone() -> None:
    """Pushed by an hour it is an hour later; set to a moment that has passed it stays."""
    clock = SandboxClock(frozen_at=START)

    clock.push(timedelta(hours=1))
    clock.set_to(START)

    assert clock.now() == START + timedelta(hours=1)
    with pytest.raises(ValueError, match="backwards"):
        clock.push(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="aware"):
        SandboxClock(frozen_at=datetime(2026, 5, 4))  # noqa: DTZ001  # what must be refused


def test_a_pushed_clock_stays_pushed_over_a_restart(tmp_path: Path) -> None:
    """Time that has passed in the sandbox has passed."""
    clock = SandboxClock.of(tmp_path)
    clock.push(timedelta(days=10))
    clock.close()

    again = SandboxClock.of(tmp_path)

    assert again.pushed_by == timedelta(days=10)
    assert again.now() - datetime.now(UTC) > timedelta(days=9)
    again.close()


def test_a_clock_tells_whoever_listens() -> None:
    """The page hears that time has passed."""
    clock, heard = SandboxClock(frozen_at=START), [0]

    clock.listen(lambda: heard.append(1))
    clock.set_to(START + timedelta(days=1))

    assert heard == [0, 1]
    assert clock.monotonic() <= clock.monotonic()


def test_the_ledger_keeps_the_last_decisions() -> None:
    """Older ones fade; asking after a number gives what came since."""
    ledger = RecentLedger(kept_entries=3)
    for number in range(5):
        ledger.record(at=START, event="InterestJoined", why=f"reason {number}", changes=["OptIn waiting"])

    assert ledger.latest == 5
    assert [entry.number for entry in ledger.after(0)] == [3, 4, 5]
    assert [entry.why for entry in ledger.after(4)] == ["reason 4"]
    assert not ledger.after(5)
    assert not ledger.after(9)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.org", "::"])  # noqa: S104  # what must be refused
def test_no_other_computer_may_reach_it(host: str) -> None:
    """A host that others could reach stops the start, with the mend."""
    with pytest.raises(ConfigError, match=r"127\.0\.0\.1"):
        SandboxSettings(folder=None, host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.10"])
def test_this_computer_may(host: str) -> None:
    """Every way to name this computer itself is fine."""
    assert SandboxSettings(folder=None, host=host).host == host
