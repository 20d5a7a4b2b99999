"""Calls and answers against Slack's own lists and the SDK's models, with what is let through and why.

``violations`` judges the calls that came; ``own_violations`` the fake: methods, scopes, tiers, events, errors.
"""

import ast
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as ViewModel

from tests.fakes.slack import blocks
from tests.fakes.slack.calls import Method
from tests.fakes.slack.delivery import BY_KIND, SCOPES_OF_EVENTS
from tests.fakes.slack.refusals import JSON, RefusalError
from tests.fakes.slack.web_api import ANSWER, Recorded

FILE = Path(os.environ.get("TEST_SHARED_DIR", "../shared")) / "specs" / "slack-api.json"
MISSING = "TEST_SHARED_DIR: Slack's lists of methods and events are not there"

_OF_EVERY_METHOD = "github.com/slack-ruby/slack-api-ref/blob/f4837c0c/methods/_errors/common.json"
_ON_EVERY_PAGE = "docs.slack.dev/reference/methods/conversations.join"
COMMON = {
    "account_inactive": _OF_EVERY_METHOD,
    "internal_error": _ON_EVERY_PAGE,
    "invalid_arguments": _ON_EVERY_PAGE,
    "invalid_auth": _ON_EVERY_PAGE,
    "missing_scope": _OF_EVERY_METHOD,
    "not_authed": _OF_EVERY_METHOD,
    "ratelimited": _OF_EVERY_METHOD,
    "token_expired": _OF_EVERY_METHOD,
    "token_revoked": _OF_EVERY_METHOD,
    "unknown_method": _OF_EVERY_METHOD,
}
"""Errors of every method, by where that is written: the lists have them at some methods or at none."""

EVENTS_BESIDE = {
    "channel_archive": "docs.slack.dev/reference/events/channel_archive",
    "group_archive": "docs.slack.dev/reference/events/group_archive",
}
"""The lists know them as kinds of messages only; as events they have pages of their own."""

METHODS_BESIDE: JSON = {
    "conversations.inviteShared": {
        "scope": {"bot": ["conversations.connect:write"]},
        "rate_limits": "t2",
        "args": {"properties": dict.fromkeys(("token", "channel", "emails", "user_ids", "external_limited"))},
        "errors": (
            *("already_in_channel", "cannot_share_cross_workspace_channel", "cannot_share_mandatory_channel"),
            *("channel_archived", "channel_not_found", "connection_limit_exceeded"),
            *("connection_limit_exceeded_pending", "invalid_channel_type", "invalid_email", "invite_lookup_error"),
            *("invite_not_found", "legacy_connection_limit_exceeded", "member_limit_exceeded", "message_too_long"),
            *("not_allowed_for_grid_workspace", "not_in_channel", "not_owner", "not_paid", "not_supported"),
            *("ratelimit", "recipients_not_specified", "restricted_action", "too_many_emails", "url_in_message"),
            *("user_not_found", "no_external_invite_permission"),
        ),
    }
}
"""Not among the forty-seven; written down from the same source (slack-ruby/slack-api-ref f4837c0c, as its own page
docs.slack.dev/reference/methods/conversations.inviteShared has it)."""

SCOPES_BESIDE = {"commands": "docs.slack.dev/reference/scopes/commands"}
"""No method and no event needs it, so the lists do not have it."""

ADDED_BY_THE_SDK = {"team_id": "slack_sdk/web/async_base_client.py, default_params"}
"""A client that knows its workspace, as those that bolt hands out, tells it with every call; Slack lets it pass."""

OF_NO_METHOD = {
    "expired_url": "docs.slack.dev/interactivity/handling-user-interaction: an answer's address is good for 30 minutes",
    "used_url": "docs.slack.dev/interactivity/handling-user-interaction: and for five answers",
    "invalid_url": "docs.slack.dev/interactivity/handling-user-interaction: and is one that an act brought",
    "invalid_response_action": "docs.slack.dev/surfaces/modals: what a form's acknowledgement may say",
}
"""Refusals of answers and acknowledgements, by the rule that is broken: Slack names none, so these names are ours."""


def violations(records: Iterable[Recorded]) -> list[str]:
    """Return what does not fit, each once: arguments, errors, answers, blocks and views."""
    return list(dict.fromkeys(found for record in records for found in _judge(record)))


def own_violations(methods: Mapping[str, Method], events: Iterable[str], scopes: Iterable[str]) -> list[str]:
    """Return what the fake has that Slack has not."""
    found = [one for method in methods.values() for one in _judge_method(method)]
    known = {one["name"]: one.get("scopes") or () for one in description()["events"]}
    for name in events:
        if name not in known:
            found += [] if name in EVENTS_BESIDE else [f"{name}: no such event"]
            continue
        needed = {SCOPES_OF_EVENTS.get(name, "")} - {""} if name in SCOPES_OF_EVENTS else set(BY_KIND.values())
        if not needed <= set(known[name]) or bool(needed) != bool(known[name]):
            found.append(f"{name}: needs one of {known[name]}, not {sorted(needed)}")
    found += [f"{one}: no such scope" for one in scopes if one not in known_scopes()]
    every = {error for one in description()["methods"].values() for error in one.get("errors") or ()}
    found += [f"{one}: no such error" for one in sorted(_own_errors() - every - COMMON.keys() - OF_NO_METHOD.keys())]
    return found + list(_needless(every, known))


