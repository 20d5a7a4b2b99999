"""Who may do what: each refusal is Discord's, with its own number, and what is allowed has its effect."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from tests.adapters.discord_fake.conftest import Town
from tests.fakes.discord import Permission, threads
from tests.fakes.discord.events import Intent
from tests.fakes.discord.model import EVERYONE, Channel, MessageType, Overwrite
from tests.fakes.discord.refusals import JSON, RefusalError
from tests.fakes.discord.world import BOT_PERMISSIONS, NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """Asks as the bot does."""

    town: Town
    session: aiohttp.ClientSession

    async def __call__(self, method: str, path: str, form: JSON | None = None, reason: str = "") -> tuple[int, Any]:
        """Return the status and the answer."""
        headers = {"X-Audit-Log-Reason": reason} if reason else {}
        url = self.town.fake.api_url + path
        async with self.session.request(method, url, json=form, headers=headers) as answer:
            return answer.status, (await answer.json() if answer.status != 204 else {})

    async def code(self, method: str, path: str, form: JSON | None = None) -> int:
        """Return the refusal's code, or 0."""
        status, answer = await self(method, path, form)
        return answer["code"] if status >= 400 else 0

    async def room(self, **form: object) -> Channel:
        """Open a private thread and return it."""
        made = {"name": "room", "type": 12, "invitable": False} | form
        status, answer = await self("POST", f"/channels/{self.town.channel.id}/threads", made)
        assert status == 201, answer
        return self.town.guild.threads[int(answer["id"])]

    def may(self, *, without: Permission = NOTHING, also: Permission = NOTHING) -> None:
        """Let the bot have other permissions."""
        town = self.town
        role = next(it for it in town.guild.roles.values() if it.name == town.fake.world.bot.name)
        town.fake.world.change_role(town.guild, role, (BOT_PERMISSIONS & ~without) | also)
        town.fake.world.change_role(town.guild, town.guild.roles[town.guild.id], EVERYONE & ~without)


