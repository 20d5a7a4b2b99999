"""What `status` prints: how the whole bot stands, in numbers, without anybody's name or interest."""

import json
from dataclasses import asdict
from datetime import datetime

from circles_bot.cli.databases import check_database
from circles_bot.engine.errors import StoreError
from circles_bot.settings import Settings

_WORDS = (
    ("communities", "communities set up"),
    ("paused", "of them paused by their stewards"),
    ("removed", "of them without the bot, to be erased 30 days after it was removed"),
    ("circles", "circles alive"),
    ("waiting", "people who wait for a circle"),
    ("effects_pending", "messages and other acts still to do"),
    ("effects_dead", "that failed for good (the log says why)"),
)


def tell_status(settings: Settings, *, as_json: bool) -> str:
    """Return how the bot stands, as lines to read or as one JSON object; raise StoreError where nothing can be read."""
    from circles_bot.store.overview import read_overview

    is_current, says = check_database(settings.database_url)
    if not is_current:
        raise StoreError(says)
    overview = read_overview(settings.database_url)
    if as_json:
        return json.dumps(asdict(overview), default=datetime.isoformat)
    counted = [f"{getattr(overview, name):>8}  {words}" for name, words in _WORDS]
    return "\n".join((*counted, _due_line(overview.oldest_due), _looked_line(overview.looked_at)))


def _due_line(due: datetime | None) -> str:
    if due is None:
        return "Nothing is due."
    return f"The next thing is due {_shown(due)}; where that is long past, see whether the bot runs."


def _looked_line(looked: datetime | None) -> str:
    return "It has not looked who could talk yet." if looked is None else f"It last looked {_shown(looked)}."


def _shown(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
