"""An export's page has a heading for every table that it shows."""

from zoneinfo import ZoneInfo

import pytest

from circles_bot.engine.notes import Line
from circles_bot.store.exporting import exported
from circles_bot.words.catalog import shipped_catalog
from circles_bot.words.compose import Composer, Reader
from circles_bot.words.prompt_packs import load_deck
from circles_bot.words.templates import Templates


@pytest.mark.parametrize("table", sorted(exported()))
def test_every_table_of_an_export_has_a_heading(table: str) -> None:
    """In words, not in the table's name."""
    composer = Composer(Templates(shipped_catalog()), load_deck()[1])

    said = composer.line(Line(key=f"export-{table}"), Reader(locale="en", zone=ZoneInfo("UTC")))

    assert said
