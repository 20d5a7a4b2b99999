"""What people do, in plain words: the workspace changes, the engine hears of it, its private answer is shown.

The page's server, the tour and the journeys all act through this one class, so that every act takes the real path.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from circles_bot.commands import read_typed
from circles_bot.engine import questions
from circles_bot.engine.events import Actor
from circles_bot.engine.notes import Line
from circles_bot.ports.adapters import House
from circles_bot.ports.chat import Capabilities
from circles_bot.ports.inbox import Suggestion
from circles_bot.taps import Meaning
from circles_bot.words.message import MessageForm, PrivateReply
from circles_sandbox.commands import refusal_of, unusable_option
from circles_sandbox.gateway import CAPABILITIES
from circles_sandbox.history import History
from circles_sandbox.model import Control, Form, Message, Place, PlaceKind, TextControl
from circles_sandbox.render import render_form, render_message
from circles_sandbox.translate import BOARD_MARKER, Act, Translator, page_of
from circles_sandbox.workspace import Workspace

Answer = Message | Form
"""What a person gets to see at once: a message (a private note, or the tapped one made new) or a form."""


class SandboxClient:
    """Acts for the people of a workspace."""

    def __init__(self, house: House, workspace: Workspace, capabilities: Capabilities = CAPABILITIES) -> None:
        """Bring what happens in ``workspace`` to the house's inbox; other ``capabilities`` are those of other chats."""
        self.workspace = workspace
        self.translator = Translator(identities=house.identities, sees_activity=capabilities.sees_activity)
        self._capabilities = capabilities
        self.history = History()
        self._house = house

    async def tap(
        self, person: str, message_id: str, token: str, values: Sequence[str] = (), *, act_id: str | None = None
    ) -> Answer | None:
        """Tap a button, or choose ``values`` in a select. A repeat with the same ``act_id`` changes nothing."""
        message = self.workspace.check_tap(person, message_id, token, values)
        act = await self._act(person, act_id)
        people = self._picked(act, values) if _picks_people(message.controls, token) else ()
        ours = [actor.member for actor in people] or values
        meaning = self.translator.tap(act, token, ours, people=people, channels=self.workspace.channels)
        return await self._bring(act, meaning, place=message.place, tapped=message)

    async def submit_form(
        self, person: str, form_id: str, fields: Mapping[str, Sequence[str]], *, place: str | None = None
    ) -> Answer | None:
        """Send a form that is open before a person; the answer stands in ``place`` (else in their first channel)."""
        form = self.workspace.check_form(person, form_id, fields)
        act = await self._act(person, None)
        picked = {name: self._picked(act, fields[name]) for name in fields if _picks_people(form["fields"], name)}
        ours = {name: [actor.member for actor in people] for name, people in picked.items()}
        meaning = self.translator.tap(
            act,
            form["token"],
            fields={**fields, **ours},
            people=chain.from_iterable(picked.values()),
            channels=self.workspace.channels,
        )
        return await self._bring(act, meaning, place=place)

    async def react(self, person: str, message_id: str, emoji: str) -> Answer | None:
        """Set a reaction; on the board it is an opt-in."""
        return await self._react(person, message_id, emoji, is_set=True)

    async def unreact(self, person: str, message_id: str, emoji: str) -> Answer | None:
        """Take a reaction off."""
        return await self._react(person, message_id, emoji, is_set=False)

    async def command(
        self, person: str, words: str, *, place: str | None = None, act_id: str | None = None
    ) -> Answer | None:
        """Give a slash command; what cannot be read is answered kindly."""
        act, typed = await self._act(person, act_id), read_typed(words)
        refusal = refusal_of(typed, act.person)
        if typed.command is None or refusal is not None:
            return await self._bring(act, None, place=place, otherwise=refusal)
        channels, people = self.workspace.channels, self.workspace.people
        meaning = self.translator.command(act, typed.command, typed.options, channels, people)
        return await self._bring(act, meaning, place=place, otherwise=unusable_option(typed))

    async def say(self, person: str, place: str, words: str) -> Message:
        """Post a person's words; in a circle's room the engine hears that somebody spoke, never what."""
        message = self.workspace.say(person, place, words)
        act = await self._act(person, None)
        event = self.translator.speech(act, self.workspace.place(place))
        if event is not None:
            await self._house.inbox.submit(event)
        return message

    async def leave(self, person: str, place: str) -> None:
        """Leave a private room by the platform's own means."""
        left = self.workspace.leave(person, place)
        event = self.translator.departure(await self._act(person, None), left)
        if event is not None:
            await self._house.inbox.submit(event)

    async def set_is_here(self, person: str, is_here: bool) -> None:
        """Leave the community, or come back; the engine hears of the first, the second shows in what they do."""
        self.workspace.set_is_here(person, is_here)
        if not is_here:
            await self._house.inbox.submit(self.translator.absence(await self._act(person, None)))

    async def suggest(self, person: str, option: str, typed: str) -> Sequence[Suggestion]:
        """Return what may complete a command's option."""
        actor = self.translator.actor(self.workspace.person(person))
        return await self._house.inbox.suggest(self.translator.community, actor.member, option=option, typed=typed)

    async def read_board(self) -> None:
        """Bring the board's reactions as they stand, for whatever was missed while the bot was away."""
        people = {person.id: person for person in self.workspace.people}
        for message in self.workspace.messages_marked(BOARD_MARKER):
            reactions, now = self.workspace.reactions_to(message.id), self._house.clock.now()
            page = page_of(message)
            assert page is not None, "its marker says so"
            await self._house.inbox.submit(
                self.translator.board(reactions, people, now, await self._pilot(), page=page)
            )

    def messages_seen_by(self, person: str, place: str | None = None) -> tuple[Message, ...]:
        """Return all that a person can see (in one place, or everywhere), oldest first."""
        places = [place] if place else [found.id for found in self.workspace.places_of(person)]
        seen = [message for found in places for message in self.workspace.messages_for(person, found)]
        return tuple(sorted(seen, key=lambda message: message.number))

    def directs_of(self, person: str) -> tuple[Message, ...]:
        """Return what the bot and a person wrote to each other, oldest first."""
        directs = [found for found in self.workspace.places_of(person) if found.kind is PlaceKind.DIRECT]
        return self.messages_seen_by(person, directs[0].id) if directs else ()

    def _picked(self, act: Act, values: Iterable[str]) -> tuple[Actor, ...]:
        return tuple(self.translator.actor(self.workspace.person(value), act.pilot) for value in values)

    async def _pilot(self) -> Place | None:
        """Return the channel of a running pilot; one that is gone has nobody in it, and a steward ends the pilot."""
        theirs = await self._house.inbox.pilot_of(self.translator.community)
        return next((channel for channel in self.workspace.channels if channel.id == theirs), None)

    async def _react(self, person: str, message_id: str, emoji: str, *, is_set: bool) -> Answer | None:
        change = self.workspace.react if is_set else self.workspace.unreact
        if not change(person, message_id, emoji):
            return None
        message = self.workspace.message(message_id)
        act = await self._act(person, None)
        event = self.translator.reaction(
            act, message, emoji, is_set=is_set, hears_reply=self._capabilities.answers_reactions_privately
        )
        return await self._bring(act, event, place=message.place) if event else None

    async def _act(self, person: str, act_id: str | None) -> Act:
        own = self.workspace.next_act()
        return Act(
            id=f"{self.workspace.epoch}:{act_id}" if act_id else own,
            person=self.workspace.person(person),
            at=self._house.clock.now(),
            pilot=await self._pilot(),
        )

    async def _bring(
        self,
        act: Act,
        meaning: Meaning | None,
        *,
        place: str | None,
        tapped: Message | None = None,
        otherwise: Line | None = None,
    ) -> Answer | None:
        """Bring what an act means to the inbox and show the answer; ``otherwise`` is said when it means nothing."""
        reply = await self._reply_to(act, meaning, otherwise or Line(key="sorry-unknown-tap"))
        if meaning is not None:
            self.history.note(act.person.id, meaning)
        return self._show(act.person.id, reply, place=place, tapped=tapped) if reply else None

    async def _reply_to(self, act: Act, meaning: Meaning | None, otherwise: Line) -> PrivateReply | None:
        inbox = self._house.inbox
        if meaning is None:
            return await inbox.say(self.translator.community, otherwise, locale=act.person.locale)
        if isinstance(meaning, questions.AnyQuestion):
            return await inbox.ask(meaning)
        return await inbox.submit(meaning, locale=act.person.locale)

    def _show(self, person: str, reply: PrivateReply, *, place: str | None, tapped: Message | None) -> Answer:
        if isinstance(reply.content, MessageForm):
            return self.workspace.show_form(person, render_form(reply.content))
        body = render_message(reply.content, dict(reply.people))
        where = place or self.workspace.channels[0].id
        is_direct = self.workspace.place(where).kind is PlaceKind.DIRECT
        if tapped and reply.replaces and (is_direct or tapped.only_for):
            return self.workspace.edit(tapped.id, body)
        return self.workspace.note(person, where, body)


def _picks_people(controls: Sequence[Control | TextControl], token: str) -> bool:
    return any(found["token"] == token and found.get("picks_people", False) for found in controls)
