"""What the doctor finds on Slack."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from circles_slack import examine
from circles_slack.settings import AWARE_SCOPE, CONNECT_SCOPE, SCOPES
from tests.fakes.clocks import FixedClock
from tests.fakes.slack import FakeSlack
from tests.journeys.sandbox_town import START


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """Serve a Slack with no workspace yet."""
    async with FakeSlack(FixedClock(START)) as served:
        yield served


async def findings(
    fake: FakeSlack,
    tokens: Mapping[str, str | None] | None = None,
    *,
    scopes: frozenset[str] = SCOPES,
    off: timedelta = timedelta(0),
) -> list[tuple[bool, str]]:
    """Return what is found in a workspace that grants ``scopes``, by a clock that is ``off``."""
    team = fake.world.add_team("Library", scopes=tuple(scopes))
    settings = {"bot_token": fake.token(team), "app_token": fake.app.app_token, **(tokens or {})}
    found = await examine(
        bot_token=settings["bot_token"] or "",
        app_token=settings["app_token"],
        signing_secret="s",
        api_url=settings.get("api_url") or fake.api_url,
        now=lambda: datetime.now(UTC) + off,  # the fake's answers say the machine's time
    )
    return [(one.is_well, one.text) for one in found]


async def test_all_is_well_with_the_manifest(fake: FakeSlack) -> None:
    """Nothing is to be mended, and each thing that was looked at is said."""
    found = await findings(fake)

    assert [text for is_well, text in found if not is_well] == []
    assert any("Library" in text for _, text in found)
    assert any("none more" in text for _, text in found)
    assert any("Socket Mode works" in text for _, text in found)
    assert any("hears nothing of what is written" in text for _, text in found)
    assert any("clock agrees" in text for _, text in found)


async def test_a_missing_scope_is_named_with_where_to_add_it(fake: FakeSlack) -> None:
    """By Slack's own words."""
    found = await findings(fake, scopes=SCOPES - {"groups:write", "reactions:read"})

    (mend,) = [text for is_well, text in found if not is_well]
    assert mend.startswith("The bot lacks groups:write, reactions:read: add them")


async def test_what_the_aware_manifest_adds_is_said(fake: FakeSlack) -> None:
    """So is a scope that nobody needs."""
    found = await findings(fake, scopes=SCOPES | {AWARE_SCOPE, "users:read.email"})

    assert any("It hears that somebody wrote" in text for _, text in found)
    assert any("users:read.email it does not" in text for _, text in found)


@pytest.mark.parametrize(
    ("scopes", "says"), [(SCOPES | {CONNECT_SCOPE}, "It may invite people of"), (SCOPES, "It cannot invite people of")]
)
async def test_whether_other_organisations_can_be_invited_is_said(
    fake: FakeSlack, scopes: frozenset[str], says: str
) -> None:
    """It is a steward's choice: neither is to be mended, and the scope is none too many."""
    found = await findings(fake, scopes=scopes)

    assert all(is_well for is_well, _ in found)
    assert [text for _, text in found if "other organisations" in text and text.startswith(says)]
    assert any("none more" in text for _, text in found)


@pytest.mark.parametrize(
    ("tokens", "says"),
    [
        ({"bot_token": "xoxb-nobody"}, "does not know the bot token"),
        ({"app_token": "xapp-nobody"}, "does not take the app-level token"),
        ({"api_url": "http://127.0.0.1:9/api"}, "CIRCLES_SLACK_API_URL"),
    ],
)
async def test_a_wrong_token_or_address_is_named(fake: FakeSlack, tokens: dict[str, str], says: str) -> None:
    """With where the right one is."""
    (mend,) = [text for is_well, text in await findings(fake, tokens) if not is_well]

    assert says in mend


async def test_over_http_the_address_to_enter_is_said(fake: FakeSlack) -> None:
    """Three places of Slack's ask for it."""
    found = await findings(fake, {"app_token": None})

    assert any("/slack/events" in text for _, text in found)


async def test_a_clock_that_is_wrong_is_told(fake: FakeSlack) -> None:
    """Deadlines and signatures follow it."""
    (mend,) = [text for is_well, text in await findings(fake, off=timedelta(minutes=6)) if not is_well]

    assert mend.startswith("This computer's clock is +36")
