"""Judges that we did not write: what we call, ask for and subscribe to is in Slack's own lists."""

import ast
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from slack_sdk.errors import SlackApiError, SlackClientError

import circles_slack
from circles_bot.commands import COMMANDS
from circles_bot.ports.chat import Closed, Dead, Gone, Later
from circles_slack import errors, pace
from circles_slack.settings import AWARE_SCOPE, EVENTS, FIND_PEOPLE, SCOPES

SOURCES = Path(circles_slack.__file__).parent
LISTS = Path(os.environ.get("TEST_SHARED_DIR", "../shared")) / "specs" / "slack-api.json"
SCHEMAS = Path(__file__).with_name("manifest_schema")
MISSING = "TEST_SHARED_DIR: Slack's lists of methods and events are not there"
NOT_LISTED = frozenset({"commands"})
"""A scope that no method needs: https://docs.slack.dev/reference/scopes/commands."""
EVENTS_NOT_LISTED = frozenset({"channel_archive", "group_archive"})
"""The list has no page of them: https://docs.slack.dev/reference/events/channel_archive, …/group_archive."""


@pytest.fixture(scope="module")
def theirs() -> dict[str, Any]:
    """Return Slack's own lists."""
    if not LISTS.exists():
        pytest.skip(MISSING)
    found: dict[str, Any] = json.loads(LISTS.read_text(encoding="utf-8"))
    return found


def calls() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield every call that the adapter makes: its method, and the arguments it names."""
    for file in sorted(SOURCES.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                method = node.args[0].value
                name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                if name in {"call", "_call"} and isinstance(method, str):
                    yield method, frozenset(one.arg for one in node.keywords if one.arg) - {"wait_seconds"}


def test_every_call_is_one_of_slacks(theirs: dict[str, Any]) -> None:
    """Each method is there, takes what we give it, and is in the tier in which we keep it."""
    found = list(calls())

    assert len({method for method, _ in found}) >= 16
    for method, arguments in found:
        listed = theirs["methods"][method]
        known = set(listed["args"]["properties"])
        aliases = {"limit", "cursor", "include_all_metadata", "include_locale", "types", "exclude_archived"}
        assert arguments - known <= aliases & known, (method, arguments - known)
        if method in pace.TIER_OF:
            assert listed["rate_limits"] == f"t{pace.TIER_OF[method]}", method
        else:
            assert method == pace.POST


def test_every_error_we_know_is_one_of_slacks(theirs: dict[str, Any]) -> None:
    """A misspelt one would never be met."""
    common = {
        *("account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked", "org_login_required"),
        *("fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"),
        *("team_added_to_org", "not_reactable", "cannot_dm_bot", "user_disabled"),
    }
    listed = {error for method in theirs["methods"].values() for error in method.get("errors", ())} | common
    ours = (
        errors.ALREADY_IN
        | errors.ABSENT
        | errors.BARRED
        | errors.NO_ROOM
        | errors.NO_MESSAGE
        | errors.NO_DIRECTS
        | errors.TOO_LATE
        | errors.TOKEN
        | errors.PASSES
    )

    assert sorted(ours - listed) == []


def test_every_exception_of_the_sdk_has_an_outcome() -> None:
    """What a call may raise is one of the faults we catch, and says what became of the parcel."""
    kinds: list[type[SlackClientError]] = [SlackClientError, *SlackClientError.__subclasses__()]

    assert len(kinds) >= 7
    for kind in kinds:
        made = SlackApiError("", None) if kind is SlackApiError else kind.__new__(kind)  # type: ignore[no-untyped-call]  # the SDK has none
        assert isinstance(made, errors.FAULTS)
        assert isinstance(errors.outcome_of(made), Gone | Closed | Later | Dead), kind


@pytest.mark.parametrize("name", ["manifest.yaml", "manifest-aware.yaml"])
def test_the_manifests_ask_for_what_the_code_needs(name: str, theirs: dict[str, Any]) -> None:
    """No scope and no event more or less than the code names, and each is one of Slack's."""
    written = yaml.safe_load((SOURCES / name).read_text(encoding="utf-8"))
    is_aware = "aware" in name
    scopes = set(written["oauth_config"]["scopes"]["bot"])
    events = set(written["settings"]["event_subscriptions"]["bot_events"])

    assert scopes == SCOPES | ({AWARE_SCOPE} if is_aware else set())
    assert events == EVENTS | ({"message.groups"} if is_aware else set())
    granted = {scope for method in theirs["methods"].values() for scope in (method["scope"].get("bot") or ()) if scope}
    assert scopes <= granted | NOT_LISTED
    listed = {event["name"] for event in theirs["events"]}
    assert events <= listed | EVENTS_NOT_LISTED
    assert "users" not in written["oauth_config"]["scopes"]
    groups = {f"/{command.group}" for command in COMMANDS}
    assert {one["command"] for one in written["features"]["slash_commands"]} == groups
    assert all(one["should_escape"] for one in written["features"]["slash_commands"])
    assert [one["callback_id"] for one in written["features"]["shortcuts"]] == [FIND_PEOPLE]
    assert written["settings"]["interactivity"]["is_enabled"]
    assert len(written["display_information"]["description"]) <= 140
    assert len(written["display_information"]["long_description"]) >= 174


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("name", ["manifest.yaml", "manifest-aware.yaml"])
def test_the_manifests_fit_slacks_own_schema(name: str, version: int) -> None:
    """As they are, and with what the page says to change for HTTP."""
    schema = json.loads((SCHEMAS / f"manifest.schema.{version}.0.0.json").read_text(encoding="utf-8"))
    text = (SOURCES / name).read_text(encoding="utf-8")
    over_http = text.replace("# url:", "url:").replace("# request_url:", "request_url:")
    over_http = over_http.replace("# message_menu_options_url:", "message_menu_options_url:")
    over_http = over_http.replace("socket_mode_enabled: true", "socket_mode_enabled: false")
    assert over_http.count("https://circles.example/slack/events") == 5
    judge = jsonschema.validators.validator_for(schema)(schema)

    for written in (yaml.safe_load(text), yaml.safe_load(over_http)):
        written["_metadata"]["major_version"] = version
        assert [one.message for one in judge.iter_errors(written)] == []
