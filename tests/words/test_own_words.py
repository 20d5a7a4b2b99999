"""Words of one's own: an operator's entries in place of the shipped ones, checked before anything is said with them."""

from pathlib import Path

import pytest

from circles_bot.engine.errors import ConfigError
from circles_bot.words.catalog import catalog_with


def write(folder: Path, text: str, language: str = "en") -> Path:
    """Put entries into an operator's folder."""
    (folder / language).mkdir(exist_ok=True)
    (folder / language / "own.ftl").write_text(text, encoding="utf-8")
    return folder


def test_an_own_entry_stands_in_place_of_the_shipped_one(tmp_path: Path) -> None:
    """Everything else stays as it was."""
    catalog = catalog_with(write(tmp_path, "button-mine = What is up with me\n"))

    assert catalog.text("button-mine", {}, locale="en") == "What is up with me"
    assert catalog.text("button-join", {}, locale="en") == "Join"


def test_an_own_language_may_hold_a_few_entries(tmp_path: Path) -> None:
    """English serves for the rest."""
    catalog = catalog_with(write(tmp_path, "button-mine = Meine Kreise\n", "de"))

    assert catalog.text("button-mine", {}, locale="de-AT") == "Meine Kreise"
    assert catalog.text("button-join", {}, locale="de-AT") == "Join"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("buton-mine = Mine\n", "no entry 'buton-mine'"),
        ("button-mine = Mine, { $name }\n", "has no 'name' to show"),
        ("button-mine Mine\n", "cannot be read from line 1"),
    ],
)
def test_a_faulty_entry_stops_the_start_with_its_name(tmp_path: Path, text: str, says: str) -> None:
    """Nobody meets a broken sentence; the operator meets its name."""
    with pytest.raises(ConfigError, match=says):
        catalog_with(write(tmp_path, text))
