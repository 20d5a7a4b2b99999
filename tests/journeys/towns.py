"""The towns there are, by chat and database, and which of them a journey is told in.

A journey that takes ``town`` is told everywhere, unless one of the marks below says that its story is another one
elsewhere; ``docs/testing.md`` has the reasons.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import pytest

from circles_bot.ports.chat import Capabilities
from tests.journeys.discord_town import DiscordTown
from tests.journeys.sandbox_town import SandboxTown
from tests.journeys.slack_town import SlackTown

BLIND = Capabilities(sees_activity=False, answers_reactions_privately=False)
"""What a chat can do that does not tell that people talk, and cannot answer a reaction."""

OPENINGS: Mapping[str, Callable[[str], Awaitable[SandboxTown | DiscordTown | SlackTown]]] = {
    "sandbox": SandboxTown.open,
    "sandbox-blind": partial(SandboxTown.open, capabilities=BLIND),
    "discord": DiscordTown.open,
    "slack": SlackTown.open,
    "slack-http": partial(SlackTown.open, is_on_http=True, is_aware=False),
    "slack-http-aware": partial(SlackTown.open, is_on_http=True),
}
"""What opens a town with the bot in it, by its chat; Slack's hears over sockets where nothing else is said."""

_HEARING = ("sandbox-sqlite", "sandbox-postgresql", "discord-sqlite", "slack-sqlite")

EVERYWHERE = (*_HEARING, "slack-http-sqlite")

where_talk_is_heard = pytest.mark.parametrize("town", [*_HEARING, "slack-http-aware-sqlite"], indirect=True)
"""For what follows from the bot's hearing that people talk, or that nobody does."""

where_talk_is_not_heard = pytest.mark.parametrize("town", ["sandbox-blind-sqlite", "slack-http-sqlite"], indirect=True)
"""For what the bot does because it cannot know."""

where_reactions_get_no_answer = pytest.mark.parametrize(
    "town", ["sandbox-blind-sqlite", "discord-sqlite"], indirect=True
)
"""For what is said instead of a note under a reaction that only its setter sees."""
