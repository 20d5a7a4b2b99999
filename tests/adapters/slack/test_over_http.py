"""The same stories over signed HTTP with the plain manifest, and what is not signed by Slack."""

import json
import time

import pytest
from structlog.testing import LogCapture

from circles_bot.engine.model import OptInState
from circles_bot.engine.tokens import Token
from circles_slack.custom_ids import pack
from tests.fakes.slack.acts import ACTIONS
from tests.fakes.slack.refusals import JSON
from tests.fakes.slack.request_urls import RequestUrl
from tests.journeys.acts import FOUR, answers_opening_question, circle_opens, opts_in
from tests.journeys.slack_town import SlackTown


def transport_of(town: SlackTown) -> RequestUrl:
    """Return what signs and sends for the fake."""
    found = town.fake.delivery.transport
    assert isinstance(found, RequestUrl)
    return found


async def test_from_setup_to_the_first_answer(http_town: SlackTown) -> None:
    """Steps 1, 2, 5 and 6: a board, four wishes, four yeses, a room, and a question that is answered."""
    await circle_opens(http_town)
    await answers_opening_question(http_town)

    (welcome,) = http_town.in_room("Ana")
    assert all(who in welcome for who in FOUR)
    assert http_town.adapter.gateway.capabilities.sees_activity is False
    assert http_town.removals() == 0


async def test_a_member_asks_for_what_is_theirs(http_town: SlackTown) -> None:
    """Commands, their slips of the pen, forms and reactions are answered privately."""
    await http_town.react("Ana", "⚾")
    assert "baseball" in http_town.heard("Ana")
    await http_town.command("Ana", "/circles miin")
    assert "/circles mine" in http_town.heard("Ana")
    await http_town.command("Ana", "/circles with")
    await http_town.tap("Ana", Token.WITH, fields={Token.WITH_PEOPLE: ("Ben",), Token.WITH_TOPIC: ("zines",)})
    assert "Ben" in http_town.heard("Ana")


@pytest.mark.parametrize("how", ["no signature", "another secret", "another body", "too old"])
async def test_what_slack_has_not_signed_is_refused(http_town: SlackTown, logged: LogCapture, how: str) -> None:
    """Nothing changes, nobody is answered, and it is logged once."""
    transport = transport_of(http_town)
    action: JSON = {"type": "static_select", "action_id": pack(http_town.team.id, Token.JOIN), "block_id": "b"}
    ana = http_town.people["Ana"].user
    payload = {
        "type": "block_actions",
        "team": {"id": http_town.team.id},
        "user": {"id": ana.id},
        "trigger_id": "1.2.3",
        "actions": [action | {"selected_option": {"value": "baseball"}}],
    }
    body = json.dumps(payload).encode()
    headers = transport.signed(body) | {"Content-Type": "application/json"}
    if how == "no signature":
        del headers["X-Slack-Signature"]
    elif how == "another secret":
        headers["X-Slack-Signature"] = "v0=" + "0" * 64
    elif how == "another body":
        body += b" "
    else:
        stale = RequestUrl(transport.url, http_town.fake.app, transport._session, lambda: time.time() - 400)
        headers |= stale.signed(body)

    answered = await transport.send_raw(body, headers, 3.0)

    assert not answered.is_ok
    assert [one["event"] for one in logged.entries] == ["request_refused"]
    await http_town.command("Ana", "/circles mine")
    assert "baseball" not in http_town.heard("Ana")


async def test_a_body_that_was_sent_before_changes_nothing(http_town: SlackTown) -> None:
    """Who caught a signed tap and sends it again within its five minutes does nothing with it."""
    await opts_in(http_town, "Ana")
    joined = http_town.people["Ana"].answers[-1]
    await http_town.tap("Ana", Token.LEAVE_WISH)

    again = await http_town.fake.delivery.send("interactive", joined.payload)

    assert again.is_ok
    await http_town._heard_by_bot()
    await http_town.command("Ana", "/circles mine")
    assert "baseball" not in http_town.heard("Ana")


async def test_ids_of_another_workspace_are_unknown(http_town: SlackTown, logged: LogCapture) -> None:
    """A signed request about a workspace that is not the bot's, or with a control of it, changes nothing."""
    other = http_town.fake.world.add_team("School", has_bot=False)
    ana = http_town.people["Ana"]
    action = {"type": "button", "action_id": pack(other.id, Token.MINE), "block_id": "b"}

    await ana.forge(ACTIONS, {"actions": [action]}, channel=http_town.circles).answered()
    foreign = ana.answers[-1].payload | {"team": {"id": other.id}, "trigger_id": "9.9.9"}
    answered = await http_town.fake.delivery.send("interactive", foreign)
    await http_town._heard_by_bot()

    assert answered.is_ok
    assert "does nothing any more" in http_town.people["Ana"].ephemerals[-1].text
    assert [one["event"] for one in logged.entries if one["event"] != "act_not_ours"] == ["request_refused"]


async def test_somebody_elses_button_does_nothing_for_them(http_town: SlackTown) -> None:
    """Ben sends the button that lets Ana leave: Ana stays, and Ben hears what is true for him."""
    await circle_opens(http_town)
    await http_town.tap("Ana", Token.NEED)
    await http_town.tap("Ana", Token.NEED, part="leave")
    leaving = http_town.token_of("Ana", Token.LEAVE_CIRCLE)

    await http_town.tap_token("Eli", leaving)

    await http_town.command("Ana", "/circles mine")
    assert "baseball" in http_town.heard("Ana")
    assert OptInState.ENDED not in await http_town.states_of("Ana")
