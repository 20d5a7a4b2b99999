"""Workspaces that install the bot by themselves: each has its own, side by side, and no token can be read."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from shutil import copy
from urllib.parse import urlsplit

import aiohttp
import pytest

from circles_bot.application.installations import StoredInstallations
from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Store
from circles_bot.store import open_store
from circles_bot.works import assemble
from circles_slack import Slack, SlackSettings
from circles_slack.installs import Grant
from circles_slack.settings import EVENTS, EVENTS_PATH
from tests.fakes.clocks import FixedClock
from tests.fakes.slack import FakeSlack, Person
from tests.fakes.slack.model import App, Team
from tests.journeys.sandbox_town import KEY, START
from tests.journeys.slack_town import LENIENT, SPEED


@dataclass(slots=True, kw_only=True)
class Hosted:
    """One bot for whoever installs it, over a fake Slack and a database in a file."""

    file: Path
    fake: FakeSlack
    clock: FixedClock
    store: Store
    kept: StoredInstallations
    adapter: Slack

    @classmethod
    async def open(cls, file: Path, fake: FakeSlack, clock: FixedClock) -> "Hosted":
        """Start the bot."""
        store = await open_store(f"sqlite:///{file}", key=KEY)
        works = assemble(store=store, clock=clock, matcher=None)
        identities = Identities(platform="slack", key=KEY)
        kept = StoredInstallations(store, identities, clock)
        house = House(inbox=works.service, clock=clock, identities=identities, installations=kept)
        settings = SlackSettings(
            client_id=fake.app.client_id,
            client_secret=fake.app.client_secret,
            signing_secret=fake.app.signing_secret,
            api_url=fake.api_url,
            port=0,
            minute_seconds=60 / SPEED,
        )
        adapter = Slack(house, settings)
        await adapter.start()
        fake.send_to(f"{cls._home(adapter)}{EVENTS_PATH}")
        return cls(file=file, fake=fake, clock=clock, store=store, kept=kept, adapter=adapter)

    async def close(self) -> None:
        """Stop the bot."""
        await self.adapter.stop()
        await self.store.close()

    async def restart(self) -> None:
        """Stop the bot and start it again."""
        await self.close()
        await self.open_again()

    async def open_again(self) -> None:
        """Start the bot after it was stopped."""
        again = await self.open(self.file, self.fake, self.clock)
        self.store, self.kept, self.adapter = again.store, again.kept, again.adapter

    async def install(self, who: Person, *, for_all: list[Team] | None = None) -> int:
        """Let somebody install the bot with a browser; return how the last page was answered."""
        async with aiohttp.ClientSession() as browser:
            async with browser.get(f"{self._home(self.adapter)}/slack/install", allow_redirects=False) as page:
                cookie = page.headers["Set-Cookie"].split(";")[0]
                back = self.fake.oauth.approve(page.headers["Location"], who.user, for_all=for_all)
            return await self.come_back(browser, back, cookie)

    async def come_back(self, browser: aiohttp.ClientSession, back: str, cookie: str) -> int:
        """Open the page to which Slack sends a browser."""
        address = f"{self._home(self.adapter)}/slack/oauth_redirect?{urlsplit(back).query}"
        async with browser.get(address, headers={"Cookie": cookie}) as page:
            return page.status

    async def says(self, who: Person, line: str) -> str:
        """Return what somebody reads after a command."""
        act = await who.command(line)
        assert not act.failed, act.failed
        await self.fake.idle()
        await self.adapter.reception.drain()
        shown = act.messages[-1] if act.messages else who.user.shown[-1]
        return who.reads(shown).text

    async def set_up(self, steward: Person) -> None:
        """Let a steward fill in the form as it stands."""
        await self.says(steward, "/steward setup")
        form = steward.modal
        assert form is not None, "there is no form"
        sent = await steward.submit(form).answered()
        assert not sent.failed, sent.failed
        steward.user.modals.clear()

    @staticmethod
    def _home(adapter: Slack) -> str:
        return f"http://127.0.0.1:{adapter.site.port}"


@pytest.fixture
async def hosted(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Hosted]:
    """Serve a bot that nobody has installed yet."""
    file, clock = tmp_path / "circles.db", FixedClock(START)
    copy(migrated_file, file)
    app = App(commands=("/circles", "/steward"), events=tuple(EVENTS))
    async with FakeSlack(clock, app=app, speed=LENIENT, retry_delays=(0.0,)) as fake:
        opened = await Hosted.open(file, fake, clock)
        yield opened
        await opened.close()


def two_workspaces(fake: FakeSlack, enterprise_id: str | None = None) -> tuple[Person, Person]:
    """Return an administrator of each of two workspaces that do not have the bot."""
    teams = [fake.world.add_team(name, has_bot=False, enterprise_id=enterprise_id) for name in ("Readers", "Writers")]
    ana, ben = (fake.person(name, team, is_admin=True) for name, team in zip(("Ana", "Ben"), teams, strict=True))
    return ana, ben


async def test_two_workspaces_install_it_and_see_nothing_of_each_other(hosted: Hosted) -> None:
    """Each is answered with its own token; a restart asks nobody to install again."""
    ana, ben = two_workspaces(hosted.fake)
    for who in (ana, ben):
        assert await hosted.install(who) == 200
        await hosted.set_up(who)

    await hosted.says(ana, "/circles join books")
    await hosted.restart()

    assert "books" in await hosted.says(ana, "/circles mine")
    assert "books" not in await hosted.says(ben, "/circles mine")
    installs = 2
    assert len(hosted.fake.calls("auth.test")) <= installs
    assert hosted.fake.token(ana.team) != hosted.fake.token(ben.team)


async def test_tokens_stand_sealed_in_the_database(hosted: Hosted) -> None:
    """Whoever reads the file finds none."""
    ana, _ = two_workspaces(hosted.fake)
    await hosted.install(ana)
    token = hosted.fake.token(ana.team)
    await hosted.close()

    files = [one for one in hosted.file.parent.iterdir() if one.is_file()]

    assert not any(token.encode() in one.read_bytes() for one in files)
    await hosted.open_again()


@pytest.mark.parametrize("how", ["again", "forged", "too late", "another browser"])
async def test_an_installation_that_nobody_began_here_is_refused(hosted: Hosted, how: str) -> None:
    """What it begins with is signed, good for ten minutes, once, and in one browser."""
    ana, _ = two_workspaces(hosted.fake)
    async with aiohttp.ClientSession() as browser:
        home = f"http://127.0.0.1:{hosted.adapter.site.port}"
        async with browser.get(f"{home}/slack/install", allow_redirects=False) as page:
            cookie, location = page.headers["Set-Cookie"].split(";")[0], page.headers["Location"]
        back = hosted.fake.oauth.approve(location, ana.user)
        if how == "again":
            assert await hosted.come_back(browser, back, cookie) == 200
            back = hosted.fake.oauth.approve(location, ana.user)
        elif how == "forged":
            name, _, state = cookie.partition("=")
            forged = state[:-4] + "0000"
            back, cookie = back.replace(state, forged), f"{name}={forged}"
        elif how == "too late":
            hosted.clock.set_to(START + timedelta(minutes=11))
        else:
            cookie = cookie[:-4] + "0000"
        before = len(hosted.fake.calls("oauth.v2.access"))

        assert await hosted.come_back(browser, back, cookie) in (400, 401)
        assert len(hosted.fake.calls("oauth.v2.access")) == before


async def test_where_it_is_taken_out_nothing_is_kept_and_the_other_goes_on(hosted: Hosted) -> None:
    """Installed again it goes on where it was."""
    ana, ben = two_workspaces(hosted.fake)
    for who in (ana, ben):
        await hosted.install(who)
        await hosted.set_up(who)
    await hosted.says(ana, "/circles join books")

    hosted.fake.world.uninstall(hosted.fake.world.installation_of(ana.team))
    await hosted.fake.idle()
    await hosted.restart()
    assert [one.team for one in hosted.adapter.workspaces] == [ben.team.id]
    assert "books" not in await hosted.says(ben, "/circles mine")

    await hosted.install(ana)
    assert "books" in await hosted.says(ana, "/circles mine")


async def test_taken_out_while_the_bot_was_down_is_heard_after_the_start(hosted: Hosted) -> None:
    """Slack tells again for some minutes; what was told before a later start is no old news of an earlier install."""
    ana, _ = two_workspaces(hosted.fake)
    await hosted.install(ana)
    hosted.clock.set_to(START + timedelta(hours=1))
    hosted.fake.delivery.hold()
    hosted.fake.world.uninstall(hosted.fake.world.installation_of(ana.team))

    hosted.clock.set_to(START + timedelta(hours=1, minutes=1))
    await hosted.restart()
    hosted.fake.delivery.release()
    await hosted.fake.idle()

    assert list(hosted.adapter.workspaces) == []


async def test_an_organisation_installs_it_for_all_of_its_workspaces(hosted: Hosted) -> None:
    """Each is a community of its own, met when something first happens there, with the organisation's token."""
    ana, ben = two_workspaces(hosted.fake, "E1")
    assert await hosted.install(ana, for_all=[ana.team, ben.team]) == 200
    for who in (ana, ben):
        await hosted.set_up(who)
    await hosted.says(ana, "/circles join books")
    assert "books" not in await hosted.says(ben, "/circles mine")

    await hosted.restart()

    assert "books" in await hosted.says(ana, "/circles mine")
    known = {one.team: one for one in hosted.adapter.workspaces}
    assert known.keys() == {ana.team.id, ben.team.id}
    assert {one.client.token for one in known.values()} == {hosted.fake.token(ana.team)}
    assert {one.identity.organisation for one in known.values()} == {"E1"}
    assert {one.args.get("team_id") for one in hosted.fake.calls("conversations.list")} == {ana.team.id, ben.team.id}


