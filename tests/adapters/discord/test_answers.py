"""What Discord hears within its three seconds: the answer, or that it takes a moment; a late one undoes nothing."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from circles_bot.engine.tokens import Token
from circles_discord import answers
from circles_discord.errors import ALREADY_ANSWERED, UNKNOWN_INTERACTION
from tests.fakes.discord.components import every
from tests.fakes.discord.interactions import DEFER, DEFER_UPDATE, Interaction
from tests.fakes.discord.people import text_of
from tests.journeys.acts import all_opt_in, invitations_come, opts_in
from tests.journeys.discord_town import DiscordTown

CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
EDIT = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
LOOK_UP = "GET /guilds/{guild_id}/members/{user_id}"
"""Who acts in direct messages is looked up before the act, and who stands in a list before the answer."""
A_MOMENT = 0.1
TOO_LATE = timedelta(seconds=4)


@pytest.fixture
def hurried(town: DiscordTown, monkeypatch: pytest.MonkeyPatch) -> DiscordTown:
    """Let the bot put its answers off after a moment, so that what is held back is put off soon."""
    monkeypatch.setattr(answers, "DEFER_AFTER_SECONDS", A_MOMENT)
    return town


def types_privately(town: DiscordTown, who: str, words: str, **options: str) -> Interaction:
    """Send a command in direct messages."""
    person = town.people[who]
    return person.slash(words, channel=town.fake.world.dm_with(person.user), **options)


async def test_a_command_that_takes_long_is_put_off_and_answered_in_place(hurried: DiscordTown) -> None:
    """Who typed it sees that the bot is at it, and then one answer, where that stood."""
    await opts_in(hurried, "Ana")
    held = hurried.fake.faults.hold(LOOK_UP)

    typed = await types_privately(hurried, "Ana", "circles mine").answered()
    assert typed.callback_type == DEFER
    held.release()
    await typed.settled()

    assert typed.response is not None
    assert "baseball" in text_of(typed.response)
    assert not typed.followups


async def test_a_tap_that_takes_long_is_put_off_and_changes_its_message(hurried: DiscordTown) -> None:
    """The invitation stays as it is until the yes is kept, and then it says so itself."""
    await all_opt_in(hurried)
    await invitations_come(hurried)
    ana, edits = hurried.people["Ana"], len(hurried.fake.calls(EDIT))
    invitation, accept = next(hurried._controls(ana, Token.ACCEPT, ""))
    asked = text_of(invitation)
    held = hurried.fake.faults.hold(LOOK_UP)

    tapped = await ana.click(invitation, accept["custom_id"]).answered()
    assert tapped.callback_type == DEFER_UPDATE
    assert text_of(invitation) == asked
    held.release()
    await hurried.fake.rest.until_recorded(EDIT, edits + 1)

    assert text_of(invitation) != asked
    assert not hurried.can_tap("Ana", Token.ACCEPT)
    assert not tapped.followups


async def test_a_form_that_takes_long_is_asked_for_once_more(hurried: DiscordTown) -> None:
    """Discord opens none after it was put off: kind words stand there instead."""
    held = hurried.fake.faults.hold(LOOK_UP)

    typed = await types_privately(hurried, "Ana", "circles with").answered()
    held.release()
    await typed.settled()

    assert typed.modal is None
    assert typed.response is not None
    assert "Please tap it once more; nothing was changed." in text_of(typed.response)


async def test_names_that_take_long_put_the_answer_off(hurried: DiscordTown) -> None:
    """After a start nobody's name is known: the list is put off until it can show it."""
    await hurried.command("Noor", "/steward team")
    await hurried.tap("Noor", Token.NAME_STEWARD, "Fatima")
    await hurried.restart()
    path = f"/members/{hurried.people['Fatima'].user.id}"
    held = hurried.fake.faults.hold(LOOK_UP, path=path, times=2)  # the look for who has left may be held first

    typed = await hurried.people["Noor"].slash("steward team").answered()
    assert typed.callback_type == DEFER
    held.release()
    await typed.settled()

    assert typed.response is not None
    listed = [option["label"] for one in every(typed.response.components) for option in one.get("options", ())]
    assert listed == ["Fatima"]


@pytest.mark.parametrize("code", [ALREADY_ANSWERED, UNKNOWN_INTERACTION])
@pytest.mark.parametrize("is_put_off", [False, True])
async def test_an_answer_that_is_not_taken_is_no_failure(hurried: DiscordTown, *, code: int, is_put_off: bool) -> None:
    """Answered already, or too late: what was asked for is in force, once, and the log tells of no failure."""
    fake, before = hurried.fake, len(hurried.fake.calls(CALLBACK))
    answer, look_up = fake.faults.hold(CALLBACK), fake.faults.hold(LOOK_UP)
    if not is_put_off:
        look_up.release()

    with capture_logs() as logs:
        typed = types_privately(hurried, "Ana", "circles join", interest="baseball")
        await answer.reached.wait()
        if code == ALREADY_ANSWERED:
            fake.interactions.callback(typed.id, typed.token, {"type": DEFER}, {})
        else:
            hurried._clock.set_to(hurried.now() + TOO_LATE)
        answer.release()
        await fake.rest.until_recorded(CALLBACK, before + 1)
        look_up.release()
        await hurried._heard_by_bot()

    refused = fake.calls(CALLBACK)[before].answer
    assert isinstance(refused, dict)
    assert refused["code"] == code
    assert not [entry for entry in logs if entry["log_level"] in ("warning", "error")]
    await hurried.command("Ana", "/circles mine")
    assert hurried.heard("Ana").count("baseball:") == 1
