"""What the guided tour needs: how far somebody has come, and the other people acting by themselves.

The tour goes by what really happened, not by what it asked for. The others act through the same client as the page, so
everything in it is the real path; time passes through the same passage as the clock's buttons.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from circles_bot.engine.events import CheckInAnswered, InterestJoined, InvitationAnswered, PromptTapped, ReactionSeen
from circles_bot.engine.tokens import Token
from circles_bot.ports.adapters import Passage
from circles_bot.ports.clock import Clock
from circles_sandbox.beginnings import TOUR_GREETINGS
from circles_sandbox.client import SandboxClient
from circles_sandbox.model import Message, Person, Place, PlaceKind
from circles_sandbox.translate import BOARD_MARKER

HELPERS = 4
STEP = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=16)
"""A check-in comes after ten days; quiet hours and the budget may add some."""


class Tour:
    """Leads ``person`` from the first tap to the first check-in."""

    def __init__(self, client: SandboxClient, passage: Passage, clock: Clock) -> None:
        """Act through ``client``; let time pass through ``passage``."""
        self._client = client
        self._workspace = client.workspace
        self._passage = passage
        self._clock = clock
        self._accepted: set[str] = set()

    def facts(self, person: str) -> dict[str, bool]:
        """Return what has come about for a person; a later fact implies those before it."""
        history = self._client.history
        has_room = self._room(person) is not None
        did_answer = history.has(person, InvitationAnswered) or has_room
        is_invited = did_answer or self._newest_with(person, Token.ACCEPT) is not None
        did_join = history.has(person, InterestJoined) or history.has(person, ReactionSeen) or is_invited
        did_check_in = history.has(person, CheckInAnswered)
        return {
            "board": self._workspace.message_marked(BOARD_MARKER) is not None,
            "joined": did_join,
            "others_joined": sum(history.wish_of(found.id) is not None for found in self._helpers(person)) >= HELPERS
            or is_invited,
            "invited": is_invited,
            "answered": did_answer,
            "room": has_room,
            "tapped": history.has(person, PromptTapped),
            "others_tapped": any(history.has(found.id, PromptTapped) for found in self._helpers(person)),
            "check_in": did_check_in or self._newest_with(person, Token.CHECK_IN) is not None,
            "checked_in": did_check_in,
        }

    async def let_others_join(self, person: str) -> None:
        """Let four others opt in to what the person chose: by the select, by a reaction, and by a command."""
        wish = self._client.history.wish_of(person)
        if wish is None:
            return
        for index, helper in enumerate(self._helpers(person)):
            if self._client.history.wish_of(helper.id) is None:
                for page in self._workspace.messages_marked(BOARD_MARKER):
                    await self._join(helper.id, page, wish, index)
        await self._passage.advance(self._clock.now())

    async def let_others_answer(self, person: str) -> None:
        """Let the others say yes to their invitations as they come, until the person's room is there."""
        await self._others_accept(person)
        await self._pass_until(lambda: self._room(person) is not None, between=lambda: self._others_accept(person))

    async def let_others_tap(self, person: str) -> None:
        """Let the others in the room greet and tap an answer, each another one."""
        room = self._room(person)
        if room is None:
            return
        others = sorted(room.members - {person})
        for index, other in enumerate(others):
            post = self._newest_with(other, Token.TAP, place=room.id)
            taps = [token for token in post.tokens if _is_token(token, Token.TAP)] if post else []
            if post and taps:
                await self._client.tap(other, post.id, taps[(index + 1) % len(taps)])
        for other, words in zip(others, TOUR_GREETINGS, strict=False):
            await self._client.say(other, room.id, words)
        await self._passage.advance(self._clock.now())

    async def wait_for_invitation(self, person: str) -> None:
        """Let time pass until the person is invited."""
        await self._pass_until(lambda: self.facts(person)["invited"])

    async def wait_for_check_in(self, person: str) -> None:
        """Let time pass until the person is asked how it is."""
        await self._pass_until(lambda: self.facts(person)["check_in"])

    def _helpers(self, person: str) -> list[Person]:
        """Return the first four others who share the person's language."""
        language = _language(self._workspace.person(person))
        others = [found for found in self._workspace.first_people(HELPERS * 4) if found.id != person]
        return [found for found in others if _language(found) == language][:HELPERS]

    async def _join(self, helper: str, board: Message, wish: str, index: int) -> None:
        for control in board.controls:
            if control["kind"] != "select" or not _is_token(control["token"], Token.JOIN):
                continue
            for option in control["options"]:
                if wish.casefold() not in {option["value"], option["emoji"], option["label"].casefold()}:
                    continue
                if index % HELPERS == 1 and option["emoji"]:
                    await self._client.react(helper, board.id, option["emoji"])
                elif index % HELPERS == 2:
                    await self._client.command(helper, f"/circles join {option['label']}", place=board.place)
                else:
                    await self._client.tap(helper, board.id, control["token"], [option["value"]])
                return

    async def _others_accept(self, person: str) -> None:
        for helper in self._helpers(person):
            invitation = self._newest_with(helper.id, Token.ACCEPT)
            if invitation is not None and invitation.id not in self._accepted:
                token = next(found for found in invitation.tokens if _is_token(found, Token.ACCEPT))
                self._accepted.add(invitation.id)
                await self._client.tap(helper.id, invitation.id, token)
        await self._passage.advance(self._clock.now())

    async def _pass_until(
        self, is_reached: Callable[[], bool], between: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        end = self._clock.now() + LONGEST_WAIT
        while not is_reached() and self._clock.now() < end:
            await self._passage.advance(self._clock.now() + STEP)
            if between is not None and not is_reached():
                await between()

    def _room(self, person: str) -> Place | None:
        """Return the person's newest room that is open."""
        rooms = [found for found in self._workspace.places_of(person) if found.kind is PlaceKind.ROOM]
        return next((room for room in reversed(rooms) if not room.is_archived), None)

    def _newest_with(self, person: str, token: Token, place: str | None = None) -> Message | None:
        """Return the newest message with such a control, in a place or in the person's direct messages."""
        seen = self._client.messages_seen_by(person, place) if place else self._client.directs_of(person)
        return next(
            (message for message in reversed(seen) if any(_is_token(found, token) for found in message.tokens)), None
        )


def _is_token(text: str, name: Token) -> bool:
    return text.partition(":")[0] == name.value


def _language(person: Person) -> str:
    return person.locale.partition("-")[0]
