"""The page's server over real HTTP: what it answers, and what it refuses to anybody but its own page."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from circles_bot.engine.errors import ConfigError
from circles_sandbox import Sandbox, connect
from circles_sandbox.clock import SandboxClock
from circles_sandbox.ledger import RecentLedger
from circles_sandbox.model import PlaceKind
from circles_sandbox.render import render_message
from circles_sandbox.server import STATIC
from tests.adapters.sandbox.canned_inbox import JOIN, START, CannedInbox, PassageOf, house_of, message

Answer = tuple[int, Any]


class Visitor:
    """A browser without a page: speaks to a running sandbox."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """Start nothing yet."""
        self.session = session
        self.inbox = CannedInbox()
        self.clock = SandboxClock(frozen_at=START)
        self.ledger = RecentLedger()
        self.sandbox: Sandbox = connect(
            house_of(self.inbox, self.clock),
            folder=None,
            host="127.0.0.1",
            port=0,
            passage=PassageOf(self.clock),
            ledger=self.ledger,
            sets_up=False,
        )
        self.token = ""

    async def begin(self) -> None:
        """Start the sandbox, put up a board, and take the page's token."""
        await self.sandbox.start()
        self.place = self.sandbox.workspace.channels[2].id
        body = render_message(message("board", JOIN), {})
        self.board = self.sandbox.workspace.post(self.place, body, nonce="b", marker="board")
        async with self.session.get(self.sandbox.address) as response:
            page = await response.text()
        found = re.search(r'name="sandbox-token" content="([^"]+)"', page)
        assert found is not None
        self.token = found.group(1)

    async def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask as the page does."""
        sent = {"X-Sandbox-Token": self.token, **(headers or {})}
        async with self.session.get(self.sandbox.address + path, headers=sent) as response:
            return response.status, await response.json()

    async def post(self, path: str, payload: object, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Act as the page does."""
        sent = {"X-Sandbox-Token": self.token, "Content-Type": "application/json", **(headers or {})}
        data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        async with self.session.post(self.sandbox.address + path, data=data, headers=sent) as response:
            return response.status, await response.json()


@pytest.fixture
async def visitor() -> AsyncIterator[Visitor]:
    """Run a sandbox with a canned inbox on a free port."""
    async with aiohttp.ClientSession() as session:
        visitor = Visitor(session)
        await visitor.begin()
        yield visitor
        await visitor.sandbox.stop()


async def test_the_view_has_what_the_person_may_see(visitor: Visitor) -> None:
    """Places, messages and unread counts of one person; no room of others."""
    workspace = visitor.sandbox.workspace
    room = workspace.open_room("willow-3", ["U2", "U3"], under=visitor.place, marker="cir_1")

    _, ana = await visitor.get(f"api/view?person=U1&place={visitor.place}")
    _, noor = await visitor.get(f"api/view?person=U2&place={room.id}")

    assert [place["name"] for place in ana["places"]] == ["welcome", "general", "circles", "reading-room"]
    assert ana["messages"][0]["body"]["controls"][0]["token"] == "join"
    assert noor["place"] == room.id
    assert noor["places"][-1]["members"] == ["U2", "U3"]
    assert "willow-3" not in json.dumps(ana)
    assert [offer["text"] for offer in ana["commands"]] == [
        offer["text"] for offer in noor["commands"] if not offer["text"].startswith("/steward")
    ]


async def test_a_place_that_is_not_one_s_own_opens_the_first_instead(visitor: Visitor) -> None:
    """Neither a stranger's room nor a made-up one is told apart."""
    room = visitor.sandbox.workspace.open_room("willow-3", ["U2"], under=visitor.place, marker="cir_1")

    answers = [await visitor.get(f"api/view?person=U1&place={place}") for place in (room.id, "R999")]

    assert [(status, view["place"]) for status, view in answers] == [(200, "C1"), (200, "C1")]


async def test_a_tap_is_brought_to_the_inbox(visitor: Visitor) -> None:
    """The answer names the note; the view shows it to that person only."""
    status, answer = await visitor.post(
        "api/acts",
        {"person": "U1", "kind": "tap", "message": visitor.board.id, "token": "join", "values": ["int_1"], "act": "a"},
    )

    assert status == 200
    assert len(visitor.inbox.events) == 1
    _, ana = await visitor.get(f"api/view?person=U1&place={visitor.place}")
    _, noor = await visitor.get(f"api/view?person=U2&place={visitor.place}")
    assert [found["id"] for found in ana["messages"] if found["is_private"]] == [answer["message"]]
    assert not [found for found in noor["messages"] if found["is_private"]]


