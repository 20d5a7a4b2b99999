"""Prompt packs: YAML files with the prompts' texts by language, read into the engine's deck and the texts for people.

A file has ``pack`` (its name), maybe a ``title`` by language, maybe ``about`` (names of interests whose circles it is
for; without it every circle's), and ``prompts``. Each prompt has an ``id`` that never changes (circles remember which
they had), a ``stage``, and for each language a ``text`` and maybe ``answers`` to tap, as many in every language::

    - id: window-view
      stage: opening
      en: {text: "What do you see from your window?", answers: [Trees, Roofs, A wall, Sky]}

``circles_bot/prompts/schema.json`` says the same to editors; ``circles-bot prompts check FILE`` says it to people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import yaml

from circles_bot.engine.errors import ConfigError
from circles_bot.engine.ids import PromptId
from circles_bot.engine.names import normal_name
from circles_bot.engine.prompts import Deck, Prompt, Stage

DEFAULT_LANGUAGE = "en"
TEXT_LIMIT_CHARS = 120
OPENING_LIMIT_CHARS = 60
"""What the welcome's 350 characters leave for it beside the interest's name and six people."""
ANSWER_LIMIT_CHARS = 40
ANSWERS_AT_MOST = 4
ID_LIMIT_CHARS = 60
_PACK_KEYS = frozenset({"pack", "title", "about", "prompts"})
_NOT_LANGUAGES = frozenset({"id", "stage"})

Where = tuple[str | int, ...]
"""The way to a place in a pack: keys, and positions in lists."""


@dataclass(frozen=True, slots=True)
class PackFault:
    """What is wrong with a pack, and where in it."""

    where: Where
    says: str


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


@lru_cache(maxsize=4)
def load_deck(*more: Path) -> tuple[Deck, PromptTexts]:
    """Return the deck and the texts of the packs that the package ships, and of those in the folders ``more``.

    Reads the files once. Raises ``ConfigError`` with file, prompt and fault when one is not as it should be, or when
    a folder cannot be read.
    """
    packs = shipped_packs()
    for folder in more:
        packs.update(_packs_in(folder))
    return read_packs(packs)


def shipped_packs() -> dict[str, str]:
    """Return the packs that the package ships, as text by file name."""
    folder = files("circles_bot") / "prompts"
    packs = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name: file.read_text(encoding="utf-8") for file in packs}


def read_packs(sources: Mapping[str, str]) -> tuple[Deck, PromptTexts]:
    """Return the deck and texts of packs given as text by file name; raises as :func:`load_deck`."""
    prompts: dict[PromptId, Prompt] = {}
    wordings: dict[PromptId, Mapping[str, Wording]] = {}
    topics: dict[str, frozenset[str]] = {}
    for name, source in sources.items():
        pack = parse(name, source)
        fault = next(pack_faults(pack), None)
        if fault is not None:
            raise ConfigError(f"{name}{_prompt_at(pack, fault.where)}: {fault.says}")
        topics[str(pack["pack"])] = frozenset(map(normal_name, _texts(pack.get("about"))))
        for entry in _entries(pack):
            prompt, by_language = _prompt_of(str(pack["pack"]), entry)
            if prompt.id in prompts:
                raise ConfigError(f"{name}: the prompt id {prompt.id!r} is there twice; give one another id.")
            prompts[prompt.id], wordings[prompt.id] = prompt, by_language
    stages = {stage: tuple(prompt for prompt in prompts.values() if prompt.stage is stage) for stage in Stage}
    return Deck(prompts=stages, topics=topics), PromptTexts(wordings)


def parse(name: str, source: str) -> Mapping[str, object]:
    """Return a pack's plain content; raise ConfigError when it is no YAML, or no mapping at all."""
    # CSafeLoader is a safe loader too, and eight times as quick; wheels without it exist
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        pack = yaml.load(source, Loader=loader)  # noqa: S506  # one of the two safe loaders
    except yaml.YAMLError as error:
        raise ConfigError(f"{name} is not readable YAML: {error}") from error
    if not isinstance(pack, dict):
        raise ConfigError(f"{name}: expected 'pack: <name>' and a list named 'prompts'.")
    return pack


