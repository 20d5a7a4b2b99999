"""What a platform gave the bot for a workspace: kept sealed, replaced, dropped."""

from sqlalchemy import select

from circles_bot.store import tables as t
from circles_bot.store.database import SqlStore
from tests.contract.samples import ELSEWHERE, HERE


async def test_what_is_kept_comes_back_and_stands_sealed(store: SqlStore) -> None:
    """One for each community and platform; the token cannot be read in the database."""
    await store.keep_installation(HERE, "slack", "xoxb-old")
    await store.keep_installation(HERE, "slack", "xoxb-here")
    await store.keep_installation(ELSEWHERE, "slack", "xoxb-elsewhere")
    await store.keep_installation(ELSEWHERE, "other", "another platform's")

    assert await store.read_installations("slack") == ("xoxb-here",)
    written = await store._read(lambda session: session.rows(select(t.installations.c.content)))
    assert not any("xoxb" in str(content) for (content,) in written)
    assert await store.read_installations("other") == ("another platform's",)

    await store.drop_installation(HERE)
    assert await store.read_installations("slack") == ()
