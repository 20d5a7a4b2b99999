"""The key that seals the database: made once, kept privately, never replaced."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from circles_bot.engine.errors import ConfigError
from circles_bot.secret_key import decode_key, key_file, load_secret_key

KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Name a database that is not there yet."""
    return tmp_path / "circles.db"


def test_key_is_made_once_and_kept(database: Path) -> None:
    """The second start gets the key of the first, in a file that only its owner can read."""
    first = load_secret_key(f"sqlite:///{database}")
    second = load_secret_key(f"sqlite:///{database}")

    assert first == second
    assert len(first) == 32
    assert stat.S_IMODE(key_file(database).stat().st_mode) == 0o600
    assert [path.name for path in database.parent.iterdir()] == ["circles.db.key"]


def test_each_database_has_a_key_of_its_own(tmp_path: Path) -> None:
    """Two databases in one folder do not share a key."""
    assert load_secret_key(f"sqlite:///{tmp_path}/a.db") != load_secret_key(f"sqlite:///{tmp_path}/b.db")


def test_many_starts_at_once_get_one_key(database: Path) -> None:
    """Whoever comes second uses what the first one made."""
    with ThreadPoolExecutor(16) as pool:
        keys = list(pool.map(lambda _: load_secret_key(f"sqlite:///{database}"), range(64)))

    assert len(set(keys)) == 1


def test_configured_key_is_used_and_no_file_made(database: Path) -> None:
    """CIRCLES_SECRET_KEY wins, and nothing is written."""
    key = load_secret_key(f"sqlite:///{database}", SecretStr(KEY))

    assert key == b"0123456789abcdef0123456789abcdef"
    assert not key_file(database).exists()


def test_postgresql_needs_the_key_to_be_set() -> None:
    """Several machines could not share a file."""
    with pytest.raises(ConfigError, match=r"CIRCLES_SECRET_KEY is not set.*openssl rand"):
        load_secret_key("postgresql://db/circles")


def test_database_without_its_key_stops_the_start(database: Path) -> None:
    """A new key is not made beside sealed rows that it could not open."""
    database.write_bytes(b"rows")

    with pytest.raises(ConfigError, match=r"circles\.db\.key is not.*stays closed"):
        load_secret_key(f"sqlite:///{database}")

    assert not key_file(database).exists()


@pytest.mark.parametrize("content", [b"", b"c2hvcnQ=\n", b"\xff\xfe", KEY[:20].encode()])
def test_damaged_key_file_stops_the_start(content: bytes, database: Path) -> None:
    """The sentence names the file and quotes nothing of it."""
    key_file(database).write_bytes(content)

    with pytest.raises(ConfigError, match=r"circles\.db\.key does not hold") as caught:
        load_secret_key(f"sqlite:///{database}")

    assert KEY[:20] not in str(caught.value)


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The sentence names the place."""
    with pytest.raises(ConfigError, match="cannot be kept in"):
        load_secret_key(f"sqlite:///{tmp_path}/nowhere/circles.db")


def test_both_base64_alphabets_are_read() -> None:
    """A key made by whatever tool works."""
    assert decode_key("-_-_" * 10 + "-_8=") == decode_key("+/+/" * 10 + "+/8=")
