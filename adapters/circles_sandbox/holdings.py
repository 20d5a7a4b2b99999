"""The workspace's state: kept in memory with the indexes that make every look-up cheap, and written as documents.

A change is first noted, then committed: all that one operation changed reaches the file in one transaction.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from circles_sandbox.model import Body, Form, Message, Person, Place, PlaceKind
from circles_sandbox.records import (
    message_document,
    message_of,
    person_document,
    person_of,
    place_document,
    place_of,
)
from circles_sandbox.storage import Document, Documents, number, text

_META = "meta"


class Holdings:
    """What there is, and how it is kept. ``now`` tells the time that messages get."""

    def __init__(self, *, now: Callable[[], datetime], documents: Documents | None = None) -> None:
        """Take up what ``documents`` hold; begin empty without."""
        self._now = now
        self._documents = documents
        self._changed: dict[str, Document | None] = {}
        self._listeners: list[Callable[[], None]] = []
        self._counter = 0
        self.version = 0
        """Grows with every change; the page asks again when it does."""
        self.epoch = secrets.token_hex(4) if documents else "memory"
        """Sets this workspace's ids apart from those of an earlier one."""
        self._people: dict[str, Person] = {}
        self._closed_directs: set[str] = set()
        self._places: dict[str, Place] = {}
        self._channels: list[str] = []
        self._rooms_of: defaultdict[str, list[str]] = defaultdict(list)
        self._marked_places: dict[str, str] = {}
        self._messages: dict[str, Message] = {}
        self._in_place: defaultdict[str, list[int]] = defaultdict(list)
        self._notes_of: defaultdict[str, list[int]] = defaultdict(list)
        self._nonces: dict[str, str] = {}
        self._marked_messages: dict[str, str] = {}
        self._reactions: defaultdict[str, dict[str, dict[str, None]]] = defaultdict(dict)
        self._read: dict[tuple[str, str], int] = {}
        self._forms: dict[str, Form] = {}
        self._load()

    def listen(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each change."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Let go of the file."""
        if self._documents is not None:
            self._documents.close()

    def _new_message(
        self,
        place_id: str,
        *,
        author: str,
        text: str = "",
        body: Body | None = None,
        only_for: str | None = None,
        nonce: str = "",
        marker: str = "",
        pings: frozenset[str] = frozenset(),
    ) -> Message:
        position = self._next()
        message = Message(
            id=id_of_message(position),
            number=position,
            place=place_id,
            author=author,
            at=self._now(),
            text=text,
            body=body,
            only_for=only_for,
            nonce=nonce,
            marker=marker,
            pings=pings,
        )
        self._put_message(message)
        self._list_message(message)
        return message

    def _set_reaction(self, person_id: str, message_id: str, emoji: str) -> bool:
        standing = self._reactions[message_id].setdefault(emoji, {})
        if person_id in standing:
            return False
        standing[person_id] = None
        document = {"message": message_id, "emoji": emoji, "person": person_id, "number": self._next()}
        self._keep(reaction_key(message_id, emoji, person_id), lambda: document)
        return True

    def _list_message(self, message: Message) -> None:
        if message.only_for is not None:
            self._notes_of[message.only_for].append(message.number)
        else:
            self._in_place[message.place].append(message.number)
        if message.nonce:
            self._nonces[message.nonce] = message.id
        if message.marker:
            self._marked_messages[message.marker] = message.id

    def _put_message(self, message: Message) -> None:
        self._messages[message.id] = message
        self._keep(f"message:{message.id}", lambda: message_document(message))

    def _drop_message(self, message: Message) -> None:
        del self._messages[message.id]
        if self._marked_messages.get(message.marker) == message.id:
            del self._marked_messages[message.marker]
        self._keep(f"message:{message.id}", None)

    def _forget_note(self, person_id: str, position: int) -> None:
        self._notes_of[person_id].remove(position)
        self._drop_message(self._messages[id_of_message(position)])

    def _put_place(self, place: Place) -> None:
        self._places[place.id] = place
        if place.marker:
            self._marked_places[place.marker] = place.id
        self._keep(f"place:{place.id}", lambda: place_document(place))

    def _keep_person(self, person: Person) -> None:
        takes = person.id not in self._closed_directs
        self._keep(f"person:{person.id}", lambda: person_document(person, takes_directs=takes))

    def _keep_read(self, person_id: str, place_id: str, newest: int) -> None:
        self._read[(person_id, place_id)] = newest
        self._keep(f"read:{person_id}:{place_id}", lambda: {"person": person_id, "place": place_id, "number": newest})

    def _next(self) -> int:
        self._counter += 1
        counter = self._counter
        self._keep(_META, lambda: {"epoch": self.epoch, "counter": counter})
        return counter

    def _keep(self, key: str, make: Callable[[], Document] | None) -> None:
        """Note a change for the file; without one nothing is made."""
        if self._documents is not None:
            self._changed[key] = make() if make else None

    def _commit(self) -> None:
        if self._documents is not None and self._changed:
            self._documents.write(self._changed)  # what cannot be written now is written with the next change
            self._changed = {}
        self.version += 1
        for listener in self._listeners:
            listener()

    def _load(self) -> None:
        documents = self._documents.read() if self._documents else {}
        if meta := documents.get(_META):
            self.epoch, self._counter = text(meta, "epoch"), number(meta, "counter")
        by_kind: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
        for key, document in documents.items():
            by_kind[key.partition(":")[0]].append(document)
        for document in sorted(by_kind["person"], key=lambda found: _position(text(found, "id"))):
            self._load_person(document)
        for document in sorted(by_kind["place"], key=lambda found: _position(text(found, "id"))):
            self._load_place(place_of(document))
        for document in sorted(by_kind["message"], key=lambda found: number(found, "number")):
            message = message_of(document)
            self._messages[message.id] = message
            self._list_message(message)
        for document in sorted(by_kind["reaction"], key=lambda found: number(found, "number")):
            standing = self._reactions[text(document, "message")].setdefault(text(document, "emoji"), {})
            standing[text(document, "person")] = None
        for document in by_kind["read"]:
            self._read[(text(document, "person"), text(document, "place"))] = number(document, "number")

    def _load_person(self, document: Document) -> None:
        person = person_of(document)
        self._people[person.id] = person
        if not document.get("takes_directs"):
            self._closed_directs.add(person.id)

    def _load_place(self, place: Place) -> None:
        self._places[place.id] = place
        if place.marker:
            self._marked_places[place.marker] = place.id
        if place.kind is PlaceKind.CHANNEL:
            self._channels.append(place.id)
        if place.kind is PlaceKind.ROOM:
            for person_id in place.members:
                self._rooms_of[person_id].append(place.id)


def _position(own_id: str) -> int:
    digits = "".join(sign for sign in own_id if sign.isdigit())
    return int(digits) if digits else 0


def id_of_message(position: int) -> str:
    """Return the id of the message of this number."""
    return f"M{position}"


def id_of_direct(person_id: str) -> str:
    """Return the id of a person's direct messages with the bot."""
    return f"D{person_id}"


def reaction_key(message_id: str, emoji: str, person_id: str) -> str:
    """Return the document's key of one reaction."""
    return f"reaction:{message_id}:{person_id}:{emoji}"