@pytest.fixture
async def api(town: Town) -> AsyncIterator[Api]:
    """Return what asks."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {town.fake.token}"}) as session:
        yield Api(town=town, session=session)


@pytest.mark.parametrize(
    ("lacks", "method", "path", "form", "code"),
    [
        (Permission.VIEW_CHANNEL, "GET", "/channels/{channel}", None, 50001),
        (Permission.VIEW_CHANNEL, "POST", "/channels/{channel}/messages", {"content": "x"}, 50001),
        (Permission.SEND_MESSAGES, "POST", "/channels/{channel}/messages", {"content": "x"}, 50013),
        (Permission.CREATE_PRIVATE_THREADS, "POST", "/channels/{channel}/threads", {"name": "x", "type": 12}, 50013),
        (Permission.ADD_REACTIONS, "PUT", "/channels/{channel}/messages/{message}/reactions/⚾/@me", None, 50013),
        (Permission.SEND_MESSAGES_IN_THREADS, "POST", "/channels/{room}/messages", {"content": "x"}, 50013),
        (Permission.SEND_MESSAGES_IN_THREADS, "PUT", "/channels/{room}/thread-members/{ana}", None, 50013),
        (NOTHING, "PATCH", "/channels/{room}", {"locked": True}, 50013),
        (NOTHING, "DELETE", "/channels/{room}", None, 50013),
        (NOTHING, "GET", "/channels/{channel}/threads/archived/private", None, 50013),
        (NOTHING, "DELETE", "/channels/{channel}/messages/{message}", None, 50013),
        (NOTHING, "PATCH", "/channels/{channel}/messages/{message}", {"content": "x"}, 50005),
        (NOTHING, "GET", "/guilds/{guild}/audit-logs", None, 50013),
        (NOTHING, "GET", "/guilds/{guild}/members", None, 50001),
        (NOTHING, "GET", "/channels/{room}/thread-members", None, 50001),
        (NOTHING, "PUT", "/channels/{room}/thread-members/1", None, 10013),
        (NOTHING, "GET", "/channels/{room}/thread-members/{ana}", None, 10007),
        (NOTHING, "GET", "/guilds/{guild}/members/1", None, 10007),
        (NOTHING, "GET", "/guilds/{guild}/roles/1", None, 10011),
        (NOTHING, "GET", "/guilds/1", None, 10004),
        (NOTHING, "GET", "/channels/1", None, 10003),
        (NOTHING, "GET", "/channels/{channel}/messages/1", None, 10008),
        (NOTHING, "GET", "/users/1", None, 10013),
        (NOTHING, "PUT", "/channels/{channel}/messages/{message}/reactions/nonsense/@me", None, 10014),
        (NOTHING, "POST", "/webhooks/1/unknown", {"content": "x"}, 10015),
        (NOTHING, "POST", "/interactions/1/unknown/callback", {"type": 5}, 10062),
    ],
)
async def test_each_refusal_has_its_number(
    town: Town, api: Api, lacks: Permission, method: str, path: str, form: JSON | None, code: int
) -> None:
    """Nothing happens, and the bot is told why."""
    message, room = town.ana.write(town.channel, "hello"), await api.room()
    api.may(without=lacks)
    ids = {"channel": town.channel.id, "message": message.id, "room": room.id, "ana": town.ana.user.id}

    assert await api.code(method, path.format(guild=town.guild.id, **ids), form) == code


async def test_overwrites_of_a_channel_count(town: Town, api: Api) -> None:
    """What is denied to the bot in one channel is allowed in another."""
    deny = Overwrite(id=town.fake.world.bot.id, is_member=True, allow=NOTHING, deny=Permission.SEND_MESSAGES)
    other = town.fake.world.add_channel(town.guild, "other", deny)

    codes = [await api.code("POST", f"/channels/{it.id}/messages", {"content": "x"}) for it in (town.channel, other)]

    assert codes == [0, 50013]


async def test_a_private_thread_is_for_its_members_and_moderators(town: Town, api: Api) -> None:
    """Whoever has MANAGE_THREADS sees it as well."""
    room = await api.room()
    moderators = town.fake.world.add_role(town.guild, "moderators", Permission.MANAGE_THREADS)
    eve = town.fake.person("Eve", town.guild, roles=(moderators,))
    await api("PUT", f"/channels/{room.id}/thread-members/{town.ana.user.id}")

    assert town.ana.sees(room)
    assert eve.sees(room)
    with pytest.raises(AssertionError):
        town.ben.sees(room)
    with pytest.raises(RefusalError):
        town.ana.add_to_thread(room, town.ben)


async def test_who_cannot_see_the_parent_cannot_be_added(town: Town, api: Api) -> None:
    """Members need VIEW_CHANNEL there (docs: topics/permissions)."""
    hidden = Overwrite(id=town.ana.user.id, is_member=True, allow=NOTHING, deny=Permission.VIEW_CHANNEL)
    town.fake.world.set_overwrites(town.channel, hidden)
    room = await api.room()

    assert await api.code("PUT", f"/channels/{room.id}/thread-members/{town.ana.user.id}") == 50001


async def test_adding_and_removing_are_printed(town: Town, api: Api) -> None:
    """RECIPIENT_ADD once, RECIPIENT_REMOVE for good; leaving by oneself prints nothing."""
    room = await api.room()
    for _ in range(2):
        await api("PUT", f"/channels/{room.id}/thread-members/{town.ana.user.id}")
    await api("PUT", f"/channels/{room.id}/thread-members/{town.ben.user.id}")
    town.ben.leave_thread(room)
    await api("DELETE", f"/channels/{room.id}/thread-members/{town.ana.user.id}")

    kinds = [it.type for it in room.messages.values()]
    assert kinds == [MessageType.RECIPIENT_ADD, MessageType.RECIPIENT_ADD, MessageType.RECIPIENT_REMOVE]
    assert town.fake.removals() == 1
    assert await api.code("GET", f"/channels/{room.id}/thread-members/{town.ben.user.id}") == 10007


async def test_a_quiet_thread_is_archived_and_woken_by_a_message(town: Town, api: Api) -> None:
    """By the clock that is passed in; in between nobody can be added and nothing is set."""
    room = await api.room(auto_archive_duration=60)
    town.clock.set_to(town.clock.now() + timedelta(minutes=61))
    path = f"/guilds/{town.guild.id}/threads/active"
    assert (await api("GET", path))[1]["threads"] == []
    code = await api.code("PUT", f"/channels/{room.id}/thread-members/{town.ana.user.id}")
    listed = await api("GET", f"/channels/{town.channel.id}/users/@me/threads/archived/private")

    await api("POST", f"/channels/{room.id}/messages", {"content": "wake up"})

    assert code == 50083
    assert [it["id"] for it in listed[1]["threads"]] == [str(room.id)]
    assert [it["id"] for it in (await api("GET", path))[1]["threads"]] == [str(room.id)]


async def test_a_locked_thread_stays_archived(town: Town, api: Api) -> None:
    """Writing does not wake it, and neither may its owner."""
    room = await api.room()
    moderators = town.fake.world.add_role(town.guild, "moderators", Permission.MANAGE_THREADS)
    eve = town.fake.person("Eve", town.guild, roles=(moderators,))
    eve.edit_thread(room, locked=True, archived=True)

    assert await api.code("POST", f"/channels/{room.id}/messages", {"content": "x"}) == 50083
    assert await api.code("PATCH", f"/channels/{room.id}", {"archived": False}) == 50013


async def test_active_threads_have_a_cap(town: Town, api: Api) -> None:
    """160006 for one more, and for waking one; archiving makes room."""
    town.guild.thread_cap = 2
    first, _ = await api.room(), await api.room()
    path = f"/channels/{town.channel.id}/threads"
    assert await api.code("POST", path, {"name": "third", "type": 12}) == 160006

    await api("PATCH", f"/channels/{first.id}", {"archived": True})

    assert await api.code("POST", path, {"name": "third", "type": 12}) == 0
    assert await api.code("POST", f"/channels/{first.id}/messages", {"content": "wake"}) == 160006


async def test_a_thread_takes_so_many_members(town: Town, api: Api) -> None:
    """30033 for one more."""
    town.guild.thread_members_cap = 1
    room = await api.room()

    assert await api.code("PUT", f"/channels/{room.id}/thread-members/{town.ana.user.id}") == 30033


async def test_a_message_takes_twenty_emoji(town: Town, api: Api) -> None:
    """30010 for one more; a variant is the same emoji, a skin tone another."""
    message = town.ana.write(town.channel, "hello")
    path = f"/channels/{town.channel.id}/messages/{message.id}/reactions"
    town.ana.react(message, "❤️")
    town.ben.react(message, "❤")
    town.ben.react(message, "👍")
    town.ben.react(message, "👍🏽")
    for number in range(17):
        town.ana.react(message, chr(0x1F600 + number))

    assert await api.code("PUT", f"{path}/🎈/@me") == 30010
    assert len(message.reactions["❤"].users) == 2


async def test_reactions_are_read_in_pages(town: Town, api: Api) -> None:
    """By user id; super reactions on their own page; custom emoji by name and id."""
    emoji = town.fake.world.add_emoji(town.guild, "circle")
    message = town.ana.write(town.channel, "hello")
    fans = [town.fake.person(f"Fan {number}", town.guild) for number in range(3)]
    for fan in fans:
        fan.react(message, f"circle:{emoji['id']}")
    town.ana.react(message, "⚾", is_super=True)
    path = f"/channels/{town.channel.id}/messages/{message.id}/reactions"

    first = (await api("GET", f"{path}/circle:{emoji['id']}?limit=2"))[1]
    rest = (await api("GET", f"{path}/circle:{emoji['id']}?limit=2&after={fans[1].user.id}"))[1]
    supers = (await api("GET", f"{path}/⚾?type=1"))[1]

    assert [int(it["id"]) for it in [*first, *rest]] == [it.user.id for it in fans]
    assert [int(it["id"]) for it in supers] == [town.ana.user.id]
    assert (await api("GET", f"{path}/⚾"))[1] == []


async def test_reasons_are_kept(town: Town, api: Api) -> None:
    """The audit log has the decoded reason, for stewards to read."""
    path = f"/channels/{town.channel.id}/threads"
    await api("POST", path, {"name": "room", "type": 12}, reason="A%20circle%20%E2%9A%BE")

    assert town.guild.audit[-1]["reason"] == "A circle ⚾"


async def test_members_are_counted_by_role(town: Town, api: Api) -> None:
    """Without anybody's name and without any intent; single look-ups and searches work as well."""
    role = town.fake.world.add_role(town.guild, "readers")
    town.fake.world.set_roles(town.guild, town.ana.user, role)

    counts = (await api("GET", f"/guilds/{town.guild.id}/roles/member-counts"))[1]
    found = (await api("GET", f"/guilds/{town.guild.id}/members/search?query=an&limit=5"))[1]
    town.fake.world.ban(town.guild, town.ana.user)

    assert counts[str(role.id)] == 1
    assert [it["user"]["global_name"] for it in found] == ["Ana"]
    assert await api.code("GET", f"/guilds/{town.guild.id}/members/{town.ana.user.id}") == 10007


