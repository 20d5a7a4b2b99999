"""What the bot must be allowed, and why: the install link, and what a channel lacks."""

from collections.abc import Mapping

import discord

ON_A_BOARD: Mapping[str, str] = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
    "add_reactions": "Add Reactions",
}
"""For the channel of the board, by Discord's names."""

OVER_ROOMS: Mapping[str, str] = {
    "view_channel": "View Channel",
    "create_private_threads": "Create Private Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
"""For the channel under which rooms open. Manage Threads is not asked for: the maker of a private thread needs none."""

FOR_A_BOARD = discord.Permissions(**dict.fromkeys(ON_A_BOARD, True))
FOR_ROOMS = discord.Permissions(**dict.fromkeys(OVER_ROOMS, True))
FOR_REACTIONS = discord.Permissions(read_message_history=True, add_reactions=True)
"""Of what a board needs, what it can do without: then people choose in its list."""
NEEDED = FOR_A_BOARD | FOR_ROOMS


def lacking(found: discord.Permissions, needed: discord.Permissions = NEEDED) -> tuple[str, ...]:
    """Return what of the ``needed`` is missing where ``found`` holds, in Discord's own words."""
    missing = needed & ~found
    return tuple(label for name, label in {**ON_A_BOARD, **OVER_ROOMS}.items() if getattr(missing, name))


def install_link(application: int) -> str:
    """Return the address that adds the bot to a server with exactly what it needs."""
    return discord.utils.oauth_url(application, permissions=NEEDED, scopes=("bot", "applications.commands"))
