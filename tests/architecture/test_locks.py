"""The locks pin everything by hash, say nothing of where it comes from, and agree with each other."""

import re
import tomllib

import pytest

from tests.architecture.sources import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_no_address(lock: str) -> None:
    """Whoever installs decides where from."""
    text = (ROOT / lock).read_text()

    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted|@ |^-", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    """An exchanged file is refused."""
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    pins = [entry for entry in entries if not entry.startswith("#")]

    assert pins
    assert all(PIN.match(entry) and "--hash=sha256:" in entry for entry in pins)


def test_test_lock_holds_what_the_run_lock_does() -> None:
    """What is tested is what runs."""
    run, test = (_pins(lock) for lock in LOCKS)

    assert run.items() <= test.items()


def test_locks_hold_every_direct_requirement() -> None:
    """A requirement that was added without scripts/lock is noticed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert _names(project["dependencies"]) <= _pins("requirements.lock").keys()
    assert _names(project["optional-dependencies"]["test"]) <= _pins("requirements-test.lock").keys()


def _pins(lock: str) -> dict[str, str]:
    """Return the version of each package."""
    matches = (PIN.match(line) for line in (ROOT / lock).read_text().splitlines())
    return {match[1]: match[2] for match in matches if match}


def _names(requirements: list[str]) -> set[str]:
    """Return the packages' names as a lock writes them."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ;]", one)[0]).lower() for one in requirements}
