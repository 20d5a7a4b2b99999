"""`circles-bot match`: circles for the people of a file, and a clear sentence for whatever is wrong in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from circles_bot.cli.app import run_command_line

HEAD = "member,timezone,interests"
EIGHT = "\n".join([HEAD, *(f"p{number},Europe/Madrid,Zines|baseball" for number in range(8))])


@pytest.fixture
def members(tmp_path: Path) -> Path:
    """Return a file of eight people who are alike."""
    path = tmp_path / "people.csv"
    path.write_text(EIGHT, encoding="utf-8")
    return path


def matched(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Return what a match prints as JSON, and nothing else."""
    assert run_command_line(["match", "--json", "-", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the one sentence with which a match is refused."""
    assert run_command_line(["match", *arguments]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    return told.err


def test_match_prints_one_json_object(members: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Circles with their interest and why, who is left out, the cost's parts: the shape that others may rely on."""
    found = matched(capsys, "--members", str(members), "--seed", "7")

    assert list(found) == ["seed", "circles", "left_out", "cost", "seconds"]
    assert (found["seed"], found["left_out"]) == (7, [])
    assert [len(circle["members"]) for circle in found["circles"]] == [4, 4]
    assert {circle["why"].split(" who")[0] for circle in found["circles"]} == {"four people"}
    assert found["circles"][0]["why"].endswith("none of whom have met; 13 waking hours in common")
    assert found["cost"] == {"total": 0, "met": 0, "hours": 0, "asks": 0, "offers": 0, "size": 0, "left_out": 0}


def test_history_mixes_the_circles(members: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What one round wrote, the next one reads: of each new circle two come from each old one."""
    first = tmp_path / "first.json"
    assert run_command_line(["match", "--members", str(members), "--json", str(first)]) == 0
    old = [set(circle["members"]) for circle in json.loads(first.read_text(encoding="utf-8"))["circles"]]

    found = matched(capsys, "--members", str(members), "--history", str(first))

    assert {len(old[0] & set(circle["members"])) for circle in found["circles"]} == {2}
    assert "most of whom haven't met" in found["circles"][0]["why"]


def test_who_was_left_out_before_comes_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Seven for one circle of at most six: the one that the last two rounds left out is in it this time."""
    path, past = tmp_path / "people.csv", tmp_path / "past.json"
    path.write_text("\n".join([HEAD, *(f"p{number},,zines" for number in range(7))]), encoding="utf-8")
    past.write_text(json.dumps({"circles": [], "left_out": [{"member": "p3"}]}), encoding="utf-8")

    found = matched(capsys, "--members", str(path), "--history", str(past), "--history", str(past), "--sizes", "5-6-6")

    assert "p3" in found["circles"][0]["members"]
    assert [left["reason"] for left in found["left_out"]] == ["no_seat_left"]


def test_who_is_left_out_hears_what_would_help(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second interest that five others have with theirs is named; with four, nothing is said of them."""
    path = tmp_path / "people.csv"
    both = [f"p{number},,letterpress|zines" for number in range(5)]
    alone = ["ana,,zines", "ben,,knitting", "p8,,zines|Knitting", *(f"q{number},,letterpress" for number in range(3))]
    avoiding = [f"{line}," for line in (*both, *alone)]
    avoiding[5] = "ana,,zines,p0|p1|p2|p3|p4|p8"
    path.write_text("\n".join([f"{HEAD},avoid", *avoiding]), encoding="utf-8")

    left = {one["member"]: one for one in matched(capsys, "--members", str(path))["left_out"]}

    assert left["ana"]["reason"] == "nobody_to_sit_with"
    assert left["ana"]["would_help"] == "add another interest: people who follow zines often like letterpress"
    assert left["ben"]["would_help"] == "a few more people who follow the same: a circle needs 3"


def test_all_columns_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Languages and avoidances keep apart, whoever wrote them; capacity makes room for two."""
    path = tmp_path / "people.csv"
    rows = [
        *(f"en{number},Europe/Madrid,zines|tea,a thesis,,en,,2" for number in range(4)),
        *(f"es{number},Europe/Madrid,zines|tea,,A  THESIS,es|en,,1" for number in range(4)),
        "fr,Europe/Madrid,zines,,,fr,,1",
        "no,Europe/Madrid,zines,,,en,,0",
    ]
    path.write_text("\n".join([f"{HEAD},asks,offers,languages,avoid,capacity", *rows]), encoding="utf-8")

    found = matched(capsys, "--members", str(path))

    assert {left["member"]: left["reason"] for left in found["left_out"]} == {
        "fr": "nobody_to_sit_with",
        "no": "no_seat_to_spare",
    }


def test_asks_meet_offers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two offer what the others ask: each sits with some of those, and where nobody offers it, that has its cost."""
    path = tmp_path / "people.csv"
    rows = [
        *(f"a{number},,zines,a thesis," for number in range(6)),
        *(f"o{number},,zines,,A  THESIS" for number in "12"),
    ]
    text = "\n".join([f"{HEAD},asks,offers", *rows])
    path.write_text(text, encoding="utf-8")
    met = matched(capsys, "--members", str(path))
    path.write_text(text.replace("A  THESIS", "tea"), encoding="utf-8")
    unmet = matched(capsys, "--members", str(path))

    assert [sum(member[0] == "o" for member in circle["members"]) for circle in met["circles"]] == [1, 1]
    assert met["cost"]["asks"] == 0 < unmet["cost"]["asks"]


def test_match_in_words_ends_with_the_sum(members: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json it is told in words."""
    assert run_command_line(["match", "--members", str(members), "--seed", "3"]) == 0

    told = capsys.readouterr().out
    assert "four people who follow" in told
    assert "2 circles, 8 people in them, 0 left out; 0 points" in told
    assert told.endswith("with seed 3.\n")


def test_a_bad_row_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong, where, and nothing is done (tests/test_members_file.py has each thing that may be wrong)."""
    path, target = tmp_path / "people.csv", tmp_path / "round.json"
    path.write_text(f"{HEAD}\na,UTC,zines\nb,Mars/Olympus,zines", encoding="utf-8")

    told = refused(capsys, "--members", str(path), "--json", str(target))

    assert "people.csv, line 3: timezone must be" in told
    assert told.endswith("Nothing was done.\n")
    assert not target.exists()


def test_fewer_than_three_people_are_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two people are no circle."""
    path = tmp_path / "people.csv"
    path.write_text(f"{HEAD}\na,UTC,zines\nb,UTC,zines\n", encoding="utf-8")

    assert "has 2 people: a circle needs at least 3" in refused(capsys, "--members", str(path))


@pytest.mark.parametrize("sizes", ["4-3-6", "1-2-3", "3-4", "3-4-9", "a-b-c", "3-4-6-8", ""])
def test_sizes_that_cannot_work_are_told_so(sizes: str, members: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence says what can."""
    assert "as in 3-4-6, from 2 to 8" in refused(capsys, "--members", str(members), "--sizes", sizes)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"circles": 3}', '{"circles": [{"members": [1, 2]}]}', '{"circles": [{"members": "ab"}]}']
)
def test_a_history_that_is_no_round_is_told_so(
    text: str, members: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is named."""
    past = tmp_path / "past.json"
    past.write_text(text, encoding="utf-8")

    assert "past.json is no round" in refused(capsys, "--members", str(members), "--history", str(past))


def test_files_that_are_not_there_or_no_text_are_told_so(
    members: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback for a slip in a name, nor for another encoding."""
    members.write_bytes(f"{HEAD}\na,UTC,caf\xe9".encode("latin-1"))

    assert "is not UTF-8 text" in refused(capsys, "--members", str(members))
    assert "cannot be read (No such file" in refused(capsys, "--members", str(tmp_path / "none.csv"))


def test_everybody_avoiding_everybody_is_a_round_without_circles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be done leaves people out, and is no error."""
    path = tmp_path / "people.csv"
    ids = ["a", "b", "c", "d"]
    rows = [f"{one},,zines,{'|'.join(other for other in ids if other != one)}" for one in ids]
    path.write_text("\n".join([f"{HEAD},avoid", *rows]), encoding="utf-8")

    found = matched(capsys, "--members", str(path))

    assert found["circles"] == []
    assert {left["reason"] for left in found["left_out"]} == {"nobody_to_sit_with"}
