"""What discord.py waits before it connects again passes faster in this folder."""

from collections.abc import Callable, Mapping

import pytest

from tests.adapters.discord_fake.hasty import HastyLoop


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, Callable[[], HastyLoop]]:
    """Let seconds pass faster."""
    return {"hasty": HastyLoop}
