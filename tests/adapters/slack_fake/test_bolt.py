"""The unmodified bolt over HTTP and over a socket: events, commands, buttons, selects, forms, shortcuts, Home."""

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_fake.bots import Heard, button, field, modal, option, plain, section
from tests.adapters.slack_fake.conftest import Town
from tests.fakes.slack import messages
from tests.fakes.slack.choices import Value
from tests.fakes.slack.model import Message
from tests.fakes.slack.refusals import JSON

App = tuple[AsyncApp, Heard]


async def _post(client: AsyncWebClient, town: Town, *blocks: JSON) -> Message:
    posted = await client.chat_postMessage(channel=town.board.id, text="hi", blocks=list(blocks) or None)
    return town.board.messages[posted["ts"]]


async def test_a_reaction_is_told_and_acknowledged(town: Town, app: App, client: AsyncWebClient) -> None:
    """With who, what and where, of the workspace in which it happened."""
    message = await _post(client, town)

    town.ana.react(message, "books")
    town.ana.unreact(message, "books")
    await town.fake.idle()

    heard = app[1]
    assert [one["type"] for one in heard.events] == ["reaction_added", "reaction_removed"]
    assert heard.events[0]["item"] == {"type": "message", "channel": town.board.id, "ts": message.ts}
    assert heard.events[0]["user"] == town.ana.user.id
    assert heard.bodies[0]["team_id"] == town.team.id
    assert all(one.is_delivered for one in town.fake.delivery.sent)


async def test_an_event_that_fails_is_sent_again(town: Town, app: App, client: AsyncWebClient) -> None:
    """The same event, with the number of the try and its reason."""
    message = await _post(client, town)
    app[1].fails = 2
    # Over a socket a failure is silence, and every silence is waited for.
    town.fake.delivery.ack_seconds = 0.3

    town.ana.react(message, "books")
    await town.fake.idle()

    assert [number for number, _ in app[1].retries][:3] == ["0", "1", "2"]
    assert app[1].retries[1][1] in ("http_error", "http_timeout")
    assert len({body["event_id"] for body in app[1].bodies}) == 1
    assert town.fake.delivery.sent[0].is_delivered


async def test_a_command_is_answered_in_private(town: Town, app: App) -> None:
    """By words or blocks in its acknowledgement, or later at its address."""
    said = await town.ana.command("/circles hello", channel=town.board)
    blocks = await town.ana.command("/circles blocks", channel=town.board)
    later = await town.ana.command("/circles later", channel=town.board)
    await town.fake.until(lambda: later.messages)

    assert [town.ana.reads(act.messages[0]).text for act in (said, blocks, later)] == [
        "You said hello",
        "Hello <!channel>",
        "Later",
    ]
    assert [one.text for one in town.ana.ephemerals] == ["You said hello", "Here", "Later"]
    assert town.ben.ephemerals == []
    assert messages.broadcasts(town.fake.world) == []


async def test_a_button_on_an_ephemeral_message_replaces_it(town: Town, app: App) -> None:
    """The payload says where it was, without the message that nobody keeps."""
    act = await town.ana.command("/circles blocks", channel=town.board)
    shown = act.messages[0]

    tapped = await town.ana.click(shown, "Yes").answered()
    await town.fake.until(lambda: tapped.messages)

    assert town.ana.reads(shown).text == "Yes, then"
    body = app[1].bodies[-1]
    assert body["actions"][0]["value"] == "1"
    assert body["container"]["is_ephemeral"]
    assert "message" not in body


async def test_a_form_is_opened_filled_refused_and_sent(town: Town, app: App) -> None:
    """By label; errors stay on it until it is right."""
    act = await town.ana.command("/circles form")
    view = town.ana.modal
    assert view is not None
    assert act.modal is view

    await town.ana.submit(view, {"Words": "bad"}).answered()
    assert act.modal in town.ana.user.modals
    assert town.ana.reads(view).text == "Words\nNot that"
    await town.ana.submit(view, {"Words": "good"}).answered()

    assert town.ana.user.modals == []
    assert app[1].bodies[-1]["view"]["state"]["values"] == {
        "w": {"words": {"type": "plain_text_input", "value": "good"}}
    }


async def test_a_form_leads_on_to_others(town: Town, app: App) -> None:
    """Pushed above it, or in its place; clear closes all."""
    await town.ana.command("/circles form")
    first = town.ana.modal
    assert first is not None

    await town.ana.submit(first, {"Words": "more"}).answered()
    second = town.ana.modal
    assert second is not None
    pushed = [town.ana.reads(second).text, len(town.ana.user.modals)]
    await town.ana.submit(second).answered()
    after = list(town.ana.user.modals)
    await town.ana.command("/circles form")
    third = town.ana.modal
    assert third is not None
    await town.ana.submit(third, {"Words": "other"}).answered()

    assert pushed == ["And more", 2]
    assert after == []
    assert town.ana.modal is third
    assert town.ana.reads(third).text == "Thanks"


