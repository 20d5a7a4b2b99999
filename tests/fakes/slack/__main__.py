"""Run the fake as its own process: ``python -m tests.fakes.slack --port 8398`` prints its address and serves."""

import argparse
import asyncio
import signal
import sys

from tests.fakes.discord.clock import RunningClock
from tests.fakes.slack.server import FakeSlack


async def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.slack")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--speed", type=float, default=1.0, help="how much faster the rate limits' windows pass")
    parser.add_argument("--no-limits", action="store_true", help="refuse nobody for calling often")
    parser.add_argument("--ack-seconds", type=float, default=3.0, help="how long an acknowledgement is waited for")
    parser.add_argument("--retry-delays", default="0,60,300", help="seconds before an event is sent again")
    parser.add_argument("--request-url", default="", help="send to this address, not over sockets")
    parser.add_argument("--forget-records", action="store_true", help="keep only counts of calls, for long loads")
    chosen = parser.parse_args()
    fake = FakeSlack(
        RunningClock(),
        speed=chosen.speed,
        ack_seconds=chosen.ack_seconds,
        retry_delays=[float(one) for one in chosen.retry_delays.split(",")],
        keeps_records=not chosen.forget_records,
    )
    fake.limits.is_on = not chosen.no_limits
    await fake.start(chosen.port)
    if chosen.request_url:
        fake.send_to(chosen.request_url)
    sys.stdout.write(f"{fake.address}\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    await ended.wait()
    await fake.stop()


asyncio.run(main())
