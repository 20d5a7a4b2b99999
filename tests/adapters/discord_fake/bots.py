"""A small bot on the unmodified discord.py, and its start against a fake."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.model import COMPONENTS_V2

INTENTS = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True)


class Yes(ui.DynamicItem[ui.Button[Any]], template=r"yes:(?P<number>\d+)"):
    """A button that is known by its custom_id alone, also after a restart."""

    def __init__(self, number: int) -> None:
        """Make it for one number."""
        super().__init__(ui.Button(label="Yes", custom_id=f"yes:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> "Yes":
        """Make it again of what came."""
        return cls(int(match["number"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> Any:
        """Say in the message that it was tapped."""
        words = f"Yes to {self.number}"
        if interaction.message is not None and interaction.message.flags.value & COMPONENTS_V2:
            layout: ui.LayoutView = ui.LayoutView(timeout=None)
            await interaction.response.edit_message(view=layout.add_item(ui.TextDisplay(words)))
        else:
            await interaction.response.edit_message(content=words, view=None)


class Bot(discord.Client):
    """Notes what it hears, and has a few commands."""

    def __init__(self, **options: Any) -> None:
        """Register the commands; nothing starts yet."""
        chosen: dict[str, Any] = {"intents": INTENTS, "guild_ready_timeout": 0, "max_messages": None}
        super().__init__(**(chosen | options))
        self.tree: app_commands.CommandTree[Any] = app_commands.CommandTree(self)
        self.reactions: list[discord.RawReactionActionEvent] = []
        self.messages: list[discord.Message] = []
        self.errors: list[BaseException] = []
        self.heard = asyncio.Condition()
        self.add_dynamic_items(Yes)
        _add_commands(self.tree)

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        """Note a reaction."""
        self.reactions.append(event)
        async with self.heard:
            self.heard.notify_all()

    async def on_message(self, message: discord.Message) -> None:
        """Note a message."""
        self.messages.append(message)
        async with self.heard:
            self.heard.notify_all()

    async def until(self, true: Any) -> None:
        """Wait until something is so; each event is a reason to look."""
        async with asyncio.timeout(60), self.heard:
            await self.heard.wait_for(true)


class Form(ui.Modal, title="Tell us"):
    """A form with a text and a select."""

    words = ui.TextInput[Any](label="Words", custom_id="words", max_length=20)
    kind: ui.Label[Any] = ui.Label(
        text="Kind",
        component=ui.Select(custom_id="kind", options=[discord.SelectOption(label="One", value="1", default=True)]),
    )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Repeat what was filled in."""
        assert isinstance(self.kind.component, ui.Select)
        await interaction.response.send_message(f"{self.words.value}/{self.kind.component.values}", ephemeral=True)


def _add_commands(tree: app_commands.CommandTree[Any]) -> None:
    circles = app_commands.Group(name="circles", description="Circles")

    @circles.command(name="join", description="Join an interest")
    async def join(interaction: discord.Interaction[Any], interest: str) -> None:
        await interaction.response.send_message(f"Joined {interest}", ephemeral=True)

    @join.autocomplete("interest")
    async def complete(_interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=it, value=it) for it in ("baseball", "books") if it.startswith(current)]

    @circles.command(name="later", description="Answer later")
    async def later(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.edit_original_response(content="There it is")
        await interaction.followup.send("And more", ephemeral=True)

    @circles.command(name="form", description="Open a form")
    async def form(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(Form())

    @circles.command(name="look", description="Show a layout")
    async def look(interaction: discord.Interaction[Any]) -> None:
        view = ui.LayoutView(timeout=None)
        row: ui.ActionRow[Any] = ui.ActionRow()
        row.add_item(Yes(7))
        box: ui.Container[Any] = ui.Container(ui.TextDisplay("# Hello"), ui.Separator(), row, accent_colour=0x336699)
        view.add_item(box)
        await interaction.response.send_message(view=view)

    @tree.context_menu(name="Avoid, privately")
    async def avoid(interaction: discord.Interaction[Any], person: discord.Member) -> None:
        await interaction.response.send_message(f"Not with {person.display_name}", ephemeral=True)

    tree.add_command(circles)


@contextmanager
def addressed(fake: FakeDiscord) -> Iterator[None]:
    """Point discord.py at a fake: its only two knobs for that."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = fake.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = URL(fake.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def running(fake: FakeDiscord, bot: Bot) -> AsyncIterator[Bot]:
    """Run a bot until it is ready, and close it in the end."""
    with addressed(fake):
        await bot.login(fake.token)
        task = asyncio.create_task(bot.connect())
        ready = asyncio.create_task(bot.wait_until_ready())
        try:
            await asyncio.wait((task, ready), return_when=asyncio.FIRST_COMPLETED, timeout=60)
            if task.done():
                await task
            yield bot
        finally:
            ready.cancel()
            await bot.close()
            await asyncio.gather(task, ready, return_exceptions=True)
