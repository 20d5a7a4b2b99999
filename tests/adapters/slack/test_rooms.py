"""Rooms are private channels: each thing that Slack or somebody there can do to one has a decided end."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import LogCapture

from circles_bot.engine.ids import CircleId
from circles_bot.engine.model import OptInState
from circles_bot.engine.rounds import room_name
from circles_bot.engine.tokens import Token
from tests.fakes.slack import channels
from tests.fakes.slack.model import Channel
from tests.journeys.acts import FOUR, all_opt_in, circle_opens, invitations_come, opts_in
from tests.journeys.slack_town import SlackTown


def room_of(town: SlackTown) -> Channel:
    """Return the one room that there is, open or closed."""
    (room,) = (*town._rooms("Ana", is_archived=False), *town._rooms("Ana", is_archived=True))
    return room


async def everybody_accepts(town: SlackTown) -> None:
    """Four opt in, are asked and say yes; an hour passes."""
    await all_opt_in(town)
    await invitations_come(town)
    for who in FOUR:
        await town.tap(who, Token.ACCEPT)
    await town.pass_time(timedelta(hours=1))


async def test_a_room_is_a_private_channel_with_a_friendly_name_and_a_topic(town: SlackTown) -> None:
    """The people who said yes and the bot are in it, nobody else; the topic says how to leave without a word."""
    await circle_opens(town)

    room = room_of(town)
    assert room.is_private
    assert room.name.startswith("baseball-")
    assert {user.name for user in room.members} == {*FOUR, town.fake.app.name}
    assert "announces who leaves" in room.topic
    assert len(town.fake.calls("conversations.invite")) == 1


async def test_a_name_that_somebody_took_gets_a_number(town: SlackTown) -> None:
    """The room is there all the same, and the other channel is left alone."""
    await all_opt_in(town)
    await invitations_come(town)
    name = await name_to_come(town)
    other = town.fake.world.add_channel(town.team, name)
    for who in FOUR:
        await town.tap(who, Token.ACCEPT)
    await town.settle()

    assert room_of(town).name == f"{name}-2"
    assert all(not user.is_bot for user in other.members)


@pytest.mark.parametrize("method", ["conversations.create", "conversations.invite", "conversations.setTopic"])
@pytest.mark.parametrize("is_done", [False, True])
async def test_a_room_whose_receipt_was_lost_is_found_again(town: SlackTown, method: str, is_done: bool) -> None:
    """Whether it was made or not: in the end there is one, with everybody in it."""
    await all_opt_in(town)
    await invitations_come(town)
    town.fake.faults.drop(method, after_effect=is_done)

    for who in FOUR:
        await town.tap(who, Token.ACCEPT)
    await town.pass_time(timedelta(hours=1))

    made = [one for one in town.fake.world.channels.values() if one.creator is town.fake.world.bot(town.team)]
    assert [one.kind for one in made].count("private") == 1
    assert {user.name for user in room_of(town).members} >= set(FOUR)
    assert len(town.in_room("Ana")) == 1


@pytest.mark.parametrize("error", ["is_archived", "channel_not_found", "not_in_channel"])
async def test_a_fresh_room_that_is_lost_at_once_costs_nobody_their_board(town: SlackTown, error: str) -> None:
    """One refused invitation is tried again; neither the board nor anybody's round hangs on it."""
    town.fake.faults.refuse(error, "conversations.invite")

    await everybody_accepts(town)

    assert {user.name for user in room_of(town).members} == {*FOUR, town.fake.app.name}
    await opts_in(town, "Eli", "first job")
    await town.pass_time(timedelta(hours=2))
    assert town.fake.calls("chat.update")[-1].answer["ok"]
    assert not any("gone" in text for text in town.directs("Noor"))


async def test_a_fresh_room_that_somebody_archives_before_people_are_in_is_made_anew(town: SlackTown) -> None:
    """Under the next name: the old one is the archived channel's."""
    await all_opt_in(town)
    await invitations_come(town)
    name = await name_to_come(town)
    held = town.fake.faults.hold("conversations.invite")
    for who in FOUR:
        await town.tap(who, Token.ACCEPT)
    settling = asyncio.create_task(town.settle())
    await held.reached.wait()
    (fresh,) = (one for one in town.fake.world.channels.values() if one.name == name)
    channels.archive(town.fake.world, fresh, town.people["Noor"].user)
    held.release()
    await settling
    await town.pass_time(timedelta(hours=1))

    assert town.rooms("Ana") == (f"{name}-2",)
    assert len(list(town._boards())) == 1


