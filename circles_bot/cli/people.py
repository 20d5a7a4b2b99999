"""What an operator does when a member asks: send them everything that is kept about them, or forget them.

An export goes to the member through the bot, never to the console: it is theirs, and the operator need not see it.
"""

import asyncio
from datetime import UTC, datetime

from circles_bot.cli.databases import check_database
from circles_bot.engine.decide import decide
from circles_bot.engine.errors import ConfigError, StoreError
from circles_bot.engine.events import Actor, ForgottenMe, MineExported
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.prompts import Deck
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Store, Transaction
from circles_bot.secret_key import load_secret_key
from circles_bot.settings import Settings


class _WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


PLATFORMS = ("discord", "slack", "sandbox")


def export_for(settings: Settings, community: str, member: str) -> str:
    """Put a member's export into the outbox and say so; ids are the platform's."""
    asyncio.run(_submit(settings, community, member, MineExported))
    return "It is on its way: the bot sends it to them as a direct message, at once or when it runs next."


def forget_for(settings: Settings, community: str, member: str) -> str:
    """Forget a member and say so; ids are the platform's."""
    asyncio.run(_submit(settings, community, member, ForgottenMe))
    return "They are forgotten. Delete backups from before, or keep them no longer than you must."


async def _submit(
    settings: Settings, community: str, member: str, kind: type[MineExported] | type[ForgottenMe]
) -> None:
    from circles_bot.store import open_store

    is_current, says = check_database(settings.database_url)
    if not is_current:
        raise StoreError(says)
    key = load_secret_key(settings.database_url, settings.secret_key)
    store = await open_store(settings.database_url, key=key)
    try:
        ours, actor = await _find(store, key, community, member)
        event = kind(community=ours, at=_WallClock().now(), actor=actor)

        def act(tx: Transaction) -> None:
            tx.save(decide(tx.load(event), event, Deck(prompts={})))

        await store.transact(act)
    finally:
        await store.close()


async def _find(store: Store, key: bytes, community: str, member: str) -> tuple[CommunityId, Actor]:
    """Return our ids of what the platform calls so; raise ConfigError where nothing is known of them."""
    for platform in PLATFORMS:
        identities = Identities(platform=platform, key=key)
        ours = identities.community(community)
        known = await store.read_interests(ours, identities.member(ours, member))
        if known.community is not None and known.member is None:
            raise ConfigError(
                f"Nothing is kept about {member} in {community}: see that it is the person's id, not a name."
            )
        if known.member is not None:
            return ours, Actor(member=known.member.id, theirs=member)
    raise ConfigError(f"No community {community} is known here: give the platform's id of the server or workspace.")
