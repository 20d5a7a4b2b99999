"""The workspaces that the bot was added to, by Slack's ids."""

from collections.abc import Iterator

from circles_slack.errors import NoWorkspaceError
from circles_slack.workspace import Workspace


class Workspaces:
    """Finds a workspace; with one token there is one."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[str, Workspace] = {}

    def add(self, workspace: Workspace) -> None:
        """Serve a workspace from now on."""
        self._known[workspace.team] = workspace

    def find(self, team: str | None) -> Workspace | None:
        """Return a workspace, or None for one that the bot was not added to, or was taken out of."""
        found = self._known.get(team or "")
        return found if found is not None and not found.is_removed else None

    def of(self, team: str) -> Workspace:
        """Return a workspace; raise ``NoWorkspaceError`` where there is none."""
        found = self.find(team)
        if found is None:
            raise NoWorkspaceError
        return found

    def __iter__(self) -> Iterator[Workspace]:
        return (one for one in self._known.values() if not one.is_removed)
