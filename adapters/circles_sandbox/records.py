"""The workspace's values as documents of its file, and back. A document that is not whole raises ``ValueError``."""

from datetime import datetime
from typing import cast

from circles_sandbox.model import Body, Message, Person, Place, PlaceKind
from circles_sandbox.storage import Document, number, text, texts


def person_document(person: Person, *, takes_directs: bool) -> Document:
    """Return how a person is kept."""
    return {
        "id": person.id,
        "name": person.name,
        "home": person.home,
        "timezone": person.timezone,
        "locale": person.locale,
        "colour": person.colour,
        "is_steward": person.is_steward,
        "is_here": person.is_here,
        "takes_directs": takes_directs,
    }


def person_of(document: Document) -> Person:
    """Return the person that was kept."""
    return Person(
        id=text(document, "id"),
        name=text(document, "name"),
        home=text(document, "home"),
        timezone=text(document, "timezone"),
        locale=text(document, "locale"),
        colour=number(document, "colour"),
        is_steward=bool(document.get("is_steward")),
        is_here=bool(document.get("is_here", True)),
    )


def place_document(place: Place) -> Document:
    """Return how a place is kept."""
    return {
        "id": place.id,
        "kind": place.kind.value,
        "name": place.name,
        "topic": place.topic,
        "members": sorted(place.members),
        "marker": place.marker,
        "is_archived": place.is_archived,
    }


def place_of(document: Document) -> Place:
    """Return the place that was kept."""
    return Place(
        id=text(document, "id"),
        kind=PlaceKind(text(document, "kind")),
        name=text(document, "name"),
        topic=text(document, "topic"),
        members=frozenset(texts(document, "members")),
        marker=text(document, "marker"),
        is_archived=bool(document.get("is_archived")),
    )


def message_document(message: Message) -> Document:
    """Return how a message is kept."""
    return {
        "id": message.id,
        "number": message.number,
        "place": message.place,
        "author": message.author,
        "at": message.at.isoformat(),
        "text": message.text,
        "body": message.body,
        "only_for": message.only_for,
        "marker": message.marker,
        "nonce": message.nonce,
        "pings": sorted(message.pings),
        "version": message.version,
    }


def message_of(document: Document) -> Message:
    """Return the message that was kept."""
    only_for = document.get("only_for")
    return Message(
        id=text(document, "id"),
        number=number(document, "number"),
        place=text(document, "place"),
        author=text(document, "author"),
        at=datetime.fromisoformat(text(document, "at")),
        text=text(document, "text"),
        body=cast("Body | None", document.get("body")),  # written by message_document from a Body, and by nobody else
        only_for=only_for if isinstance(only_for, str) else None,
        marker=text(document, "marker"),
        nonce=text(document, "nonce"),
        pings=frozenset(texts(document, "pings")),
        version=number(document, "version"),
    )
