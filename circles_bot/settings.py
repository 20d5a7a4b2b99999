"""The operator's settings: ``CIRCLES_…`` from the environment, then from ``.env`` in the working folder.

A name that does not exist is refused like a wrong value is: a typing mistake in a name would otherwise look like a
default that nobody chose. What an error quotes is never the value of a secret.
"""

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from circles_bot import database_url
from circles_bot.engine.errors import ConfigError
from circles_bot.secret_key import KEY_ACCEPTED, decode_key

PREFIX = "CIRCLES_"
ENV_FILE = Path(".env")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+")


def _known_database(url: str) -> str:
    """Refuse an address of anything but the two databases we write for."""
    if not database_url.is_accepted(url):
        raise ValueError
    return url


def _host(name: str) -> str:
    """Refuse what can be neither an IP address nor a host's name."""
    if not HOST.fullmatch(name):
        raise ValueError
    return name


def _web_address(address: str) -> str:
    """Refuse what is no address of a web server."""
    return _address(address, "http://", "https://")


def _socket_address(address: str) -> str:
    """Refuse what is no address of a websocket."""
    return _address(address, "ws://", "wss://")


def _address(address: str, *beginnings: str) -> str:
    if re.search(r"\s", address) or not any(address.removeprefix(start) != address for start in beginnings):
        raise ValueError
    return address


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError("no folder")
    return path


def _whole_key(key: SecretStr) -> SecretStr:
    """Refuse a secret key that is cut short or mistyped."""
    decode_key(key.get_secret_value())
    return key


def _no_blanks(name: str) -> str:
    """Refuse what has blanks in it, as copying leaves them."""
    if re.search(r"\s", name):
        raise ValueError
    return name


def _one_line(token: SecretStr) -> SecretStr:
    """Refuse a token with blanks in it, as copying leaves them."""
    if re.search(r"\s", token.get_secret_value()):
        raise ValueError
    return token


Token = Annotated[SecretStr, AfterValidator(_one_line)]
WEB_ADDRESS_ACCEPTED = "an address that begins with http:// or https://"
TOKEN_ACCEPTED = "the token as the platform shows it, on one line without blanks"  # noqa: S105 - words about a token


class Settings(BaseSettings):
    """Every setting of this version; ``description`` says what is accepted."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: Annotated[str, AfterValidator(_known_database)] = Field(
        default="sqlite:///circles.db", description=database_url.ACCEPTED, repr=False
    )
    secret_key: Annotated[SecretStr, AfterValidator(_whole_key)] | None = Field(default=None, description=KEY_ACCEPTED)
    web_host: Annotated[str, AfterValidator(_host)] = Field(
        default="127.0.0.1", description="an IP address or a host's name"
    )
    web_port: int = Field(default=8347, ge=1, le=65535, description="a whole number from 1 to 65535")
    first_messages_per_hour: int = Field(default=20, ge=0, le=100, description="a whole number from 0 to 100")
    own_folder: Annotated[Path, AfterValidator(_folder)] | None = Field(
        default=None, description="a folder that is there, with folders named prompts or words in it"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error"
    )
    discord_token: Token | None = Field(default=None, description=TOKEN_ACCEPTED)
    discord_api_url: Annotated[str, AfterValidator(_web_address)] | None = Field(
        default=None, description=f"{WEB_ADDRESS_ACCEPTED}, with Discord's version in it as in …/api/v10"
    )
    discord_gateway_url: Annotated[str, AfterValidator(_socket_address)] | None = Field(
        default=None, description="an address that begins with ws:// or wss://"
    )
    slack_bot_token: Token | None = Field(default=None, description=TOKEN_ACCEPTED)
    slack_app_token: Token | None = Field(default=None, description=TOKEN_ACCEPTED)
    slack_signing_secret: Token | None = Field(default=None, description=TOKEN_ACCEPTED)
    slack_client_id: Annotated[str, AfterValidator(_no_blanks)] | None = Field(
        default=None, description="the client ID as Slack shows it, without blanks"
    )
    slack_client_secret: Token | None = Field(default=None, description=TOKEN_ACCEPTED)
    slack_api_url: Annotated[str, AfterValidator(_web_address)] | None = Field(
        default=None, description=f"{WEB_ADDRESS_ACCEPTED}, as in https://slack.com/api"
    )


def load_settings() -> Settings:
    """Read the settings; raise ConfigError for the first unknown or wrong one: what was found, what is accepted."""
    found = _given_settings()
    for name in found:
        if name.removeprefix(PREFIX).lower() not in Settings.model_fields:
            raise ConfigError(_unknown(name))
    try:
        return Settings()
    except ValidationError as error:
        # "from None", because pydantic's own error quotes what it was given, secrets too
        raise ConfigError(_wrong(str(error.errors()[0]["loc"][0]), found)) from None


def setting_names() -> tuple[str, ...]:
    """Return the full names of all settings, in the order of ``.env.example``."""
    return tuple(PREFIX + field.upper() for field in Settings.model_fields)


def _given_settings() -> dict[str, str]:
    """Return every CIRCLES_… that somebody set, the environment above the file, names in upper case."""
    merged: dict[str, Any] = {}
    for source in (_env_file(), os.environ):
        merged |= {name.upper(): value for name, value in source.items() if name.upper().startswith(PREFIX)}
    return {name: value or "" for name, value in merged.items()}


def _env_file() -> Mapping[str, str | None]:
    """Return what ``.env`` says; nothing where there is none."""
    try:
        return dotenv_values(ENV_FILE) if ENV_FILE.exists() else {}
    except (OSError, UnicodeDecodeError) as error:
        why = type(error).__name__
        raise ConfigError(f"{ENV_FILE} cannot be read ({why}): make it a readable UTF-8 file.") from error


def _unknown(name: str) -> str:
    """Say that there is no such setting, and which one may be meant."""
    meant = difflib.get_close_matches(name, setting_names(), n=1, cutoff=0.75)
    mend = f"did you mean {meant[0]}?" if meant else f"settings are {', '.join(setting_names())}."
    return f"There is no setting {name}: {mend}"


def _wrong(field: str, found: Mapping[str, str]) -> str:
    """Say which setting is wrong, what was found there unless it is secret, and what is accepted."""
    name, accepted = PREFIX + field.upper(), Settings.model_fields[field].description
    if "SecretStr" in str(Settings.model_fields[field].annotation):
        return f"{name} is set, but not to what is accepted (its value is not shown here): {accepted}."
    return f"{name} is {database_url.without_password(found.get(name, ''))!r}; accepted is {accepted}."