async def an_organisation(hosted: Hosted) -> tuple[Person, Person]:
    """Return two people in workspaces of an organisation that has installed the bot; both workspaces are set up."""
    ana, ben = two_workspaces(hosted.fake, "E1")
    await hosted.install(ana, for_all=[ana.team, ben.team])
    for who in (ana, ben):
        await hosted.set_up(who)
        await hosted.says(who, "/circles join books")
    return ana, ben


async def test_an_organisation_takes_it_out_of_all_of_its_workspaces(hosted: Hosted) -> None:
    """All of them sleep, whatever is told of them afterwards; no token is kept. Installed again, they go on."""
    ana, ben = await an_organisation(hosted)
    token = hosted.fake.token(ana.team)

    hosted.fake.world.uninstall(hosted.fake.world.installation_of(ana.team))
    await hosted.fake.idle()
    assert list(hosted.adapter.workspaces) == []
    assert await hosted.adapter.workspaces.found(ben.team.id, "E1") is None
    assert token not in "".join(await hosted.kept.all())
    await hosted.restart()
    assert list(hosted.adapter.workspaces) == []
    known = await hosted.store.read_communities("slack")
    assert [one.is_removed for one in known] == [True, True]

    hosted.clock.set_to(START + timedelta(days=3))
    assert await hosted.install(ana, for_all=[ana.team, ben.team]) == 200
    assert {one.team for one in hosted.adapter.workspaces} == {ana.team.id, ben.team.id}
    for who in (ana, ben):
        assert "books" in await hosted.says(who, "/circles mine")


