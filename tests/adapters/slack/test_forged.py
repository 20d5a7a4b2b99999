"""Forged requests: what Slack did not sign, or of other people's and other workspaces' things, changes nothing."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from structlog.testing import LogCapture

from circles_bot.engine.tokens import Token
from circles_slack.custom_ids import pack, unpack
from tests.adapters.slack.two_workspaces import next_door, rows
from tests.fakes.slack.acts import ACTIONS, SUBMISSION
from tests.fakes.slack.delivery import Ack
from tests.fakes.slack.model import Surface, controls_in
from tests.fakes.slack.refusals import JSON
from tests.fakes.slack.request_urls import FORM_TYPE, JSON_TYPE, RequestUrl
from tests.journeys.acts import FOUR, all_opt_in, circle_opens, invitations_come, opts_in, steward_sets_up
from tests.journeys.slack_town import SlackTown

Forge = Callable[[RequestUrl, RequestUrl, bytes], tuple[bytes, dict[str, str]]]


def at(town: SlackTown, seconds: float) -> RequestUrl:
    """Return what signs as Slack would have at another time."""
    transport = town.fake.delivery.transport
    assert isinstance(transport, RequestUrl)
    return RequestUrl(transport.url, town.fake.app, transport._session, lambda: time.time() + seconds)


def refused(logged: LogCapture) -> list[str]:
    """Return what was logged, without what is no refusal; and forget it."""
    found = [one["event"] for one in logged.entries if one["log_level"] != "debug"]
    logged.entries.clear()
    return found


def unsigned(town: SlackTown, body: bytes) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Yield a body with everything that may be wrong about its signature."""
    now = at(town, 0).signed(body)
    yield "none", body, {}
    yield "no signature", body, {"X-Slack-Request-Timestamp": now["X-Slack-Request-Timestamp"]}
    yield "no time", body, {"X-Slack-Signature": now["X-Slack-Signature"]}
    yield "another secret", body, now | {"X-Slack-Signature": "v0=" + "0" * 64}
    yield "another version", body, now | {"X-Slack-Signature": now["X-Slack-Signature"].replace("v0", "v1")}
    yield "another body", body + b" ", now
    yield "another time", body, now | {"X-Slack-Request-Timestamp": str(int(time.time()) - 5)}
    yield "no number as time", body, now | {"X-Slack-Request-Timestamp": "now"}
    yield "too old", body, at(town, -301).signed(body)
    yield "to come", body, at(town, 400).signed(body)


async def test_what_slack_has_not_signed_is_refused(http_town: SlackTown, tmp_path: Path, logged: LogCapture) -> None:
    """A tap, a command and an event, each signed wrongly: a 4xx, one line in the log, nobody answered, nothing kept."""
    town = http_town
    await opts_in(town, "Ana")
    tap = town.people["Ana"].answers[-1].payload | {"trigger_id": "1.2.3"}
    tap["user"] = tap["user"] | {"id": town.people["Ben"].user.id}
    command = {"command": "/circles", "text": "join baseball", "user_id": town.people["Ben"].user.id}
    command |= {"team_id": town.team.id, "channel_id": town.circles.id, "trigger_id": "4.5.6"}
    gone = {"type": "event_callback", "team_id": town.team.id, "event_id": "Ev1", "event": {"type": "app_uninstalled"}}
    bodies = (
        (urlencode({"payload": json.dumps(tap)}), FORM_TYPE),
        (urlencode(command), FORM_TYPE),
        (json.dumps(gone), JSON_TYPE),
    )
    before, calls = rows(tmp_path), len(town.fake.calls())
    logged.entries.clear()
    for text, content in bodies:
        for how, body, headers in unsigned(town, text.encode()):
            answered = await at(town, 0).send_raw(body, headers | {"Content-Type": content}, 3.0)
            await town._heard_by_bot()

            assert not answered.is_ok, how
            (event,) = refused(logged)
            assert event in ("request_refused", "request_not_read"), how
    assert rows(tmp_path) == before
    assert len(town.fake.calls()) == calls