async def test_every_kind_of_act_is_served(visitor: Visitor) -> None:
    """React, take off, say, read, a command, leave, dismiss, close direct messages."""
    room = visitor.sandbox.workspace.open_room("willow-3", ["U1"], under=visitor.place, marker="cir_1")
    board = visitor.board.id
    acts: list[dict[str, object]] = [
        {"kind": "react", "message": board, "emoji": "⚾"},
        {"kind": "unreact", "message": board, "emoji": "⚾"},
        {"kind": "say", "place": room.id, "words": "Good evening"},
        {"kind": "read", "place": room.id},
        {"kind": "command", "words": "/circles mine", "place": visitor.place},
        {"kind": "leave", "place": room.id},
        {"kind": "directs", "takes": False},
    ]

    answers = [await visitor.post("api/acts", {"person": "U1", **act}) for act in acts]
    dismissed = await visitor.post("api/acts", {"person": "U1", "kind": "dismiss", "message": answers[4][1]["message"]})

    assert {status for status, _ in [*answers, dismissed]} == {200}
    kinds = [place.kind for place in visitor.sandbox.workspace.places_of("U1")]
    assert PlaceKind.ROOM not in kinds
    assert not visitor.sandbox.workspace.takes_directs("U1")


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"{",
        b'"tap"',
        b"[" * 9_000,
        {"kind": "tap"},
        {"person": "U1"},
        {"person": "U1", "kind": "fly"},
        {"person": "U99", "kind": "read", "place": "C1"},
        {"person": "U1", "kind": "say", "place": "C1", "words": ["x"]},
        {"person": "U1", "kind": "tap", "message": "M1", "token": "join", "values": ["x"] * 26},
        {"person": "U1", "kind": "react", "message": "M1", "emoji": "<b>"},
        {"person": "U1", "kind": "form", "form": "F1", "fields": {"a": "b"}},
        {"person": "U1", "kind": "command", "words": "/circles mine", "act": "x" * 65},
    ],
)
async def test_what_is_not_whole_is_refused_by_name(visitor: Visitor, payload: object) -> None:
    """The page has a kind sentence for every refusal; nothing happens, and no trace is shown."""
    status, answer = await visitor.post("api/acts", payload)

    assert status == 409
    assert f"error-{answer['error']}" in json.loads((STATIC / "words.en.json").read_text(encoding="utf-8"))
    assert not visitor.inbox.events


async def test_a_body_has_a_limit(visitor: Visitor) -> None:
    """Somebody pours a book into the composer."""
    status, answer = await visitor.post(
        "api/acts", {"person": "U1", "kind": "say", "place": "C1", "words": "a" * 40_000}
    )

    assert (status, answer) == (413, {"error": "too-long"})


async def test_a_broken_database_is_told_kindly(visitor: Visitor) -> None:
    """Nothing was changed, please try again: no internals."""
    visitor.inbox.is_broken = True

    status, answer = await visitor.post(
        "api/acts", {"person": "U1", "kind": "react", "message": visitor.board.id, "emoji": "⚾"}
    )

    assert (status, answer) == (503, {"error": "something-failed"})


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"X-Sandbox-Token": ""},
        {"X-Sandbox-Token": "guessed"},
    ],
)
async def test_another_page_cannot_drive_it(visitor: Visitor, headers: Mapping[str, str]) -> None:
    """A wrong host, a foreign origin, a missing or guessed token: refused before anything is looked at."""
    said = {"person": "U1", "kind": "say", "place": "C1", "words": "not me"}

    acted, told = await visitor.post("api/acts", said, headers=headers)
    looked, _ = await visitor.get("api/view?person=U1", headers=headers)

    assert acted in {403, 421}
    assert looked in {403, 421}
    assert told["error"] in {"elsewhere", "restarted"}
    assert all(found.text != "not me" for found in visitor.sandbox.client.messages_seen_by("U1"))


async def test_a_plain_form_post_is_no_act(visitor: Visitor) -> None:
    """What a foreign form could send without asking first is not JSON."""
    payload = {"person": "U1", "kind": "read", "place": "C1"}

    status, _ = await visitor.post("api/acts", payload, headers={"Content-Type": "text/plain"})

    assert status == 409


async def test_every_answer_is_guarded(visitor: Visitor) -> None:
    """The page may load from itself only, and nobody may frame it or read it from elsewhere."""
    for path in ("", "static/js/app.js", "api/view", "nothing", "static/../server.py"):
        async with visitor.session.get(visitor.sandbox.address + path) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert response.headers["X-Frame-Options"] == "DENY"
            assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "Access-Control-Allow-Origin" not in response.headers


