"""Skipped tests are said at the end of a run, with their reasons; with CI=true a skip is a failure.

A test that skips where it should have run looks green and proves nothing. What may still skip in CI are tests of data
that the project may not contain: their reason begins with ``TEST_SHARED_DIR``.
"""

import os
from collections.abc import Generator

import pytest

ALLOWED_IN_CI = "TEST_SHARED_DIR"
REASON_START = "Skipped: "


def nothing_may_skip() -> bool:
    """Tell whether this run is one in which every test has to run."""
    return os.environ.get("CI", "").lower() == "true"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make a skipped test a failed one where nothing may skip."""
    report = yield
    if not hasattr(report, "wasxfail"):
        _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Make a module that skipped as a whole a failed one where nothing may skip."""
    report = yield
    _forbid_skip(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which reasons kept how many tests from running."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.getreports("skipped"):
        reason = _reason(report)
        reasons[reason] = reasons.get(reason, 0) + 1
    if reasons:
        terminalreporter.section("skipped, and why")
        for reason, number in sorted(reasons.items()):
            terminalreporter.write_line(f"{number} × {reason}")


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that quotes its reason, in CI only."""
    if report.skipped and nothing_may_skip() and not _reason(report).startswith(ALLOWED_IN_CI):
        reason = _reason(report)
        report.outcome = "failed"
        report.longrepr = f"skipped, and with CI=true nothing may skip: {reason}"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test was skipped."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix(REASON_START)
