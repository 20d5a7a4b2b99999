"""How the bot speaks and what it asks: to every community alike, but where one has words or prompts of its own.

An operator's folder (``CIRCLES_OWN_FOLDER``) holds ``words`` and ``prompts`` for all of them, and
``communities/<platform>-<the platform's id>/words`` and ``…/prompts`` for one. All of it is read and checked at the
start; a community without a folder costs nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from circles_bot.engine.errors import ConfigError
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.prompts import Deck
from circles_bot.words.catalog import catalog_with, shipped_catalog
from circles_bot.words.compose import Composer
from circles_bot.words.prompt_packs import load_deck
from circles_bot.words.templates import Templates

COMMUNITIES = "communities"

Named = Callable[[str, str], CommunityId]
"""Returns our id of the community that a platform (its name first) calls so."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What makes words, and the prompts to choose from."""

    composer: Composer
    deck: Deck


@dataclass(frozen=True, slots=True)
class Voices:
    """The voice for everybody, and those of communities with one of their own."""

    common: Voice
    own: Mapping[CommunityId, Voice] = field(default_factory=dict)

    def of(self, community: CommunityId) -> Voice:
        """Return the voice in which a community is spoken to."""
        return self.own.get(community, self.common)


def load_voices(folder: Path | None = None, named: Named | None = None) -> Voices:
    """Return the voices that the package and an operator's own folder make.

    ``named`` is needed where communities have folders of their own. Raises ``ConfigError`` with file and fault for
    what cannot be used.
    """
    if folder is None:
        return Voices(_voice())
    own = {}
    for place in sorted(path for path in (folder / COMMUNITIES).glob("*") if path.is_dir()):
        platform, _, theirs = place.name.partition("-")
        if not theirs or named is None:
            raise ConfigError(f"{place}: a community's folder is called after it, such as slack-T024BE7LD.")
        own[named(platform, theirs)] = _voice(folder, place)
    return Voices(_voice(folder), own)


def _voice(*folders: Path) -> Voice:
    """Return the shipped voice with what stands in the folders in place, the last one's first."""
    deck, prompts = load_deck(*(folder / "prompts" for folder in folders))
    catalog = catalog_with(*(folder / "words" for folder in folders)) if folders else shipped_catalog()
    return Voice(Composer(Templates(catalog), prompts), deck)
