"""What the bot asked of a Discord, written so that two of them can be compared.

Grouped by where it goes, in order: what goes to different rooms and people goes out at once. Ids that Discord gives are
written as what they stand for, or by their first mention there.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

Asked = tuple[str, str, object]
"""Method, path and body of a request."""
Calls = Mapping[str, Sequence[str]]

_OF_A_START = ("/applications/", "/oauth2/", "/gateway")
_NOT_ON_SIMCORD = "/roles/member-counts"
_ID = re.compile(r"\d{17,20}")
_ACT = re.compile(r"/(?:interactions|webhooks)/\d+/([^/]+)")
_CHOICES = '"type": 8'
"""The answer to somebody who types: the fake's town asks so to hear that the bot has heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What ids stand for: rooms, direct messages, and interactions' tokens by who acted; ``bot`` is its own id."""

    threads: Mapping[int, str]
    directs: Mapping[int, str]
    tokens: Mapping[str, str]
    bot: int

    def calls(self, asked: Iterable[Asked], *, known: Collection[int]) -> Calls:
        """Return what was asked by where it went; ids in ``known`` are the same in both."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        mentioned: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for method, path, body in asked:
            text = json.dumps(body, sort_keys=True, ensure_ascii=False)
            if path.startswith(_OF_A_START) or path == "/users/@me" or path.endswith(_NOT_ON_SIMCORD):
                continue
            if _ACT.match(path) and _CHOICES in text:
                continue
            place = self._place(path, text)
            name = partial(self._name, known=known, mentioned=mentioned[place])
            found[place].append(_ID.sub(name, f"{method} {_ACT.sub('/acts/it', path)} {text}"))
        return found

    def _place(self, path: str, text: str) -> str:
        act = _ACT.match(path)
        if act is not None:
            return f"answers to {self.tokens[act[1]]}"
        if path == "/users/@me/channels":
            return text  # to whom a conversation is opened
        kind, number, *_ = path.strip("/").split("/")
        return self._told(int(number)) or f"{kind} {number}"

    def _name(self, found: re.Match[str], *, known: Collection[int], mentioned: dict[str, str]) -> str:
        number = int(found[0])
        if number in known:
            return found[0]
        return self._told(number) or mentioned.setdefault(found[0], f"({len(mentioned)})")

    def _told(self, number: int) -> str | None:
        return "the bot" if number == self.bot else self.threads.get(number) or self.directs.get(number)
