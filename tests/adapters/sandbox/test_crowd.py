"""A crowd in a workspace: many people act by the real ways, and what the workspace refuses is no error."""

from circles_bot.engine import events
from circles_bot.words.message import PrivateReply
from circles_sandbox import Crowd
from circles_sandbox.clock import SandboxClock
from tests.adapters.sandbox.canned_inbox import JOIN, START, CannedInbox, button, house_of, message


def crowd_of_one(inbox: CannedInbox) -> Crowd:
    """Return a crowd with one channel and one person, U1."""
    crowd = Crowd(house_of(inbox, SandboxClock(frozen_at=START)))
    crowd.add_channel("circles")
    crowd.let_in("U1", timezone="Europe/Lisbon", locale="en")
    return crowd


async def test_what_somebody_is_shown_says_what_they_may_tap() -> None:
    """A command's answer tells its buttons, and a select's values."""
    inbox = CannedInbox()
    inbox.reply = PrivateReply(content=message("Choose.", JOIN, button("mine")), replaces=False)
    crowd = crowd_of_one(inbox)

    answer = await crowd.command("U1", "/circles join baseball")

    assert [type(event) for event in inbox.events] == [events.InterestJoined]
    assert answer is not None
    assert answer.controls == {"join": ("int_1", "int_2"), "mine": ()}
    assert await crowd.tap("U1", answer.message, "join", ["int_2"]) is not None


async def test_what_is_gone_is_answered_with_nothing() -> None:
    """A button of yesterday, a board that is not there, a room one is not in: nothing happens, nobody is stopped."""
    inbox = CannedInbox()
    crowd = crowd_of_one(inbox)

    assert await crowd.tap("U1", "M99", "mine") is None
    assert await crowd.react_on_board("U1", "⚾") is None
    await crowd.say("U1", "R99")
    await crowd.leave("U1", "R99")
    assert not inbox.events
