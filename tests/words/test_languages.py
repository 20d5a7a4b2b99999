"""The locale files: the same entries in every language, each of them used, none missing, and nothing too long."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from circles_bot.commands import COMMANDS
from circles_bot.engine.prompts import Stage
from circles_bot.engine.starters import STARTERS
from circles_bot.words.catalog import shipped_catalog
from circles_bot.words.entries import read_entries
from circles_bot.words.prompt_packs import load_deck

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "circles_bot" / "words" / "locales"
LANGUAGES = sorted(folder.name for folder in LOCALES.iterdir())
SOURCES = sorted([*(ROOT / "circles_bot").rglob("*.py"), *(ROOT / "adapters").rglob("*.py")])
SPEAKING = [*sorted((ROOT / "circles_bot" / "engine").glob("*.py")), *sorted((ROOT / "circles_bot").glob("*tap*.py"))]
"""Where notes, labels and replies are made."""
MAKERS = frozenset({"Line", "Note", "Form", "Entry"})
SHOWN = frozenset({"label", "placeholder", "description", "footer"})

LIMITS: Mapping[str, int] = {"button-": 75, ".title": 45, ".submit": 24, ".preview": 140, "command-": 100}
"""By how a key begins or ends, in characters: the smaller limit of both platforms (a Slack button holds 75, a Discord
modal's title 45, a Slack modal's submit 24, a Discord command's description 100), and what a notification shows.
"""
PLACEHOLDERS = 75
"""A longer one is cut off on a phone; Discord's limit is 150."""
MESSAGE = 1_800
"""Discord's messages hold 2,000 characters, and arguments take some."""


@cache
def entries(language: str) -> Mapping[str, frozenset[str]]:
    """Return every entry of a language with the variables that it names, attributes included."""
    found: dict[str, frozenset[str]] = {}
    for file in sorted((LOCALES / language).glob("*.ftl")):
        found.update(read_entries(file.read_text()))
    return found


@cache
def texts(language: str) -> Mapping[str, str]:
    """Return every value and attribute (``key.attribute``) of a language, with short words for its variables."""
    bundle = shipped_catalog()._bundles[language]
    found: dict[str, str] = {}
    for key, names in entries(language).items():
        message = bundle.get_message(key)
        patterns = {key: message.value, **{f"{key}.{name}": one for name, one in message.attributes.items()}}
        for name, pattern in patterns.items():
            if pattern is not None:
                text, errors = bundle.format_pattern(pattern, dict.fromkeys(names, 12))
                assert not errors, name
                found[name] = str(text)
    return found


def test_both_languages_are_there() -> None:
    """English is what others fall back to."""
    assert LANGUAGES == ["en", "es"]


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_language_is_complete(language: str) -> None:
    """The same entries with the same attributes and variables, in the same files."""
    assert set(texts(language)) == set(texts("en"))
    assert {key: names for key, names in entries(language).items() if names != entries("en")[key]} == {}
    for file in sorted((LOCALES / "en").glob("*.ftl")):
        assert set(read_entries(file.read_text())) == set(read_entries((LOCALES / language / file.name).read_text()))


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_hardly_anything_reads_the_same_in_two_languages(language: str) -> None:
    """What was copied and not translated is found; names, commands and bare arguments are alike anywhere."""
    same = {key for key, text in texts(language).items() if text == texts("en")[key]}

    assert {key for key in same if re.search(r"[a-z]{4,}", texts("en")[key]) and not key.endswith(".example")} == set()


def test_every_entry_is_used() -> None:
    """An entry that nothing asks for would be translated for nobody."""
    exact, patterns = _mentioned()
    unused = [key for key in entries("en") if key not in exact and not any(one.fullmatch(key) for one in patterns)]

    assert unused == []


def test_every_entry_asked_for_is_there() -> None:
    """A key with a typing error would reach a person as a bug."""
    missing = {key for key in _asked_for() if key not in entries("en")}

    assert missing == set()


def test_no_words_stand_in_the_code() -> None:
    """Whatever is shown is an entry: no label, placeholder or description is written where it is used."""
    found = [
        f"{file.name}:{node.value.lineno} {node.value.value!r}"
        for file in SPEAKING
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.keyword) and node.arg in SHOWN
        and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str) and node.value.value
    ]  # fmt: skip

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_longer_than_a_platform_takes(language: str) -> None:
    """Buttons, titles, previews, descriptions of commands, and messages."""
    long = {
        name: len(text)
        for name, text in texts(language).items()
        for end, limit in LIMITS.items()
        if (name.endswith(end) or (name.startswith(end) and "." not in name)) and len(text) > limit
    }
    placeholders = {name: len(text) for name, text in texts(language).items() if name.endswith("-placeholder")}

    assert long == {}
    assert {name: length for name, length in placeholders.items() if length > PLACEHOLDERS} == {}
    assert {name: len(text) for name, text in texts(language).items() if len(text) > MESSAGE} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_welcome_is_short(language: str) -> None:
    """At most 350 characters, with five people, a long interest and the longest first question."""
    deck, prompts = load_deck()
    opening = [prompt.id for prompt in deck.prompts[Stage.OPENING]]
    longest = max(len(prompts.text(prompt, language)) for prompt in opening)
    arguments = {"emoji": "⚾", "interest": "x" * 40, "people": "Ana, Ben, Cleo, Dan, Eve", "prompt": "x" * longest}

    text = shipped_catalog().text("room-welcome", arguments, locale=language)

    assert text is not None
    assert len(text) <= 350


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_comes_unasked_shouts(language: str) -> None:
    """No exclamation marks, anywhere: warm, brief, never chirpy."""
    assert {name for name, text in texts(language).items() if "!" in text or "¡" in text} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_starters_have_packs_of_their_own(language: str) -> None:
    """An interest that a steward chooses at setup gets the questions that were written for it, in any language."""
    deck, _ = load_deck()
    names = {name: shipped_catalog().text(f"starter-{name}", {}, locale=language) for _, name in STARTERS}

    for starter in ("first-job", "books", "baseball", "changing-careers", "teaching", "open-source"):
        name = str(names[starter])
        assert any(deck.is_about(prompt, name) for every in deck.prompts.values() for prompt in every), name


def test_every_command_is_described() -> None:
    """With an example, in every language."""
    for command in COMMANDS:
        for language in LANGUAGES:
            assert {command.words_key, f"{command.words_key}.example"} <= set(texts(language)), command.words_key


def _mentioned() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return every string that stands in the code, and what begins or ends like a key that is put together."""
    exact: set[str] = set()
    patterns: set[str] = set()
    for tree in map(_tree, SOURCES):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                exact.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".+" for one in node.values)
                patterns.add("".join(parts))
    return frozenset(exact), tuple(re.compile(one) for one in patterns if re.match(r"[a-z]|\.\+\\-", one))


def _asked_for() -> Iterator[str]:
    """Yield the keys that are handed to a maker of words as they are."""
    for tree in map(_tree, SOURCES):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                given = [one.value for one in node.keywords if one.arg == "key"] or node.args[:1]
                yield from (str(one.value) for one in given if isinstance(one, ast.Constant))


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())
