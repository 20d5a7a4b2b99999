"""People of other organisations in shared channels: never matched, unless stewards of that workspace welcome them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from structlog.testing import LogCapture

from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.model import Community, OptInState
from circles_bot.engine.policy import Policy
from circles_bot.engine.tokens import Token
from circles_slack.settings import CONNECT_SCOPE
from tests.fakes.slack.acts import COMMAND
from tests.fakes.slack.model import Channel
from tests.journeys.acts import all_opt_in, invitations_come, opts_in
from tests.journeys.slack_town import SlackTown

US = ("Ana", "Ben", "Chidi")
ALL = (*US, "Hugo")


@pytest.fixture
def shared(town: SlackTown) -> SlackTown:
    """Return a town whose board is in a channel that is shared with a school, where Hugo and Ida are."""
    school = town.fake.world.add_team("School", has_bot=False)
    town.circles.shared_with.append(school)
    for name in ("Hugo", "Ida"):
        person = town.people[name] = town.fake.person(name, school)
        town.circles.members.append(person.user)
    return town


@pytest.fixture
async def welcoming(shared: SlackTown) -> SlackTown:
    """Return that town where they are welcome, and the bot may invite them."""
    shared.fake.world.installation_of(shared.team).scopes += (CONNECT_SCOPE,)
    await chooses(shared, "Welcome")
    return shared


async def chooses(town: SlackTown, choice: str) -> None:
    """Noor chooses whether people of other organisations may sit in circles."""
    await town.command("Noor", "/steward settings")
    await town.tap("Noor", Token.SETTINGS, fields={})
    await town.tap("Noor", Token.SETTINGS_PAGE, part="6")
    await town.tap("Noor", Token.SETTINGS, fields={"set:other_organisations": (choice,)})
    await town.settle()


async def types(town: SlackTown, who: str, text: str) -> None:
    """Somebody of another organisation types a command, which Slack says it does not offer them."""
    hugo, board = town.people[who], town._board()
    command, _, rest = text.partition(" ")
    sent = hugo.forge(COMMAND, {"command": command, "text": rest}, surface=board, channel=town.circles)
    await town._keep(who, sent)


async def selects(town: SlackTown) -> None:
    """Hugo chooses from the board."""
    await opts_in(town, "Hugo")


async def commands(town: SlackTown) -> None:
    """Hugo types it."""
    await types(town, "Hugo", "/circles join baseball")


async def reacts(town: SlackTown) -> None:
    """Hugo reacts on the board."""
    await town.react("Hugo", "⚾")


async def reacts_unheard(town: SlackTown) -> None:
    """Hugo reacts while the bot is down: it reads the board when it starts."""
    await town.while_down(lambda: town.react("Hugo", "⚾"))


async def is_named(town: SlackTown) -> None:
    """Ana would like to talk with him."""
    await town.command("Ana", "/circles with Hugo: kites")


WAYS_IN = (selects, reacts, reacts_unheard, is_named)


async def everybody_accepts(town: SlackTown) -> None:
    """Three of the workspace and Hugo opt in, are asked and say yes; an hour passes."""
    await all_opt_in(town, *ALL)
    await invitations_come(town, *ALL)
    for who in ALL:
        await town.tap(who, Token.ACCEPT)
    await town.pass_time(timedelta(hours=1))


async def hugo_sits(town: SlackTown) -> Channel:
    """Hugo says yes with three others, and accepts in Slack, too; return their room."""
    await everybody_accepts(town)
    (room,) = town.people["Hugo"].invited_to()
    town.people["Hugo"].accept(room)
    await town.settle()
    return room


def names_in(room: Channel) -> set[str]:
    """Return who is in a room, without the bot."""
    return {user.name for user in room.members if not user.is_bot}


def hears_of_it(town: SlackTown) -> list[str]:
    """Return what Noor was told of people who could not come in."""
    return [text for text in town.directs("Noor") if "bring people of other organisations into rooms" in text]


@pytest.mark.parametrize(
    ("comes", "is_told"), [*((comes, is_told) for comes in WAYS_IN for is_told in (True, False)), (commands, True)]
)
async def test_nobody_of_another_organisation_is_matched_by_default(
    shared: SlackTown, comes: Callable[[SlackTown], Awaitable[None]], is_told: bool
) -> None:
    """Whichever way they come, and also while Slack does not tell who they are; nothing is kept of them."""
    await all_opt_in(shared, *US)
    await shared.pass_time(timedelta(minutes=11))  # what Slack told is asked anew
    if not is_told:
        shared.fake.faults.fail(500, "users.info", times=99)
    await comes(shared)
    shared.fake.faults.clear()

    await shared.pass_time(timedelta(days=4))

    assert await shared.states_of("Hugo") == []
    assert shared.directs("Hugo") == []
    assert shared.can_tap("Ana", Token.ACCEPT)
    assert not shared.fake.calls("conversations.inviteShared")


async def test_who_is_refused_is_told_so(shared: SlackTown) -> None:
    """Kindly, and with what it means."""
    for comes in (selects, commands):
        await comes(shared)
        assert "another organisation" in shared.heard("Hugo")
    await is_named(shared)
    assert "could not find everybody" in shared.heard("Ana")


async def test_nobody_is_asked_for_while_slack_does_not_tell_who_they_are(shared: SlackTown) -> None:
    """Whoever named them hears that it did not work out; the same name may be given again."""
    shared.fake.faults.fail(500, "users.info", channel=shared.people["Hugo"].user.id)

    await is_named(shared)

    assert "could not find everybody" in shared.heard("Ana")


async def test_a_steward_who_welcomes_them_hears_what_it_takes(shared: SlackTown) -> None:
    """The scope that no manifest asks for, and that each has to accept once more."""
    await chooses(shared, "Welcome")

    assert CONNECT_SCOPE in shared.heard("Noor")
    assert "People of other organisations: Welcome" in shared.heard("Noor")


@pytest.mark.parametrize("comes", [selects, reacts, reacts_unheard])
async def test_where_they_are_welcome_they_join_from_the_board(
    welcoming: SlackTown, comes: Callable[[SlackTown], Awaitable[None]]
) -> None:
    """By whatever way the board has."""
    await comes(welcoming)

    assert await welcoming.states_of("Hugo") == [OptInState.WAITING]


async def test_where_they_are_welcome_they_are_asked_and_sit_in_the_room(welcoming: SlackTown) -> None:
    """Slack asks them to accept; they may write there and bring nobody."""
    room = await hugo_sits(welcoming)

    assert names_in(room) == {*ALL}
    (invited,) = welcoming.fake.calls("conversations.inviteShared")
    assert (invited.args["user_ids"], invited.args["external_limited"]) == (welcoming.people["Hugo"].user.id, "1")
    (let_in,) = welcoming.fake.calls("conversations.invite")
    assert len(let_in.args["users"].split(",")) == len(US)
    assert hears_of_it(welcoming) == []
    assert await welcoming.states_of("Hugo") == [OptInState.SEATED]


async def test_each_of_them_is_invited_alone(welcoming: SlackTown) -> None:
    """Slack takes one at a time; what keeps one out does not keep the other out."""
    people = ("Ana", "Ben", "Hugo", "Ida")
    welcoming.fake.faults.refuse("connection_limit_exceeded_pending", "conversations.inviteShared")
    await all_opt_in(welcoming, *people)
    await invitations_come(welcoming, *people)
    for who in people:
        await welcoming.tap(who, Token.ACCEPT)
    await welcoming.pass_time(timedelta(hours=1))

    (room,) = welcoming._rooms("Ana", is_archived=False)
    invited = [welcoming.people[who].invited_to() for who in ("Hugo", "Ida")]
    assert sorted(invited, key=len) == [[], [room]]
    assert len(hears_of_it(welcoming)) == 1


async def test_a_room_for_two_of_whom_one_is_kept_out_does_not_open(shared: SlackTown) -> None:
    """Nobody sits alone in a room for two, and both hear what became of it."""
    await chooses(shared, "Welcome")
    await is_named(shared)
    await shared.pass_time(timedelta(days=1))
    await shared.tap("Hugo", Token.WITH_YES)
    await shared.pass_time(timedelta(days=8))

    assert shared.rooms("Ana") == ()
    assert "could not open its room" in shared.directs("Ana")[-1]
    assert "did not let me bring you" in shared.directs("Hugo")[-1]


async def test_before_a_yes_everybody_reads_who_may_see_the_room(welcoming: SlackTown) -> None:
    """Those of the workspace, too: somebody of another organisation may sit there, and owners of both may export it."""
    await all_opt_in(welcoming, *ALL)
    await invitations_come(welcoming, *ALL)

    for who in ALL:
        assert "the owners of this workspace and of theirs may be able to export" in welcoming.directs(who)[0]


async def test_by_default_nobody_reads_of_other_organisations_before_a_yes(town: SlackTown) -> None:
    """There are none in any room."""
    await all_opt_in(town, *US)
    await invitations_come(town, *US)

    assert "this workspace's owners may be able to export" in town.directs("Ana")[0]


async def test_somebody_of_another_organisation_may_be_asked_for(welcoming: SlackTown) -> None:
    """By name, as anybody in the channel."""
    await is_named(welcoming)
    await welcoming.pass_time(timedelta(days=1))

    assert welcoming.can_tap("Hugo", Token.WITH_YES)


async def test_their_own_administrators_are_no_stewards_here(welcoming: SlackTown) -> None:
    """Slack says of them what they are at home."""
    welcoming.people["Hugo"].user.is_admin = True

    await types(welcoming, "Hugo", "/steward status")

    assert "for the stewards" in welcoming.heard("Hugo")


async def test_of_whom_slack_shows_nothing_nobody_is_taken_in(welcoming: SlackTown) -> None:
    """Also where they are welcome: somebody who acts unseen, and somebody who sits in no channel with the bot."""
    welcoming.fake.faults.refuse("user_not_visible", "users.info")
    await selects(welcoming)
    welcoming.circles.members.remove(welcoming.people["Ida"].user)
    await welcoming.command("Ana", "/circles with Ida: kites")

    assert "another organisation" in welcoming.heard("Hugo")
    assert await welcoming.states_of("Hugo") == []
    assert "could not find everybody" in welcoming.heard("Ana")


async def test_without_the_scope_the_circle_goes_on_and_stewards_hear_the_mend(shared: SlackTown) -> None:
    """Nothing is half done: the seat is free, who could not come in is told, and their wish rests until a tap."""
    await chooses(shared, "Welcome")

    await everybody_accepts(shared)

    (room,) = shared._rooms("Ana", is_archived=False)
    assert names_in(room) == {*US}
    assert len(shared.in_room("Ana")) == 1
    assert "Hugo" not in shared.in_room("Ana")[0]
    assert await shared.states_of("Hugo") == [OptInState.RESTING]
    assert "did not let me bring you" in shared.directs("Hugo")[-1]
    (told,) = hears_of_it(shared)
    assert CONNECT_SCOPE in told
    assert "Hugo" not in told
    assert "said yes" not in told  # where one alone is of another organisation, that would tell who


REFUSALS = ("restricted_action", "not_paid", "connection_limit_exceeded", "not_supported", "user_not_found")


@pytest.mark.parametrize("error", REFUSALS)
async def test_where_an_organisation_refuses_the_seat_is_free_and_stewards_hear_it(
    welcoming: SlackTown, error: str
) -> None:
    """Whatever Slack calls it: it costs nobody else their room."""
    welcoming.fake.faults.refuse(error, "conversations.inviteShared")

    await everybody_accepts(welcoming)

    (room,) = welcoming._rooms("Ana", is_archived=False)
    assert names_in(room) == {*US}
    assert welcoming.people["Hugo"].invited_to() == []
    assert await welcoming.states_of("Hugo") == [OptInState.RESTING]
    (told,) = hears_of_it(welcoming)
    assert "Slack Connect" in told
    assert (len(welcoming.in_room("Ana")), len(welcoming.rooms("Ana"))) == (1, 1)


async def test_who_was_kept_out_is_asked_again_after_a_tap_alone(shared: SlackTown) -> None:
    """Asked each week in vain, they would say yes to nothing; with the scope and a tap they come in."""
    await chooses(shared, "Welcome")
    await everybody_accepts(shared)
    shared.fake.world.installation_of(shared.team).scopes += (CONNECT_SCOPE,)
    before = len(shared.directs("Hugo"))
    await all_opt_in(shared, "Dewi", "Eli", "Fatima")
    await shared.pass_time(timedelta(days=8))
    assert len(shared.directs("Hugo")) == before

    await opts_in(shared, "Hugo")

    assert await shared.states_of("Hugo") == [OptInState.WAITING]


@pytest.mark.parametrize("is_limit", [True, False])
async def test_a_fault_that_passes_keeps_nobody_out(welcoming: SlackTown, is_limit: bool) -> None:
    """The room is found again, and they are invited then."""
    if is_limit:
        welcoming.fake.faults.limit("conversations.inviteShared")
    else:
        welcoming.fake.faults.fail(500, "conversations.inviteShared")

    await everybody_accepts(welcoming)

    (room,) = welcoming._rooms("Ana", is_archived=False)
    assert names_in(room) == {*US}
    assert welcoming.people["Hugo"].invited_to() == [room]
    assert hears_of_it(welcoming) == []


async def test_turned_off_who_sits_stays_and_may_leave(welcoming: SlackTown) -> None:
    """Also after the board was read anew; what their room is about stays theirs, and who sees it stays true."""
    room = await hugo_sits(welcoming)
    await chooses(welcoming, "Not matched")
    await welcoming.restart()
    assert names_in(room) == {*ALL}
    assert await welcoming.states_of("Hugo") == [OptInState.SEATED]

    await welcoming.tap("Hugo", Token.NEED, part="menu")
    await welcoming.tap("Hugo", Token.NEED, part="who_sees")
    assert "some may be of another organisation" in welcoming.heard("Hugo")
    await welcoming.tap("Hugo", Token.NEED, part="menu")
    await welcoming.tap("Hugo", Token.NEED, part="leave")
    await welcoming.tap("Hugo", Token.LEAVE_CIRCLE)

    assert OptInState.SEATED not in await welcoming.states_of("Hugo")


async def test_turned_off_nobody_is_matched_anew(welcoming: SlackTown) -> None:
    """Whether they wait, or sat in a circle that is over; nor do they get in again by any way."""
    await hugo_sits(welcoming)
    await opts_in(welcoming, "Ida")
    await chooses(welcoming, "Not matched")
    before = {who: len(welcoming.directs(who)) for who in ("Hugo", "Ida")}

    await all_opt_in(welcoming, "Dewi", "Eli", "Fatima")
    for who in ("Hugo", "Ida"):
        await opts_in(welcoming, who)
        assert "another organisation" in welcoming.heard(who)
    await welcoming.pass_time(timedelta(days=100))

    assert {who: len(welcoming.directs(who)) for who in ("Hugo", "Ida")} == before
    assert len(welcoming.fake.calls("conversations.inviteShared")) == 1
    assert await welcoming.states_of("Ida") == [OptInState.ASLEEP]
    assert OptInState.INVITED not in await welcoming.states_of("Hugo")
    assert welcoming.rooms("Dewi") or welcoming.directs("Dewi")


async def test_turned_off_who_was_asked_already_is_asked_no_more(welcoming: SlackTown) -> None:
    """Their yes means nothing then, and the others' circle opens."""
    await all_opt_in(welcoming, *ALL)
    await invitations_come(welcoming, *ALL)
    await chooses(welcoming, "Not matched")

    for who in ALL:
        await welcoming.tap(who, Token.ACCEPT)
    await welcoming.pass_time(timedelta(days=4))

    assert "another organisation" in welcoming.heard("Hugo")
    (room,) = welcoming._rooms("Ana", is_archived=False)
    assert names_in(room) == {*US}
    assert welcoming.people["Hugo"].invited_to() == []


