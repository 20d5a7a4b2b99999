"""Languages that people talk in: what they said, else what their platform and their community let one guess."""

from collections.abc import Iterable, Mapping

from circles_bot.engine.model import Community, Member

NAMES: Mapping[str, str] = {
    "ar": "العربية",
    "bn": "বাংলা",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
"""By code, each in its own words: 25, as many as a select holds. A circle shares one of them, so only codes matter."""


def languages_of(member: Member, community: Community) -> frozenset[str]:
    """Return the languages a member talks in; guessed, while they have not said, from their own and the community's.

    The guess holds both: who came to a community reads what is written there, whatever their screen speaks.
    """
    if member.languages:
        return frozenset(member.languages)
    guessed = (language_of(member.locale), language_of(community.locale))
    return frozenset(code for code in guessed if code)


def shared_languages(members: Iterable[Member], community: Community) -> frozenset[str]:
    """Return the languages that all of some people (one at least) talk in."""
    return frozenset.intersection(*(languages_of(member, community) for member in members))


def names_of(codes: Iterable[str]) -> str:
    """Return languages in their own words, in a row."""
    return ", ".join(sorted(NAMES.get(code, code) for code in codes))


def language_of(locale: str | None) -> str:
    """Return a locale's language by its code (``es-MX`` → ``es``); empty where there is no locale."""
    return (locale or "").replace("_", "-").partition("-")[0].casefold()
