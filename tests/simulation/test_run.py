"""A whole run: its numbers are there, are the same again, and nothing is broken."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from circles_bot.members_file import MemberRow, load_members
from circles_bot.simulation.report import Report
from circles_bot.simulation.run import Limits
from circles_bot.simulation.synthetic import synthetic_community
from tests.simulation.runs import live

PEOPLE, WEEKS = 24, 10
KEYS = {
    "members", "opt_ins", "circles_opened", "circle_sizes", "seated_share", "offered_share", "waited_days_p50",
    "waited_days_p95", "repeat_pair_share", "prompts_sent", "direct_messages_sent",
    "direct_messages_per_member_week_max", "check_ins_sent", "check_ins_answered", "promises_broken",
    "hard_rules_broken", "events", "statements_per_event_max", "wall_seconds",
}  # fmt: skip
"""What issue 5 asks for at least."""
AGAIN = f"""
import json, sys, tempfile
from pathlib import Path
from circles_bot.simulation.synthetic import synthetic_community
from tests.simulation.runs import live
with tempfile.TemporaryDirectory() as folder:
    report = live(Path(sys.argv[1]), Path(folder), synthetic_community({PEOPLE}, 1), weeks={WEEKS})
    print(json.dumps(report.as_json()))
"""


@pytest.fixture(scope="module")
def report(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Let two dozen people live for a season and two weeks."""
    folder = tmp_path_factory.mktemp("simulation")
    return live(migrated_file, folder, synthetic_community(PEOPLE, 1), weeks=WEEKS)


def test_the_report_has_every_number(report: Report) -> None:
    """Nobody who reads the JSON looks for a key in vain, and what is counted fits together."""
    found = report.as_json()

    assert found.keys() >= KEYS
    assert found["members"] == PEOPLE
    assert sum(report.circle_sizes.values()) == report.circles_opened > 3
    assert report.check_ins_sent >= report.check_ins_answered > 0
    assert report.direct_messages_sent > report.check_ins_sent
    assert report.prompts_sent > 0
    assert len(report.days) == 7 * WEEKS
    assert json.loads(json.dumps(found)) == found


def test_every_promise_and_hard_rule_is_kept(report: Report) -> None:
    """In a run of the bot as it is nothing is found broken, and no bounded act costs more than eight statements."""
    assert not report.promises_broken
    assert not report.hard_rules_broken
    assert report.is_whole
    assert 1 <= report.statements_per_event_max <= 8
    assert report.direct_messages_per_member_week_max <= 2


def test_the_same_seed_gives_the_same_numbers(report: Report, migrated_file: Path) -> None:
    """In another process too, where sets have another order."""
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", AGAIN, str(migrated_file)]
    again = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)

    assert json.loads(again.stdout) == report.as_json()


def test_another_seed_is_another_life(report: Report, migrated_file: Path, tmp_path: Path) -> None:
    """The seed is what makes people do what they do."""
    other = live(migrated_file, tmp_path, synthetic_community(PEOPLE, 1), weeks=2, seed=2)

    assert [day.seated for day in other.days] != [day.seated for day in report.days[:14]]


def test_what_the_file_says_of_people_is_kept(migrated_file: Path, tmp_path: Path) -> None:
    """Languages, avoided people, circles at once and unknown hours reach the bot the way people say them."""
    rows = [
        MemberRow(
            member=f"p{number}",
            timezone=None if number == 5 else "Europe/Lisbon",
            interests=("Books", "books ", "zines") if number % 2 else ("books", "Zines"),
            languages=("en",) if number < 8 else ("pt",),
            avoid=("p1", "nobody here") if number == 2 else (),
            capacity=(1, 2, 0)[number % 3],
        )
        for number in range(16)
    ]

    report = live(migrated_file, tmp_path, rows, weeks=3)

    assert report.is_whole
    assert report.circles_opened > 1
    assert report.opt_ins == 2 * len(rows)


def test_a_platforms_limits_are_kept_where_asked_for(migrated_file: Path, tmp_path: Path) -> None:
    """With two first messages an hour fewer are offered a circle in the first days."""
    rows = synthetic_community(PEOPLE, 1)

    free = live(migrated_file, tmp_path, rows, weeks=1)
    limited = live(migrated_file, tmp_path, rows, weeks=1, limits=Limits("slack", 0))

    assert limited.direct_messages_sent == 0 < free.direct_messages_sent
    assert limited.is_whole


@pytest.mark.skipif(
    not (Path(os.environ.get("TEST_SHARED_DIR", "../shared")) / "data" / "young-people.csv").exists(),
    reason="TEST_SHARED_DIR: a real community's interests are not there",
)
def test_a_real_community_can_be_read() -> None:
    """The file of real interests that the figures are measured on is one that the simulator takes."""
    rows = load_members(Path(os.environ.get("TEST_SHARED_DIR", "../shared")) / "data" / "young-people.csv")

    assert len(rows) == 987