async def test_whom_slack_did_not_tell_of_when_it_was_turned_off_is_not_asked(welcoming: SlackTown) -> None:
    """They are met when they would be."""
    await all_opt_in(welcoming, *ALL)
    await welcoming.restart()  # what was known of him is not any more
    welcoming.fake.faults.fail(500, "users.info", channel=welcoming.people["Hugo"].user.id, times=99)
    await chooses(welcoming, "Not matched")
    assert await welcoming.states_of("Hugo") == [OptInState.WAITING]
    welcoming.fake.faults.clear()

    await welcoming.pass_time(timedelta(days=4))

    assert not welcoming.can_tap("Hugo", Token.ACCEPT)
    assert await welcoming.states_of("Hugo") == [OptInState.ASLEEP]
    assert welcoming.can_tap("Ana", Token.ACCEPT)


async def test_welcome_again_a_tap_is_enough(welcoming: SlackTown) -> None:
    """Nothing wakes by itself."""
    await opts_in(welcoming, "Hugo")
    await chooses(welcoming, "Not matched")
    await chooses(welcoming, "Welcome")
    assert await welcoming.states_of("Hugo") == [OptInState.ASLEEP]

    await opts_in(welcoming, "Hugo")

    assert await welcoming.states_of("Hugo") == [OptInState.WAITING]