async def test_bodies_that_were_sent_before_change_nothing(
    http_town: SlackTown, tmp_path: Path, logged: LogCapture
) -> None:
    """Who caught everything that was signed in the life of a circle, and sends it again, does nothing with it.

    Within five minutes it is signed well, and known: the log says so once each. After them the signature is too old.
    """
    town = http_town
    await circle_opens(town)
    await town.command("Ana", "/circles leave baseball")
    await town.command("Ben", "/circles pause 2")
    await town.react("Eli", "⚾")
    await town.unreact("Eli", "⚾")
    await town.settle()
    heard = [
        ("slash_commands" if one.kind == "slash_commands" else "interactive", one.payload)
        for person in town.people.values()
        for one in person.answers
    ]
    heard += [("events_api", one.payload) for one in town.fake.delivery.sent]
    before = rows(tmp_path)

    repeats = 0
    for kind, payload in heard:
        refused(logged)
        assert (await town.fake.delivery.send(kind, payload)).is_ok
        await town._heard_by_bot()
        told = refused(logged)
        assert told in ([], ["act_repeated"])
        repeats += len(told)
    join = next(one.payload for one in town.people["Ana"].answers if one.kind == "slash_commands")
    body = urlencode(join).encode()
    for _ in range(2):
        late = at(town, -301).signed(body) | {"Content-Type": FORM_TYPE}
        assert not (await at(town, 0).send_raw(body, late, 3.0)).is_ok
        assert refused(logged) == ["request_refused"]
    await town.settle()

    assert repeats > 10
    assert len(heard) > 15
    assert rows(tmp_path) == before


async def test_ids_of_another_workspace_change_nothing_there(
    http_town: SlackTown, tmp_path: Path, logged: LogCapture
) -> None:
    """Somebody at the school has every id of the library's: its people, channels, buttons and messages."""
    library, school = http_town, await next_door(http_town)
    await steward_sets_up(school)
    await circle_opens(library)
    await library.command("Ana", "/circles mine")
    eli, ana = school.people["Eli"], library.people["Ana"]
    controls = {element["action_id"] for _, element in _controls(library, "Ana")}
    tokens = [found.token for one in controls if (found := unpack(one)) is not None]
    assert len(tokens) > 5
    ours = library.adapter.translator.community(school.team.id)
    library.people["Dewi"].leave_channel(library._rooms("Dewi", is_archived=False)[-1])  # now the bot knows the room
    await library.settle()
    before, calls = rows(tmp_path, without=ours), len(_calls(library))
    logged.entries.clear()

    for token in tokens:  # a control of the library's is no control of the school's
        action = {"type": "button", "action_id": pack(library.team.id, token), "block_id": "b"}
        await eli.forge(ACTIONS, {"actions": [action]}, channel=school.circles).answered()
        await library._heard_by_bot()
        assert refused(logged) == ["act_not_ours"]
    for token in tokens:  # nor is one that says it is the school's
        people = {"type": "users_select", "selected_user": ana.user.id}
        for state in ({"type": "button"}, people):
            action = state | {"action_id": pack(school.team.id, token), "block_id": "b"}
            await eli.forge(ACTIONS, {"actions": [action]}, channel=school.circles).answered()
            values = {"b": {pack(school.team.id, "with-people"): people}}
            view = {"id": "V1", "type": "modal", "callback_id": action["action_id"], "state": {"values": values}}
            await eli.forge(SUBMISSION, {"view": view}).answered()
    for number, event in enumerate(_events(library)):
        told = {"type": "event_callback", "team_id": school.team.id, "event_id": f"EvX{number}", "event": event}
        assert (await library.fake.delivery.send("events_api", told)).is_ok
    await library.settle()

    assert rows(tmp_path, without=ours) == before
    assert len(_calls(library)) == calls
    assert [one for one in logged.entries if one["log_level"] == "error"] == []
    library.fake.web_api.records.clear()  # what was forged is answered by methods with ids that nobody has


async def test_a_workspace_that_is_none_of_ours_is_refused(
    http_town: SlackTown, tmp_path: Path, logged: LogCapture
) -> None:
    """Signed, since one app serves many; told once each, and nothing is answered."""
    town = http_town
    stranger = town.fake.world.add_team("Stranger", has_bot=False)
    await opts_in(town, "Ana")
    tap = town.people["Ana"].answers[-1].payload
    command = {"command": "/circles", "text": "join books", "user_id": "U1", "channel_id": "C1"}
    event = {"type": "event_callback", "event_id": "Ev9", "event": {"type": "app_uninstalled"}}
    before, calls = rows(tmp_path), len(town.fake.calls())
    logged.entries.clear()

    for kind, payload in (
        ("interactive", tap | {"team": {"id": stranger.id}, "trigger_id": "9.9.9"}),
        ("slash_commands", command | {"team_id": stranger.id, "trigger_id": "8.8.8"}),
        ("events_api", event | {"team_id": stranger.id}),
    ):
        answered: Ack = await town.fake.delivery.send(kind, payload)
        assert (answered.is_ok, answered.body) == (True, {})
        assert refused(logged) == ["request_refused"]
    await town._heard_by_bot()

    assert rows(tmp_path) == before
    assert len(town.fake.calls()) == calls


