"""What is too long, too many or of the wrong shape is refused with 50035, by its field; what just fits is taken."""

from typing import Any

import pytest

from tests.adapters.discord_fake.conftest import Town
from tests.fakes.discord import commands, messages
from tests.fakes.discord.model import COMPONENTS_V2
from tests.fakes.discord.refusals import JSON, RefusalError


def _button(number: int = 0, **other: object) -> JSON:
    return {"type": 2, "style": 1, "label": "x", "custom_id": f"b{number}"} | other


def _row(*children: JSON) -> JSON:
    return {"type": 1, "components": list(children)}


def _select(**other: object) -> JSON:
    return {"type": 3, "custom_id": "s", "options": [{"label": "x", "value": "x"}]} | other


def _options(number: int) -> list[JSON]:
    return [{"label": str(it), "value": str(it)} for it in range(number)]


def _v2(*components: JSON, **other: object) -> JSON:
    return {"flags": COMPONENTS_V2, "components": list(components)} | other


def _text(size: int) -> JSON:
    return {"type": 10, "content": "x" * size}


FITS: list[JSON] = [
    {"content": "x" * 2000},
    {"content": "x", "nonce": "n" * 25},
    {"embeds": [{"title": "x" * 256, "description": "x" * 4096}]},
    {"components": [_row(*(_button(5 * row + it) for it in range(5))) for row in range(5)]},
    {"components": [_row(_select(options=_options(25), max_values=25))]},
    {"components": [_row(_button(custom_id="x" * 100, label="x" * 80))]},
    _v2(_text(4000)),
    _v2(*(_text(1) for _ in range(40))),
]

DOES_NOT_FIT: list[tuple[JSON, str]] = [
    ({"content": "x" * 2001}, "content"),
    ({"content": "x", "nonce": "n" * 26}, "nonce"),
    ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title"),
    ({"embeds": [{"description": "x" * 3001}, {"description": "x" * 3000}]}, "embeds"),
    ({"embeds": [{"title": "x"}] * 11}, "embeds"),
    ({"components": [_row(_button(it)) for it in range(6)]}, "components"),
    ({"components": [_row(*(_button(it) for it in range(6)))]}, "components.0.components"),
    ({"components": [_row(_select(), _button())]}, "components.0.components"),
    ({"components": [_row(_select(options=_options(26)))]}, "components.0.components.0.options"),
    ({"components": [_row(_select(max_values=2))]}, "components.0.components.0.max_values"),
    ({"components": [_row(_select(placeholder="x" * 151))]}, "components.0.components.0.placeholder"),
    ({"components": [_row(_button(label="x" * 81))]}, "components.0.components.0.label"),
    ({"components": [_row(_button(custom_id="x" * 101))]}, "components.0.components.0.custom_id"),
    ({"components": [_row(_button(), _button())]}, "components"),
    ({"components": [_text(1)]}, "components.0.type"),
    (_v2(_text(2001), _text(2000)), "components"),
    (_v2(*(_text(1) for _ in range(41))), "components"),
    (_v2(_text(1), content="x"), "content"),
    (_v2(_text(1), embeds=[{"title": "x"}]), "embeds"),
    (_v2({"type": 17, "components": [{"type": 17, "components": []}]}), "components.0.components.0.type"),
    (_v2({"type": 9, "components": [_text(1)], "accessory": _row(_button())}), "components.0.accessory.type"),
]


@pytest.mark.parametrize("form", FITS)
async def test_what_just_fits_is_taken(town: Town, form: JSON) -> None:
    """The limits are Discord's, not lower ones."""
    messages.post(town.fake.world, town.channel, town.fake.world.bot, form)

    assert len(town.channel.messages) == 1


@pytest.mark.parametrize(("form", "field"), DOES_NOT_FIT)
async def test_what_does_not_fit_is_refused_by_its_field(town: Town, form: JSON, field: str) -> None:
    """And nothing is sent."""
    with pytest.raises(RefusalError) as refused:
        messages.post(town.fake.world, town.channel, town.fake.world.bot, form)

    assert refused.value.code == 50035
    assert _at(refused.value.errors, field)
    assert not town.channel.messages


async def test_nothing_at_all_is_no_message(town: Town) -> None:
    """50006."""
    with pytest.raises(RefusalError) as refused:
        messages.post(town.fake.world, town.channel, town.fake.world.bot, {"content": ""})

    assert refused.value.code == 50006


async def test_components_v2_cannot_be_undone(town: Town) -> None:
    """An edit of such a message takes no content."""
    bot = town.fake.world.bot
    message = messages.post(town.fake.world, town.channel, bot, _v2(_text(1)))

    with pytest.raises(RefusalError) as refused:
        messages.edit(town.fake.world, message, bot, {"content": "x"})

    assert _at(refused.value.errors, "content")


def _channels(*chosen: JSON) -> JSON:
    """Return a list of channels with some chosen already, of which one may be."""
    return {"type": 18, "label": "x", "component": {"type": 8, "custom_id": "c", "default_values": list(chosen)}}


