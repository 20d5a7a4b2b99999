"""Our bot's database as a benchmark fills and reads it, while no bot runs on it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from circles_bot.engine.buttons import MINE
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import PostToRoom, room_lane
from circles_bot.engine.events import Actor, SetupChosen
from circles_bot.engine.ids import CircleId, CommunityId, EffectKey, MemberId, PostId
from circles_bot.engine.model import Address, AddressKind
from circles_bot.engine.notes import Note
from circles_bot.ports.identities import Identities
from circles_bot.runtime import WallClock
from circles_bot.secret_key import load_secret_key
from circles_bot.store import migrate
from circles_bot.store.sqlite import SqliteStore
from circles_bot.works import Works, assemble


@dataclass(slots=True, kw_only=True)
class Town:
    """All communities of one bot; ``places`` are the platform's, each with its ``id`` and its ``channels``."""

    platform: str
    folder: Path
    places: Sequence[Mapping[str, Any]]
    interests: Sequence[tuple[str, str]]
    statements: int = field(default=0)

    @property
    def url(self) -> str:
        """Return the address of the database."""
        return f"sqlite:///{self.folder / 'circles.db'}"

    @property
    def identities(self) -> Identities:
        """Make ids as the bot does."""
        return Identities(platform=self.platform, key=load_secret_key(self.url))

    def community(self, place: Mapping[str, Any]) -> CommunityId:
        """Return our id of a place."""
        return self.identities.community(place["id"])

    def member(self, place: Mapping[str, Any], person: str) -> MemberId:
        """Return our id of somebody there."""
        return self.identities.member(self.community(place), person)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[tuple[SqliteStore, Works]]:
        """Open it; statements are counted."""
        store = await SqliteStore.open(self.url, key=self.identities.key, heard=self._count)
        yield store, assemble(store=store, clock=WallClock(), matcher=None)
        await store.close()

    def _count(self, _sql: str, _values: object) -> None:
        self.statements += 1

    async def set_up(self) -> None:
        """Set the bot up in each place: board and rooms in the first channel."""
        load_secret_key(self.url)
        migrate.upgrade(self.url)
        async with self.opened() as (_, works):
            for place in self.places:
                channel = place["channels"][0]
                await works.service.submit(
                    SetupChosen(
                        community=self.community(place),
                        at=datetime.now(UTC),
                        key=f"setup:{place['id']}",
                        actor=Actor(member=self.member(place, "1"), theirs="1", is_steward=True),
                        platform=self.platform,
                        community_theirs=place["id"],
                        board_place=channel,
                        rooms_place=channel,
                        interests=tuple(self.interests),
                        timezone="UTC",
                    )
                )
            found = await works.service.communities(self.platform)
            assert len(found) == len(self.places), "each took what it was told"

    async def boards(self) -> dict[str, str]:
        """Return where the boards are, by place."""
        async with self.opened() as (_, works):
            found = {place["id"]: await works.service.board_of(self.community(place)) for place in self.places}
        return {place: pages[0] for place, pages in found.items() if pages}

    async def queue_messages(self, place: Mapping[str, Any], rooms: Sequence[str], each: int) -> None:
        """Let so many messages be due to each of these rooms, which are channels of a place."""
        community = self.community(place)
        async with self.opened() as (store, _):
            for room in rooms:
                circle = CircleId(f"cir_{room}")
                address = Address(community=community, kind=AddressKind.ROOM, ours=circle, theirs=room)
                posts = tuple(
                    PostToRoom(
                        key=EffectKey(f"post:{circle}:{turn}"),
                        lane=room_lane(circle),
                        community=community,
                        circle=circle,
                        post=PostId(f"pst_{turn:016x}"),
                        note=Note(key="help", controls=(MINE,)),
                    )
                    for turn in range(each)
                )
                decision = Decision(changes=(Kept(address),), effects=posts)
                await store.transact(lambda tx, decision=decision: tx.save(decision))  # type: ignore[misc]
