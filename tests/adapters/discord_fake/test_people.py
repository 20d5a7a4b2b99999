"""What people in the fake can do and see is what their client would let them."""

import pytest

from tests.adapters.discord_fake.conftest import Town
from tests.fakes.discord import Permission, messages, threads
from tests.fakes.discord.commands import replace_all
from tests.fakes.discord.model import EPHEMERAL, Channel, Message, Overwrite
from tests.fakes.discord.refusals import JSON


def _shown(town: Town, *controls: JSON) -> Message:
    form: JSON = {"components": [{"type": 1, "components": [it]} for it in controls]}
    return messages.post(town.fake.world, town.channel, town.fake.world.bot, form)


async def test_a_select_sends_values_for_labels(town: Town) -> None:
    """As many as it takes, and only those it shows; people in a user select come resolved."""
    options = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]
    people: JSON = {"type": 5, "custom_id": "p", "max_values": 2}
    message = _shown(town, {"type": 3, "custom_id": "s", "options": options}, people)

    one = town.ana.select(message, "s", ["Two"])
    two = town.ana.select(message, "p", [town.ben])

    assert one.data["values"] == ["2"]
    assert two.data["values"] == [str(town.ben.user.id)]
    assert two.data["resolved"]["members"].keys() == {str(town.ben.user.id)}
    with pytest.raises(AssertionError):
        town.ana.select(message, "s", ["One", "Two"])
    with pytest.raises(KeyError):
        town.ana.select(message, "s", ["Three"])


async def test_what_is_disabled_hidden_or_gone_cannot_be_tapped(town: Town) -> None:
    """Nor can somebody else's ephemeral answer."""
    message = _shown(town, {"type": 2, "style": 1, "label": "x", "custom_id": "b", "disabled": True})
    act = town.ana.forge(2, {"id": "1", "name": "x", "type": 1})
    button = {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "b"}]}
    form = {"type": 4, "data": {"flags": EPHEMERAL, "components": [button]}}
    town.fake.interactions.callback(act.id, act.token, form, {})
    assert act.response is not None

    assert town.ana.click(act.response, "b")
    for person, shown, custom_id in ((town.ana, message, "b"), (town.ben, act.response, "b"), (town.ana, message, "c")):
        with pytest.raises(AssertionError):
            person.click(shown, custom_id)


async def test_commands_are_offered_by_permission_and_context(town: Town) -> None:
    """Those for stewards only to stewards; in direct messages those that are for there."""
    forms: list[JSON] = [
        {"name": "circles", "description": "x", "contexts": [0, 1]},
        {"name": "steward", "description": "x", "default_member_permissions": str(int(Permission.MANAGE_GUILD))},
    ]
    town.fake.interactions.commands = replace_all(town.fake.world, [], forms)
    town.fake.interactions.commands[1]["contexts"] = [0]
    stewards = town.fake.world.add_role(town.guild, "stewards", Permission.MANAGE_GUILD)
    noor = town.fake.person("Noor", town.guild, roles=(stewards,))

    names = [[it["name"] for it in person.commands()] for person in (town.ana, noor)]

    assert names == [["circles"], ["circles", "steward"]]
    assert [it["name"] for it in noor.commands(town.fake.world.dm_with(noor.user))] == ["circles"]
    with pytest.raises(AssertionError):
        town.ana.slash("steward")


async def test_who_is_called_in_a_thread_is_in_it(town: Town) -> None:
    """Discord brings in whom a message mentions, unless mentions are switched off; another trap for a bot."""
    world, bot = town.fake.world, town.fake.world.bot
    quiet, loud = (_thread(town, name) for name in ("quiet", "loud"))
    text = f"Hello <@{town.ana.user.id}>"

    messages.post(world, quiet, bot, {"content": text, "allowed_mentions": {"parse": []}})
    messages.post(world, loud, bot, {"content": text})

    assert [it.name for it in town.ana.threads()] == ["loud"]


async def test_people_see_only_their_channels(town: Town) -> None:
    """Overwrites hide a channel, with all that is in it."""
    deny = Overwrite(id=town.guild.id, is_member=False, allow=Permission(0), deny=Permission.VIEW_CHANNEL)
    hidden = town.fake.world.add_channel(town.guild, "stewards", deny)
    owner = town.fake.acting_as(type(town.ana)(town.fake.world, town.fake.interactions, town.guild.owner, town.guild))
    owner.write(hidden, "between us")

    assert [it.name for it in town.ana.channels()] == ["general"]
    assert [it.name for it in owner.channels()] == ["general", "stewards"]
    assert town.ana.everything() == []


def _thread(town: Town, name: str) -> Channel:
    return threads.create(town.fake.world, town.channel, town.fake.world.bot, {"name": name, "type": 12})
