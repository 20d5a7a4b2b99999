"""The commands as Discord takes them."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from circles_bot.commands import COMMANDS
from circles_bot.words.catalog import shipped_catalog
from circles_discord.commands import differs, payloads
from tests.journeys.discord_town import DiscordTown

WANTED = payloads(shipped_catalog())


def everything(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield commands, sub-commands and options."""
    for one in found:
        yield one
        yield from everything(one.get("options", []))


def test_every_command_is_there_once() -> None:
    """Two groups with all their commands, and "Avoid, privately" on a person."""
    there = [(group["name"], one["name"]) for group in WANTED for one in group.get("options", [])]

    assert sorted(there) == sorted((command.group, command.name) for command in COMMANDS)
    assert [(one["type"], one["name"]) for one in WANTED if one["type"] == 2] == [(2, "Avoid, privately")]


def test_all_is_within_discords_limits_and_in_both_languages() -> None:
    """Descriptions of at most a hundred characters, said in Spanish too; 8,000 characters a command in all."""
    for one in everything(WANTED):
        if "description" in one:
            assert 1 <= len(one["description"]) <= 100
            assert not one["description"].startswith(("command-", "option-")), "it has no words"
            assert set(one["description_localizations"]) == {"es-ES", "es-419"}
            assert all(1 <= len(text) <= 100 for text in one["description_localizations"].values())
    for group in WANTED:
        words = [one.get("name", "") + one.get("description", "") for one in everything([group])]
        assert sum(map(len, words)) <= 8_000
        assert len(group.get("options", [])) <= 25


def test_names_are_said_in_both_languages() -> None:
    """In Spanish each is called something else, one of a kind in its place; what comes back is the English one."""
    for one in everything(WANTED):
        if one["type"] == 2:
            continue
        there = set(one["name_localizations"].values())
        assert set(one["name_localizations"]) == {"es-ES", "es-419"}
        assert all(re.fullmatch(r"[\w-]{1,32}", name) and name == name.lower() for name in there)
        assert there != {one["name"]}
    for group in WANTED:
        told = [one["name_localizations"]["es-ES"] for one in group.get("options", [])]
        assert len(told) == len(set(told))
    catalog = shipped_catalog()
    for command in COMMANDS:
        assert catalog.text(command.words_key, {}, locale="en", attribute="name") == command.name


def test_setup_offers_discords_own_picker_of_channels() -> None:
    """Text channels; for the board also those for announcements, which hold no private threads."""
    (setup,) = [one for one in everything(WANTED) if one["name"] == "setup"]

    assert [(one["name"], one["type"], one["channel_types"]) for one in setup["options"]] == [
        ("board", 7, [0, 5]),
        ("rooms", 7, [0]),
    ]
    assert not any(one["required"] for one in setup["options"])


async def test_a_spanish_client_is_offered_spanish_names(town: DiscordTown) -> None:
    """And what is typed there arrives as the command that it is."""
    offered = town.people["Ana"].commands()
    (circles,) = [one for one in offered if one["name"] == "circles"]
    assert circles["name_localizations"]["es-ES"] == "círculos"
    await town.command("Ana", "/circles join baseball")
    assert "baseball" in town.heard("Ana")


def test_nobody_is_kept_from_the_stewards_commands_by_discord() -> None:
    """Whom a steward has named Discord does not know: the engine says who may."""
    assert all("default_member_permissions" not in group for group in WANTED)


def test_only_a_difference_is_registered_again() -> None:
    """What Discord adds of its own is none; a lost, changed or foreign command is one."""
    there = copy.deepcopy(WANTED)
    for one in there:
        one |= {"id": "1", "application_id": "2", "version": "3", "nsfw": False}
    assert not differs(WANTED, there)

    changed = copy.deepcopy(there)
    changed[0]["options"][0]["description"] = "something else"
    assert differs(WANTED, changed)
    assert differs(WANTED, there[:-1])
    assert differs(WANTED, [*there, {"type": 1, "name": "ping"}])
    assert differs(WANTED, [])