async def test_other_peoples_buttons_change_nothing_for_them(
    http_town: SlackTown, tmp_path: Path, logged: LogCapture
) -> None:
    """Goran, who sits in no circle, sends every button that Ana and Noor have: only what is his own may change."""
    town = http_town
    await circle_opens(town)
    await town.command("Ana", "/circles mine")
    await town.tap("Ana", "need")  # type: ignore[arg-type]  # a token's name
    await town.command("Noor", "/steward settings")
    goran = town.people["Goran"]
    his = town.adapter.translator.member(town.team.id, goran.user.id)
    controls = {
        element["action_id"]: element
        for who in (*FOUR, "Noor")
        for _, element in _controls(town, who)
        if "join" not in element["action_id"]
    }
    before = rows(tmp_path, without=his)
    logged.entries.clear()

    for action_id, element in controls.items():
        action: JSON = {"type": element["type"], "action_id": action_id, "block_id": "b"}
        if element["type"] == "static_select":
            action["selected_option"] = element["options"][-1]
        tap: JSON = {"actions": [action]}
        state = {"id": "V1", "type": "modal", "callback_id": action_id, "state": {"values": {}}}
        for kind, forged, place in ((ACTIONS, tap, town.circles), (SUBMISSION, {"view": state}, None)):
            assert not (await goran.forge(kind, forged, channel=place).answered()).failed
    await town.settle()

    assert len(controls) > 10
    assert rows(tmp_path, without=his) == before
    assert all(town.rooms(who) for who in FOUR)
    assert town.rooms("Goran") == ()
    assert [one for one in logged.entries if one["log_level"] == "error"] == []
    assert "act_not_theirs" in [one["event"] for one in logged.entries]
    town.fake.web_api.records.clear()  # what was forged names windows that nobody has


def _controls(town: SlackTown, who: str) -> Iterator[tuple[JSON, JSON]]:
    """Yield every control that somebody can use."""
    person = town.people[who]
    surfaces: list[Surface] = [*person.everything(), *person.user.modals, *person.user.shown]
    for surface in surfaces:
        yield from controls_in(surface.blocks)


def _calls(town: SlackTown) -> list[JSON]:
    return [call.args for call in town.fake.calls() if call.team == town.team.id]


def _events(town: SlackTown) -> Iterator[JSON]:
    """Yield events about everything that is there, as if it were another workspace's."""
    room, board = town._rooms("Ana", is_archived=False)[-1], town._board()
    ana = town.people["Ana"].user.id
    item = {"type": "message", "channel": board.channel.id, "ts": board.ts}
    yield {"type": "reaction_added", "user": town.people["Eli"].user.id, "reaction": "baseball", "item": item}
    yield {"type": "member_left_channel", "user": ana, "channel": room.id, "channel_type": "G"}
    yield {"type": "member_left_channel", "user": ana, "channel": room.id, "channel_type": "G"}
    yield {"type": "channel_id_changed", "old_channel_id": room.id, "new_channel_id": "C0ELSEWHERE"}
    for kind in ("group_archive", "group_deleted", "group_left", "channel_archive"):
        yield {"type": kind, "channel": room.id, "user": ana}
    yield {"type": "user_change", "user": {"id": ana, "team_id": town.team.id, "deleted": True, "profile": {}}}


async def test_a_yes_to_an_invitation_of_somebody_else_is_refused_and_logged_once(
    http_town: SlackTown, tmp_path: Path, logged: LogCapture
) -> None:
    """Goran sends Ana's own button: he is told that there is nothing for him, and Ana is still asked."""
    town = http_town
    await all_opt_in(town, *FOUR)
    await invitations_come(town, *FOUR)
    element = next(one for _, one in _controls(town, "Ana") if f"|{Token.ACCEPT}:" in one["action_id"])
    goran = town.people["Goran"]
    before = rows(tmp_path, without=town.adapter.translator.member(town.team.id, goran.user.id))
    logged.entries.clear()

    action: JSON = {"type": "button", "action_id": element["action_id"], "block_id": "b"}
    act = await goran.forge(ACTIONS, {"actions": [action]}, channel=town.circles).answered()

    assert not act.failed
    assert refused(logged) == ["act_not_theirs"]
    assert rows(tmp_path, without=town.adapter.translator.member(town.team.id, goran.user.id)) == before