MODALS: list[tuple[JSON, str]] = [
    ({"title": "x" * 46}, "data.title"),
    ({"custom_id": ""}, "data.custom_id"),
    ({"components": []}, "data.components"),
    ({"components": [_text(1)] * 6}, "data.components"),
    (
        {"components": [{"type": 18, "label": "x" * 46, "component": {"type": 4, "custom_id": "t"}}]},
        "data.components.0.label",
    ),
    ({"components": [_row(_button())]}, "data.components.0.components"),
    ({"components": [_channels({"id": "1", "type": "user"})]}, "data.components.0.component.default_values"),
    ({"components": [_channels(*[{"id": "1", "type": "channel"}] * 2)]}, "data.components.0.component.default_values"),
]


@pytest.mark.parametrize(("change", "field"), MODALS)
async def test_modals_have_limits_too(town: Town, change: JSON, field: str) -> None:
    """Refused, and the interaction is not acknowledged by it."""
    label = {"type": 18, "label": "x", "component": {"type": 4, "custom_id": "t", "style": 1}}
    modal: JSON = {"title": "x", "custom_id": "m", "components": [label]} | change
    act = town.ana.forge(2, {"id": "1", "name": "x", "type": 1})

    with pytest.raises(RefusalError) as refused:
        town.fake.interactions.callback(act.id, act.token, {"type": 9, "data": modal}, {})

    assert _at(refused.value.errors, field)
    assert act.callback_type is None


async def test_twenty_five_choices_complete(town: Town) -> None:
    """And not one more."""
    act = town.ana.forge(4, {"id": "1", "name": "x", "type": 1})
    choices = [{"name": str(it), "value": str(it)} for it in range(26)]

    with pytest.raises(RefusalError):
        town.fake.interactions.callback(act.id, act.token, {"type": 8, "data": {"choices": choices}}, {})
    told = town.fake.interactions.callback(act.id, act.token, {"type": 8, "data": {"choices": choices[:25]}}, {})

    assert told["interaction"]["id"] == str(act.id)


async def test_a_callback_that_does_not_fit_is_refused(town: Town) -> None:
    """No update of a message where there is none; no second answer."""
    act = town.ana.forge(2, {"id": "1", "name": "x", "type": 1})
    with pytest.raises(RefusalError) as refused:
        town.fake.interactions.callback(act.id, act.token, {"type": 7, "data": {}}, {})
    assert refused.value.code == 50035
    town.fake.interactions.callback(act.id, act.token, {"type": 5}, {})

    with pytest.raises(RefusalError) as refused:
        town.fake.interactions.callback(act.id, act.token, {"type": 5}, {})

    assert refused.value.code == 40060


def _command(**change: object) -> JSON:
    return {"name": "circles", "description": "Circles"} | change


def _option(name: str = "which", **change: object) -> JSON:
    return {"type": 3, "name": name, "description": "Which"} | change


COMMANDS: list[tuple[list[JSON], str]] = [
    ([_command(name="Circles")], "0.name"),
    ([_command(name="two words")], "0.name"),
    ([_command(name="x" * 33)], "0.name"),
    ([_command(description="")], "0.description"),
    ([_command(description="x" * 101)], "0.description"),
    ([_command(), _command()], "1.name"),
    ([_command(name_localizations={"xx": "circulos"})], "0.name_localizations.xx"),
    ([_command(name_localizations={"es-ES": "Dos Palabras"})], "0.name_localizations.es-ES"),
    ([_command(description_localizations={"es-ES": "x" * 101})], "0.description_localizations.es-ES"),
    ([_command(options=[_option(f"o{it}") for it in range(26)])], "0.options"),
    ([_command(options=[_option(), _option()])], "0.options"),
    ([_command(options=[_option(), _option("other", required=True)])], "0.options.1"),
    (
        [_command(options=[_option(choices=[{"name": "x", "value": str(it)} for it in range(26)])])],
        "0.options.0.choices",
    ),
    (
        [
            _command(
                options=[_option(f"o{it}", choices=[{"name": "x" * 99, "value": "x" * 99}] * 2) for it in range(25)]
            )
        ],
        "0",
    ),
    ([_command(type=2, description="Not for menus")], "0.description"),
]


@pytest.mark.parametrize(("forms", "field"), COMMANDS)
async def test_commands_are_judged_when_they_are_synced(town: Town, forms: list[JSON], field: str) -> None:
    """Names, descriptions, localisations, options and choices."""
    with pytest.raises(RefusalError) as refused:
        commands.replace_all(town.fake.world, [], forms)

    assert _at(refused.value.errors, field)


async def test_a_command_that_stays_keeps_its_id(town: Town) -> None:
    """A bulk overwrite creates only what was not there; and takes at most a hundred."""
    before = commands.replace_all(town.fake.world, [], [_command()])
    after = commands.replace_all(town.fake.world, before, [_command(description="Others"), _command(name="more")])

    assert after[0]["id"] == before[0]["id"] != after[1]["id"]
    with pytest.raises(RefusalError) as refused:
        commands.replace_all(town.fake.world, [], [_command(name=f"c{it}") for it in range(101)])
    assert refused.value.code == 30032


def _at(errors: JSON | None, field: str) -> Any:
    """Return the errors that are told for a field."""
    node: Any = errors
    for part in field.split("."):
        node = (node or {}).get(part)
    return (node or {}).get("_errors")