async def test_nothing_beside_the_page_s_files_is_served(visitor: Visitor) -> None:
    """No way up and out of the folder of static files."""
    for path in (
        "static/../server.py",
        "static/%2e%2e/server.py",
        "static/..%2fserver.py",
        "static//etc/passwd",
        "static/",
    ):
        async with visitor.session.get(visitor.sandbox.address + path) as response:
            assert response.status in {403, 404}, path


async def test_time_passes_and_is_told_in_short(visitor: Visitor) -> None:
    """One line a reason, with how often; decisions without a reason are left to the panel."""
    for why in ("It is quiet.", "It is quiet.", "", "A week is over."):
        visitor.ledger.record(at=START, event="QuietDue", why=why)
    before = visitor.clock.now()

    status, passage = await visitor.post("api/clock", {"by": "day"})

    assert status == 200
    assert (visitor.clock.now() - before).days == 1
    assert passage["from"] == before.isoformat()
    assert passage["passed"] == []
    assert (await visitor.post("api/clock", {"by": "century"}))[0] == 409
    _, decisions = await visitor.get("api/decisions?after=1")
    assert [entry["why"] for entry in decisions] == ["It is quiet.", "", "A week is over."]
    assert (await visitor.get("api/decisions?after=x"))[0] == 409


async def test_the_tour_goes_by_facts(visitor: Visitor) -> None:
    """It knows what has happened, and refuses steps that it does not have."""
    _, before = await visitor.get("api/view?person=U1")
    tap = {"person": "U1", "kind": "tap", "message": visitor.board.id, "token": "join", "values": ["int_1"]}
    await visitor.post("api/acts", tap)

    status, _ = await visitor.post("api/tour", {"person": "U1", "step": "others-join"})
    _, after = await visitor.get("api/view?person=U1")

    assert status == 200
    assert (before["tour"]["board"], before["tour"]["joined"]) == (True, False)
    assert (after["tour"]["joined"], after["tour"]["others_joined"]) == (True, True)
    assert len({event.actor.theirs for event in visitor.inbox.events if hasattr(event, "actor")}) == 5
    assert (await visitor.post("api/tour", {"person": "U1", "step": "win"}))[0] == 409


async def test_an_open_page_hears_of_changes(visitor: Visitor) -> None:
    """Whatever changes, the page is told to ask again."""
    address = f"{visitor.sandbox.address}api/changes?token={visitor.token}"
    async with visitor.session.get(address) as response, asyncio.timeout(5):
        assert response.headers["Content-Type"].startswith("text/event-stream")
        first = await response.content.readuntil(b"\n\n")
        visitor.sandbox.workspace.say("U2", "C1", "Good morning")
        second = await response.content.readuntil(b"\n\n")

    assert first != second


async def test_suggestions_come_from_the_inbox(visitor: Visitor) -> None:
    """What completes a command's option is the bot's to say."""
    assert await visitor.get("api/suggest?person=U1&option=interest&typed=b") == (
        200,
        [{"value": "baseball", "label": "baseball"}],
    )


async def test_a_taken_port_says_what_to_do() -> None:
    """The operator reads which port it is and which setting changes it."""
    clock = SandboxClock(frozen_at=START)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        sandbox = connect(
            house_of(CannedInbox(), clock),
            folder=None,
            host="127.0.0.1",
            port=taken.getsockname()[1],
            passage=PassageOf(clock),
            ledger=RecentLedger(),
        )

        with pytest.raises(ConfigError, match="CIRCLES_WEB_PORT"):
            await sandbox.start()


def test_every_word_of_the_page_is_in_its_words() -> None:
    """Each entry that a script or the page asks for exists."""
    words = json.loads((STATIC / "words.en.json").read_text(encoding="utf-8"))
    sources = [path.read_text(encoding="utf-8") for path in [*STATIC.glob("js/*.js"), STATIC / "index.html"]]

    used = {
        key
        for source in sources
        for key in re.findall(r'\bt\("([\w-]+)"|data-words="([\w-]+)"', source)
        for key in key
        if key
    }

    assert used <= set(words)


def test_the_page_loads_nothing_from_elsewhere() -> None:
    """No address of another place stands in any of its files."""
    for path in Path(STATIC).rglob("*"):
        if path.is_file():
            found = re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8"))
            assert [one for one in found if "www.w3.org/2000/svg" not in one] == [], path.name


def test_no_script_writes_markup() -> None:
    """Text becomes text: no innerHTML and its like, no eval."""
    for path in STATIC.glob("js/*.js"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", source)
