"""The members' file: what it may hold, and that each wrong line is named."""

import re
from pathlib import Path

import pytest

from circles_bot.engine.errors import ConfigError
from circles_bot.members_file import MemberRow, load_members, read_members

HEADER = "member,timezone,interests\n"
WHOLE = "member,timezone,interests,asks,offers,languages,avoid,capacity\n"


def test_the_three_needed_columns_are_enough() -> None:
    """Who is only in the needed columns gets the defaults."""
    rows = read_members(HEADER + "ana,Europe/Lisbon,baseball|books\n")

    assert rows == (MemberRow(member="ana", timezone="Europe/Lisbon", interests=("baseball", "books")),)


def test_every_column_is_read_in_any_order() -> None:
    """Columns may stand in any order, and several of something stand in one cell."""
    rows = read_members(
        "capacity,member,avoid,interests,languages,timezone,offers,asks\n"
        '2,ana,ben|cleo,"zines, small|books",EN|pt-BR,Europe/Lisbon,printing,binding | paper\n'
        ",ben,,books,,,,\n,cleo,,books,,,,\n"
    )

    assert rows[:1] == (
        MemberRow(
            member="ana",
            timezone="Europe/Lisbon",
            interests=("zines, small", "books"),
            asks=("binding", "paper"),
            offers=("printing",),
            languages=("en", "pt"),
            avoid=("ben", "cleo"),
            capacity=2,
        ),
    )


def test_an_empty_time_zone_means_that_hours_are_not_known() -> None:
    """People without hours are people all the same; empty lines are nobody."""
    rows = read_members(HEADER + "\nana,,books\n\n")

    assert [row.timezone for row in rows] == [None]


def test_a_file_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """The mark that spreadsheets put before the first word, and their ends of lines, are no part of it."""
    file = tmp_path / "members.csv"
    file.write_bytes(b"\xef\xbb\xbfMember,Timezone,Interests\r\nana,UTC,books\r\n")

    assert [row.member for row in load_members(file)] == ["ana"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: the first line must name the columns; it lacks member, timezone, interests"),
        ("member,interests\nana,books\n", "line 1: the first line must name the columns; it lacks timezone"),
        ("member,timezone,interests,age\n", "line 1: no column is called 'age'"),
        ("member,timezone,interests,member\n", "line 1: the column member is there twice"),
        (HEADER, "line 1: nobody follows"),
        (HEADER + "ana,UTC,books\nben,UTC\n", "line 3: 2 columns where the first line has 3"),
        (HEADER + ",UTC,books\n", "line 2: member must be"),
        (HEADER + "ana,Atlantis,books\n", "line 2: timezone must be one such as Europe/Amsterdam, found 'Atlantis'"),
        (HEADER + "ana,America,books\n", "line 2: timezone"),
        (HEADER + "ana,UTC, | \n", "line 2: 'ana' has no interests"),
        (HEADER + "ana,UTC,books\n\nana,UTC,zines\n", "line 4: member 'ana' is on line 2 already"),
        (WHOLE + "ana,UTC,books,,,english,,\n", "line 2: languages must be codes such as en, found 'english'"),
        (WHOLE + "ana,UTC,books,,,,ben|ana,\n", "line 2: 'ana' cannot avoid themselves"),
        (WHOLE + "ana,UTC,books,,,,bne,\nben,UTC,books,,,,,\n", "line 2: 'ana' avoids 'bne', who is not in the file"),
        (WHOLE + "ana,UTC,books,,,,,many\n", "line 2: capacity must be a number from 0 to 5, found 'many'"),
        (WHOLE + "ana,UTC,books,,,,,6\n", "line 2: capacity"),
        (WHOLE + "ana,UTC,books,,,,,²\n", "line 2: capacity"),
        (HEADER + '"an\na",UTC,books\nben,Nowhere,books\n', "line 4: timezone must be"),
        (HEADER + 'ana,UTC,"books\n', "line 2: this is no line of a CSV file"),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(text: str, says: str) -> None:
    """Whoever wrote the file can mend it: the line, what was found, what is accepted."""
    with pytest.raises(ConfigError) as found:
        read_members(text)

    assert str(found.value).startswith(says)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """No file, a folder, and bytes that are no text are each an answer; a wrong line is said with its file."""
    binary, wrong = tmp_path / "binary.csv", tmp_path / "wrong.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    wrong.write_text(HEADER + "ana,Atlantis,books\n")

    for path, says in (
        (tmp_path / "none.csv", "cannot be read"),
        (tmp_path, "cannot be read"),
        (binary, "is not UTF-8 text"),
        (wrong, f"{wrong}, line 2: timezone must be"),
    ):
        with pytest.raises(ConfigError, match=re.escape(says)):
            load_members(path)
