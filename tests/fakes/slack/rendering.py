"""Messages and views as somebody reads them: escapes resolved, people and channels by name, times in their zone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from zoneinfo import ZoneInfo

from tests.fakes.slack.model import Message, Surface, User, View, controls_in
from tests.fakes.slack.refusals import JSON
from tests.fakes.slack.world import World

_SPECIAL = re.compile(r"<([^>]*)>")
_TOKEN = re.compile(r"\{(\w+)\}")
_CLOCK = "%H:%M"
_DATES = {
    "date_num": "%Y-%m-%d",
    "date": "%d %B %Y",
    "date_short": "%d %b %Y",
    "date_long": "%A, %d %B %Y",
    "date_pretty": "%d %B %Y",
    "date_short_pretty": "%d %b %Y",
    "date_long_pretty": "%A, %d %B %Y",
    "time": _CLOCK,
    "time_secs": "%H:%M:%S",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message or view as plain data; ``preview`` is what a notification says, ``labels`` those of its controls."""

    text: str
    preview: str
    author: str
    labels: tuple[str, ...]
    reactions: dict[str, int]
    is_ephemeral: bool
    subtype: str
    ts: str
    surface: Surface


def shown(world: World, surface: Surface, reader: User) -> Shown:
    """Return how something looks to somebody."""
    labels = tuple(label_of(world, element, reader) for _, element in controls_in(surface.blocks))
    if isinstance(surface, View):
        title = surface.form.get("title")
        preview = title["text"] if title else ""
        text = text_of(world, surface, reader)
        return Shown(
            text=text,
            preview=preview,
            author="",
            labels=labels,
            reactions={},
            is_ephemeral=False,
            subtype="",
            ts="",
            surface=surface,
        )
    return Shown(
        text=text_of(world, surface, reader),
        preview=mrkdwn(world, surface.text, reader),
        author=surface.author.name,
        labels=labels,
        reactions={name: len(users) for name, users in surface.reactions.items()},
        is_ephemeral=surface.only_for is not None,
        subtype=surface.subtype or "",
        ts=surface.ts,
        surface=surface,
    )


def text_of(world: World, surface: Surface, reader: User) -> str:
    """Return all words of a message or view but its controls' labels, a text a line, errors of a form at the end."""
    lines = [line for block in surface.blocks for line in _lines(world, block, reader)]
    if isinstance(surface, Message) and not surface.blocks:
        lines = [mrkdwn(world, surface.text, reader)]
    if isinstance(surface, View):
        lines += surface.errors.values()
    return "\n".join(line for line in lines if line)


def label_of(world: World, element: JSON, reader: User) -> str:
    """Return what is written on a control: a button's text, or what stands in it before one chooses."""
    found = element.get("text") or element.get("placeholder")
    return text_object(world, found, reader) if found else ""


def text_object(world: World, one: JSON, reader: User) -> str:
    """Return a text object's words; only mrkdwn is parsed."""
    return mrkdwn(world, one["text"], reader) if one["type"] == "mrkdwn" else str(one["text"])


def mrkdwn(world: World, text: str, reader: User) -> str:
    """Return Slack's markup as it is read; stars and underscores stay."""
    return unescape(_SPECIAL.sub(lambda found: _special(world, found[1], reader), text))


def _special(world: World, inside: str, reader: User) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        user = world.users.get(target[1:])
        return f"@{user.name}" if user else f"@{label or 'unknown'}"
    if target.startswith("#"):
        channel = world.channels.get(target[1:])
        return f"#{channel.name}" if channel and channel.is_seen_by(reader) else "#private-channel"
    if target.startswith("!date^"):
        return _date(target, reader)
    if target.startswith("!"):
        return f"@{target[1:].partition('^')[0]}"
    return label or target.removeprefix("mailto:")


def _date(target: str, reader: User) -> str:
    _, seconds, pattern, *_ = target.split("^")
    return moment(int(seconds), pattern, reader)


def moment(seconds: int, pattern: str, reader: User) -> str:
    """Return a time in the zone of somebody, by a pattern such as ``{date_long} at {time}``."""
    at = datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(reader.tz))
    return _TOKEN.sub(lambda found: at.strftime(_DATES.get(found[1], found[0])), pattern)


def _lines(world: World, block: JSON, reader: User) -> Iterator[str]:
    kind = block["type"]
    if kind == "input":
        yield text_object(world, block["label"], reader)
        if block.get("hint"):
            yield text_object(world, block["hint"], reader)
    if kind in ("section", "header") and block.get("text"):
        yield text_object(world, block["text"], reader)
    for one in block.get("fields") or ():
        yield text_object(world, one, reader)
    if kind == "context":
        yield " ".join(text_object(world, it, reader) for it in block["elements"] if it["type"] != "image")
    if kind == "rich_text":
        for section in block["elements"]:
            yield from _rich(world, section, reader)


def _rich(world: World, section: JSON, reader: User) -> Iterator[str]:
    if section["type"] == "rich_text_list":
        for one in section["elements"]:
            yield "\u2022 " + "".join(_rich(world, one, reader))
        return
    yield "".join(_rich_word(world, one, reader) for one in section["elements"])


def _rich_word(world: World, one: JSON, reader: User) -> str:
    match one["type"]:
        case "text":
            return str(one["text"])
        case "link":
            return str(one.get("text") or one["url"])
        case "emoji":
            return f":{one['name']}:"
        case "user":
            return _special(world, f"@{one['user_id']}", reader)
        case "channel":
            return _special(world, f"#{one['channel_id']}", reader)
        case "broadcast":
            return f"@{one['range']}"
        case "date":
            return moment(int(one["timestamp"]), str(one["format"]), reader)
    return ""
