"""How many could open a room is said before a yes, and it is never too small."""

import random

from structlog.testing import capture_logs

from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.model import Community
from circles_bot.engine.questions import RoomQuestion
from circles_bot.engine.tokens import Token
from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_bot.works import assemble
from circles_discord.openers import Openers, could_open
from tests.fakes.discord.model import Overwrite, Permission
from tests.fakes.discord.permissions import permissions_in
from tests.fakes.discord.world import NOTHING
from tests.fakes.watched_store import WatchedStore
from tests.journeys.acts import all_opt_in, invitations_come
from tests.journeys.discord_town import DiscordTown
from tests.journeys.sandbox_town import KEY

COUNTS = "GET /guilds/{guild_id}/roles/member-counts"
SEED, SERVERS = 7, 25


async def looked(town: DiscordTown) -> None:
    """Let the bot count who could open a room."""
    guild = town.adapter.client.get_guild(town.guild.id)
    assert guild is not None
    await town.adapter.openers.look(guild)


async def test_who_could_open_a_room_is_said_before_the_yes_and_in_it(town: DiscordTown) -> None:
    """One moderator and the owner: at most two; asked of Discord once an hour."""
    await looked(town)
    await looked(town)
    assert len(town.fake.calls(COUNTS)) == 1

    await all_opt_in(town)
    await invitations_come(town)
    assert "people who run this place (at most 2) could open the room too" in town.directs("Ana")[0]

    for who in ("Ana", "Ben", "Chidi", "Dewi"):
        await town.tap(who, Token.ACCEPT)
    await town.settle()
    await town.tap("Ana", Token.NEED)
    await town.tap("Ana", Token.NEED, part=RoomQuestion.WHO_SEES.value)
    assert "people with moderator powers here (at most 2)" in town.heard("Ana")
    await looked(town)
    assert len(town.fake.calls(COUNTS)) == 2


async def test_where_discord_does_not_tell_no_figure_is_made_up(town: DiscordTown) -> None:
    """A refusal is asked about no sooner than a figure; the words stay as they are without one."""
    town.fake.faults.refuse(50013, COUNTS, times=5)
    await looked(town)
    await looked(town)
    assert len(town.fake.calls(COUNTS)) == 1

    await all_opt_in(town)
    await invitations_come(town)
    assert "people who run this place could open the room too" in town.directs("Ana")[0]


class FailingStore(WatchedStore):
    """Reads where the rooms are at the second try."""

    fails = True

    async def read_community(self, community: CommunityId) -> Community | None:
        """See ``ports.store.Store.read_community``."""
        if self.fails:
            self.fails = False
            raise StoreError("The disk is full.")
        return await super().read_community(community)


async def test_the_figure_is_looked_for_again_after_the_database_failed(town: DiscordTown) -> None:
    """The look says so once and goes on: at the next turn, not after an hour, the figure is there."""
    identities = Identities(platform="discord", key=KEY)
    works = assemble(store=FailingStore(town.store, lambda _: None), clock=town._clock, matcher=None)
    openers = Openers(town.adapter.shards, House(inbox=works.service, clock=town._clock, identities=identities))
    guild = town.adapter.shards.get_guild(town.guild.id)
    assert guild is not None

    with capture_logs() as logs:
        await openers.look(guild)
        await openers.look(guild)

    assert [entry["event"] for entry in logs] == ["rooms_place_not_read"]
    assert works.service.could_open(identities.community(str(guild.id))) == 2


async def test_the_figure_is_never_too_small(town: DiscordTown) -> None:
    """Whatever roles there are, and whatever the channel allows and denies to them or to people by name."""
    dice, world, guild = random.Random(SEED), town.fake.world, town.guild
    powers = (NOTHING, NOTHING, Permission.MANAGE_THREADS, Permission.ADMINISTRATOR)
    roles = [world.add_role(guild, f"Role {n}", dice.choice(powers)) for n in range(5)]
    people = [town.fake.person(f"Person {n}", guild) for n in range(8)]
    everyone = guild.roles[guild.id]
    parent = next(one for one in guild.channels.values() if one.name == "circles")
    figures: set[int] = set()
    for _ in range(SERVERS):
        for role in (*roles, everyone):
            power = dice.choice(powers[:3] if role is everyone else powers)
            world.change_role(guild, role, role.permissions & ~(powers[2] | powers[3]) | power)
        for person in people:
            world.set_roles(guild, person.user, *dice.sample(roles, dice.randrange(3)))
        targets = [(one.id, False) for one in (*roles, everyone)] + [(one.user.id, True) for one in people]
        overwrites = []
        for number, is_member in dice.sample(targets, 4):
            allow, deny = dice.choice(((powers[2], NOTHING), (NOTHING, powers[2])))
            overwrites.append(Overwrite(id=number, is_member=is_member, allow=allow, deny=deny))
        world.set_overwrites(parent, *overwrites)
        await town._heard_by_bot()

        theirs = town.adapter.client.get_guild(guild.id)
        assert theirs is not None
        place = theirs.get_channel(parent.id)
        counts = {role.id: number for role, number in (await theirs.role_member_counts()).items()}
        counts[guild.id] = len(guild.members)
        figure = could_open(place, counts)  # type: ignore[arg-type]  # a text channel
        may = [one for one in guild.members.values() if permissions_in(parent, one.user) & powers[2]]
        assert figure >= len(may)
        figures.add(figure - len(may))
    assert min(figures) <= 1, "it is close where it can be"
