"""What could keep the bot from working on Slack, each thing in one sentence with its mend."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from circles_bot.ports.adapters import Finding
from circles_slack.errors import FAULTS, TOKEN, code_of
from circles_slack.settings import AWARE_SCOPE, CONNECT_SCOPE, EVENTS_PATH, SCOPES, SlackSettings
from circles_slack.workspace import Identity

CLOCK_OFF_SECONDS = 30
"""Slack refuses nothing before five minutes, but deadlines follow the clock."""
ANSWERS_WITHIN_SECONDS = 10.0
MANIFEST = "adapters/circles_slack/manifest.yaml"


async def examine(settings: SlackSettings, *, now: Callable[[], datetime]) -> tuple[Finding, ...]:
    """Look at the tokens, the scopes, the way in and the clock (``now``); nothing is changed."""
    timeout = aiohttp.ClientTimeout(total=ANSWERS_WITHIN_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = AsyncWebClient(
            token=settings.bot_token, base_url=settings.base_url, session=session, retry_handlers=[]
        )
        try:
            answer = await client.auth_test()
        except SlackApiError as error:
            if code_of(error) in TOKEN:
                mend = "copy it again (OAuth & Permissions, Bot User OAuth Token) into CIRCLES_SLACK_BOT_TOKEN."
                return (_mend(f"Slack does not know the bot token ({code_of(error)}): {mend}"),)
            return (_mend(f"Slack does not answer well ({code_of(error) or 'no reason given'}): try again."),)
        except FAULTS as error:
            mend = "see that this computer reaches it, or that CIRCLES_SLACK_API_URL is right."
            return (_mend(f"Slack does not answer ({type(error).__name__}): {mend}"),)
        return tuple([finding async for finding in _findings(settings, client, answer, now)])


async def _findings(
    settings: SlackSettings, client: AsyncWebClient, answer: AsyncSlackResponse, now: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    identity = Identity.of(answer)
    yield _well(f"Slack knows the bot as {answer['user']}, in {answer['team']}.")
    yield _scopes(identity)
    yield _activity(identity)
    yield _others(identity)
    yield await _way_in(settings, client)
    yield _well(f"Which events Slack sends is in the app's manifest: it should be {MANIFEST} as it is shipped.")
    yield _clock(answer, now())


def _scopes(identity: Identity) -> Finding:
    lacking = sorted(SCOPES - identity.scopes)
    if lacking:
        mend = f"add them (OAuth & Permissions, Scopes, or the manifest {MANIFEST}) and install the app again."
        return _mend(f"The bot lacks {', '.join(lacking)}: {mend}")
    surplus = sorted(identity.scopes - SCOPES - {AWARE_SCOPE, CONNECT_SCOPE})
    if surplus:
        return _well(f"It has the scopes it needs; {', '.join(surplus)} it does not, and they may be taken away.")
    return _well("It has the scopes it needs, and none more.")


def _activity(identity: Identity) -> Finding:
    if AWARE_SCOPE in identity.scopes:
        return _well("It hears that somebody wrote in a circle's room, never what: prompts follow real silence.")
    return _well("It hears nothing of what is written in rooms; prompts go by the calendar, and taps tell it enough.")


def _others(identity: Identity) -> Finding:
    if CONNECT_SCOPE in identity.scopes:
        return _well("It may invite people of other organisations into rooms, where stewards welcome them.")
    return _well(
        f"It cannot invite people of other organisations ({CONNECT_SCOPE}); only who welcomes them needs that."
    )


async def _way_in(settings: SlackSettings, client: AsyncWebClient) -> Finding:
    if settings.app_token is None:
        return _well(f"Slack reaches it over HTTP: the app's request URLs are your public address with {EVENTS_PATH}.")
    try:
        await client.apps_connections_open(app_token=settings.app_token)
    except SlackApiError as error:
        mend = "make one with connections:write (Basic Information, App-Level Tokens) for CIRCLES_SLACK_APP_TOKEN."
        return _mend(f"Slack does not take the app-level token ({code_of(error)}): {mend}")
    except FAULTS as error:
        return _mend(f"Slack opens no socket ({type(error).__name__}): try again.")
    return _well("Socket Mode works: no public address is needed.")


def _clock(answer: AsyncSlackResponse, ours: datetime) -> Finding:
    told = next((value for name, value in answer.headers.items() if name.lower() == "date"), "")
    if not told:
        return _well("Slack does not say what time it is.")
    off = round((ours - parsedate_to_datetime(told)).total_seconds())
    if abs(off) > CLOCK_OFF_SECONDS:
        mend = "set it, best by a time service; deadlines and signatures follow it."
        return _mend(f"This computer's clock is {off:+} s beside Slack's: {mend}")
    return _well("This computer's clock agrees with Slack's.")


def _well(text: str) -> Finding:
    return Finding(is_well=True, text=text)


def _mend(text: str) -> Finding:
    return Finding(is_well=False, text=text)