async def test_deleted_things_are_unknown(town: Town, api: Api) -> None:
    """A thread, a parent with its threads, an account: 404 from then on."""
    room, other = await api.room(), await api.room()
    owner = town.guild.owner
    threads.delete(town.fake.world, room, owner)
    town.fake.world.delete_channel(town.channel)
    town.fake.world.delete_user(town.ben.user)

    paths = (f"/channels/{room.id}", f"/channels/{other.id}", f"/channels/{town.channel.id}")
    codes = [await api.code("GET", it) for it in paths]
    assert codes == [10003, 10003, 10003]
    assert await api.code("GET", f"/users/{town.ben.user.id}") == 10013


async def test_several_messages_are_deleted_at_once(town: Town, api: Api) -> None:
    """With MANAGE_MESSAGES, and at least two."""
    ids = [str(town.ana.write(town.channel, str(number)).id) for number in range(2)]
    path = f"/channels/{town.channel.id}/messages/bulk-delete"
    assert await api.code("POST", path, {"messages": ids}) == 50013
    api.may(also=Permission.MANAGE_MESSAGES)

    codes = [await api.code("POST", path, {"messages": it}) for it in (ids[:1], ids)]

    assert codes == [50016, 0]
    assert not town.channel.messages


async def test_the_members_intent_opens_lists(town: Town, api: Api) -> None:
    """Where it is granted."""
    town.fake.world.granted_intents = Intent.GUILD_MEMBERS

    status, members = await api("GET", f"/guilds/{town.guild.id}/members?limit=10")

    assert status == 200
    assert len(members) == len(town.guild.members)


@pytest.mark.parametrize("act", ["react", "write", "leave", "unreact"])
async def test_people_are_bound_as_well(town: Town, api: Api, act: str) -> None:
    """What a person's client would not let them do fails with the same numbers."""
    room = await api.room()
    message = town.ana.write(town.channel, "hello")
    acts: dict[str, Callable[[], object]] = {
        "react": lambda: town.ben.react(message, ":nonsense:"),
        "write": lambda: town.ben.write(room, "let me in"),
        "leave": lambda: town.ben.leave_thread(room),
        "unreact": lambda: town.ben.unreact(message, "⚾"),
    }

    with pytest.raises(RefusalError):
        acts[act]()