async def test_selects_suggest_and_people_are_picked(town: Town, app: App, client: AsyncWebClient) -> None:
    """Options come from the app as one types; closing a form is told where it asked for that."""
    message = await _post(client, town, section("Hi"), button("Open", "open"))
    await town.ana.click(message, "Open").answered()
    view = town.ana.modal
    assert view is not None

    with pytest.raises(AssertionError):
        town.ana.select(view, "interest", ["Books"])
    options = await town.ana.suggest(view, "interest", "bo")
    town.ana.fill(view, {"Interest": "Books"}, options)
    await town.ana.submit(view, {"With": [town.ben]}).answered()
    sent = app[1].bodies[-1]["view"]["state"]["values"]
    await town.ana.click(message, "Open").answered()
    again = town.ana.modal
    assert again is not None
    told = town.ana.close(again)
    assert told is not None
    await told.answered()

    assert [one["value"] for one in options] == ["books"]
    assert sent["i"]["interest"]["selected_option"]["value"] == "books"
    assert sent["p"]["people"]["selected_users"] == [town.ben.user.id]
    assert app[1].bodies[-1]["type"] == "view_closed"
    assert town.ana.modal is None


async def test_every_kind_of_control_tells_what_was_chosen(town: Town, app: App, client: AsyncWebClient) -> None:
    """Under Slack's name for it, and in the state of the message; an overflow keeps none."""
    label = {"placeholder": plain("Pick")}
    elements: list[JSON] = [
        {"type": "static_select", "options": [option("Books"), option("Tea")]} | label,
        {"type": "multi_static_select", "options": [option("Books"), option("Tea")]} | label,
        {"type": "users_select"} | label,
        {"type": "conversations_select"} | label,
        {"type": "datepicker"} | label,
        {"type": "timepicker"} | label,
        {"type": "radio_buttons", "options": [option("Books")]},
        {"type": "checkboxes", "options": [option("Books"), option("Tea")]},
        {"type": "overflow", "options": [option("Books")]},
    ]
    chosen: list[list[Value]] = [["Tea"], ["Tea", "Books"], [town.ben], [town.board], ["2026-05-05"], ["09:30"]]
    chosen += [["Books"], ["Tea"], ["Books"]]
    for element, values in zip(elements, chosen, strict=True):
        accessory = element | {"action_id": "choose"}
        message = await _post(client, town, section("Hi", accessory=accessory, block_id="b"))
        act = await town.ana.select(message, "choose", values).answered()
        assert act.failed == ""

    actions = [body["actions"][0] for body in app[1].bodies]
    keys = [next(key for key in one if key.startswith("selected")) for one in actions]
    assert keys == [
        *("selected_option", "selected_options", "selected_user", "selected_conversation", "selected_date"),
        *("selected_time", "selected_option", "selected_options", "selected_option"),
    ]
    assert actions[2]["selected_user"] == town.ben.user.id
    assert actions[3]["selected_conversation"] == town.board.id
    states = [body["state"]["values"].get("b") for body in app[1].bodies]
    assert states[4] == {"choose": {"type": "datepicker", "selected_date": "2026-05-05"}}
    assert states[8] is None


async def test_a_shortcut_opens_a_form(town: Town, app: App) -> None:
    """By its visible name, anywhere."""
    act = await town.ana.shortcut("Find people to talk with").answered()

    assert act.modal is not None
    assert town.ana.reads(act.modal).text == "Found"


async def test_opening_home_is_told_and_home_is_shown(town: Town, app: App, client: AsyncWebClient) -> None:
    """With the view that stands there; its buttons come back with the view."""
    town.ana.open_home()
    await town.fake.idle()
    view = {"type": "home", "blocks": [section("My circles"), button("Yes", "choose")]}
    await client.views_publish(user_id=town.ana.user.id, view=view)
    home = town.ana.home
    assert home is not None
    await town.ana.click(home, "Yes").answered()
    town.ana.open_home()
    await town.fake.idle()

    assert town.ana.reads(home).text == "My circles"
    assert [one["tab"] for one in app[1].events] == ["home", "home"]
    assert "view" not in app[1].events[0]
    assert app[1].events[1]["view"]["id"] == home.id
    tapped = next(body for body in app[1].bodies if body["type"] == "block_actions")
    assert tapped["container"] == {"type": "view", "view_id": home.id}
    assert "response_url" not in tapped


async def test_a_command_without_an_answer_fails(town: Town, app: App) -> None:
    """After the seconds that an acknowledgement may take."""
    town.fake.delivery.ack_seconds = 0.05

    act = await town.ana.command("/circles silence")

    assert act.failed == "http_timeout"
    assert act.messages == []


async def test_a_field_that_is_needed_must_be_filled(town: Town, app: App, client: AsyncWebClient) -> None:
    """The client does not even send such a form."""
    element = {"type": "plain_text_input", "action_id": "words", "max_length": 5}
    act = await town.ana.command("/circles form")
    assert act.modal is not None
    await client.views_update(view_id=act.modal.id, view=modal(field("Words", "w", element)))
    refused = 0

    for words in ("", "too long"):
        try:
            town.ana.submit(act.modal, {"Words": words})
        except AssertionError:
            refused += 1

    assert refused == 2
