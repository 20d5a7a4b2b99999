"""What people do among themselves, and what the app hears of it: by subscription, scope and membership."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_fake.bots import button, modal, section
from tests.adapters.slack_fake.conftest import Town
from tests.adapters.slack_fake.test_web_api import refusal
from tests.fakes.slack import channels
from tests.fakes.slack.refusals import JSON
from tests.fakes.slack.rendering import mrkdwn


def _told(town: Town) -> list[JSON]:
    """Return the events that the app was told, oldest first; nobody has to hear them."""
    return [one.payload["event"] for one in town.fake.delivery.sent]


def _names(town: Town) -> list[str]:
    return [one["type"] for one in _told(town)]


@pytest.fixture(autouse=True)
def held(town: Town) -> None:
    """Keep all events back: these tests look at what would be sent."""
    town.fake.delivery.hold()


async def test_joining_and_leaving_are_told_to_a_bot_that_sits_there(town: Town) -> None:
    """With who brought them; not of channels without the bot."""
    carla = town.fake.person("Carla", town.team, is_told=True)
    elsewhere = town.fake.world.add_channel(town.team, "elsewhere")

    carla.join_channel(town.board)
    town.ana.invite(town.board, town.fake.person("Dan", town.team))
    carla.leave_channel(town.board)
    carla.join_channel(elsewhere)

    assert _names(town) == ["team_join", "member_joined_channel", "member_joined_channel", "member_left_channel"]
    assert _told(town)[2]["inviter"] == town.ana.user.id
    assert _told(town)[3]["user"] == carla.user.id


async def test_the_bot_hears_when_it_is_taken_out(town: Town) -> None:
    """Of a private channel it knows nothing more."""
    room = town.fake.world.add_channel(town.team, "room", creator=town.ana.user, is_private=True)
    bot = town.fake.world.bot(town.team)
    town.ana.invite(room, bot)

    town.ana.remove(room, bot)
    town.ana.rename_channel(room, "ours")

    assert _names(town) == ["member_joined_channel", "group_left"]


async def test_what_happens_to_a_channel_is_told(town: Town) -> None:
    """Renamed, moved, archived, deleted; by the channel's kind."""
    bot = town.fake.world.bot(town.team)
    room = town.fake.world.add_channel(town.team, "room", creator=town.ana.user, is_private=True, members=[bot])
    owner = town.fake.person("Owner", town.team, is_admin=True)

    town.ana.rename_channel(room, "ours")
    old = room.id
    channels.change_id(town.fake.world, room)
    town.ana.archive_channel(room)
    owner.delete_channel(room)
    town.ana.rename_channel(town.board, "our-circles")
    town.ana.archive_channel(town.board)

    assert _names(town) == [
        *("group_rename", "channel_id_changed", "group_archive", "group_deleted"),
        *("channel_rename", "channel_archive"),
    ]
    assert (_told(town)[1]["old_channel_id"], _told(town)[1]["new_channel_id"]) == (old, room.id)
    assert town.fake.world.channels[room.id] is room
    with pytest.raises(AssertionError):
        town.ana.sees(room)


async def test_people_change_and_go(town: Town) -> None:
    """Deactivated people sit nowhere any more; nothing but ``user_change`` tells of it."""
    town.ana.change_profile(tz="Asia/Tokyo", locale="ja-JP")
    town.ana.leave_team()
    town.ana.join_team()

    assert _names(town) == ["user_change"] * 3
    assert [one["user"]["deleted"] for one in _told(town)] == [False, True, False]
    assert _told(town)[0]["user"]["tz"] == "Asia/Tokyo"
    assert town.ana.channels() == []


async def test_words_are_told_only_with_a_history_scope(town: Town) -> None:
    """By the kind of the channel."""
    town.ana.write(town.board, "secret")
    before = _names(town)
    reader = town.fake.world.installation_of(town.team)
    reader.scopes += ("channels:history",)
    town.ana.write(town.board, "open")
    town.ana.write_to_bot("still secret")

    assert before == []
    assert [one["text"] for one in _told(town)] == ["open"]


async def test_only_what_is_subscribed_to_and_granted_is_told(town: Town, client: AsyncWebClient) -> None:
    """Without the subscription or the scope the app hears nothing."""
    posted = await client.chat_postMessage(channel=town.board.id, text="x")
    message = town.board.messages[posted["ts"]]
    town.fake.app.events = ("reaction_removed",)
    town.ana.react(message, "books")
    town.fake.world.installation_of(town.team).scopes = ("chat:write",)
    town.ana.unreact(message, "books")

    assert _names(town) == []


