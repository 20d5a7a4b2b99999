"""Voices: words and prompts for everybody, and a community's own, which no other one hears."""

from pathlib import Path

import pytest

from circles_bot.engine.errors import ConfigError
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.prompts import Stage
from circles_bot.words.voices import Voice, load_voices

PACK = """
pack: gardening
prompts:
  - id: gd-windowsill
    stage: warming
    en: {text: "What grows on your windowsill?"}
    es: {text: "¿Qué crece en tu ventana?"}
"""
LIBRARY, SCHOOL = CommunityId("com_slack_T1"), CommunityId("com_discord_77")


def named(platform: str, theirs: str) -> CommunityId:
    """Return an id that can be told from others."""
    return CommunityId(f"com_{platform}_{theirs}")


def write(file: Path, text: str) -> None:
    """Put a file into an operator's folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def says(voice: Voice, key: str) -> str | None:
    """Return what a voice says in English."""
    return voice.composer.templates.catalog.text(key, {}, locale="en")


def test_a_communitys_own_words_and_prompts_are_heard_there_only(tmp_path: Path) -> None:
    """Everything else is as for everybody, the operator's own words included."""
    write(tmp_path / "words" / "en" / "own.ftl", "button-mine = Mine\nbutton-join = Come in\n")
    write(tmp_path / "communities" / "slack-T1" / "words" / "en" / "own.ftl", "button-mine = My tables\n")
    write(tmp_path / "communities" / "slack-T1" / "prompts" / "gardening.yaml", PACK)

    voices = load_voices(tmp_path, named)

    assert [says(voices.of(one), "button-mine") for one in (LIBRARY, SCHOOL)] == ["My tables", "Mine"]
    assert [says(voices.of(one), "button-join") for one in (LIBRARY, SCHOOL)] == ["Come in", "Come in"]
    ids = [{prompt.id for prompt in voices.of(one).deck.prompts[Stage.WARMING]} for one in (LIBRARY, SCHOOL)]
    assert ids[0] - ids[1] == {"gd-windowsill"}


def test_without_a_folder_everybody_hears_what_is_shipped() -> None:
    """The usual case."""
    voices = load_voices()

    assert says(voices.of(LIBRARY), "button-mine") == "My circles"
    assert voices.of(LIBRARY) is voices.of(SCHOOL)


def test_a_folder_that_names_no_community_stops_the_start(tmp_path: Path) -> None:
    """With its path and how such folders are called."""
    write(tmp_path / "communities" / "T024BE7LD" / "words" / "en" / "own.ftl", "button-mine = Mine\n")

    with pytest.raises(ConfigError, match="slack-T024BE7LD"):
        load_voices(tmp_path, named)


def test_a_faulty_entry_of_one_community_stops_the_start(tmp_path: Path) -> None:
    """Nobody meets a broken sentence anywhere."""
    write(tmp_path / "communities" / "slack-T1" / "words" / "en" / "own.ftl", "buton-mine = Mine\n")

    with pytest.raises(ConfigError, match="no entry 'buton-mine'"):
        load_voices(tmp_path, named)
