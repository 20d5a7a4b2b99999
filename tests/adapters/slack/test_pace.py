"""Each method keeps inside its tier ahead of Slack, and messages go as fast as they may."""

import asyncio
from collections import deque
from datetime import timedelta

import pytest

from circles_slack.errors import LimitedError
from circles_slack.pace import AT_ONCE_SECONDS, BURST, POST, POSTS_A_SECOND, TIER_OF, TIERS, Pace

MINUTE = 0.6
"""Slack's minute in these tests, in real seconds."""
SECOND = 0.1
"""Slack's second, where its minute is 6."""


async def passed(pace: Pace, method: str, seconds: float, channels: int = 1) -> list[float]:
    """Return when calls went that all wanted to go at once, for so many seconds."""
    time = asyncio.get_running_loop().time
    began, went = time(), list[float]()

    async def call(number: int) -> None:
        try:
            async with pace.turn(method, channel=f"C{number % channels}", wait_seconds=seconds):
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


async def _call(pace: Pace, method: str, channel: str | None = None, **how: float) -> None:
    async with pace.turn(method, channel=channel, **how):
        pass


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
    assert most_within(went, SECOND) <= POSTS_A_SECOND
    assert most_within(alone, SECOND) == 1


async def test_a_message_takes_its_second_from_its_answer() -> None:
    """It may have arrived as late as that: what left a second after it was sent could be refused."""
    pace, time = Pace(minute_seconds=6.0), asyncio.get_running_loop().time

    async with pace.turn(POST, channel="C1"):
        await asyncio.sleep(0.15)
        answered = time()
    async with pace.turn(POST, channel="C1"):
        assert time() - answered >= SECOND


async def test_a_message_that_waited_for_its_workspace_keeps_its_channel() -> None:
    """Its second in the channel begins when it is sent, not when it was the channel's turn."""
    pace, time = Pace(minute_seconds=6.0), asyncio.get_running_loop().time
    others = [asyncio.create_task(_call(pace, POST, f"C{number}")) for number in range(2, 2 + POSTS_A_SECOND)]
    await asyncio.sleep(0)

    async with pace.turn(POST, channel="C1"):  # waits for the others
        sent = time()
    async with pace.turn(POST, channel="C1"):
        assert time() - sent >= SECOND
    await asyncio.gather(*others)


async def test_who_gives_up_waiting_leaves_both_places_to_others() -> None:
    """A message that was put off keeps neither its channel nor its workspace from the next."""
    pace = Pace(minute_seconds=6.0)
    others = [asyncio.create_task(_call(pace, POST, f"C{number}")) for number in range(2, 2 + POSTS_A_SECOND)]
    await asyncio.sleep(0)

    for _ in range(3):
        with pytest.raises(LimitedError):
            await _call(pace, POST, "C1", wait_seconds=0.02)
    await asyncio.gather(*others)

    await asyncio.gather(*(_call(pace, POST, f"C{number}", wait_seconds=1.5 * SECOND) for number in range(1, 5)))


async def test_what_slack_asked_to_wait_for_is_waited_for() -> None:
    """After a 429 nothing of that method goes out, and the parcel is put off as long."""
    pace = Pace()
    pace.hold("users.info", timedelta(seconds=30))

    with pytest.raises(LimitedError) as refused:
        await _call(pace, "users.info")
    assert refused.value.retry_after is not None
    assert 25 < refused.value.retry_after.total_seconds() <= 30
    await _call(pace, "chat.update")


async def test_a_call_that_cannot_go_in_time_is_refused_at_once() -> None:
    """Somebody who has tapped is not kept waiting for what will not come, nor is anything tried for it in vain."""
    pace = Pace()
    burst = int(TIERS[TIER_OF["users.info"]] * BURST)
    waiting = [asyncio.create_task(_call(pace, "users.info")) for _ in range(burst + 5)]
    await asyncio.sleep(0)

    with pytest.raises(LimitedError):
        _call(pace, "users.info", wait_seconds=AT_ONCE_SECONDS).send(None)

    assert sum(one.done() for one in waiting) == burst
    for one in waiting:
        one.cancel()


async def test_who_would_wait_longer_than_a_minute_is_refused_at_once() -> None:
    """A crowd's notes do not pile up: a minute's calls wait, and the rest is told so before anything passes."""
    pace = Pace()
    crowd = [asyncio.create_task(_call(pace, "chat.postEphemeral", wait_seconds=60.0)) for _ in range(300)]
    await asyncio.sleep(0)

    refused = [one for one in crowd if one.done() and isinstance(one.exception(), LimitedError)]
    assert len(refused) == 300 - 100 - 30
    assert crowd[-len(refused) :] == refused

    for one in crowd:
        one.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    later = asyncio.create_task(_call(pace, "chat.postEphemeral", wait_seconds=60.0))
    await asyncio.sleep(0)
    assert not later.done()
    later.cancel()
