"""What the engine wants done: a message that comes unasked cannot be made without a way to get fewer."""

from dataclasses import replace

import pytest

from circles_bot.engine.buttons import MINE
from circles_bot.engine.effects import BUDGETED, DirectKind, PostToRoom, SendDirect, member_lane, room_lane
from circles_bot.engine.ids import CircleId, EffectKey, PostId
from circles_bot.engine.notes import Button, Line, Note
from circles_bot.engine.tokens import Token, make_token
from tests.engine.builders import ANA, COMMUNITY

CIRCLE = CircleId("cir_1")
NOTE = Note(key="check-in")
NEED = Button(token=make_token(Token.NEED, CIRCLE, "menu"), label=Line(key="button-need"))


def direct(kind: DirectKind, note: Note) -> SendDirect:
    """Return a direct message."""
    return SendDirect(
        key=EffectKey("eff"), lane=member_lane(ANA), community=COMMUNITY, member=ANA, kind=kind, circle=None, note=note
    )


def post(note: Note) -> PostToRoom:
    """Return a post to a room."""
    return PostToRoom(
        key=EffectKey("eff"), lane=room_lane(CIRCLE), community=COMMUNITY, circle=CIRCLE, post=PostId("pst"), note=note
    )


@pytest.mark.parametrize("kind", DirectKind)
def test_an_unasked_message_says_how_to_get_fewer_or_is_not_made(kind: DirectKind) -> None:
    """Promise 11, for every message there will ever be; answers to what people did need none."""
    if kind in BUDGETED:
        with pytest.raises(ValueError, match="how to get fewer"):
            direct(kind, NOTE)
    else:
        assert direct(kind, NOTE).note is NOTE
    assert direct(kind, replace(NOTE, footer=Line(key="fewer-directs"))).kind is kind


def test_a_post_shows_a_way_to_fewer_or_is_not_made() -> None:
    """A footer, Need something?, or My circles."""
    with pytest.raises(ValueError, match="how to get fewer"):
        post(NOTE)

    assert post(replace(NOTE, controls=(NEED,)))
    assert post(replace(NOTE, controls=(MINE,)))
    assert post(replace(NOTE, footer=Line(key="room-prompt-footer")))
