"""A Slack of our own on loopback: real HTTP and sockets for the unmodified SDK and bolt (``server.FakeSlack``)."""

from tests.fakes.slack.people import Person
from tests.fakes.slack.server import FakeSlack

__all__ = ["FakeSlack", "Person"]
