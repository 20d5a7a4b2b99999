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

LIMITS: Mapping[str, int] = {
    "button-": 75,
    ".brief": 16,
    ".title": 45,
    ".submit": 24,
    ".preview": 140,
    "command-": 100,
    "-if-empty": 100,
}
"""By how a key begins or ends, in characters: the smaller limit of both platforms (a Slack button holds 75, a Discord
modal's title 45, a Slack modal's submit 24, the description of a Discord command or field 100), what a notification
shows, and what leaves room for a line beside a button on a phone.
"""
PLACEHOLDERS = 75
"""A longer one is cut off on a phone; Discord's limit is 150."""
LONGEST_NAME, A_NUMBER = 80, 900
FORM_TITLE, FIELD = 24, 45
"""A Slack modal's title; what Discord writes above a field of a modal."""
IN_FORMS = re.compile(
    r"setting-(?!now-|refused|clashes|unknown|nowhere).+|setup-(board|rooms|interests)-placeholder|setup-interests-more"
    r"|setup-second|setup-pilot|with-who|with-topic|handoff-who|handoff-gift-text|report-text|report-name|propose-name"
    r"|propose-word-placeholder|hold-who|hold-how-long|alias-name"
)
"""What stands above a field of a modal."""
MESSAGE = 2_000
"""What a Discord message holds; a paragraph on Slack holds 3,000."""
LONGEST: Mapping[str, str | int] = {
    **dict.fromkeys(("interest", "interests", "near", "into", "other", "topic", "name", "option"), "x" * 80),
    **dict.fromkeys(("next", "until", "when", "by", "since", "looked", "looks", "again"), "x" * 34),
    **dict.fromkeys(("people", "who", "asker"), ", ".join(["x" * 32] * 8)),
    **dict.fromkeys(("setting", "value", "words", "zone"), "x" * 80),
    "who_sees": "x" * 80, "prompt": "x" * 120, "answer": "x" * 40, "emoji": "x" * 64, "text": "x" * 1_000,
    "commands": "x" * 600, "command": "x" * 30, "lacks": "x" * 200, "languages": "x" * 200, "number": 99,
    "at": "x" * 34, "from": "21:00", "to": "08:00", "hour": "21:00", "low": "1", "high": "900", "aim": 4,
    "leaving_room": "x" * 200,
}  # fmt: skip
"""The longest that can go into an entry: eight people with names as long as Discord's, Wednesdays in September.
What is not here is ``A_NUMBER``.
"""


@cache
def entries(language: str) -> Mapping[str, frozenset[str]]:
    """Return every entry of a language with the variables that it names, attributes included."""
    found: dict[str, frozenset[str]] = {}
    for file in sorted((LOCALES / language).glob("*.ftl")):
        found.update(read_entries(file.read_text()))
    return found


@cache
def texts(language: str) -> Mapping[str, str]:
    """Return every value and attribute (``key.attribute``) of a language, with the longest for its variables."""
    bundle = shipped_catalog()._bundles[language]
    found: dict[str, str] = {}
    for key, names in entries(language).items():
        message = bundle.get_message(key)
        patterns = {key: message.value, **{f"{key}.{name}": one for name, one in message.attributes.items()}}
        for name, pattern in patterns.items():
            if pattern is not None:
                text, errors = bundle.format_pattern(pattern, {one: LONGEST.get(one, A_NUMBER) for one in names})
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

    assert {
        key for key in same if re.search(r"[a-wyz]{4,}", texts("en")[key]) and not key.endswith(".example")
    } == set()


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
    """Whatever is shown is an entry: no label, placeholder or description is written where it is used, nor put
    together there.
    """
    found = [
        f"{file.name}:{node.lineno} {ast.unparse(node)}"
        for file in SPEAKING
        for shown in _shown(_tree(file))
        for node in ast.walk(shown)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[^\W\d_]", node.value)
    ]

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_longer_than_a_platform_takes(language: str) -> None:
    """Buttons, titles, previews, descriptions of commands, and messages."""
    long = {
        name: len(text)
        for name, text in texts(language).items()
        if "xx" not in text  # names are clipped
        for end, limit in LIMITS.items()
        if (name.endswith(end) or (name.startswith(end) and "." not in name)) and len(text) > limit
    }
    placeholders = {name: len(text) for name, text in texts(language).items() if name.endswith("-placeholder")}

    assert long == {}
    assert {name: length for name, length in placeholders.items() if length > PLACEHOLDERS} == {}
    assert {name: len(text) for name, text in texts(language).items() if len(text) > MESSAGE} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_fits_into_a_modal(language: str) -> None:
    """Slack refuses a longer title, Discord a longer word above a field."""
    said = texts(language)
    titles = {key: said[f"{key}.title"] for key in entries(language) if f"{key}.submit" in said}
    fields = {key: said[key] for key in entries(language) if IN_FORMS.fullmatch(key)}

    assert {key: text for key, text in titles.items() if len(text) > FORM_TITLE} == {}
    assert {key: text for key, text in fields.items() if len(text) > FIELD} == {}
    assert len(fields) > 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_leaves_room_for_a_name(language: str) -> None:
    """A long interest's name is clipped, but not down to nothing."""
    buttons = {key: text for key, text in texts(language).items() if key.startswith("button-") and "xx" in text}

    assert buttons
    assert {key: text for key, text in buttons.items() if len(text) - LONGEST_NAME + 30 > LIMITS["button-"]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_welcome_is_short(language: str) -> None:
    """At most 350 characters, with six people of rather long names, a long interest and the longest first question."""
    deck, prompts = load_deck()
    opening = [prompt.id for prompt in deck.prompts[Stage.OPENING]]
    longest = max(len(prompts.text(prompt, language)) for prompt in opening)
    arguments = {"emoji": "⚾", "interest": "x" * 40, "people": ", ".join(["n" * 20] * 6), "prompt": "x" * longest}

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


def _shown(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what is shown to people as it is; an entry of the locale files that is made in its place is none of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in SHOWN:
            yield from _parts(node.value)


def _parts(shown: ast.expr) -> Iterator[ast.expr]:
    if isinstance(shown, ast.IfExp):
        yield from (*_parts(shown.body), *_parts(shown.orelse))
    elif isinstance(shown, ast.BoolOp):
        yield from (part for value in shown.values for part in _parts(value))
    elif isinstance(shown, ast.Constant | ast.JoinedStr | ast.BinOp):
        yield shown


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
