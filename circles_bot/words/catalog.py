"""The locale files: Fluent (``locales/<language>/*.ftl``), English for whatever a language lacks.

In an entry, arguments are Fluent variables. Numbers may select a plural form. All other arguments arrive as opaque
marks that :mod:`circles_bot.words.compose` replaces afterwards, so that nothing in people's own words is ever read as
markup and no entry can branch on them; ``**bold**`` is the one markup, and only in the locale files themselves.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax.ast import Resource

from circles_bot.engine.errors import ConfigError

DEFAULT_LANGUAGE = "en"


class Catalog:
    """All entries of all languages that the package ships."""

    def __init__(self, bundles: Mapping[str, FluentBundle]) -> None:
        """Take one bundle a language; English must be among them."""
        self._bundles = bundles

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, by their code."""
        return tuple(sorted(self._bundles))

    def language_of(self, locale: str | None) -> str:
        """Return the language that serves ``locale`` (``es-MX`` → ``es``), English where there is none."""
        language = (locale or "").replace("_", "-").split("-")[0].casefold()
        return language if language in self._bundles else DEFAULT_LANGUAGE

    def has(self, key: str, attribute: str | None = None) -> bool:
        """Tell whether English has the entry (and the attribute)."""
        bundle = self._bundles[DEFAULT_LANGUAGE]
        if not bundle.has_message(key):
            return False
        message = bundle.get_message(key)
        return message.value is not None if attribute is None else attribute in message.attributes

    def text(
        self, key: str, args: Mapping[str, str | int], *, locale: str | None, attribute: str | None = None
    ) -> str | None:
        """Return an entry's text, or None where it (or its attribute) is nowhere.

        Raises ``ConfigError`` for an entry that cannot be filled in: the locale file is wrong.
        """
        for language in (self.language_of(locale), DEFAULT_LANGUAGE):
            bundle = self._bundles[language]
            if not bundle.has_message(key):
                continue
            message = bundle.get_message(key)
            pattern = message.value if attribute is None else message.attributes.get(attribute)
            if pattern is None:
                continue
            text, errors = bundle.format_pattern(pattern, dict(args))
            if errors:
                raise ConfigError(
                    f"The entry {key!r} of the locale files ({language}) cannot be filled in: {errors[0]}"
                )
            return str(text)
        return None


@lru_cache(maxsize=1)
def shipped_catalog() -> Catalog:
    """Return the catalog of the languages that the package ships; reads the files once."""
    return Catalog(_bundles())


def catalog_with(*folders: Path) -> Catalog:
    """Return the shipped catalog with an operator's own entries (``<folder>/<language>/*.ftl``) in place.

    What a later folder says stands in place of what an earlier one does.

    Raises ``ConfigError`` for an entry that there is none of, or that names something the shipped one does not have:
    what an entry may say is its author's, what stands in it is not.
    """
    bundles = _bundles()
    for file in (file for folder in folders for file in sorted(folder.glob("*/*.ftl"))):
        language = file.parent.name
        bundle = bundles.setdefault(language, FluentBundle([language], use_isolating=False))
        try:
            source = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{file} cannot be read: make it a readable UTF-8 file.") from error
        _check_own(file.name, source)
        bundle.add_resource(_parsed(source), allow_overrides=True)
    return Catalog(bundles)


def _bundles() -> dict[str, FluentBundle]:
    bundles: dict[str, FluentBundle] = {}
    for language in _languages():
        bundle = FluentBundle([language.name], use_isolating=False)
        for resource in _shipped(language.name):
            bundle.add_resource(resource)
        bundles[language.name] = bundle
    return bundles


def _languages() -> list[Traversable]:
    return [folder for folder in (files("circles_bot.words") / "locales").iterdir() if folder.is_dir()]


@lru_cache(maxsize=8)
def _shipped(language: str) -> tuple[Resource, ...]:
    """Return what is shipped in a language, read apart once: it takes a tenth of a second, and communities are many."""
    return tuple(map(_parsed, _sources(language)))


def _parsed(source: str) -> Resource:
    """Read entries apart without keeping where in the file each piece of them stood: that is a fifth of it all."""
    return FluentParser(with_spans=False).parse(source)


@lru_cache(maxsize=1)
def _shipped_names() -> Mapping[str, frozenset[str]]:
    """Return the entries that are shipped, each with what it may show."""
    from circles_bot.words.entries import read_entries  # the parser is for who has words of their own

    return {key: names for text in _sources(DEFAULT_LANGUAGE) for key, names in read_entries(text).items()}


def _sources(language: str) -> list[str]:
    entries = sorted((files("circles_bot.words") / "locales" / language).iterdir(), key=lambda entry: entry.name)
    return [file.read_text(encoding="utf-8") for file in entries if file.name.endswith(".ftl")]


def _check_own(name: str, source: str) -> None:
    from circles_bot.words.entries import read_entries  # the parser is for who has words of their own

    shipped = _shipped_names()
    for key, names in read_entries(source).items():
        if key not in shipped:
            raise ConfigError(
                f"{name}: there is no entry {key!r} to put another in place of; look at words/locales/en."
            )
        unknown = sorted(names - shipped[key])
        if unknown:
            raise ConfigError(f"{name}: the entry {key!r} has no {unknown[0]!r} to show; take it out.")