async def test_a_client_offers_only_what_is_there(town: Town, client: AsyncWebClient) -> None:
    """No unknown command, no gone message, no button beneath a modal, nobody else's answer."""
    posted = await client.chat_postMessage(channel=town.board.id, text="x", blocks=[button("Yes", "yes")])
    message = town.board.messages[posted["ts"]]
    told = await client.chat_postEphemeral(
        channel=town.board.id, user=town.ana.user.id, text="x", blocks=[button("Undo", "undo")]
    )
    mine = town.fake.world.ephemeral[told["message_ts"]]
    gone = await client.chat_postMessage(channel=town.board.id, text="gone", blocks=[button("Yes", "yes")])
    old = town.board.messages[gone["ts"]]
    await client.chat_delete(channel=town.board.id, ts=old.ts)

    refused = 0
    acts: tuple[Callable[[], object], ...] = (
        lambda: town.ana.slash("/nothing"),
        lambda: town.ana.shortcut("Nothing"),
        lambda: town.ana.click(message, "No"),
        lambda: town.ben.click(mine, "Undo"),
        lambda: town.ana.click(old, "Yes"),
        lambda: town.ana.select(message, "Yes", ["x"]),
    )
    for act in acts:
        try:
            act()
        except AssertionError:
            refused += 1

    assert refused == 6
    assert [element["action_id"] for _, element in town.ana.controls()] == ["undo", "yes"]
    assert town.ana.click(*next(iter(town.ana.controls()))).payload["actions"][0]["action_id"] == "undo"
    assert [element["action_id"] for _, element in town.ben.controls()] == ["yes"]


async def test_a_trigger_opens_one_modal_in_three_seconds(town: Town, client: AsyncWebClient) -> None:
    """By the clock that is passed in."""
    installation = town.fake.world.installation_of(town.team)
    triggers = [town.fake.triggers.new(town.ana.user, installation)[0] for _ in range(2)]
    view = modal(section("Hi"))
    opened = await client.views_open(trigger_id=triggers[0], view=view)
    used = await refusal(client.views_open(trigger_id=triggers[0], view=view))
    town.clock.set_to(town.clock.now() + timedelta(seconds=3.1))

    assert opened["view"]["id"] == town.ana.user.modals[0].id
    assert used == "exchanged_trigger_id"
    assert await refusal(client.views_open(trigger_id=triggers[1], view=view)) == "expired_trigger_id"
    assert await refusal(client.views_open(trigger_id="1.2.x", view=view)) == "invalid_trigger_id"


async def test_three_modals_are_the_most(town: Town, client: AsyncWebClient) -> None:
    """Closing one shows the one below; a closed one cannot be updated; a hash guards."""
    installation = town.fake.world.installation_of(town.team)
    triggers = [town.fake.triggers.new(town.ana.user, installation)[0] for _ in range(4)]
    view = modal(section("Hi"))
    first = (await client.views_open(trigger_id=triggers[0], view=view))["view"]
    for trigger in triggers[1:3]:
        await client.views_push(trigger_id=trigger, view=view)
    too_many = await refusal(client.views_push(trigger_id=triggers[3], view=view))
    top = town.ana.user.modals[-1]
    stale = await refusal(client.views_update(view_id=first["id"], view=view, hash="old"))
    await client.views_update(view_id=first["id"], view=modal(section("Bye")), hash=first["hash"])
    town.ana.close(top)

    assert (too_many, stale) == ("push_limit_reached", "hash_conflict")
    assert len(town.ana.user.modals) == 2
    assert town.ana.reads(town.ana.user.modals[0]).text == "Bye"
    assert await refusal(client.views_update(view_id=top.id, view=view)) == "not_found"


async def test_markup_is_read_as_people_read_it(town: Town) -> None:
    """Names, places, links, times in the reader's zone; a private place is not named."""
    hidden = town.fake.world.add_channel(town.team, "hidden", is_private=True)
    ana = town.ana.user
    tokyo = town.fake.person("Taro", town.team, tz="Asia/Tokyo").user
    date = "<!date^1777885200^{date_long} at {time}|then>"
    texts = {
        f"<@{ana.id}> in <#{town.board.id}>": "@Ana in #circles",
        f"<#{hidden.id}>": "#private-channel",
        "<https://x.org|our page> &lt;b&gt; &amp;": "our page <b> &",
        "<!here> <!subteam^S1>": "@here @subteam",
        date: "Monday, 04 May 2026 at 11:00",
    }

    assert [mrkdwn(town.fake.world, text, ana) for text in texts] == list(texts.values())
    assert mrkdwn(town.fake.world, date, tokyo) == "Monday, 04 May 2026 at 18:00"


async def test_home_is_refused_when_it_is_off(town: Town, client: AsyncWebClient) -> None:
    """And for somebody who is not there; a stale hash too."""
    view = {"type": "home", "blocks": [section("Hi")]}
    await client.views_publish(user_id=town.ana.user.id, view=view)
    stale = await refusal(client.views_publish(user_id=town.ana.user.id, view=view, hash="old"))
    nobody = await refusal(client.views_publish(user_id="U404", view=view))
    town.fake.app.has_home_tab = False

    assert (stale, nobody) == ("hash_conflict", "invalid_arguments")
    assert await refusal(client.views_publish(user_id=town.ana.user.id, view=view)) == "not_enabled"
