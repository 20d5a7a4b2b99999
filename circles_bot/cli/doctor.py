"""`circles-bot doctor`: what could keep this installation from working, each in one line with its mend."""

import asyncio
import platform
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from circles_bot.cli.databases import check_database, require_writable, shown
from circles_bot.cli.platforms import has_tokens, require_platforms
from circles_bot.database_url import sqlite_file
from circles_bot.engine.errors import CirclesError, ConfigError
from circles_bot.engine.ids import CommunityId
from circles_bot.ports.adapters import Finding
from circles_bot.secret_key import key_file, load_secret_key
from circles_bot.settings import Settings, load_settings

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 35)  # the first with RETURNING
ONE_DAY_SECONDS = 86_400
FAR_FUTURE_SECONDS = 4_102_444_800  # the year 2100


def examine() -> tuple[Finding, ...]:
    """Look at everything, in the order in which it would fail; nothing is created or changed."""
    findings = [_finding(check) for check in (_python, _sqlite, _clock, _time_zones)]
    try:
        settings = load_settings()
    except CirclesError as error:
        return (*findings, Finding(is_well=False, text=str(error)))
    findings.append(Finding(is_well=True, text="The settings are understood."))
    return (
        *findings,
        *(_finding(check) for check in _checks_of(settings)),
        *_on_discord(settings),
        *_on_slack(settings),
    )


def _finding(check: Callable[[], str]) -> Finding:
    """Run one check: it returns what is well, or raises what must be mended."""
    try:
        return Finding(is_well=True, text=check())
    except CirclesError as error:
        return Finding(is_well=False, text=str(error))


def _checks_of(settings: Settings) -> Iterator[Callable[[], str]]:
    """Yield the checks that depend on the settings."""
    yield lambda: _words(settings)
    yield lambda: _database(settings)
    yield lambda: _key(settings)
    yield lambda: _port(settings)
    yield lambda: _platforms(settings)


def _python() -> str:
    """Check Python itself."""
    if sys.version_info < OLDEST_PYTHON:
        raise ConfigError(f"Python {platform.python_version()} is too old: install 3.11 or newer.")
    return f"Python {platform.python_version()}."


def _sqlite() -> str:
    """Check the SQLite that Python was built with."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise ConfigError(f"SQLite {sqlite3.sqlite_version} is too old: install a Python with 3.35 or newer.")
    return f"SQLite {sqlite3.sqlite_version}."


def _clock() -> str:
    """Check that the computer's clock is not before the day this program was put here, nor absurdly late."""
    written = Path(__file__).stat().st_mtime
    if not written - ONE_DAY_SECONDS <= time.time() <= FAR_FUTURE_SECONDS:
        raise ConfigError("The computer's clock is wrong: set it, best by a time service; deadlines follow it.")
    return "The clock is plausible."


def _time_zones() -> str:
    """Check that time zones are known: quiet hours follow them."""
    try:
        ZoneInfo("Europe/Lisbon")
    except ZoneInfoNotFoundError:
        raise ConfigError("The time zone data is missing: install the package tzdata.") from None
    return "Time zones are known."


def _words(settings: Settings) -> str:
    """Check that the locale files and the prompts can be read, those of the operator's own folder too."""
    from circles_bot.words.catalog import shipped_catalog
    from circles_bot.words.voices import load_voices

    languages = shipped_catalog().languages
    if "en" not in languages:
        raise ConfigError("The locale files are missing: install circles-bot again.")
    load_voices(settings.own_folder, lambda *_: CommunityId(""))
    return f"The words and prompts load ({', '.join(languages)})."


def _database(settings: Settings) -> str:
    """Check that the database answers, can be written and is current; a SQLite file that is not there yet is fine."""
    require_writable(settings.database_url)
    file = sqlite_file(settings.database_url)
    if file is not None and not file.exists():
        return f"The database {file} will be made at the first start."
    is_current, says = check_database(settings.database_url)
    if not is_current:
        raise ConfigError(says)
    return says


def _key(settings: Settings) -> str:
    """Check that the key that seals the database is there, without making one."""
    file = sqlite_file(settings.database_url)
    if settings.secret_key is not None:
        return "The secret key is set."
    if file is not None and not file.exists() and not key_file(file).exists():
        return f"The secret key will be made at the first start, as {key_file(file)}: keep a copy elsewhere."
    load_secret_key(settings.database_url)
    if file is not None and key_file(file).stat().st_mode & 0o077:
        raise ConfigError(f"Others on this computer can read {key_file(file)}: chmod 600 {key_file(file)}")
    return f"The secret key of {shown(settings.database_url)} is there."


def _port(settings: Settings) -> str:
    """Check that nothing else listens where we will."""
    where = f"{settings.web_host} port {settings.web_port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.web_host, settings.web_port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        raise ConfigError(
            f"Nothing of ours can listen on {where} ({error.strerror}): stop what uses it (a running circles-bot?), or "
            "change CIRCLES_WEB_HOST or CIRCLES_WEB_PORT."
        ) from error
    return f"{where} is free."


def _platforms(settings: Settings) -> str:
    """Check that the platforms whose tokens are set can be served; none at all is fine for the sandbox."""
    if not has_tokens(settings):
        return "No platform's token is set; circles-bot sandbox needs none."
    require_platforms(settings)
    return "The platforms whose tokens are set have their adapters."


def line_of(finding: Finding) -> str:
    """Return a finding as it is printed."""
    return f"{'ok  ' if finding.is_well else 'MEND'}  {finding.text}"


def _on_discord(settings: Settings) -> tuple[Finding, ...]:
    """Ask Discord itself, where a token of it is set."""
    if settings.discord_token is None:
        return ()
    from circles_bot.runtime import examine_discord

    return asyncio.run(examine_discord(settings))


def _on_slack(settings: Settings) -> tuple[Finding, ...]:
    """Ask Slack itself, where its tokens are set."""
    if settings.slack_client_id is not None:
        return (Finding(is_well=True, text="Workspaces install it on Slack at your address with /slack/install."),)
    if settings.slack_bot_token is None or not (settings.slack_app_token or settings.slack_signing_secret):
        return ()
    from circles_bot.runtime import examine_slack

    return asyncio.run(examine_slack(settings))
