"""The real bot behind the real page, in the system's Chromium. Without Chromium these tests skip and say so."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from circles_bot.application.heartbeat import TimePasses
from circles_bot.chronicle import Chronicle
from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_bot.store import open_store
from circles_bot.store.migrate import upgrade
from circles_bot.works import assemble
from circles_sandbox import RecentLedger, Sandbox, SandboxClock, connect
from tests.keys import KEY

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
"""A Monday morning."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT_MS = 15_000


@dataclass(slots=True)
class Visit:
    """A newcomer's visit: the page, the sandbox behind it, and whatever went wrong in the browser."""

    browser: Browser
    sandbox: Sandbox
    clock: SandboxClock
    shots: Path
    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def open_page(self, *, width: int = 1280, height: int = 800, scheme: str = "light") -> Page:
        """Open the page in a fresh profile, and wait until it is ready."""
        dark = scheme == "dark"
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page = await context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("console", lambda said: self.troubles.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        await page.goto(self.sandbox.address)
        await page.wait_for_selector("body[data-ready]")
        return page

    async def shoot(self, page: Page, name: str) -> None:
        """Keep a picture of the page for whoever likes to look."""
        await page.screenshot(path=self.shots / f"{name}.png")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Start the system's Chromium, headless."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=found, headless=True, args=list(FLAGS))
        yield started
        await started.close()


@pytest.fixture
async def visit(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """Run the whole bot over a database in a file and serve its sandbox; the clock stands still until pushed.

    The parameter, if a test gives one, says whether the bot is set up already.
    """
    sets_up = bool(getattr(request, "param", True))
    url = f"sqlite:///{tmp_path / 'circles.db'}"
    upgrade(url)
    store = await open_store(url, key=KEY)
    clock, ledger = SandboxClock(frozen_at=START), RecentLedger()
    chronicle = Chronicle(ledger)
    works = assemble(store=store, clock=clock, matcher=None, on_decided=chronicle.note)
    chronicle.composer = works.composer
    house = House(inbox=works.service, clock=clock, identities=Identities(platform="sandbox", key=bytes(32)))
    passage = TimePasses(heartbeat=works.heartbeat, clock=clock)
    sandbox = connect(house, folder=None, host="127.0.0.1", port=0, passage=passage, ledger=ledger, sets_up=sets_up)
    works.delivery.connect("sandbox", sandbox.gateway)
    await sandbox.start()
    await works.heartbeat.settle()
    shots = tmp_path / "shots"
    shots.mkdir()
    yield Visit(browser=browser, sandbox=sandbox, clock=clock, shots=shots)
    await sandbox.stop()
    await works.delivery.finish()
    await store.close()
