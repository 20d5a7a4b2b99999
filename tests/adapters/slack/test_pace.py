"""Each method keeps inside its tier ahead of Slack, and messages go as fast as they may."""

import asyncio
from collections import deque
from datetime import timedelta

import pytest

from circles_slack.errors import LimitedError
from circles_slack.pace import AT_ONCE_SECONDS, BURST, POST, POSTS_A_SECOND, TIER_OF, TIERS, Pace

MINUTE = 0.6
"""Slack's minute in these tests, in real seconds."""


async def passed(pace: Pace, method: str, seconds: float, channels: int = 1) -> list[float]:
    """Return when calls went that all wanted to go at once, for so many seconds."""
    time = asyncio.get_running_loop().time
    began, went = time(), list[float]()

    async def call(number: int) -> None:
        try:
            await pace.turn(method, channel=f"C{number % channels}", wait_seconds=seconds)
            went.append(time() - began)
        except LimitedError:
            pass

    await asyncio.gather(*(call(number) for number in range(400)))
    return sorted(went)


def most_within(times: list[float], window: float) -> int:
    """Return how many at most fell into any window of so many seconds."""
    seen: deque[float] = deque()
    most = 0
    for at in times:
        seen.append(at)
        while seen[0] <= at - window:
            seen.popleft()
        most = max(most, len(seen))
    return most


@pytest.mark.parametrize("method", ["conversations.create", "chat.update", "users.info"])
async def test_no_minute_has_more_calls_than_its_tier(method: str) -> None:
    """Nor much fewer: a first burst goes at once, the others follow evenly."""
    allowed = TIERS[TIER_OF[method]]

    went = await passed(Pace(minute_seconds=MINUTE), method, 2 * MINUTE)

    assert most_within(went, MINUTE) <= allowed
    assert len(went) >= 1.2 * allowed


async def test_messages_go_as_fast_as_a_workspace_takes_them() -> None:
    """Five a second in all, one a second in a channel; how near it comes to that is for the benchmark to say."""
    went = await passed(Pace(minute_seconds=6.0), POST, 1.0, channels=50)
    alone = await passed(Pace(minute_seconds=6.0), POST, 1.0)

    assert 5 * POSTS_A_SECOND <= len(went) <= 10 * POSTS_A_SECOND + 1
    assert 5 <= len(alone) <= 11


async def test_what_slack_asked_to_wait_for_is_waited_for() -> None:
    """After a 429 nothing of that method goes out, and the parcel is put off as long."""
    pace = Pace()
    pace.hold("users.info", timedelta(seconds=30))

    with pytest.raises(LimitedError) as refused:
        await pace.turn("users.info")
    assert refused.value.retry_after is not None
    assert 25 < refused.value.retry_after.total_seconds() <= 30
    await pace.turn("chat.update")


async def test_a_call_that_cannot_go_in_time_is_refused_at_once() -> None:
    """Somebody who has tapped is not kept waiting for what will not come, nor is anything tried for it in vain."""
    pace = Pace()
    burst = int(TIERS[TIER_OF["users.info"]] * BURST)
    waiting = [asyncio.create_task(pace.turn("users.info")) for _ in range(burst + 5)]
    await asyncio.sleep(0)

    with pytest.raises(LimitedError):
        pace.turn("users.info", wait_seconds=AT_ONCE_SECONDS).send(None)

    assert sum(one.done() for one in waiting) == burst
    for one in waiting:
        one.cancel()


async def test_who_would_wait_longer_than_a_minute_is_refused_at_once() -> None:
    """A crowd's notes do not pile up: a minute's calls wait, and the rest is told so before anything passes."""
    pace = Pace(minute_seconds=0.6)

    came = await asyncio.gather(
        *(pace.turn("chat.postEphemeral", wait_seconds=60.0) for _ in range(300)), return_exceptions=True
    )
    await pace.turn("chat.postEphemeral")

    refused = [one for one in came if isinstance(one, LimitedError)]
    assert len(refused) == 300 - 100 - 30
    assert came[-len(refused) :] == refused
