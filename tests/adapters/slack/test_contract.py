"""Judges that we did not write: what we call, ask for and subscribe to is in Slack's own lists."""

import ast
import json
import os
import re
from collections.abc import Iterator
from importlib import import_module
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
from tests.fakes.slack.contract import METHODS_BESIDE

SOURCES = Path(circles_slack.__file__).parent
LISTS = Path(os.environ.get("TEST_SHARED_DIR", "../shared")) / "specs" / "slack-api.json"
SCHEMAS = Path(__file__).with_name("manifest_schema")
MISSING = "TEST_SHARED_DIR: Slack's lists of methods and events are not there"
SCOPES_BESIDE = {
    "commands": "https://docs.slack.dev/reference/scopes/commands",
    "connections:write": "https://docs.slack.dev/reference/scopes/connections.write",
}
"""No method that is listed needs them: of the app as such, and of its app-level token."""
EVENTS_BESIDE = {
    "channel_archive": "https://docs.slack.dev/reference/events/channel_archive",
    "group_archive": "https://docs.slack.dev/reference/events/group_archive",
}
"""The list has them as kinds of messages only."""
_OF_EVERY_METHOD = "https://github.com/slack-ruby/slack-api-ref/blob/f4837c0c/methods/_errors/common.json"
ERRORS_BESIDE = {
    **dict.fromkeys(("account_inactive", "not_authed", "org_login_required", "token_expired"), _OF_EVERY_METHOD),
    **dict.fromkeys(("fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"), _OF_EVERY_METHOD),
    "cannot_dm_bot": "https://github.com/HubSpot/slack-client/pull/90",
}
"""Errors that any method may give, which the list leaves out, and one that Slack gives without a page of it."""
SCOPE = re.compile(r"\b[a-z_.]+:(?:history|join|read|write)\b")


@pytest.fixture(scope="module")
def theirs() -> dict[str, Any]:
    """Return Slack's own lists."""
    if not LISTS.exists():
        pytest.skip(MISSING)
    found: dict[str, Any] = json.loads(LISTS.read_text(encoding="utf-8"))
    return found | {"methods": found["methods"] | METHODS_BESIDE}


def calls() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield every call that the adapter makes: its method, and the arguments it names."""
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                method = node.args[0].value
                name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                if name in {"call", "_call"} and isinstance(method, str):
                    yield method, frozenset(one.arg for one in node.keywords if one.arg) - {"wait_seconds"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield the name of each of the adapter's modules, with its source."""
    for file in sorted(SOURCES.glob("*.py")):
        yield f"{circles_slack.__name__}.{file.stem}", ast.parse(file.read_text(encoding="utf-8"))


def errors_known() -> set[str]:
    """Return every error that is looked for: what the code of a refusal is compared with, there or by a name."""
    found: set[str] = set()
    for name, tree in trees():
        known = vars(import_module(name))
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and ast.unparse(node.left) in {"code", "code_of(error)"}:
                parts = [part for one in node.comparators for part in ast.walk(one)]
                values = [known.get(part.id) for part in parts if isinstance(part, ast.Name)]
                values += [part.value for part in parts if isinstance(part, ast.Constant)]
                found |= {one for value in values for one in ({value} if isinstance(value, str) else value or ())}
    return found


def scopes_named() -> set[str]:
    """Return every scope that is named in a text of the adapter's, those for people included."""
    texts = [node.value for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {scope for text in texts if isinstance(text, str) for scope in SCOPE.findall(text)}


def test_every_call_is_one_of_slacks(theirs: dict[str, Any]) -> None:
    """Each method is there, takes what we give it, and is in the tier in which we keep it."""
    found = list(calls())

    assert len({method for method, _ in found}) >= 16
    assert METHODS_BESIDE.keys() <= {method for method, _ in found}
    for method, arguments in found:
        listed = theirs["methods"][method]
        assert arguments <= set(listed["args"]["properties"]), method
        if method in pace.TIER_OF:
            assert listed["rate_limits"] == f"t{pace.TIER_OF[method]}", method
        else:
            assert method == pace.POST


def test_every_error_we_know_is_one_of_slacks(theirs: dict[str, Any]) -> None:
    """A misspelt one would never be met; nothing is let through that is not looked for, or that is listed."""
    listed = {error for method in theirs["methods"].values() for error in method.get("errors", ())}

    assert errors_known() >= errors.TOKEN | errors.PASSES | errors.BARRED
    assert errors_known() - listed == ERRORS_BESIDE.keys()


def test_every_exception_of_the_sdk_has_an_outcome() -> None:
    """What a call may raise is one of the faults we catch, and says what became of the parcel."""
    kinds: list[type[SlackClientError]] = [SlackClientError, *SlackClientError.__subclasses__()]

    assert len(kinds) >= 7
    for kind in kinds:
        made = SlackApiError("", None) if kind is SlackApiError else kind.__new__(kind)  # type: ignore[no-untyped-call]  # the SDK has none
        assert isinstance(made, errors.FAULTS)
        assert isinstance(errors.outcome_of(made), Gone | Closed | Later | Dead), kind


def test_every_scope_we_name_is_one_of_slacks(theirs: dict[str, Any]) -> None:
    """Whoever reads what to add finds it on Slack's pages; nothing is let through that is not named, or is listed."""
    ours = SCOPES | {AWARE_SCOPE} | scopes_named()

    assert len(scopes_named()) >= 10
    assert ours - _granted(theirs) == SCOPES_BESIDE.keys()


@pytest.mark.parametrize("name", ["manifest.yaml", "manifest-aware.yaml"])
def test_the_manifests_ask_for_what_the_code_needs(name: str, theirs: dict[str, Any]) -> None:
    """No scope and no event more or less than the code names, and each is one of Slack's."""
    written = yaml.safe_load((SOURCES / name).read_text(encoding="utf-8"))
    is_aware = "aware" in name
    scopes = set(written["oauth_config"]["scopes"]["bot"])
    events = set(written["settings"]["event_subscriptions"]["bot_events"])

    assert scopes == SCOPES | ({AWARE_SCOPE} if is_aware else set())
    assert events == EVENTS | ({"message.groups"} if is_aware else set())
    assert scopes <= _granted(theirs) | SCOPES_BESIDE.keys()
    assert events - {event["name"] for event in theirs["events"]} == EVENTS_BESIDE.keys()
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


def _granted(theirs: dict[str, Any]) -> set[str]:
    """Return the scopes that some method needs of a bot."""
    return {scope for method in theirs["methods"].values() for scope in (method["scope"].get("bot") or ()) if scope}
