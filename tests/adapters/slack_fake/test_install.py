"""Bolt's own OAuth flow against the fake: installed twice, each workspace is answered with its own token."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_fake.bots import serving
from tests.adapters.slack_fake.conftest import Town

# slack_sdk sends the app's secret through what aiohttp will take away in its next major version.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


def _app(town: Town, folder: Path, session: ClientSession) -> AsyncApp:
    settings = AsyncOAuthSettings(
        client_id=town.fake.app.client_id,
        client_secret=town.fake.app.client_secret,
        scopes=["commands", "chat:write"],
        install_page_rendering_enabled=False,
        installation_store=FileInstallationStore(base_dir=str(folder / "installations")),
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(folder / "states")),
    )
    client = AsyncWebClient(base_url=town.fake.api_url, session=session)
    app = AsyncApp(client=client, signing_secret=town.fake.app.signing_secret, oauth_settings=settings)

    @app.command("/circles")
    async def circles(ack: Any, client: AsyncWebClient, command: dict[str, str]) -> None:
        await client.chat_postMessage(channel=command["user_id"], text="Hi")
        await ack()

    return app


async def test_two_workspaces_install_it(town: Town, tmp_path: Path) -> None:
    """Tokens that rotate, kept and picked by bolt."""
    fake = town.fake
    fake.app.rotates_tokens = True
    first, second = (fake.world.add_team(name, has_bot=False) for name in ("North", "South"))
    people = [fake.person("Nora", first), fake.person("Sam", second)]
    async with ClientSession() as browser, serving(_app(town, tmp_path, browser)) as url:
        fake.send_to(url)
        home = url.removesuffix("/slack/events")
        for person in people:
            async with browser.get(f"{home}/slack/install", allow_redirects=False) as page:
                back = fake.oauth.approve(page.headers["Location"], person.user)
                # Bolt's cookie is for https alone, which a browser on loopback would forgive.
                cookie = {"Cookie": page.headers["Set-Cookie"].partition(";")[0]}
            async with browser.get(f"{home}/slack/oauth_redirect?{urlsplit(back).query}", headers=cookie) as page:
                assert page.status == 200
        acts = [await person.command("/circles") for person in people]

    posts = fake.calls("chat.postMessage")
    assert [act.failed for act in acts] == ["", ""]
    assert [one.team for one in posts] == [first.id, second.id]
    assert [[one.author.team for one in person.inbox] for person in people] == [[first], [second]]
    assert fake.calls("oauth.v2.access")[0].answer["refresh_token"]
