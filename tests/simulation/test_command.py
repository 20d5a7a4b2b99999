"""``circles-bot simulate``: what cannot be simulated is said before anything is done; what was asked for is written."""

import json
from pathlib import Path

import pytest

from circles_bot.cli import simulating
from circles_bot.cli.app import run_command_line
from circles_bot.simulation.report import Report
from tests.simulation.test_page import REPORT

HEADER = "member,timezone,interests\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def finished(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run be over at once."""

    def at_once(_plan: object) -> Report:
        return REPORT

    monkeypatch.setattr(simulating, "_run", at_once)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("", "either --members FILE.csv or --synthetic N"),
        ("--synthetic 30 --members people.csv", "either --members FILE.csv or --synthetic N"),
        ("--synthetic 2", "from 3 to 100000, found 2"),
        ("--synthetic 1000000", "found 1000000"),
        ("--members none.csv", "none.csv cannot be read"),
        ("--members two.csv", "A circle needs 3 people, and here are 2"),
        ("--members wrong.csv", "wrong.csv, line 3: timezone must be one such as Europe/Amsterdam, found 'Atlantis'"),
        ("--members long.csv", "An interest of 'c' cannot be used: it must have 1 to 80 characters"),
        ("--synthetic 30 --limits mars", "--limits is discord or slack, found 'mars'"),
        ("--synthetic 30 --carry-on 90", "must add up to 100 %, found 140"),
        ("--synthetic 30 --json nowhere/at/all.json", "nowhere/at/all.json cannot be written"),
    ],
)
def test_what_cannot_be_simulated_is_said_and_nothing_is_done(
    arguments: str, says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence with its mend, and an exit code that a script can see."""
    (folder / "two.csv").write_text(HEADER + "a,UTC,books\nb,UTC,books\n")
    (folder / "wrong.csv").write_text(HEADER + "a,UTC,books\nb,Atlantis,books\nc,UTC,books\n")
    (folder / "long.csv").write_text(HEADER + f"a,UTC,books\nb,UTC,books\nc,UTC,{'x' * 81}\n")
    before = sorted(folder.iterdir())

    code = run_command_line(["simulate", "--weeks", "2", *arguments.split()])

    told = capsys.readouterr()
    assert code == 1
    assert says in told.err
    assert not told.out
    assert sorted(folder.iterdir()) == before


def test_a_rate_outside_its_range_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The command line itself says what is accepted."""
    assert run_command_line(["simulate", "--weeks", "2", "--synthetic", "30", "--accept", "170"]) == 2
    assert "--accept" in capsys.readouterr().err


@pytest.mark.usefixtures("finished")
def test_the_numbers_may_be_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """With - there is JSON on stdout and nothing else."""
    assert run_command_line(["simulate", "--weeks", "2", "--synthetic", "30", "--json", "-"]) == 0

    assert json.loads(capsys.readouterr().out) == REPORT.as_json()


@pytest.mark.usefixtures("finished")
def test_files_are_written_and_a_summary_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page and the numbers go where they were asked for; a person reads the gist."""
    arguments = ["--json", "numbers.json", "--html", "page.html"]
    assert run_command_line(["simulate", "--weeks", "2", "--synthetic", "30", *arguments]) == 0

    assert json.loads((folder / "numbers.json").read_text()) == REPORT.as_json()
    assert (folder / "page.html").read_text().startswith("<!doctype html>")
    assert "97.3 % of those who could found a circle" in capsys.readouterr().out


def test_a_whole_run_from_the_command_line(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a file of people to numbers, with a bar on a terminal and nothing left behind."""
    people = "".join(f"p{number},Europe/Lisbon,books|zines\n" for number in range(8))
    (folder / "people.csv").write_text(HEADER + people)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)

    code = run_command_line(["simulate", "--members", "people.csv", "--weeks", "1", "--json", "-"])

    told = capsys.readouterr()
    assert code == 0
    assert json.loads(told.out)["members"] == 8
    assert "week 1 of 1" in told.err
    assert [path.name for path in folder.iterdir()] == ["people.csv"]
