"""Several workspaces: each with its own token; channels that two share; installing, rotating and uninstalling."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_fake.conftest import Town
from tests.adapters.slack_fake.test_web_api import refusal
from tests.fakes.slack.model import Team

# slack_sdk sends the app's secret through what aiohttp will take away in its next major version.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture(autouse=True)
def held(town: Town) -> None:
    """Keep all events back: these tests look at what would be sent."""
    town.fake.delivery.hold()


def _authorize(town: Town) -> str:
    asked = {"client_id": town.fake.app.client_id, "scope": "commands,chat:write", "state": "s1"}
    return f"https://slack.com/oauth/v2/authorize?{urlencode(asked | {'redirect_uri': 'http://bot/oauth'})}"


def _code(town: Town, user: Any, *, for_all: list[Team] | None = None) -> str:
    redirect = town.fake.oauth.approve(_authorize(town), user, for_all=for_all)
    told = parse_qs(urlsplit(redirect).query)
    assert redirect.startswith("http://bot/oauth?")
    assert told["state"] == ["s1"]
    return told["code"][0]


async def _exchange(town: Town, **args: str) -> Any:
    app = town.fake.app
    client = AsyncWebClient(base_url=town.fake.api_url)
    return await client.oauth_v2_access(client_id=app.client_id, client_secret=app.client_secret, **args)


async def test_a_token_knows_only_its_workspace(town: Town, client: AsyncWebClient) -> None:
    """Its people and places; events come with the workspace of the one it concerns."""
    other = town.fake.world.add_team("Cooks")
    eve = town.fake.person("Eve", other)
    kitchen = town.fake.world.add_channel(other, "kitchen", members=[eve.user, town.fake.world.bot(other)])

    eve.leave_channel(kitchen)
    town.ben.leave_channel(town.board)

    assert await refusal(client.users_info(user=eve.user.id)) == "user_not_found"
    assert await refusal(client.conversations_info(channel=kitchen.id)) == "channel_not_found"
    assert await refusal(client.conversations_open(users=eve.user.id)) == "user_not_visible"
    assert await refusal(client.chat_postMessage(channel=eve.user.id, text="x")) == "channel_not_found"
    told = [(one.payload["team_id"], one.payload["event"]["channel"]) for one in town.fake.delivery.sent]
    assert told == [(other.id, kitchen.id), (town.team.id, town.board.id)]


async def test_a_shared_channel_has_strangers(town: Town, client: AsyncWebClient) -> None:
    """Whom the bot may know, by their own workspace; they cannot simply be brought elsewhere."""
    other = town.fake.world.add_team("Cooks", has_bot=False)
    eve = town.fake.person("Eve", other)
    town.board.shared_with.append(other)
    eve.join_channel(town.board)

    told = (await client.users_info(user=eve.user.id))["user"]
    room = (await client.conversations_create(name="room", is_private=True))["channel"]["id"]
    error = await refusal(client.conversations_invite(channel=room, users=eve.user.id))
    posted = await client.chat_postMessage(
        channel=town.board.id,
        text="x",
        blocks=[
            {
                "type": "actions",
                "elements": [{"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "A"}}],
            }
        ],
    )
    act = eve.click(town.board.messages[posted["ts"]], "A")

    assert told["team_id"] == other.id
    assert "is_stranger" not in told
    assert error == "org_user_not_in_team"
    (event,) = town.fake.delivery.sent
    assert event.payload["is_ext_shared_channel"]
    assert (event.payload["team_id"], event.payload["event"]["team"]) == (town.team.id, other.id)
    assert (act.payload["team"]["id"], act.payload["user"]["team_id"]) == (town.team.id, other.id)


async def test_a_code_becomes_a_token_once(town: Town) -> None:
    """With the scopes that were asked for; a wrong secret gets none."""
    other = town.fake.world.add_team("Cooks", has_bot=False)
    eve = town.fake.person("Eve", other)
    code = _code(town, eve.user)

    told = await _exchange(town, code=code)
    client = AsyncWebClient(token=told["access_token"], base_url=town.fake.api_url)

    assert (told["team"]["id"], told["scope"]) == (other.id, "commands,chat:write")
    assert (await client.auth_test())["team_id"] == other.id
    assert await refusal(_exchange(town, code=code)) == "invalid_code"
    wrong = AsyncWebClient(base_url=town.fake.api_url)
    asked = wrong.oauth_v2_access(client_id=town.fake.app.client_id, client_secret="no", code="x")
    assert await refusal(asked) == "bad_client_secret"


async def test_tokens_rotate(town: Town) -> None:
    """After twelve hours the old one is expired; a refresh token is good for once."""
    town.fake.app.rotates_tokens = True
    told = await _exchange(town, code=_code(town, town.ana.user))
    client = AsyncWebClient(token=told["access_token"], base_url=town.fake.api_url)
    await client.auth_test()
    town.clock.set_to(town.clock.now() + timedelta(hours=12))
    expired = await refusal(client.auth_test())
    fresh = await _exchange(town, grant_type="refresh_token", refresh_token=told["refresh_token"])
    client.token = fresh["access_token"]
    await client.auth_test()

    assert told["expires_in"] == 43_200
    assert expired == "token_expired"
    again = _exchange(town, grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert await refusal(again) == "invalid_refresh_token"


async def test_an_organisation_installs_it_for_all(town: Town) -> None:
    """One token; new channels need to be told where."""
    teams = [town.fake.world.add_team(name, has_bot=False, enterprise_id="E1") for name in ("North", "South")]
    owner = town.fake.person("Olga", teams[0])

    told = await _exchange(town, code=_code(town, owner.user, for_all=teams))
    installation = town.fake.world.installation_of(teams[1])
    installation.scopes += ("groups:write", "users:read", "im:write")
    client = AsyncWebClient(token=told["access_token"], base_url=town.fake.api_url)
    nowhere = await refusal(client.conversations_create(name="room", is_private=True))
    made = await client.conversations_create(name="room", is_private=True, team_id=teams[1].id)
    south = town.fake.person("Sam", teams[1], is_told=True)
    await client.chat_postMessage(channel=south.user.id, text="Hi")

    assert (told["is_enterprise_install"], told["enterprise"]["id"], told["team"]) == (True, "E1", None)
    assert nowhere == "missing_argument"
    assert town.fake.world.channels[made["channel"]["id"]].team is teams[1]
    assert [one.author.team for one in south.inbox] == [teams[1]]
    (event,) = town.fake.delivery.sent
    assert event.payload["authorizations"][0]["is_enterprise_install"]
    assert event.payload["enterprise_id"] == "E1"


async def test_uninstalling_is_told_and_final(town: Town, client: AsyncWebClient) -> None:
    """Both events come, and the token works no more; nothing else is told of that workspace."""
    installation = town.fake.world.installation_of(town.team)

    town.fake.world.uninstall(installation)
    town.ben.leave_channel(town.board)

    assert [one.payload["event"]["type"] for one in town.fake.delivery.sent] == ["app_uninstalled", "tokens_revoked"]
    assert town.fake.delivery.sent[1].payload["event"]["tokens"]["bot"] == [installation.bot.id]
    assert await refusal(client.auth_test()) == "account_inactive"