async def test_a_workspaces_choice_is_its_own(welcoming: SlackTown) -> None:
    """Nobody is welcome in another one by it, nor where nobody has set anything up."""
    here = welcoming.adapter.translator.community(welcoming.team.id)

    assert await welcoming.works.service.welcomes_others(here)
    assert not await welcoming.works.service.welcomes_others(CommunityId("com_other"))


async def test_who_sat_there_and_is_welcome_no_more_can_have_their_data_deleted(welcoming: SlackTown) -> None:
    """Whatever stewards choose."""
    await opts_in(welcoming, "Hugo")
    await chooses(welcoming, "Not matched")

    await types(welcoming, "Hugo", "/circles forget")
    await welcoming.tap("Hugo", Token.FORGET_ME)

    assert await welcoming.states_of("Hugo") == []


async def fails(_: object) -> None:
    """Read nothing."""
    raise StoreError("The disk is full.")


async def test_where_the_choice_cannot_be_read_who_comes_hears_an_honest_word(
    shared: SlackTown, monkeypatch: pytest.MonkeyPatch, logged: LogCapture
) -> None:
    """Nothing is kept of them, and nobody takes it for a bug."""
    await all_opt_in(shared, *US)
    monkeypatch.setattr(shared.store, "read_community", fails)

    await selects(shared)

    assert "nothing was changed" in shared.heard("Hugo")
    assert await shared.states_of("Hugo") == []
    assert [one["event"] for one in logged.entries if one["log_level"] == "error"] == []


