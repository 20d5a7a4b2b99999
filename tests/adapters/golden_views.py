"""Compares what people get to see with what was looked at; ``CIRCLES_GOLDEN=write`` writes it anew."""

import os
from collections.abc import Sequence
from pathlib import Path

PHONE_CHARS = 1_000
"""Words of one view, without what can be tapped: some two screens of a phone."""


def compare(shown: Sequence[str], golden: Path) -> None:
    """Assert that the views are as they were looked at, and that each fits a phone."""
    views = "".join(shown)
    if os.environ.get("CIRCLES_GOLDEN") == "write":
        golden.write_text(views, encoding="utf-8")
    assert views == golden.read_text(encoding="utf-8")
    assert [view for view in shown if len(_words(view)) > PHONE_CHARS] == []


def _words(view: str) -> str:
    """Return a view without its heading here, and without what can be tapped."""
    return "\n".join(line for line in view.splitlines() if not line.startswith(("# ", "[", "  ·")))
