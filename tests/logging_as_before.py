"""Each test leaves logging as it found it: a command that logs errors only must not silence the tests after it."""

import logging
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Put back what a command set up for its own run."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    was_configured, before = structlog.is_configured(), structlog.get_config()
    yield
    logging.captureWarnings(False)
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()
    if was_configured:
        structlog.configure(**before)
