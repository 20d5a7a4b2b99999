"""What does not fit is refused, with the place of it (docs: block-kit reference, views)."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_fake.bots import button, field, modal, option, plain, section
from tests.adapters.slack_fake.conftest import Town
from tests.adapters.slack_fake.test_web_api import refusal
from tests.fakes.slack import contract
from tests.fakes.slack.refusals import JSON

SELECT: JSON = {"type": "static_select", "action_id": "s", "placeholder": plain("Pick")}
TWO = {"type": "actions", "elements": [button("A", "a")["elements"][0], button("B", "a")["elements"][0]]}


@pytest.mark.parametrize(
    "sent",
    [
        [section("x")] * 51,
        [section("x" * 3_001)],
        [section("")],
        [{"type": "section"}],
        [{"type": "header", "text": plain("x" * 151)}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [button("x" * 76, "a")],
        [button("x", "a" * 256)],
        [button("x", "a", "v" * 2_001)],
        [TWO],
        [section("x", block_id="a"), section("y", block_id="a")],
        [section("x", accessory=SELECT | {"options": []})],
        [section("x", accessory=SELECT | {"options": [option(str(it)) for it in range(101)]})],
        [section("x", accessory=SELECT | {"options": [option("A"), option("A")]})],
        [section("x", accessory=SELECT | {"options": [option("x" * 76)]})],
        [{"type": "context", "elements": [plain("x")] * 11}],
        [{"type": "carousel"}],
        [section("x", accessory={"type": "slider"})],
        [field("x" * 2_001, "b", {"type": "plain_text_input", "action_id": "a"})],
    ],
)
async def test_a_message_that_does_not_fit_is_refused(town: Town, client: AsyncWebClient, sent: list[JSON]) -> None:
    """Nothing of it is shown."""
    error = await refusal(client.chat_postMessage(channel=town.board.id, text="x", blocks=sent))

    assert error == "invalid_blocks"
    assert town.board.messages == {}
    assert contract.judge_blocks(sent)


@pytest.mark.parametrize(
    "view",
    [
        modal(*[section("x")] * 101),
        modal(section("x"), title=plain("x" * 25)),
        modal(section("x"), private_metadata="x" * 3_001),
        modal(section("x"), callback_id="x" * 256),
        modal(field("x", "b", {"type": "plain_text_input", "action_id": "a"}), submit=None),
        {"type": "home", "blocks": []},
        {"type": "modal", "title": plain("x")},
    ],
)
async def test_a_modal_that_does_not_fit_is_refused(town: Town, client: AsyncWebClient, view: Any) -> None:
    """Nothing of it is shown, and the trigger is used up."""
    trigger, _ = town.fake.triggers.new(town.ana.user, town.fake.world.installation_of(town.team))

    error = await refusal(client.views_open(trigger_id=trigger, view=view))

    assert error == "invalid_arguments"
    assert town.ana.modal is None


async def test_other_sizes(town: Town, client: AsyncWebClient) -> None:
    """No text at all, too much metadata, a topic that is too long, a view of 250 kB."""
    room = (await client.conversations_create(name="r", is_private=True))["channel"]["id"]
    metadata = {"event_type": "outbox", "event_payload": {"id": "x" * 17_000}}
    large = modal(*[section("x" * 2_900)] * 90)
    trigger, _ = town.fake.triggers.new(town.ana.user, town.fake.world.installation_of(town.team))

    assert await refusal(client.api_call("chat.postMessage", json={"channel": room})) == "no_text"
    assert await refusal(client.chat_postMessage(channel=room, text="x", metadata=metadata)) == "metadata_too_large"
    assert await refusal(client.conversations_setTopic(channel=room, topic="x" * 251)) == "too_long"
    assert await refusal(client.views_open(trigger_id=trigger, view=large)) == "view_too_large"


async def test_fields_of_ones_own_are_found(town: Town) -> None:
    """The SDK's models would drop them without a word."""
    own = section("x") | {"circle": "c1"}

    assert contract.judge_blocks([section("x"), button("Yes", "yes", "1")]) == []
    assert contract.judge_blocks([own]) == ["the SDK does not know section.circle"]
    assert contract.judge_view(modal(section("x"), member="m1")) == ["the SDK does not know view.member"]
    assert contract.judge_view(modal(field("x", "b", {"type": "plain_text_input", "action_id": "a"}))) == []
