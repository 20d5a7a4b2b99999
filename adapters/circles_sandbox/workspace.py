"""The chat workspace of the sandbox: the "platform" that the bot lives in. It has its own ids and knows no circles.

All of it is in memory; with a file each change is written in one transaction. Every operation costs the same however
many people there are, because a simulated community of ten thousand goes through it, too.

Who may see what is decided in one place, :meth:`Workspace.place_for`: a room that somebody is not in does not exist for
them, whatever they ask for.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from circles_sandbox.errors import (
    ArchivedError,
    ControlGoneError,
    DirectsClosedError,
    UnknownMessageError,
    UnknownPersonError,
    UnknownPlaceError,
    UnusableError,
)
from circles_sandbox.holdings import Holdings, id_of_direct, id_of_message, reaction_key
from circles_sandbox.inputs import TEXT_LIMIT_CHARS, accepts, is_emoji, one_line, plain_text
from circles_sandbox.model import BOT, Body, Form, Message, Person, Place, PlaceKind

KEPT_NOTES = 12
"""Private notes that a person still has in view; older ones fade, as on the platforms."""


class Workspace(Holdings):
    """People, places, messages and reactions. ``now`` tells the time that messages get."""

    # --- reading ------------------------------------------------------------------------------------------------

    @property
    def is_new(self) -> bool:
        """Nobody is here yet."""
        return not self._people

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, in the order they came."""
        return tuple(self._people.values())

    def first_people(self, count: int) -> tuple[Person, ...]:
        """Return the first few who came."""
        return tuple(islice(self._people.values(), count))

    @property
    def channels(self) -> tuple[Place, ...]:
        """The channels there are, in the order of the list; one with members is seen by them only."""
        return tuple(self._places[found] for found in self._channels)

    def person(self, person_id: str) -> Person:
        """Return a person; raise UnknownPersonError when there is none of that id."""
        try:
            return self._people[person_id]
        except KeyError as error:
            raise UnknownPersonError from error

    def place(self, place_id: str) -> Place:
        """Return a place, whoever asks (for the bot); raise UnknownPlaceError when there is none."""
        try:
            return self._places[place_id]
        except KeyError as error:
            raise UnknownPlaceError from error

    def place_for(self, person_id: str, place_id: str) -> Place:
        """Return a place as a person may see it; raise UnknownPlaceError where they may not."""
        place = self.place(place_id)
        if not place.is_seen_by(person_id):
            raise UnknownPlaceError
        return place

    def place_marked(self, marker: str) -> Place | None:
        """Return the place that the bot gave this marker."""
        found = self._marked_places.get(marker)
        return self._places[found] if found else None

    def places_of(self, person_id: str) -> tuple[Place, ...]:
        """Return what a person sees in their list: channels, their rooms, their direct messages with the bot."""
        self.person(person_id)
        rooms = tuple(self._places[found] for found in self._rooms_of[person_id])
        direct = self._places.get(id_of_direct(person_id))
        channels = (channel for channel in self.channels if channel.is_seen_by(person_id))
        return (*channels, *rooms, *((direct,) if direct else ()))

    def message(self, message_id: str) -> Message:
        """Return a message, whoever asks (for the bot); raise UnknownMessageError when there is none."""
        try:
            return self._messages[message_id]
        except KeyError as error:
            raise UnknownMessageError from error

    def message_for(self, person_id: str, message_id: str) -> Message:
        """Return a message as a person may see it; raise UnknownMessageError where they may not."""
        message = self.message(message_id)
        try:
            self.place_for(person_id, message.place)
        except UnknownPlaceError as error:
            raise UnknownMessageError from error
        if message.only_for not in {None, person_id}:
            raise UnknownMessageError
        return message

    def message_marked(self, marker: str) -> Message | None:
        """Return the message that the bot gave this marker (a page of its board)."""
        found = self._marked_messages.get(marker)
        return self._messages.get(found) if found else None

    def messages_marked(self, marker: str) -> tuple[Message, ...]:
        """Return the messages with this marker, or one that begins with it and a colon, in their markers' order."""
        found = (one for one in self._marked_messages if one.partition(":")[0] == marker)
        return tuple(one for one in map(self.message_marked, sorted(found)) if one is not None)

    def messages_for(self, person_id: str, place_id: str, *, limit: int | None = None) -> tuple[Message, ...]:
        """Return what a person sees in a place, oldest first, their private notes among it; the last ``limit``."""
        self.place_for(person_id, place_id)
        listed = self._in_place[place_id]
        numbers = listed if limit is None else listed[-limit:]
        notes = [found for found in self._notes_of[person_id] if self._messages[id_of_message(found)].place == place_id]
        return tuple(self._messages[id_of_message(found)] for found in sorted([*numbers, *notes]))

    def reactions_to(self, message_id: str) -> Mapping[str, tuple[str, ...]]:
        """Return by emoji who has reacted, each in the order they came."""
        return {emoji: tuple(people) for emoji, people in self._reactions.get(message_id, {}).items() if people}

    def takes_directs(self, person_id: str) -> bool:
        """Tell whether somebody lets apps write to them."""
        return person_id not in self._closed_directs

    def unread(self, person_id: str, place_id: str) -> int:
        """Return how many messages of others came in a place since the person last looked."""
        listed = self._in_place[place_id]
        new = listed[bisect_right(listed, self._read.get((person_id, place_id), 0)) :]
        return sum(1 for found in new if self._messages[id_of_message(found)].author != person_id)

    # --- what people do -----------------------------------------------------------------------------------------

    def add_person(self, person: Person) -> None:
        """Let somebody in."""
        self._people[person.id] = person
        self._keep_person(person)
        self._commit()

    def say(self, person_id: str, place_id: str, words: str) -> Message:
        """Post somebody's words; raise ArchivedError, or UnusableError when they are empty or too long."""
        self.person(person_id)
        if self.place_for(person_id, place_id).is_archived:
            raise ArchivedError
        cleaned = plain_text(words)
        if not cleaned or len(cleaned) > TEXT_LIMIT_CHARS:
            raise UnusableError
        message = self._new_message(place_id, author=person_id, text=cleaned)
        self._keep_read(person_id, place_id, message.number)
        self._commit()
        return message

    def react(self, person_id: str, message_id: str, emoji: str) -> bool:
        """Set a reaction; return False when it stood already."""
        self._check_reacting(person_id, message_id)
        if not is_emoji(emoji):
            raise UnusableError
        is_news = self._set_reaction(person_id, message_id, emoji)
        self._commit()
        return is_news

    def unreact(self, person_id: str, message_id: str, emoji: str) -> bool:
        """Take a reaction off; return False when there was none."""
        self._check_reacting(person_id, message_id)
        standing = self._reactions[message_id].get(emoji, {})
        if person_id not in standing:
            return False
        del standing[person_id]
        self._keep(reaction_key(message_id, emoji, person_id), None)
        self._commit()
        return True

    def leave(self, person_id: str, place_id: str) -> Place:
        """Let somebody leave a private room by themselves; return it as it was."""
        place = self.place_for(person_id, place_id)
        if place.kind is not PlaceKind.ROOM:
            raise UnusableError
        self._put_place(replace(place, members=place.members - {person_id}))
        self._rooms_of[person_id].remove(place_id)
        self._commit()
        return place

    def mark_read(self, person_id: str, place_id: str) -> None:
        """Note that somebody has seen all there is in a place."""
        self.place_for(person_id, place_id)
        newest = self._in_place[place_id][-1] if self._in_place[place_id] else 0
        if newest > self._read.get((person_id, place_id), 0):
            self._keep_read(person_id, place_id, newest)
            self._commit()

    def set_takes_directs(self, person_id: str, takes: bool) -> None:
        """Open or close somebody's direct messages for apps."""
        person = self.person(person_id)
        (self._closed_directs.discard if takes else self._closed_directs.add)(person_id)
        self._keep_person(person)
        self._commit()

    def set_is_here(self, person_id: str, is_here: bool) -> None:
        """Let somebody leave the community, and with it every private room, or come back."""
        for room in [found for found in self._rooms_of[person_id] if not is_here]:
            self.leave(person_id, room)
        self._people[person_id] = replace(self.person(person_id), is_here=is_here)
        self._keep_person(self._people[person_id])
        self._commit()

    def dismiss(self, person_id: str, message_id: str) -> None:
        """Take a private note out of somebody's sight."""
        if self.message_for(person_id, message_id).only_for != person_id:
            raise UnknownMessageError
        self._forget_note(person_id, self._messages[message_id].number)
        self._commit()

    def check_tap(self, person_id: str, message_id: str, token: str, values: Sequence[str]) -> Message:
        """Return the tapped message; raise ControlGoneError when it has no such control, or not with those values."""
        self.person(person_id)
        message = self.message_for(person_id, message_id)
        for control in message.controls:
            if control["token"] == token and accepts(control, values, self._people):
                return message
        raise ControlGoneError

    def check_form(self, person_id: str, form_id: str, fields: Mapping[str, Sequence[str]]) -> Form:
        """Return the form as it was shown to a person and close it; raise ControlGoneError or UnusableError."""
        form = self._forms.get(person_id)
        if form is None or form.get("id") != form_id:
            raise ControlGoneError
        if not all(accepts(field, fields.get(field["token"], ()), self._people) for field in form["fields"]):
            raise UnusableError
        del self._forms[person_id]
        return form

    def next_act(self) -> str:
        """Return an id for something that somebody does, never given twice."""
        act = f"{self.epoch}:A{self._next()}"
        self._commit()
        return act

    # --- what the bot does --------------------------------------------------------------------------------------

    def add_channel(self, name: str, topic: str, members: Iterable[str] = ()) -> Place:
        """Make a channel that everybody sees, or only its ``members`` where it has some."""
        people = frozenset(self.person(member).id for member in members)
        place = Place(id=f"C{self._next()}", kind=PlaceKind.CHANNEL, name=name, topic=topic, members=people)
        self._channels.append(place.id)
        self._put_place(place)
        self._commit()
        return place

    def open_room(self, name: str, members: Iterable[str], *, under: str, marker: str) -> Place:
        """Make a private room; one of that marker that is there already is returned as it is."""
        if found := self.place_marked(marker):
            return found
        self.place(under)
        people = frozenset(self.person(member).id for member in members)
        room = Place(id=f"R{self._next()}", kind=PlaceKind.ROOM, name=one_line(name), members=people, marker=marker)
        for person_id in people:
            self._rooms_of[person_id].append(room.id)
        self._put_place(room)
        self._commit()
        return room

    def let_in(self, place_id: str, members: Iterable[str]) -> Place:
        """Let more people into a private room; raise ArchivedError when it is closed. Who is there already stays."""
        room = self.place(place_id)
        if room.is_archived:
            raise ArchivedError
        people = dict.fromkeys(self.person(member).id for member in members)
        new = [person_id for person_id in people if person_id not in room.members]
        for person_id in new:
            self._rooms_of[person_id].append(room.id)
        if new:
            room = replace(room, members=room.members | frozenset(new))
            self._put_place(room)
            self._commit()
        return room

    def archive(self, place_id: str) -> None:
        """Close a room for new words; all that was said stays."""
        self._put_place(replace(self.place(place_id), is_archived=True))
        self._commit()

    def direct_with(self, person_id: str) -> Place:
        """Return a person's direct messages with the bot; raise DirectsClosedError when they take none."""
        if not self.person(person_id).is_here:
            raise UnknownPersonError
        if not self.takes_directs(person_id):
            raise DirectsClosedError
        return self._direct(person_id)

    def post(self, place_id: str, body: Body, *, nonce: str, marker: str = "", pings: Iterable[str] = ()) -> Message:
        """Post the bot's message; one of that nonce that was posted before is returned as it is."""
        if (found := self._nonces.get(nonce)) and found in self._messages:
            return self._messages[found]
        if self.place(place_id).is_archived:
            raise ArchivedError
        message = self._new_message(place_id, author=BOT, body=body, nonce=nonce, marker=marker, pings=frozenset(pings))
        self._commit()
        return message

    def seed_reactions(self, message_id: str, emoji: Iterable[str]) -> None:
        """Set the bot's own reactions; those that stand already stay."""
        for sign in emoji:
            self._set_reaction(BOT, self.message(message_id).id, sign)
        self._commit()

    def carry_reactions(self, message_id: str, to: str) -> None:
        """Let people's reactions to a message stand under another one, too, as when a board moves."""
        for emoji, people in self.reactions_to(message_id).items():
            for person_id in people:
                self._set_reaction(person_id, to, emoji)
        self._commit()

    def edit(self, message_id: str, body: Body) -> Message:
        """Replace what the bot wrote."""
        message = self.message(message_id)
        if message.body != body:
            message = replace(message, body=body, version=message.version + 1)
            self._put_message(message)
            self._commit()
        return message

    def delete(self, message_id: str) -> None:
        """Take a message away, with its reactions."""
        message = self.message(message_id)
        self._in_place[message.place].remove(message.number)
        for emoji, people in self._reactions.pop(message_id, {}).items():
            for person_id in people:
                self._keep(reaction_key(message_id, emoji, person_id), None)
        self._drop_message(message)
        self._commit()

    def note(self, person_id: str, place_id: str, body: Body) -> Message:
        """Answer one person in a place; nobody else sees it."""
        self.place_for(person_id, place_id)
        message = self._new_message(place_id, author=BOT, body=body, only_for=person_id)
        if len(self._notes_of[person_id]) > KEPT_NOTES:
            self._forget_note(person_id, self._notes_of[person_id][0])
        self._commit()
        return message

    def show_form(self, person_id: str, form: Form) -> Form:
        """Put a form before a person; an earlier one of theirs is closed."""
        self.person(person_id)
        shown: Form = {**form, "id": f"F{self._next()}"}
        self._forms[person_id] = shown
        self._commit()
        return shown

    # --- inside -------------------------------------------------------------------------------------------------

    def _check_reacting(self, person_id: str, message_id: str) -> None:
        self.person(person_id)
        message = self.message_for(person_id, message_id)
        if message.only_for is not None:
            raise UnknownMessageError
        if self._places[message.place].is_archived:
            raise ArchivedError

    def _direct(self, person_id: str) -> Place:
        place_id = id_of_direct(person_id)
        if place_id not in self._places:
            self._put_place(Place(id=place_id, kind=PlaceKind.DIRECT, name="circles", members=frozenset({person_id})))
            self._commit()
        return self._places[place_id]
