"""The SDK's own client against the fake: who may ask, places, messages, reactions, and how each is refused."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_fake.conftest import Town
from tests.fakes.slack import messages
from tests.fakes.slack.model import Channel

Ask = Callable[[AsyncWebClient, Town], Awaitable[Any]]


async def refusal(asked: Awaitable[Any]) -> str:
    """Return the error with which a call is refused."""
    with pytest.raises(SlackApiError) as caught:
        await asked
    found: str = caught.value.response["error"]
    return found


async def _room(client: AsyncWebClient, town: Town, name: str = "books-1") -> Channel:
    made = await client.conversations_create(name=name, is_private=True)
    return town.fake.world.channels[made["channel"]["id"]]


async def test_who_am_i(town: Town, client: AsyncWebClient) -> None:
    """The token tells workspace and bot; no token, a wrong and a revoked one are refused."""
    bot = town.fake.world.bot(town.team)
    told = await client.auth_test()
    other = AsyncWebClient(token="xoxb-wrong", base_url=town.fake.api_url)
    wrong = await refusal(other.auth_test())
    async with aiohttp.ClientSession() as session, session.post(f"{town.fake.api_url}auth.test") as answer:
        none = (await answer.json())["error"]
    await client.auth_revoke()

    assert (told["team_id"], told["user_id"]) == (town.team.id, bot.id)
    assert (wrong, none, await refusal(client.auth_test())) == ("invalid_auth", "not_authed", "token_revoked")


async def test_every_answer_names_the_tokens_scopes(town: Town) -> None:
    """Those of the token that asked, also where it is refused; a token that nobody has gets none."""
    few = town.fake.world.install(town.team, scopes=("chat:write", "groups:read"))
    less = AsyncWebClient(token=few.token, base_url=town.fake.api_url)
    unknown = AsyncWebClient(token="xoxb-wrong", base_url=town.fake.api_url)

    allowed = await less.auth_test()
    with pytest.raises(SlackApiError) as refused:
        await less.users_info(user=town.ana.user.id)
    with pytest.raises(SlackApiError) as nobodys:
        await unknown.auth_test()

    assert allowed.headers["X-OAuth-Scopes"] == "chat:write,groups:read"
    assert refused.value.response.headers["X-OAuth-Scopes"] == "chat:write,groups:read"
    assert "X-OAuth-Scopes" not in nobodys.value.response.headers


async def test_a_method_needs_its_scope(town: Town) -> None:
    """Which is told, with what is granted; by the kind of the place where it depends on that."""
    few = town.fake.world.install(town.team, scopes=("chat:write", "groups:read"))
    client = AsyncWebClient(token=few.token, base_url=town.fake.api_url)

    with pytest.raises(SlackApiError) as caught:
        await client.users_info(user=town.ana.user.id)
    public = await refusal(client.conversations_info(channel=town.board.id))
    private = town.fake.world.add_channel(town.team, "quiet", is_private=True, members=[few.bot])

    assert caught.value.response["needed"] == "users:read"
    assert caught.value.response["provided"] == "chat:write,groups:read"
    assert public == "missing_scope"
    assert (await client.conversations_info(channel=private.id))["channel"]["is_private"]


async def test_a_room_is_made_filled_named_and_archived(town: Town, client: AsyncWebClient) -> None:
    """Everybody in it reads the lines that Slack writes; who is outside does not see it."""
    room = await _room(client, town)
    await client.conversations_invite(channel=room.id, users=[town.ana.user.id, town.ben.user.id])
    await client.conversations_setTopic(channel=room.id, topic="Books & tea")
    await client.conversations_rename(channel=room.id, name="books-2")
    members = await client.conversations_members(channel=room.id)
    town.ben.leave_channel(room)
    await client.conversations_archive(channel=room.id)
    carla = town.fake.person("Carla", town.team)

    lines = [town.ana.reads(line).text for line in town.ana.sees(room)]
    assert [line.removeprefix("@") for line in lines] == [
        "Circles has joined the channel",
        "Ana has joined the channel by invitation from @Circles",
        "Ben has joined the channel by invitation from @Circles",
        "Circles set the channel topic: Books & tea",
        'Circles has renamed the channel from "books-1" to "books-2"',
        "Ben has left the channel",
        "Circles archived the channel",
    ]
    assert len(members["members"]) == 3
    assert (room.topic, room.is_archived) == ("Books & tea", True)
    assert town.ana.channels(archived=True) == [room]
    with pytest.raises(AssertionError):
        carla.sees(room)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("a" * 81, "invalid_name_maxlength"),
        ("Books", "invalid_name_specials"),
        ("books and tea", "invalid_name_specials"),
        ("--", "invalid_name_punctuation"),
        ("circles", "name_taken"),
        ("old", "name_taken"),
    ],
)
async def test_a_name_is_refused(town: Town, client: AsyncWebClient, name: str, error: str) -> None:
    """Also one that an archived channel has."""
    town.fake.world.add_channel(town.team, "old").is_archived = True

    assert await refusal(client.conversations_create(name=name, is_private=True)) == error


async def test_who_cannot_be_invited(town: Town, client: AsyncWebClient) -> None:
    """Nobody is, when one of them cannot be; ``force`` invites the others."""
    room = await _room(client, town)
    guest = town.fake.person("Guest", town.team, is_ultra_restricted=True)
    town.board.members.append(guest.user)
    gone = town.fake.person("Gone", town.team)
    gone.leave_team()
    bot = town.fake.world.bot(town.team).id

    async def invite(*users: str, **more: Any) -> str:
        return await refusal(client.conversations_invite(channel=room.id, users=list(users), **more))

    ana = town.ana.user.id
    errors = [await invite(ana, one) for one in (guest.user.id, gone.user.id, bot, "U404")]
    many = await invite(*(f"U{number}" for number in range(101)))
    nobody = list(room.members)
    told = await client.conversations_invite(channel=room.id, users=[ana, "U404"], force=True)

    assert errors == ["ura_max_channels", "cant_invite", "cant_invite_self", "user_not_found"]
    assert many == "invalid_arguments"
    assert town.ana.user not in nobody
    assert town.ana.user in room.members
    assert told["errors"] == [{"user": "U404", "ok": False, "error": "user_not_found"}]
    assert await invite(ana) == "already_in_channel"


async def test_what_the_workspace_forbids(town: Town, client: AsyncWebClient) -> None:
    """Creating private channels, archiving, and guests in them."""
    room = await _room(client, town)
    guest = town.fake.person("Guest", town.team, is_restricted=True)
    town.team.forbids |= {"private", "archive", "guests"}

    assert await refusal(client.conversations_create(name="x", is_private=True)) == "restricted_action"
    assert await refusal(client.conversations_archive(channel=room.id)) == "restricted_action"
    assert await refusal(client.conversations_invite(channel=room.id, users=guest.user.id)) == "user_is_restricted"


async def test_what_a_room_refuses(town: Town, client: AsyncWebClient) -> None:
    """Archived ones, those one is not in, oneself, and going as the last."""
    room = await _room(client, town)
    bot = town.fake.world.bot(town.team)
    last = await refusal(client.conversations_leave(channel=room.id))
    myself = await refusal(client.conversations_kick(channel=room.id, user=bot.id))
    stranger = await refusal(client.conversations_kick(channel=room.id, user=town.ana.user.id))
    await client.conversations_archive(channel=room.id)
    archived = [
        await refusal(client.chat_postMessage(channel=room.id, text="x")),
        await refusal(client.conversations_invite(channel=room.id, users=town.ana.user.id)),
        await refusal(client.conversations_setTopic(channel=room.id, topic="x")),
    ]
    again = await refusal(client.conversations_archive(channel=room.id))
    hidden = town.fake.world.add_channel(town.team, "hidden", is_private=True)
    public = town.fake.world.add_channel(town.team, "public")

    assert (last, myself, stranger) == ("last_member", "cant_kick_self", "not_in_channel")
    assert archived == ["is_archived"] * 3
    assert again == "already_archived"
    assert await refusal(client.chat_postMessage(channel=hidden.id, text="x")) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel=public.id, text="x")) == "not_in_channel"
    await client.conversations_join(channel=public.id)
    await client.chat_postMessage(channel=public.id, text="x")
    assert await refusal(client.conversations_join(channel=hidden.id)) == "channel_not_found"


async def test_kicks_are_counted_and_announced(town: Town, client: AsyncWebClient) -> None:
    """So that a test can say that there were none."""
    room = await _room(client, town)
    await client.conversations_invite(channel=room.id, users=town.ana.user.id)
    before = town.fake.removals()

    await client.conversations_kick(channel=room.id, user=town.ana.user.id)

    assert (before, town.fake.removals()) == (0, 1)
    assert list(room.messages.values())[-1].text.endswith("from the channel")


async def test_direct_messages(town: Town, client: AsyncWebClient) -> None:
    """Opened once, to a person or by their id; closed, disabled and unknown people are refused."""
    opened = await client.conversations_open(users=town.ana.user.id)
    again = await client.conversations_open(users=[town.ana.user.id])
    await client.chat_postMessage(channel=opened["channel"]["id"], text="Hi <@" + town.ben.user.id + "> &amp; you")
    await client.chat_postMessage(channel=town.ana.user.id, text="Again")
    town.ana.close_dms()
    closed = await refusal(client.chat_postMessage(channel=opened["channel"]["id"], text="x"))
    town.ben.leave_team()
    many = [town.fake.person(f"Person {number}", town.team).user.id for number in range(9)]

    assert again["already_open"]
    assert [town.ana.reads(one).text for one in town.ana.inbox] == ["Hi @Ben & you", "Again"]
    assert closed == "messages_tab_disabled"
    assert await refusal(client.conversations_open(users=town.ben.user.id)) == "user_disabled"
    assert await refusal(client.conversations_open(users="U404")) == "user_not_found"
    assert await refusal(client.conversations_open(users=many)) == "too_many_users"


async def test_messages_are_edited_and_deleted_by_who_wrote_them(town: Town, client: AsyncWebClient) -> None:
    """Text alone takes the blocks away and is marked as edited; others' messages are not the bot's."""
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hi* &lt;you&gt;"}}
    posted = await client.chat_postMessage(channel=town.board.id, text="hi", blocks=[section])
    message = town.board.messages[posted["ts"]]
    before = town.ana.reads(message)
    again = await client.chat_update(channel=town.board.id, ts=message.ts, text="hi", blocks=[section])
    plain = await client.chat_update(channel=town.board.id, ts=message.ts, text="Bye")
    theirs = town.ana.write(town.board, "<b> & c")
    await client.chat_delete(channel=town.board.id, ts=posted["ts"])

    assert (before.text, before.preview) == ("*Hi* <you>", "hi")
    assert ["edited" in one["message"] for one in (again, plain)] == [False, True]
    assert town.ana.reads(message).text == "Bye"
    assert town.board.messages == {theirs.ts: theirs}
    assert town.ben.reads(theirs).text == "<b> & c"
    assert await refusal(client.chat_update(channel=town.board.id, ts=theirs.ts, text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel=town.board.id, ts=theirs.ts)) == "cant_delete_message"
    assert await refusal(client.chat_update(channel=town.board.id, ts="1.0", text="x")) == "message_not_found"


async def test_an_ephemeral_message_is_one_persons(town: Town, client: AsyncWebClient) -> None:
    """Who is not in the channel gets none."""
    carla = town.fake.person("Carla", town.team)
    told = await client.chat_postEphemeral(channel=town.board.id, user=town.ana.user.id, text="Only you")

    outside = client.chat_postEphemeral(channel=town.board.id, user=carla.user.id, text="x")

    assert [one.text for one in town.ana.sees(town.board)] == ["Only you"]
    assert [one.ts for one in town.ana.ephemerals] == [told["message_ts"]]
    assert town.ben.sees(town.board) == []
    assert await refusal(outside) == "user_not_in_channel"
    assert (
        await refusal(client.chat_update(channel=town.board.id, ts=told["message_ts"], text="x")) == "message_not_found"
    )


async def test_reactions_are_set_read_and_taken(town: Town, client: AsyncWebClient) -> None:
    """All who reacted are named only when asked for in full."""
    posted = await client.chat_postMessage(channel=town.board.id, text="hi")
    at = {"channel": town.board.id, "timestamp": posted["ts"]}
    await client.reactions_add(name="books", **at)
    for number in range(6):
        town.fake.person(f"Reader {number}", town.team).react(town.board.messages[posted["ts"]], "books")

    few = (await client.reactions_get(**at))["message"]["reactions"][0]
    full = (await client.reactions_get(full=True, **at))["message"]["reactions"][0]
    twice = await refusal(client.reactions_add(name="books", **at))
    await client.reactions_remove(name="books", **at)

    assert (few["count"], len(few["users"]), len(full["users"])) == (7, 5, 7)
    assert twice == "already_reacted"
    assert await refusal(client.reactions_remove(name="books", **at)) == "no_reaction"
    assert await refusal(client.reactions_add(name="📚", **at)) == "invalid_name"


async def test_people_and_places_are_listed_in_pages(town: Town, client: AsyncWebClient) -> None:
    """With a cursor; what the bot does not see is not among it."""
    town.fake.world.add_channel(town.team, "hidden", is_private=True)
    seen: list[str] = []
    cursor = ""
    while True:
        page = await client.users_list(limit=2, cursor=cursor)
        seen += [one["name"] for one in page["members"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    listed = await client.conversations_list(types="public_channel,private_channel")
    mine = await client.users_conversations(types="public_channel")
    ana = (await client.users_info(user=town.ana.user.id, include_locale=True))["user"]

    assert seen == ["owner.of.readers", "circles", "ana", "ben"]
    assert [one["name"] for one in listed["channels"]] == ["general", "circles"]
    assert [one["name"] for one in mine["channels"]] == ["circles"]
    assert (ana["tz"], ana["locale"], ana["deleted"]) == ("Europe/Amsterdam", "en-US", False)
    assert await refusal(client.users_list(cursor="!")) == "invalid_cursor"
    assert await refusal(client.users_info(user="U404")) == "user_not_found"


async def test_arguments_come_as_form_json_or_in_the_address(town: Town) -> None:
    """Each is read alike; what is missing is told."""
    headers = {"Authorization": f"Bearer {town.fake.token(town.team)}"}
    url, form = f"{town.fake.api_url}users.info", {"user": town.ana.user.id}
    async with aiohttp.ClientSession(headers=headers) as session:
        answers = []
        for sent in ({"data": form}, {"json": form}, {"params": form}, {}):
            async with session.post(url, **sent) as answer:  # type: ignore[arg-type] # three ways to say the same
                answers.append(await answer.json())

    assert [one["ok"] for one in answers] == [True, True, True, False]
    assert answers[3]["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


async def test_calls_to_everybody_are_found(town: Town, client: AsyncWebClient) -> None:
    """Only unescaped ones in parsed text, or rich text elements; plain text never calls."""
    mrkdwn = {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel> &lt;!here&gt;"}}
    plain = {"type": "section", "text": {"type": "plain_text", "text": "<!channel>"}}
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "here"}]}],
    }
    for block in (plain, mrkdwn, rich):
        await client.chat_postMessage(channel=town.board.id, text="x", blocks=[block])
    await client.chat_postEphemeral(channel=town.board.id, user=town.ana.user.id, text="<!everyone> <@U1>")

    assert [ping for _, ping in messages.broadcasts(town.fake.world)] == ["<!channel>", "<!here>", "<!everyone>"]


async def test_calls_are_recorded(town: Town, client: AsyncWebClient) -> None:
    """With what was sent, untouched, and what was answered."""
    section = {"type": "section", "text": {"type": "plain_text", "text": "Hi"}}
    await client.chat_postMessage(channel=town.board.id, text="hi", blocks=[section])

    (call,) = town.fake.calls("chat.postMessage")

    assert call.args["blocks"] == [section]
    assert (call.status, call.answer["ok"], call.team) == (200, True, town.team.id)


async def test_history_needs_its_scope_and_tells_metadata_when_asked(town: Town, client: AsyncWebClient) -> None:
    """Newest first, a page at a time, replies left out; by the kind of the channel, for who sits in it."""
    room = await _room(client, town)
    reader = town.fake.world.installation_of(town.team)
    reader.scopes += ("groups:history",)
    mark = {"event_type": "mark", "event_payload": {"key": "7"}}
    first = await client.chat_postMessage(channel=room.id, text="one", metadata=mark)
    await client.chat_postMessage(channel=room.id, text="two")
    await client.chat_postMessage(channel=room.id, text="under it", thread_ts=first["ts"])

    plain = (await client.conversations_history(channel=room.id))["messages"]
    marked = await client.conversations_history(channel=room.id, include_all_metadata=True, limit=2)

    assert [one["text"] for one in plain[:2]] == ["two", "one"]
    assert not any("metadata" in one for one in plain)
    assert [one.get("metadata") for one in marked["messages"]] == [None, mark]
    assert marked["has_more"]
    assert await refusal(client.conversations_history(channel=town.board.id)) == "missing_scope"
    reader.scopes = tuple(one for one in reader.scopes if one != "groups:history")
    assert await refusal(client.conversations_history(channel=room.id)) == "missing_scope"
