"""Payloads over HTTP to the app's request URL, signed as Slack does it (docs: verifying requests from Slack)."""

import hashlib
import hmac
import json
from collections.abc import Callable
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack.delivery import Ack
from tests.fakes.slack.model import App
from tests.fakes.slack.refusals import JSON

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


class RequestUrl:
    """Sends to one address. ``signed_at`` gives the seconds that are signed: the real ones, by which the SDK judges."""

    def __init__(self, url: str, app: App, session: aiohttp.ClientSession, signed_at: Callable[[], float]) -> None:
        """Take where to send to, and what signs."""
        self.url = url
        self._app = app
        self._session = session
        self._signed_at = signed_at

    async def send(self, kind: str, payload: JSON, *, attempt: int, reason: str, seconds: float) -> Ack:
        """Send a payload as HTTP carries its kind."""
        if kind == "events_api":
            body, content = json.dumps(payload).encode(), JSON_TYPE
        else:
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content = urlencode(form).encode(), FORM_TYPE
        headers = self.signed(body) | {"Content-Type": content}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        return await self.send_raw(body, headers, seconds)

    def signed(self, body: bytes) -> dict[str, str]:
        """Return the headers that prove where a body comes from."""
        at = str(int(self._signed_at()))
        base = b":".join((b"v0", at.encode(), body))
        digest = hmac.new(self._app.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}

    async def send_raw(self, body: bytes, headers: dict[str, str], seconds: float) -> Ack:
        """Send a body with these headers, be they right or forged."""
        limit = aiohttp.ClientTimeout(total=seconds)
        told = headers | {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        try:
            async with self._session.post(self.url, data=body, headers=told, timeout=limit) as answer:
                text = await answer.text()
                stops = answer.headers.get("X-Slack-No-Retry") == "1"
                if answer.status >= 300:
                    return Ack(is_ok=False, body=_read(text), reason="http_error", stops_retries=stops)
                return Ack(is_ok=True, body=_read(text))
        except TimeoutError:
            return Ack(is_ok=False, reason="http_timeout")
        except aiohttp.ClientError:
            return Ack(is_ok=False, reason="connection_failed")


def _read(text: str) -> JSON:
    """Return a body that is JSON, or words that shall be said."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"text": text}
