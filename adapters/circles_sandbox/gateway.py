"""Performs parcels on the workspace, each so that doing it again is seen. In tests it can be told to fail."""

from collections import deque
from dataclasses import dataclass
from typing import assert_never

from circles_bot.engine.effects import (
    AddToRoom,
    CloseRoom,
    EditPost,
    OpenRoom,
    PostToRoom,
    SendDirect,
    ShowBoard,
    ShowToStewards,
    TakeBoardAway,
)
from circles_bot.ports.chat import Capabilities, Closed, Dead, Done, Gone, Later, Outcome, Parcel
from circles_sandbox.errors import UnknownMessageError, UnknownPlaceError, UnusableError, WorkspaceError, outcome_of
from circles_sandbox.model import Body
from circles_sandbox.render import render_message
from circles_sandbox.translate import marker_of
from circles_sandbox.workspace import Workspace

CAPABILITIES = Capabilities(sees_activity=True, answers_reactions_privately=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What to report instead of the truth, once. With ``happens_anyway`` the parcel was performed all the same."""

    outcome: Later | Closed | Gone | Dead
    happens_anyway: bool = False


class SandboxGateway:
    """The sandbox's side of :class:`circles_bot.ports.chat.ChatGateway`."""

    def __init__(self, workspace: Workspace) -> None:
        """Perform on ``workspace``; ``faults`` are met first, in order."""
        self._workspace = workspace
        self.faults: deque[Fault] = deque()

    @property
    def capabilities(self) -> Capabilities:
        """It notices that messages came in rooms, and answers reactions with a note."""
        return CAPABILITIES

    async def perform(self, parcel: Parcel) -> Outcome:
        """Perform a parcel; a repeat of the same key changes nothing and reports the same."""
        fault = self.faults.popleft() if self.faults else None
        if fault and not fault.happens_anyway:
            return fault.outcome
        try:
            done = Done(theirs=self._perform(parcel))
        except WorkspaceError as error:
            return outcome_of(error)
        return fault.outcome if fault else done

    def _perform(self, parcel: Parcel) -> str | None:
        effect = parcel.effect
        match effect:
            case ShowBoard():
                return self._show_board(parcel, effect)
            case TakeBoardAway():
                self._workspace.delete(_address(parcel))
                return None
            case ShowToStewards():
                return self._workspace.post(effect.place, _body(parcel), nonce=parcel.key).id
            case OpenRoom():
                members = [parcel.people[member] for member in effect.members if member in parcel.people]
                under = parcel.to or effect.place
                return self._workspace.open_room(effect.name, members, under=under, marker=effect.circle).id
            case AddToRoom():
                self._workspace.let_in(_address(parcel), [parcel.people[member] for member in effect.members])
                return None
            case PostToRoom():
                pings = [parcel.people[member] for member in effect.pings if member in parcel.people]
                return self._workspace.post(_address(parcel), _body(parcel), nonce=parcel.key, pings=pings).id
            case EditPost():
                if parcel.message is None:
                    raise UnknownMessageError
                return self._workspace.edit(parcel.message, _body(parcel)).id
            case CloseRoom():
                self._workspace.archive(_address(parcel))
                return None
            case SendDirect():
                direct = self._workspace.direct_with(_address(parcel))
                return self._workspace.post(direct.id, _body(parcel), nonce=parcel.key).id
            case _:
                assert_never(effect)

    def _show_board(self, parcel: Parcel, effect: ShowBoard) -> str:
        body, workspace = _body(parcel), self._workspace
        marker = marker_of(effect.page)
        before = workspace.message_marked(marker)
        shown = before
        if shown is not None and shown.place == effect.place:
            workspace.edit(shown.id, body)
        else:
            shown = workspace.post(effect.place, body, nonce=parcel.key, marker=marker)
        if before is not None and before.id != shown.id:  # the steward chose another channel
            workspace.carry_reactions(before.id, shown.id)
            workspace.delete(before.id)
        workspace.seed_reactions(shown.id, effect.seed_emoji)
        return shown.id


def _address(parcel: Parcel) -> str:
    if parcel.to is None:
        raise UnknownPlaceError
    return parcel.to


def _body(parcel: Parcel) -> Body:
    if parcel.words is None:
        raise UnusableError
    return render_message(parcel.words, parcel.people)
