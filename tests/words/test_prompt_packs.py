"""Prompt packs: what we ship is as PRODUCT promises, and what is wrong with a file is said with its prompt."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from circles_bot.cli.app import run_command_line
from circles_bot.engine.errors import ConfigError
from circles_bot.engine.ids import PromptId
from circles_bot.engine.prompts import Stage
from circles_bot.words.prompt_checks import check_pack
from circles_bot.words.prompt_packs import load_deck, read_packs, shipped_packs

SMALL = """
pack: small
prompts:
  - id: tea
    stage: opening
    en: {text: "Tea?", answers: ["Yes", "No"]}
    es: {text: "¿Té?", answers: ["Sí", "No"]}
"""


def test_the_shipped_deck_has_every_stage() -> None:
    """At least 150 prompts in nine packs, over five stages in each, most of them with tap answers."""
    deck, _ = load_deck()

    prompts = [prompt for stage in Stage for prompt in deck.prompts[stage]]
    assert len(prompts) >= 150
    assert len({prompt.pack for prompt in prompts}) >= 9
    for pack in deck.topics:
        assert {prompt.stage for prompt in prompts if prompt.pack == pack} == set(Stage), pack
    assert sum(prompt.answers > 0 for prompt in prompts) > len(prompts) / 2


def test_every_shipped_prompt_is_in_both_languages() -> None:
    """English and Spanish, each in its own words."""
    _, texts = load_deck()

    for prompt, by_language in texts.wordings.items():
        assert by_language.keys() == {"en", "es"}, prompt
        assert by_language["en"].text != by_language["es"].text, prompt


def test_the_published_schema_says_what_the_reader_says() -> None:
    """Editors that know the schema accept every shipped pack, and refuse what we refuse."""
    schema = json.loads((files("circles_bot") / "prompts" / "schema.json").read_text(encoding="utf-8"))
    judge = Draft202012Validator(schema)

    for name, source in shipped_packs().items():
        assert [error.message for error in judge.iter_errors(yaml.safe_load(source))] == [], name
    for before, after, fault in FAULTS:
        if fault != "not readable YAML" and "every language" not in fault:
            pack = yaml.safe_load(SMALL.replace(before, after))
            assert list(judge.iter_errors(pack)), fault


def test_every_opening_can_be_tapped() -> None:
    """The first question of all asks for no courage: one tap answers it."""
    deck, _ = load_deck()

    assert all(prompt.answers >= 3 for prompt in deck.prompts[Stage.OPENING])


def test_shipped_prompts_are_short_and_calm() -> None:
    """One sentence or two, labels that fit a button, nothing shouted."""
    deck, texts = load_deck()

    for stage in Stage:
        for prompt in deck.prompts[stage]:
            for language in ("en", "es"):
                text = texts.text(prompt.id, language)
                assert "!" not in text, prompt.id
                assert text.count(". ") + text.count("? ") <= 1, prompt.id
                assert len(texts.answers(prompt.id, language)) == prompt.answers


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en", "Tea?"), ("es", "¿Té?"), ("es-MX", "¿Té?"), ("es_ES", "¿Té?"), ("de", "Tea?"), (None, "Tea?")],
)
def test_a_prompt_speaks_the_readers_language(locale: str | None, expected: str) -> None:
    """The reader's language where the pack has it, English else."""
    _, texts = read_packs({"small.yaml": SMALL})

    assert texts.text(PromptId("tea"), locale) == expected


def test_answers_come_in_the_readers_language() -> None:
    """Tap answers keep their order in every language, for a tap is kept as its number."""
    _, texts = read_packs({"small.yaml": SMALL})

    assert texts.answers(PromptId("tea"), "es") == ("Sí", "No")


