"""``.env.example`` and the settings tell the same."""

import re

from pydantic import SecretStr

from circles_bot.settings import PREFIX, Settings, setting_names
from tests.architecture.sources import ROOT

LINE = re.compile(r"^#?(CIRCLES_\w+)=(.*)$", re.MULTILINE)


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    """In the same order, so that one can be read beside the other."""
    assert tuple(name for name, _ in _lines()) == setting_names()


def test_example_shows_the_defaults() -> None:
    """Uncommenting a line changes nothing."""
    defaults = {PREFIX + name.upper(): field.default for name, field in Settings.model_fields.items()}

    for name, shown in _lines():
        default = defaults[name]
        assert not isinstance(default, SecretStr)
        assert shown == ("" if default is None else str(default))


def test_every_setting_of_the_example_is_explained() -> None:
    """A comment stands above each line."""
    text = (ROOT / ".env.example").read_text()

    for block in text.strip().split("\n\n")[1:]:
        *comments, setting = block.splitlines()
        assert LINE.match(setting), block
        assert comments, block
        assert all(re.match(r"# \S", comment) for comment in comments), block


def _lines() -> list[tuple[str, str]]:
    """Return the example's settings with the values it shows."""
    return LINE.findall((ROOT / ".env.example").read_text())
