"""Run the fake as its own process: ``python -m tests.fakes.discord --port 8399`` prints its address and serves."""

import argparse
import asyncio
import signal
import sys

from tests.fakes.discord.clock import RunningClock
from tests.fakes.discord.server import TOKEN, FakeDiscord


async def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.discord")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--speed", type=float, default=1.0, help="how much faster the rate limits' windows pass")
    parser.add_argument("--shards", type=int, default=1, help="what GET /gateway/bot recommends")
    parser.add_argument("--forget-records", action="store_true", help="keep only counts of requests, for long loads")
    chosen = parser.parse_args()
    fake = FakeDiscord(RunningClock(), token=chosen.token, speed=chosen.speed, keeps_records=not chosen.forget_records)
    fake.gateway.shards = chosen.shards
    await fake.start(chosen.port)
    sys.stdout.write(f"{fake.address}\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    await ended.wait()
    await fake.stop()


asyncio.run(main())
