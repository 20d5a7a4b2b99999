"""Bolt's app as we use it: everything goes through its middleware, nothing through its listeners."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest


class App(AsyncApp):
    """Makes no client for each request, a twenty-fifth of an event: the workspaces make the calls, this has no token.

    Overrides a method of bolt's that is not documented; ``tests/adapters/slack/test_app.py`` goes red where a release
    changes what it does.
    """

    def _init_context(self, req: AsyncBoltRequest) -> None:
        req.context["logger"] = self.logger
        req.context["token"] = None
        req.context["client"] = self.client
        req.context["listener_runner"] = self.listener_runner