FAULTS = (
    ("id: tea", "id: 7", "'id' has to be a text"),
    ("stage: opening", "stage: openning", "'openning'; it can be opening, warming"),
    ('text: "Tea?"', 'text: ""', "'text' has to be a text"),
    ('["Yes", "No"]', "[Yes, No]", "quote yes, no and numbers"),
    ('["Yes", "No"]', '["Yes"]', "1 answers"),
    ('["Yes", "No"]', '["1", "2", "3", "4", "5"]', "5 answers"),
    ('["Yes", "No"]', f'["{"y" * 41}", "No"]', "longer than 40 characters"),
    ('["Sí", "No"]', '["Sí", "No", "Tal vez"]', "as many answers in every language"),
    ("    en: ", "    fr: ", "no text in English"),
    ("prompts:", "questions:", "a list named 'prompts'"),
    ("pack: small", "pack: [small", "not readable YAML"),
    ("pack: small", "pack: ''", "'pack' has to be"),
    ("pack: small", "pack: small\nabuot: [tea]", "'abuot' is not known"),
    ("pack: small", "pack: small\nabout: tea", "'about' has to be a list"),
    ('"Tea?"', f'"{"t" * 61}"', "61 characters; 60 fit"),
)


@pytest.mark.parametrize(("before", "after", "fault"), FAULTS)
def test_a_faulty_pack_is_refused_with_its_fault(before: str, after: str, fault: str) -> None:
    """Who writes a pack learns which file, which prompt, and what is wrong."""
    with pytest.raises(ConfigError, match=r"small\.yaml") as caught:
        read_packs({"small.yaml": SMALL.replace(before, after)})

    assert fault in str(caught.value)


def test_an_id_in_two_packs_is_refused() -> None:
    """An id stands for one prompt: circles remember which they have had by it."""
    with pytest.raises(ConfigError, match="there twice"):
        read_packs({"one.yaml": SMALL, "two.yaml": SMALL})


@pytest.mark.parametrize(("before", "after", "fault"), FAULTS)
def test_a_check_names_what_is_wrong_with_its_line(before: str, after: str, fault: str) -> None:
    """The line is the one to look at, in the file as it was written."""
    faults = check_pack(SMALL.replace(before, after))

    assert any(fault in found.says or fault == "not readable YAML" for found in faults)
    assert all(1 <= found.line <= SMALL.count("\n") + 2 for found in faults)


def test_a_check_points_at_the_very_line() -> None:
    """A wrong stage is on the stage's line, a long answer on its prompt's."""
    (stage,) = check_pack(SMALL.replace("stage: opening", "stage: openning"))
    (answer,) = check_pack(SMALL.replace('"Sí", "No"', f'"{"s" * 41}", "No"'))

    lines = SMALL.splitlines()
    assert "stage:" in lines[stage.line - 1]
    assert "es:" in lines[answer.line - 1]


def test_a_check_finds_an_id_that_a_shipped_pack_has() -> None:
    """Two packs with one id would not start; here it is said before, with whose it is."""
    (taken,) = check_pack(SMALL.replace("id: tea", "id: window-view"))

    assert "'general'" in taken.says


@pytest.mark.parametrize("name", shipped_packs())
def test_what_we_ship_passes_its_own_check(name: str) -> None:
    """Nothing is asked of others that we do not keep."""
    assert check_pack(shipped_packs()[name]) == ()


def test_an_operators_own_packs_come_beside_the_shipped_ones(tmp_path: Path) -> None:
    """They are read from a folder; a faulty one stops the start with its name."""
    (tmp_path / "tea.yaml").write_text(SMALL, encoding="utf-8")

    deck, _ = load_deck(tmp_path)

    assert deck.find(PromptId("tea")) is not None
    assert deck.find(PromptId("window-view")) is not None


def test_the_command_says_line_and_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 and a line to click on for a faulty file, 0 and a kind word for a good one."""
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(SMALL, encoding="utf-8")
    bad.write_text(SMALL.replace("stage: opening", "stage: never"), encoding="utf-8")

    assert run_command_line(["prompts", "check", str(good)]) == 0
    assert run_command_line(["prompts", "check", str(bad)]) == 1

    said = capsys.readouterr().out
    assert "all is well" in said
    assert f"{bad}:5: 'stage' is 'never'" in said