def _needless(errors: Collection[str], events: Collection[str]) -> Iterator[str]:
    """Yield what is let through though the lists have it, or though nothing in the fake has it."""
    lists = {**dict.fromkeys(EVENTS_BESIDE, events), **dict.fromkeys(OF_NO_METHOD, errors)}
    yield from (f"{name}: is in the lists, too" for name, listed in lists.items() if name in listed)
    let_through = COMMON | EVENTS_BESIDE | METHODS_BESIDE | SCOPES_BESIDE | OF_NO_METHOD
    yield from (f"{name}: is let through for nothing" for name in sorted(let_through.keys() - _own_words()))


def known_scopes() -> set[str]:
    """Return every scope that some method or event needs, and those that are let through."""
    found = {scope for one in description()["methods"].values() for scope in one["scope"].get("bot") or ()}
    found |= {scope for one in description()["events"] for scope in one.get("scopes") or ()}
    return found | SCOPES_BESIDE.keys()


@cache
def description() -> JSON:
    """Return Slack's lists; tests skip where they are absent."""
    found: JSON = json.loads(FILE.read_text(encoding="utf-8"))
    return found | {"methods": found["methods"] | METHODS_BESIDE}


def _judge_method(method: Method) -> Iterator[str]:
    known = description()["methods"].get(method.name)
    if known is None:
        yield f"{method.name}: no such method"
        return
    if method.tier != known["rate_limits"]:
        yield f"{method.name}: tier {known['rate_limits']}, not {method.tier}"
    for name in method.required:
        if name not in known["args"]["properties"]:
            yield f"{method.name}: no such argument: {name}"


def _judge(record: Recorded) -> Iterator[str]:
    yield from _judge_shapes(record)
    if record.method == ANSWER:
        return
    known = description()["methods"].get(record.method)
    if known is None:
        yield f"{record.method}: no such method"
        return
    arguments = known["args"]["properties"]
    for name in record.args:
        if name not in arguments and name not in ADDED_BY_THE_SDK:
            yield f"{record.method}: no such argument: {name}"
    if record.status != 200:
        return
    error = record.answer.get("error")
    if error is not None and error not in COMMON and error not in (known.get("errors") or ()):
        yield f"{record.method}: no such error: {error}"
    if error == "missing_scope":
        needed = set(record.answer["needed"].split(","))
        if not needed <= set(known["scope"].get("bot") or ()):
            yield f"{record.method}: no such scope among its own: {needed}"
    if error is None:
        for name in (known.get("output") or {}).get("required") or ():
            if name not in record.answer:
                yield f"{record.method}: the answer lacks {name}"


def _judge_shapes(record: Recorded) -> Iterator[str]:
    """Judge blocks and views, be they accepted or refused."""
    sent = _read(record.args.get("blocks"))
    if isinstance(sent, list) and sent:
        for one in _wrong_blocks(sent):
            yield f"{record.method}: {one}"
    view = _read(record.args.get("view"))
    if isinstance(view, dict):
        for one in _wrong_view(view):
            yield f"{record.method}: {one}"


def judge_blocks(sent: list[JSON]) -> list[str]:
    """Return what is wrong with a message's blocks."""
    return list(_wrong_blocks(sent))


def judge_view(view: JSON) -> list[str]:
    """Return what is wrong with a view."""
    return list(_wrong_view(view))


def _wrong_blocks(sent: list[JSON]) -> Iterator[str]:
    try:
        blocks.accepted(json.loads(json.dumps(sent)))
    except RefusalError as refusal:
        yield f"{refusal.error}: {refusal.more}"
    yield from _unread(sent)


def _wrong_view(view: JSON) -> Iterator[str]:
    try:
        blocks.accepted_view(json.loads(json.dumps(view)), kind=view.get("type", "modal"))
    except RefusalError as refusal:
        yield f"{refusal.error}: {refusal.more}"
    try:
        read = ViewModel(**view).to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        yield f"the SDK does not take the view: {error}"
        return
    top = {key: value for key, value in view.items() if key != "blocks"}
    yield from (f"the SDK does not know view.{one}" for one in _lost(top, read))
    yield from _unread(view.get("blocks") or [])


def _unread(sent: list[JSON]) -> Iterator[str]:
    for number, one in enumerate(sent):
        try:
            block: Any = Block.parse(dict(one))
            read = block.to_dict() if block is not None else None
        except (SlackObjectFormationError, TypeError) as error:
            yield f"the SDK does not take block {number}: {error}"
            continue
        if read is None:
            yield f"the SDK knows no block {one.get('type')!r}"
        else:
            yield from (f"the SDK does not know {one.get('type')}.{lost}" for lost in _lost(one, read))


def _lost(sent: object, read: object) -> Iterator[str]:
    """Yield the fields that the models dropped: those are not Slack's."""
    if isinstance(sent, dict) and isinstance(read, dict):
        for key, value in sent.items():
            if key not in read:
                # The models leave out what is empty or false.
                yield from [key] if value else []
                continue
            yield from (f"{key}.{one}" for one in _lost(value, read[key]))
    elif isinstance(sent, list) and isinstance(read, list):
        if len(sent) != len(read):
            yield "an element"
        for one, other in zip(sent, read, strict=False):
            yield from _lost(one, other)


def _read(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def _own_errors() -> set[str]:
    """Return every error that is written in the fake's source."""
    found: set[str] = set()
    for node in _own_nodes():
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RefusalError" and node.args:
            found |= {str(node.args[0].value)} if isinstance(node.args[0], ast.Constant) else set()
    return found


def _own_words() -> set[str]:
    """Return every text that is written in the fake's source."""
    return {node.value for node in _own_nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _own_nodes() -> Iterator[ast.AST]:
    for file in Path(__file__).parent.glob("*.py"):
        if file != Path(__file__):
            yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))
