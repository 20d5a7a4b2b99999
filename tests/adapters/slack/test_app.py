"""Bolt's app with one client: what a request's context holds is what bolt's own would hold."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from circles_slack.app import App
from circles_slack.authorization import Authorization
from circles_slack.workspaces import Workspaces

BODY = {"type": "event_callback", "team_id": "T1", "event": {"type": "app_home_opened", "user": "U1"}}


async def context_of(kind: type[AsyncApp]) -> tuple[AsyncApp, AsyncBoltRequest]:
    """Return an app, and a request that it has dispatched."""
    app = kind(client=AsyncWebClient(), authorize=Authorization(Workspaces()), request_verification_enabled=False)

    @app.middleware
    async def taken() -> BoltResponse:
        return BoltResponse(status=200)

    request = AsyncBoltRequest(body=BODY, mode="socket_mode")
    answer = await app.async_dispatch(request)
    assert answer.status == 200
    return app, request


async def test_a_request_knows_what_it_would_know_with_bolts_own_app() -> None:
    """The same things under the same names; a release of bolt's that adds one is noticed here."""
    _, theirs = await context_of(AsyncApp)
    _, ours = await context_of(App)

    assert set(ours.context) == set(theirs.context)
    kinds = {name: type(value) for name, value in theirs.context.items()}
    assert {name: type(value) for name, value in ours.context.items()} == kinds


async def test_no_client_is_made_for_a_request() -> None:
    """All requests have the app's, without a token: what somebody's request was authorized for is nobody else's."""
    app, one = await context_of(App)
    again = AsyncBoltRequest(body=BODY, mode="socket_mode")
    await app.async_dispatch(again)

    assert one.context["client"] is app.client
    assert again.context["client"] is app.client
    assert app.client.token is None
