"""The workspaces that the bot was added to, by Slack's ids."""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from circles_slack.errors import NoWorkspaceError
from circles_slack.workspace import Workspace


class Workspaces:
    """Finds a workspace; with one token there is one."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[str, Workspace] = {}
        self.meet: Callable[[str, str], Awaitable[Workspace | None]] | None = None
        """Finds a workspace of an organisation that has the bot in all of them."""
        self.on_removed: Callable[[Workspace], Awaitable[None]] | None = None

    def add(self, workspace: Workspace) -> None:
        """Serve a workspace from now on."""
        self._known[workspace.team] = workspace

    def find(self, team: str | None) -> Workspace | None:
        """Return a workspace, or None for one that the bot was not added to, or was taken out of."""
        found = self._known.get(team or "")
        return found if found is not None and not found.is_removed else None

    async def found(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """Return a workspace, also one of an organisation in which nothing has happened so far."""
        known = self.find(team)
        if known is None and self.meet is not None and team and enterprise:
            return await self.meet(team, enterprise)
        return known

    def installed_with(self, workspace: Workspace) -> Sequence[Workspace]:
        """Return the workspaces that lose the bot with this one: its organisation's, where that installed it."""
        organisation = workspace.identity.organisation
        return [one for one in self if organisation and one.identity.organisation == organisation] or [workspace]

    async def remove(self, workspace: Workspace) -> None:
        """Serve a workspace no more."""
        workspace.is_removed = True
        if self.on_removed is not None:
            await self.on_removed(workspace)

    def of(self, team: str) -> Workspace:
        """Return a workspace; raise ``NoWorkspaceError`` where there is none."""
        found = self.find(team)
        if found is None:
            raise NoWorkspaceError
        return found

    def __iter__(self) -> Iterator[Workspace]:
        return (one for one in self._known.values() if not one.is_removed)