def pack_faults(pack: Mapping[str, object]) -> Iterator[PackFault]:
    """Yield everything that is wrong with a pack's content, in reading order."""
    if not isinstance(pack.get("pack"), str) or not pack.get("pack"):
        yield PackFault((), "'pack' has to be the pack's name.")
    if not _is_list_of_texts(pack.get("about", [])):
        yield PackFault(("about",), "'about' has to be a list of names of interests.")
    entries = pack.get("prompts")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield PackFault((), "expected a list named 'prompts' with one entry a prompt.")
        return
    for key in pack:
        if key not in _PACK_KEYS:
            yield PackFault((key,), f"{key!r} is not known here; a pack has {', '.join(sorted(_PACK_KEYS))}.")
    seen: set[object] = set()
    for place, entry in enumerate(entries):
        yield from _prompt_faults(("prompts", place), entry)
        prompt_id = entry.get("id")
        if isinstance(prompt_id, str) and prompt_id in seen:
            yield PackFault(("prompts", place, "id"), f"the prompt id {prompt_id!r} is there twice.")
        seen.add(prompt_id if isinstance(prompt_id, str) else None)


def _prompt_faults(where: Where, entry: Mapping[str, object]) -> Iterator[PackFault]:
    prompt_id, stage = entry.get("id"), entry.get("stage")
    if not isinstance(prompt_id, str) or not 0 < len(prompt_id) <= ID_LIMIT_CHARS:
        yield PackFault((*where, "id"), f"'id' has to be a text of 1 to {ID_LIMIT_CHARS} characters.")
    if stage not in list(Stage):
        yield PackFault((*where, "stage"), f"'stage' is {stage!r}; it can be {', '.join(Stage)}.")
    languages = {key: value for key, value in entry.items() if key not in _NOT_LANGUAGES}
    if DEFAULT_LANGUAGE not in languages:
        yield PackFault(where, "it has no text in English ('en').")
    limit = OPENING_LIMIT_CHARS if stage == Stage.OPENING else TEXT_LIMIT_CHARS
    for language, value in languages.items():
        yield from _wording_faults((*where, language), value, limit)
    counts = {len(_texts(value.get("answers"))) for value in languages.values() if isinstance(value, dict)}
    if len(counts) > 1:
        yield PackFault(where, "it has to have as many answers in every language.")


def _wording_faults(where: Where, value: object, limit: int) -> Iterator[PackFault]:
    text = value.get("text") if isinstance(value, dict) else None
    answers = value.get("answers", []) if isinstance(value, dict) else []
    if not isinstance(text, str) or not text.strip():
        yield PackFault(where, "'text' has to be a text.")
    elif len(text) > limit:
        yield PackFault((*where, "text"), f"'text' has {len(text)} characters; {limit} fit.")
    if not _is_list_of_texts(answers):
        yield PackFault((*where, "answers"), "'answers' has to be a list of texts (quote yes, no and numbers).")
        return
    if len(answers) == 1 or len(answers) > ANSWERS_AT_MOST:
        says = f"it has {len(answers)} answers; none, or two to {ANSWERS_AT_MOST}, fit."
        yield PackFault((*where, "answers"), says)
    for place, answer in enumerate(answers):
        if len(answer) > ANSWER_LIMIT_CHARS:
            says = f"the answer {answer!r} is longer than {ANSWER_LIMIT_CHARS} characters."
            yield PackFault((*where, "answers", place), says)


def _packs_in(folder: Path) -> dict[str, str]:
    try:
        return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.yaml"))}
    except OSError as error:
        raise ConfigError(f"The prompt packs in {folder} cannot be read ({error.strerror}).") from error


def _entries(pack: Mapping[str, object]) -> list[Mapping[str, object]]:
    entries = pack["prompts"]
    assert isinstance(entries, list), "pack_faults has looked"
    return entries


def _prompt_of(pack: str, entry: Mapping[str, object]) -> tuple[Prompt, Mapping[str, Wording]]:
    by_language = {
        key: Wording(text=str(value["text"]), answers=_texts(value.get("answers")))
        for key, value in entry.items()
        if key not in _NOT_LANGUAGES and isinstance(value, dict)
    }
    answers = len(by_language[DEFAULT_LANGUAGE].answers)
    prompt = Prompt(id=PromptId(str(entry["id"])), stage=Stage(str(entry["stage"])), answers=answers, pack=pack)
    return prompt, by_language


def _prompt_at(pack: Mapping[str, object], where: Where) -> str:
    """Return which prompt, and which language of it, a place is in, as words."""
    entries = pack.get("prompts")
    if len(where) < 2 or where[0] != "prompts" or not isinstance(entries, list):
        return ""
    prompt = f", prompt {entries[int(where[1])].get('id')!r}"
    return f"{prompt}, {where[2]}" if len(where) > 2 and where[2] not in _NOT_LANGUAGES else prompt


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
