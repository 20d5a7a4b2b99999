"""Settings: what is wrong or unknown stops the start with a sentence, and no secret is ever shown."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from circles_bot.engine.errors import ConfigError
from circles_bot.settings import load_settings, setting_names

KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_defaults_serve_a_first_start() -> None:
    """Nothing has to be set."""
    settings = load_settings()

    assert settings.database_url == "sqlite:///circles.db"
    assert (settings.web_host, settings.web_port) == ("127.0.0.1", 8347)
    assert settings.secret_key is None


def test_environment_wins_over_env_file(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One run can differ from what is written down."""
    (empty_folder / ".env").write_text("CIRCLES_WEB_PORT=9001\nCIRCLES_WEB_HOST=127.0.0.2\n")
    monkeypatch.setenv("CIRCLES_WEB_PORT", "9002")

    settings = load_settings()

    assert (settings.web_host, settings.web_port) == ("127.0.0.2", 9002)


def test_empty_value_counts_as_not_set(empty_folder: Path) -> None:
    """A line of .env.example whose value was left empty does no harm."""
    (empty_folder / ".env").write_text("CIRCLES_DISCORD_TOKEN=\nCIRCLES_WEB_PORT=\n")

    settings = load_settings()

    assert settings.discord_token is None
    assert settings.web_port == 8347


@pytest.mark.parametrize("place", ["environment", ".env"])
def test_unknown_name_is_refused_with_the_one_that_is_meant(
    place: str, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped name does not pass for a default, wherever it stands."""
    if place == "environment":
        monkeypatch.setenv("CIRCLES_DATABSE_URL", "sqlite:///x.db")
    else:
        (empty_folder / ".env").write_text("CIRCLES_DATABSE_URL=sqlite:///x.db\n")

    with pytest.raises(ConfigError, match=r"CIRCLES_DATABSE_URL.*did you mean CIRCLES_DATABASE_URL\?"):
        load_settings()


def test_name_like_no_other_is_refused_with_all_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no guess is good, the list helps."""
    monkeypatch.setenv("CIRCLES_XYZ", "1")

    with pytest.raises(ConfigError, match=r"no setting CIRCLES_XYZ: settings are .*CIRCLES_WEB_PORT"):
        load_settings()


def test_other_programs_settings_are_none_of_our_business(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only CIRCLES_ names are looked at."""
    (empty_folder / ".env").write_text("OTHER=1\n")
    monkeypatch.setenv("CIRCLE_OF_FRIENDS", "1")

    load_settings()


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("CIRCLES_WEB_PORT", "eighty", "from 1 to 65535"),
        ("CIRCLES_WEB_PORT", "0", "from 1 to 65535"),
        ("CIRCLES_WEB_PORT", "65536", "from 1 to 65535"),
        ("CIRCLES_WEB_HOST", "http://here", "IP address"),
        ("CIRCLES_LOG_LEVEL", "loud", "debug, info, warning or error"),
        ("CIRCLES_DATABASE_URL", "mysql://db/circles", "postgresql://"),
        ("CIRCLES_DATABASE_URL", "postgresql://", "postgresql://"),
        ("CIRCLES_DATABASE_URL", "circles.db", "sqlite:///"),
        ("CIRCLES_DATABASE_URL", "sqlite:///", "sqlite:///"),
        ("CIRCLES_DATABASE_URL", "sqlite:///:memory:", "sqlite:///"),
        ("CIRCLES_DATABASE_URL", "sqlite:///folder/", "sqlite:///"),
    ],
)
def test_wrong_value_is_told_with_what_is_accepted(
    name: str, value: str, accepted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence names the setting, what was found and what would be right."""
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError) as caught:
        load_settings()

    assert name in str(caught.value)
    assert repr(value) in str(caught.value)
    assert accepted in str(caught.value)


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("CIRCLES_SECRET_KEY", "hunter2hunter2"),
        ("CIRCLES_SECRET_KEY", KEY[:-2]),
        ("CIRCLES_DISCORD_TOKEN", "hunter2 hunter2"),
        ("CIRCLES_SLACK_BOT_TOKEN", "xoxb-hunter2\nhunter2"),
    ],
)
def test_wrong_secret_is_never_quoted(name: str, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in the message, and not in an exception behind it either."""
    monkeypatch.setenv(name, secret)

    with pytest.raises(ConfigError, match=name) as caught:
        load_settings()

    assert secret not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "url", ["mysql://ana:hunter2@db/circles", "postgres://db/circles?password=hunter2", "postgres://ana:hu@nter2@db/x"]
)
def test_password_in_a_wrong_database_url_is_not_quoted(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is shown, its password is not."""
    monkeypatch.setenv("CIRCLES_DATABASE_URL", url)

    with pytest.raises(ConfigError, match=r"://.*\*\*\*") as caught:
        load_settings()

    assert "nter2" not in str(caught.value)


def test_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither repr nor str of the settings gives one away."""
    monkeypatch.setenv("CIRCLES_SECRET_KEY", KEY)
    monkeypatch.setenv("CIRCLES_DISCORD_TOKEN", "hunter2")
    monkeypatch.setenv("CIRCLES_DATABASE_URL", "postgresql://ana:hunter2@db/circles")

    settings = load_settings()

    for shown in (repr(settings), str(settings)):
        assert "hunter2" not in shown
        assert KEY not in shown


def test_settings_cannot_be_changed_later() -> None:
    """What was checked at the start stays."""
    settings = load_settings()

    with pytest.raises(ValidationError):
        settings.web_port = 1


def test_env_file_that_cannot_be_read_is_told(empty_folder: Path) -> None:
    """A broken file is a sentence, not a traceback."""
    (empty_folder / ".env").write_bytes(b"CIRCLES_WEB_HOST=\xff\xfe\n")

    with pytest.raises(ConfigError, match=r"\.env cannot be read"):
        load_settings()
