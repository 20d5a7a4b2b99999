"""Prompt packs: YAML files with the prompts' texts by language, read into the engine's deck and the texts for people.

A file has ``pack`` and ``prompts``; each prompt has an ``id`` that never changes (circles remember which they had), a
``stage``, and for each language a ``text`` and maybe ``answers`` to tap, as many in every language::

    - id: window-view
      stage: opening
      en: {text: "What do you see from your window?", answers: [Trees, Roofs, A wall, Sky]}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from circles_bot.engine.errors import ConfigError
from circles_bot.engine.ids import PromptId
from circles_bot.engine.prompts import Deck, Prompt, Stage

DEFAULT_LANGUAGE = "en"
ANSWER_LIMIT_CHARS = 40
ANSWERS_AT_MOST = 4
_NOT_LANGUAGES = frozenset({"id", "stage"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A prompt in one language."""

    text: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PromptTexts:
    """The wordings of all prompts, by prompt and language."""

    wordings: Mapping[PromptId, Mapping[str, Wording]]

    def text(self, prompt: PromptId, locale: str | None) -> str:
        """Return what a prompt asks, in English where the locale's language lacks it; KeyError if there is none."""
        return self._wording(prompt, locale).text

    def answers(self, prompt: PromptId, locale: str | None) -> tuple[str, ...]:
        """Return a prompt's tap answers in their order; KeyError if there is no such prompt."""
        return self._wording(prompt, locale).answers

    def _wording(self, prompt: PromptId, locale: str | None) -> Wording:
        by_language = self.wordings[prompt]
        language = (locale or "").replace("_", "-").split("-")[0].casefold()
        return by_language.get(language) or by_language[DEFAULT_LANGUAGE]


@lru_cache(maxsize=1)
def load_deck() -> tuple[Deck, PromptTexts]:
    """Return the deck and the texts of the packs that the package ships; reads the files once.

    Raises ``ConfigError`` with file, prompt and fault when one is not as it should be.
    """
    folder = files("circles_bot") / "prompts"
    packs = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return read_packs({file.name: file.read_text(encoding="utf-8") for file in packs})


def read_packs(sources: Mapping[str, str]) -> tuple[Deck, PromptTexts]:
    """Return the deck and texts of packs given as text by file name; raises as :func:`load_deck`."""
    prompts: dict[PromptId, Prompt] = {}
    wordings: dict[PromptId, Mapping[str, Wording]] = {}
    for name, source in sources.items():
        for entry in _entries(name, source):
            prompt, by_language = _read_prompt(name, entry)
            if prompt.id in prompts:
                raise ConfigError(f"{name}: the prompt id {prompt.id!r} is there twice; give one another id.")
            prompts[prompt.id], wordings[prompt.id] = prompt, by_language
    stages = {stage: tuple(prompt for prompt in prompts.values() if prompt.stage is stage) for stage in Stage}
    return Deck(prompts=stages), PromptTexts(wordings)


def _entries(name: str, source: str) -> list[Mapping[str, object]]:
    # CSafeLoader is a safe loader too, and eight times as quick; wheels without it exist
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        pack = yaml.load(source, Loader=loader)  # noqa: S506  # one of the two safe loaders
    except yaml.YAMLError as error:
        raise ConfigError(f"{name} is not readable YAML: {error}") from error
    entries = pack.get("prompts") if isinstance(pack, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError(f"{name}: expected a list named 'prompts' with one entry a prompt.")
    return entries


def _read_prompt(name: str, entry: Mapping[str, object]) -> tuple[Prompt, Mapping[str, Wording]]:
    prompt_id, stage = entry.get("id"), entry.get("stage")
    where = f"{name}, prompt {prompt_id!r}"
    if not isinstance(prompt_id, str) or not prompt_id:
        raise ConfigError(f"{where}: 'id' has to be a text.")
    if stage not in list(Stage):
        raise ConfigError(f"{where}: 'stage' is {stage!r}; it can be {', '.join(Stage)}.")
    by_language = {
        key: _read_wording(f"{where}, {key}", value) for key, value in entry.items() if key not in _NOT_LANGUAGES
    }
    if DEFAULT_LANGUAGE not in by_language:
        raise ConfigError(f"{where}: has no text in English ('en').")
    counts = {len(wording.answers) for wording in by_language.values()}
    if len(counts) > 1:
        raise ConfigError(f"{where}: has to have as many answers in every language.")
    return Prompt(id=PromptId(prompt_id), stage=Stage(str(stage)), answers=counts.pop()), by_language


def _read_wording(where: str, value: object) -> Wording:
    text = value.get("text") if isinstance(value, dict) else None
    answers = value.get("answers", []) if isinstance(value, dict) else []
    if not isinstance(text, str) or not text:
        raise ConfigError(f"{where}: 'text' has to be a text.")
    if not isinstance(answers, list) or not all(isinstance(answer, str) and answer for answer in answers):
        raise ConfigError(f"{where}: 'answers' has to be a list of texts (quote yes, no and numbers).")
    if len(answers) == 1 or len(answers) > ANSWERS_AT_MOST:
        raise ConfigError(f"{where}: has {len(answers)} answers; none, or two to {ANSWERS_AT_MOST}, fit.")
    if any(len(answer) > ANSWER_LIMIT_CHARS for answer in answers):
        raise ConfigError(f"{where}: an answer is longer than {ANSWER_LIMIT_CHARS} characters.")
    return Wording(text=text, answers=tuple(answers))
