"""What an operator does when a member asks: send them everything that is kept about them, or forget them.

An export goes to the member through the bot, never to the console: it is theirs, and the operator need not see it.
Where the bot cannot reach them, it goes into a file that is sealed with words made for it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from circles_bot.cli.databases import check_database
from circles_bot.engine.decide import decide
from circles_bot.engine.errors import ConfigError, StoreError
from circles_bot.engine.events import Actor, ForgottenMe, MineExported
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.notes import Line
from circles_bot.engine.prompts import Deck
from circles_bot.engine.schedule import known_zone
from circles_bot.ports.identities import Identities, community_id
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


def seal_export_for(settings: Settings, community: str, member: str, file: Path) -> str:
    """Write a member's export into a new sealed file and return the sentence with its words."""
    from circles_bot.cli.sealed_file import new_words, write_new

    words = new_words()
    write_new(file, asyncio.run(_sealed(settings, community, member, words)))
    return (
        f"{file} opens in any browser with these words: {words}. Give them to the member by another way than the file."
    )


def forget_for(settings: Settings, community: str, member: str) -> str:
    """Forget a member and say so; ids are the platform's."""
    asyncio.run(_submit(settings, community, member, ForgottenMe))
    return "They are forgotten. Delete backups from before, or keep them no longer than you must."


async def _submit(
    settings: Settings, community: str, member: str, kind: type[MineExported] | type[ForgottenMe]
) -> None:
    async with _opened(settings) as (store, key):
        ours, actor = await _find(store, key, community, member)
        event = kind(community=ours, at=_WallClock().now(), actor=actor)

        def act(tx: Transaction) -> None:
            tx.save(decide(tx.load(event), event, Deck(prompts={})))

        await store.transact(act)


async def _sealed(settings: Settings, community: str, member: str, words: str) -> str:
    from circles_bot.application.exports import export_files
    from circles_bot.cli.sealed_file import sealed_page
    from circles_bot.words.compose import Reader
    from circles_bot.words.voices import load_voices

    async with _opened(settings) as (store, key):
        ours, actor = await _find(store, key, community, member)
        mine = await store.read_mine(ours, actor.member)
        locale, zone = await store.read_reader(ours, actor.member)
    reader = Reader(locale=locale, zone=known_zone(zone) or ZoneInfo("UTC"))
    composer = load_voices(settings.own_folder, partial(community_id, key)).of(ours).composer
    files = export_files(mine, composer, reader, _WallClock().now())
    texts = {name: composer.line(Line(key=f"export-sealed-{name}"), reader) for name in ("ask", "open", "wrong")}
    title = composer.line(Line(key="export-title"), reader)
    return sealed_page(files, words, {**texts, "title": title}, locale or "en")


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Store, bytes]]:
    from circles_bot.store import open_store

    is_current, says = check_database(settings.database_url)
    if not is_current:
        raise StoreError(says)
    key = load_secret_key(settings.database_url, settings.secret_key)
    store = await open_store(settings.database_url, key=key)
    try:
        yield store, key
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