async def test_a_choice_that_was_kept_is_told_as_kept(
    welcoming: SlackTown, monkeypatch: pytest.MonkeyPatch, logged: LogCapture
) -> None:
    """Where the database cannot be read right after, those who were welcome are met when they would be asked."""
    read = welcoming.store.read_community

    async def fails_once_it_is_kept(community: CommunityId) -> Community | None:
        known = await read(community)
        if known is None or not Policy.of(known).welcomes_others:
            raise StoreError("The disk is full.")
        return known

    await all_opt_in(welcoming, *ALL)
    await welcoming.command("Noor", "/steward settings")
    await welcoming.tap("Noor", Token.SETTINGS, fields={})
    await welcoming.tap("Noor", Token.SETTINGS_PAGE, part="6")
    monkeypatch.setattr(welcoming.store, "read_community", fails_once_it_is_kept)

    await welcoming.tap("Noor", Token.SETTINGS, fields={"set:other_organisations": ("Not matched",)})

    assert "Not matched" in welcoming.heard("Noor")
    assert [one["log_level"] for one in logged.entries if one["event"] == "others_not_let_go"] == ["warning"]
    monkeypatch.undo()
    await invitations_come(welcoming, *US)
    assert not welcoming.can_tap("Hugo", Token.ACCEPT)