async def test_an_organisation_that_installs_it_again_has_one_new_token(hosted: Hosted) -> None:
    """Also where the bot is already: the old one may be taken back."""
    ana, ben = await an_organisation(hosted)

    await hosted.install(ana, for_all=[ana.team, ben.team])

    tokens = {one.client.token for one in hosted.adapter.workspaces}
    assert tokens == {hosted.fake.token(ana.team)}


async def test_a_token_that_runs_out_is_renewed_before_it_is_used(hosted: Hosted) -> None:
    """Also in the background, and once for all who need it; a restart knows the new one."""
    hosted.fake.app.rotates_tokens = True
    ana, _ = two_workspaces(hosted.fake)
    await hosted.install(ana)
    (written,) = await hosted.kept.all()
    await hosted.kept.keep(ana.team.id, replace(Grant.read(written), expires_at=1).written)
    await hosted.restart()
    workspace = hosted.adapter.workspaces.of(ana.team.id)
    first = workspace.client.token

    assert await workspace.people.names([ana.user.id]) == {ana.user.id: "Ana"}

    assert workspace.client.token != first
    assert len([one for one in hosted.fake.calls("oauth.v2.access") if "refresh_token" in one.args]) == 1
    await hosted.restart()
    assert await hosted.adapter.workspaces.of(ana.team.id).people.names([ana.user.id]) == {ana.user.id: "Ana"}


async def test_a_token_that_cannot_be_renewed_yet_serves_until_it_runs_out(hosted: Hosted) -> None:
    """An hour ahead of that the old one is still good; the next call asks again."""
    hosted.fake.app.rotates_tokens = True
    ana, _ = two_workspaces(hosted.fake)
    await hosted.install(ana)
    (written,) = await hosted.kept.all()
    soon = int(time.time()) + 50 * 60
    await hosted.kept.keep(ana.team.id, replace(Grant.read(written), expires_at=soon).written)
    await hosted.restart()
    hosted.fake.faults.fail(503, "oauth.v2.access")

    found = await hosted.adapter.workspaces.of(ana.team.id).people.names([ana.user.id])

    assert found == {ana.user.id: "Ana"}