async def test_a_room_that_the_app_may_not_archive_is_told_to_the_operator(town: SlackTown, logged: LogCapture) -> None:
    """With the setting that keeps it open."""
    town.team.forbids.add("archive")
    await circle_opens(town)

    for who in FOUR:
        await town.command(who, "/circles mine")
        await town.tap(who, Token.LEAVE_CIRCLE)
    await town.pass_time(timedelta(days=7))

    (died,) = (one for one in logged.entries if one["event"] == "effect_died")
    assert "archive channels" in died["fault"]
    assert "Settings & administration, Permissions, Channel management" in died["fault"]


async def test_where_the_app_may_not_create_channels_everybody_hears_and_waits_on(town: SlackTown) -> None:
    """Nobody is left with a yes to nothing."""
    town.team.forbids.add("private")

    await everybody_accepts(town)

    assert town.rooms("Ana") == ()
    assert set(await town.states_of("Ana")) == {OptInState.WAITING}
    assert len(town.directs("Ana")) == 2


async def test_a_room_that_somebody_archived_is_over(town: SlackTown) -> None:
    """The circle closes quietly, everybody's wish waits again, and nothing is posted there any more."""
    await circle_opens(town)
    said = len(room_of(town).messages)

    town.people["Ben"].archive_channel(room_of(town))
    await town.pass_time(timedelta(days=14))

    assert OptInState.WAITING in await town.states_of("Ana") or town.rooms("Ana")
    (first, *_) = town._rooms("Ana", is_archived=True)
    assert len([one for one in first.messages.values() if one.subtype is None]) <= said


async def test_a_room_that_the_bot_was_taken_out_of_is_over(town: SlackTown) -> None:
    """As one that was deleted."""
    await circle_opens(town)

    town.people["Ben"].remove(room_of(town), town.fake.world.bot(town.team))
    await town.settle()

    assert set(await town.states_of("Ana")) == {OptInState.WAITING}


async def test_a_room_may_have_another_name_and_another_id(town: SlackTown) -> None:
    """Its name is its people's to choose, and where Slack gives it another id the next question finds it."""
    await circle_opens(town)
    room = room_of(town)

    town.people["Ben"].rename_channel(room, "our-room")
    channels.change_id(town.fake.world, room)
    await town.pass_time(timedelta(days=14))

    assert len(town.in_room("Ana")) > 1


async def test_leaving_by_slacks_own_means_frees_the_seat(town: SlackTown) -> None:
    """Nothing is said to anybody; who left is not asked about that circle any more."""
    await circle_opens(town)
    before = town.directs("Ana"), len(town.in_room("Ben"))

    town.people["Ana"].leave_channel(room_of(town))
    await town.settle()

    await town.command("Ana", "/circles mine")
    assert not town.can_tap("Ana", Token.LEAVE_CIRCLE) or "left" in town.heard("Ana")
    assert (town.directs("Ana"), len(town.in_room("Ben"))) == before


async def test_one_whose_account_is_closed_meanwhile_keeps_nobody_out(town: SlackTown) -> None:
    """The others are let in, one by one."""
    await all_opt_in(town)
    await invitations_come(town)
    for who in FOUR[:3]:
        await town.tap(who, Token.ACCEPT)
    town.fake.delivery.hold()
    town.people["Chidi"].leave_team()

    await town.tap("Dewi", Token.ACCEPT)
    await town.settle()

    assert {user.name for user in room_of(town).members} == {"Ana", "Ben", "Dewi", town.fake.app.name}
    town.fake.delivery.release()


async def test_one_whom_slack_lets_nobody_invite_hears_it_and_waits_on(town: SlackTown) -> None:
    """The others have their room; nothing is said there of who could not come."""
    town.team.forbids.add("guests")
    town.people["Ana"].user.is_restricted = True

    await everybody_accepts(town)

    room = next(one for one in town._rooms("Ben", is_archived=False))
    assert {user.name for user in room.members} == {"Ben", "Chidi", "Dewi", town.fake.app.name}
    assert await town.states_of("Ana") == [OptInState.WAITING]
    assert len(town.directs("Ana")) == 2
    assert not any("Ana" in text for text in town.in_room("Ben"))


async def test_a_guest_whom_slack_lets_into_no_other_channel_hears_so(town: SlackTown) -> None:
    """They are told at their first tap, and never promised a room."""
    guest = town.fake.person("Hugo", town.team, is_ultra_restricted=True)
    town.circles.members.append(guest.user)
    town.people["Hugo"] = guest

    await town.command("Hugo", "/circles join baseball")

    assert "one channel only" in town.heard("Hugo")
    assert await town.states_of("Hugo") == []


async def name_to_come(town: SlackTown) -> str:
    """Return the name that the room will have about which Ana is asked."""
    circle = CircleId(town.token_of("Ana", Token.ACCEPT).split(":")[1])
    translator, ana = town.adapter.translator, town.people["Ana"].user.id
    scope = await town.store.read_interests(translator.community(town.team.id), translator.member(town.team.id, ana))
    (interest,) = (one.interest for one in scope.standings if one.opt_in is not None)
    return room_name(interest, circle)
