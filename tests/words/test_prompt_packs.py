"""Prompt packs: what we ship is as PRODUCT promises, and what is wrong with a file is said with its prompt."""

import pytest

from circles_bot.engine.errors import ConfigError
from circles_bot.engine.ids import PromptId
from circles_bot.engine.prompts import Stage
from circles_bot.words.prompt_packs import ANSWER_LIMIT_CHARS, load_deck, read_packs

PROMPT_LIMIT_CHARS = 120
OPENING_LIMIT_CHARS = 60
"""What the welcome's 350 characters leave for it beside the interest's name and six people."""

SMALL = """
pack: small
prompts:
  - id: tea
    stage: opening
    en: {text: "Tea?", answers: ["Yes", "No"]}
    es: {text: "¿Té?", answers: ["Sí", "No"]}
"""


def test_the_shipped_deck_has_every_stage() -> None:
    """At least thirty prompts over five stages, most of them with tap answers."""
    deck, _ = load_deck()

    prompts = [prompt for stage in Stage for prompt in deck.prompts[stage]]
    assert len(prompts) >= 30
    assert all(len(deck.prompts[stage]) >= 4 for stage in Stage)
    assert sum(prompt.answers > 0 for prompt in prompts) > len(prompts) / 2


def test_every_opening_can_be_tapped() -> None:
    """The first question of all asks for no courage: one tap answers it."""
    deck, _ = load_deck()

    assert all(prompt.answers >= 3 for prompt in deck.prompts[Stage.OPENING])


def test_shipped_prompts_are_short_and_calm() -> None:
    """One sentence or two, labels that fit a button, nothing shouted."""
    deck, texts = load_deck()

    for stage in Stage:
        for prompt in deck.prompts[stage]:
            text = texts.text(prompt.id, "en")
            assert len(text) <= (OPENING_LIMIT_CHARS if stage is Stage.OPENING else PROMPT_LIMIT_CHARS), prompt.id
            assert "!" not in text, prompt.id
            assert text.count(". ") + text.count("? ") <= 1, prompt.id
            assert len(texts.answers(prompt.id, "en")) == prompt.answers
            assert all(len(answer) <= ANSWER_LIMIT_CHARS for answer in texts.answers(prompt.id, "en"))


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


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
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
    ],
)
def test_a_faulty_pack_is_refused_with_its_fault(before: str, after: str, fault: str) -> None:
    """Who writes a pack learns which file, which prompt, and what is wrong."""
    with pytest.raises(ConfigError, match=r"small\.yaml") as caught:
        read_packs({"small.yaml": SMALL.replace(before, after)})

    assert fault in str(caught.value)


def test_an_id_in_two_packs_is_refused() -> None:
    """An id stands for one prompt: circles remember which they have had by it."""
    with pytest.raises(ConfigError, match="there twice"):
        read_packs({"one.yaml": SMALL, "two.yaml": SMALL})
