"""The board on Slack: the bot's reactions first, notes that only one person sees, and what is missed is read."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import LogCapture

from circles_bot.engine.errors import StoreError
from circles_bot.engine.events import AnyEvent
from circles_bot.engine.model import OptIn, OptInState
from circles_bot.engine.tokens import Token
from circles_bot.ports.inbox import EventInbox, Words
from circles_bot.words.message import PrivateReply
from circles_slack import notes
from circles_slack.answers import Origin
from circles_slack.pace import Pace
from tests.adapters.sandbox.canned_inbox import message
from tests.fakes.slack import Person, channels
from tests.fakes.slack.model import Channel
from tests.journeys.acts import opts_in
from tests.journeys.slack_town import SlackTown
from tests.journeys.test_step_15_look_after_it import chooses

CROWD = 120


async def test_the_bot_reacts_first_and_in_a_channel_that_it_joined_by_itself(town: SlackTown) -> None:
    """One tap is enough for everybody else."""
    board = town._board()
    bot = town.fake.world.bot(town.team)

    assert board.channel.name == "circles"
    assert bot in board.channel.members
    assert set(board.reactions) == {"baseball", "sunrise", "speech_balloon"}
    assert all(users == [bot] for users in board.reactions.values())


async def test_a_reaction_is_answered_so_that_only_its_author_sees_it(town: SlackTown) -> None:
    """In the board's channel, with a way back, and without a direct message."""
    await town.react("Ana", "⚾")

    (note,) = town.people["Ana"].ephemerals
    assert note.channel is town._board().channel
    assert town.can_tap("Ana", Token.LEAVE_WISH)
    assert town.people["Ben"].ephemerals == []
    assert town.directs("Ana") == []


async def test_the_list_on_the_board_answers_in_the_channel(town: SlackTown) -> None:
    """By an ephemeral message of its own: the board stays as it is for everybody."""
    before = town.board()

    await opts_in(town, "Ana")

    assert len(town.people["Ana"].ephemerals) == 1
    assert len(town.fake.calls("chat.postEphemeral")) == 1
    assert town.board() == before


async def test_many_who_reacted_meanwhile_are_looked_up_together(town: SlackTown) -> None:
    """Forty people while the bot was down: a page of people instead of forty questions, and all count."""
    crowd = [town.fake.person(f"Somebody {number}", town.team) for number in range(40)]
    town.circles.members.extend(person.user for person in crowd)
    board = town._board()

    async def everybody_reacts() -> None:
        for person in crowd:
            person.react(board, "baseball")

    before = len(town.fake.calls("users.info"))
    await town.while_down(everybody_reacts)

    assert len(town.fake.calls("users.list")) == 1
    assert len(town.fake.calls("users.info")) - before <= 1
    names = [person.user.name for person in crowd]
    town.people.update(zip(names, crowd, strict=True))
    assert all([await town.states_of(name) == [OptInState.WAITING] for name in names])


async def test_a_skin_tone_means_nothing(town: SlackTown) -> None:
    """Whatever variant of an emoji somebody chose, it is that one."""
    town.people["Ana"].react(town._board(), "baseball::skin-tone-3")
    await town._heard_by_bot()

    assert "baseball" in town.heard("Ana") or town.people["Ana"].ephemerals


async def test_what_still_stands_in_a_skin_tone_undoes_no_leaving(town: SlackTown) -> None:
    """Whoever left by a button stays out, however often the board is read; whoever waits waits since when they did."""
    for who in ("Ana", "Ben"):
        town.people[who].react(town._board(), "baseball::skin-tone-3")
    await town._heard_by_bot()
    town.people["Chidi"].react(town._board(), "baseball")
    await town.tap("Ana", Token.LEAVE_WISH)
    waiting = await opt_ins_of(town, "Ben")

    await town.pass_time(timedelta(hours=1))
    await town.restart()

    assert await town.states_of("Ana") == [OptInState.ENDED]
    assert await opt_ins_of(town, "Ben") == waiting
    assert [one.state for one in waiting] == [OptInState.WAITING]


async def opt_ins_of(town: SlackTown, who: str) -> list[OptIn]:
    """Return somebody's wishes as they are kept."""
    translator, theirs = town.adapter.translator, town.people[who].user.id
    scope = await town.store.read_interests(translator.community(town.team.id), translator.member(town.team.id, theirs))
    return [one.opt_in for one in scope.standings if one.opt_in]


async def test_a_board_that_somebody_deleted_is_posted_again_and_nobody_leaves(town: SlackTown) -> None:
    """A board that is gone takes nobody's wish away."""
    await town.react("Ana", "⚾")
    town.people["Noor"].delete_message(town._board())

    await town.restart()
    await town.pass_time(timedelta(minutes=5))
    await town.command("Noor", "/steward setup")
    await town.tap("Noor", Token.SETUP, fields={Token.SETUP_BOARD: ("circles",), Token.SETUP_INTERESTS: ("books",)})
    await town.settle()

    assert "books" in town.board()
    await town.command("Ana", "/circles mine")
    assert "baseball" in town.heard("Ana")


async def test_a_board_that_moves_leaves_nothing_behind(town: SlackTown) -> None:
    """The old message goes, and reactions count on the new one."""
    old = town._board()
    await town.pass_time(timedelta(minutes=5))
    await town.command("Noor", "/steward setup")
    await town.tap("Noor", Token.SETUP, fields={Token.SETUP_BOARD: ("general",), Token.SETUP_INTERESTS: ("books",)})
    await town.settle()

    assert [board.channel.name for board in town._boards()] == ["general"]
    assert old.ts not in old.channel.messages
    await town.react("Ana", "📚")
    assert "books" in town.heard("Ana")


async def test_what_slack_would_read_as_a_call_to_everybody_stays_words(town: SlackTown) -> None:
    """A proposed name with Slack's own marks in it is ten characters and calls nobody (the town looks at its end)."""
    await town.command("Ana", "/circles propose <!channel> *bold* books")
    await town.command("Ana", "/circles mine")

    assert "<!channel> *bold* books" in town.heard("Ana")


@pytest.mark.parametrize("error", ["restricted_action", "not_in_channel"])
async def test_a_board_that_may_not_be_posted_is_told_to_the_operator(
    town: SlackTown, error: str, logged: LogCapture
) -> None:
    """With what to do, once; nothing else stops."""
    town.fake.faults.refuse(error, "chat.postMessage", times=2)
    town.people["Noor"].delete_message(town._board())
    await town.pass_time(timedelta(minutes=5))
    await town.command("Noor", "/steward setup")
    await town.tap("Noor", Token.SETUP, fields={Token.SETUP_BOARD: ("circles",), Token.SETUP_INTERESTS: ("books",)})

    await town.settle()

    (died,) = (one for one in logged.entries if one["event"] == "effect_died")
    assert "/invite it there" in died["fault"]
    town.fake.faults.clear()
    await town.command("Ana", "/circles join books")
    assert "books" in town.heard("Ana")


async def set_up_anew(town: SlackTown, board: str) -> None:
    """Let Noor name the board's channel and one interest more."""
    await town.pass_time(timedelta(minutes=5))
    await town.command("Noor", "/steward setup")
    await town.tap("Noor", Token.SETUP, fields={Token.SETUP_BOARD: (board,), Token.SETUP_INTERESTS: ("books",)})


@pytest.mark.parametrize("method", ["reactions.add", "chat.delete"])
async def test_a_board_is_posted_once_whatever_fails_after_that(
    town: SlackTown, method: str, logged: LogCapture
) -> None:
    """The rest is tried apart and said in the log, once; a reaction that is missing is set the next time."""
    old = town._board()
    town.fake.faults.fail(503, method, times=2)

    await set_up_anew(town, "general")
    await town.settle()
    await town.pass_time(timedelta(hours=1))

    (board,) = (one for one in town._boards() if one is not old)
    faults = [one for one in logged.entries if one["event"] in ("old_board_not_deleted", "reactions_not_set")]
    assert [one["fault"] for one in faults] == ["internal_error"]
    assert "books" in board.reactions
    await opts_in(town, "Ana")
    await town.pass_time(timedelta(hours=2))
    assert set(board.reactions) == {"baseball", "sunrise", "speech_balloon", "books"}
    town.people["Ben"].react(board, "baseball")
    await town._heard_by_bot()
    assert await town.states_of("Ben") == [OptInState.WAITING]


@pytest.mark.parametrize("is_heard", [True, False])
@pytest.mark.parametrize("act", [Person.archive_channel, Person.delete_channel])
async def test_stewards_hear_that_the_boards_channel_is_gone(
    town: SlackTown, act: Callable[[Person, Channel], None], is_heard: bool, logged: LogCapture
) -> None:
    """Whether the bot is told of it, or finds out when it shows the board: everything waits, and no wish is lost."""
    await opts_in(town, "Ana")
    if not is_heard:
        town.fake.delivery.hold()

    act(town.people["Noor"], town.circles)
    await town.pass_time(timedelta(hours=24))

    (told,) = town.directs("Noor")
    assert "The channel with the board and the rooms is gone, so everything waits" in told
    assert not [one for one in logged.entries if one["event"] == "effect_died"]
    assert await town.states_of("Ana") == [OptInState.WAITING]
    town.fake.delivery.held = None
    await set_up_anew(town, "general")
    await town.settle()
    assert sorted(one.channel.name for one in town._boards()) == ["circles", "general"]


async def test_stewards_hear_that_the_pilots_channel_is_archived(town: SlackTown) -> None:
    """Nobody new could join, and nobody would know why."""
    await chooses(town, 3, stewards_place="stewards")
    await chooses(town, 6, pilot_place="tryout")
    place = next(one for one in town.fake.world.channels.values() if one.name == "tryout")

    town.people["Noor"].archive_channel(place)
    await town.settle()

    (told,) = town.in_stewards_channel("Noor") or ()
    assert "The channel whose people can join for now is gone" in told


async def test_what_stewards_are_told_comes_by_message_where_their_channel_is_archived(town: SlackTown) -> None:
    """Nothing is sent into a channel that is closed."""
    await chooses(town, 3, stewards_place="stewards")
    place = next(one for one in town.fake.world.channels.values() if one.name == "stewards")
    town.people["Noor"].archive_channel(place)
    await town.settle()

    town.people["Noor"].archive_channel(town.circles)
    await town.pass_time(timedelta(hours=24))

    assert any("The channel with the board and the rooms is gone" in one for one in town.directs("Noor"))


async def test_the_monthly_message_comes_into_a_public_channel_that_nobody_brought_the_bot_into(
    town: SlackTown,
) -> None:
    """The bot joins it, as it does with the board's."""
    place = town.fake.world.add_channel(town.team, "lookout", members=[town.people["Noor"].user])
    await town.pass_time(timedelta(minutes=2))
    await chooses(town, 3, stewards_place="lookout")

    await town.pass_time(timedelta(days=31))

    assert town.fake.world.bot(town.team) in place.members
    (told,) = (one for one in place.messages.values() if one.author.is_bot and one.blocks)
    assert "Fewer than 5 people have opted in" in town._text(told, "Noor")
    assert len(town.fake.calls("conversations.join")) == 2


async def test_a_boards_channel_that_gets_another_id_is_followed(town: SlackTown) -> None:
    """As Slack does where it is shared: reactions count, the message is edited in place, and nobody sets up again."""
    before = town._board()
    channels.change_id(town.fake.world, town.circles)
    await town._heard_by_bot()

    await town.react("Ana", "⚾")
    assert await town.states_of("Ana") == [OptInState.WAITING]
    await town.restart()
    await town.react("Ben", "⚾")
    await town.command("Noor", "/steward setup")
    await town.pass_time(timedelta(hours=2))

    assert [await town.states_of(who) for who in ("Ana", "Ben")] == [[OptInState.WAITING]] * 2
    assert [one.ts for one in town._boards()] == [before.ts]
    assert town.fake.calls("chat.update")[-1].args["channel"] == town.circles.id
    assert not any(one.answer.get("error") for one in town.fake.calls("chat.update"))
    modal = town.people["Noor"].modal
    assert modal is not None
    assert town.circles.id in f"{modal.blocks}"


async def test_a_stewards_channel_that_gets_another_id_is_followed(town: SlackTown) -> None:
    """What is told there goes on being told there."""
    await chooses(town, 3, stewards_place="stewards")
    place = next(one for one in town.fake.world.channels.values() if one.name == "stewards")
    channels.change_id(town.fake.world, place)
    await town._heard_by_bot()

    for _ in range(5):
        await town.pass_time(timedelta(days=14))

    assert town.in_stewards_channel("Noor")


async def test_a_pilots_channel_that_gets_another_id_is_followed(town: SlackTown) -> None:
    """Whoever comes into it afterwards may take part."""
    await chooses(town, 6, pilot_place="tryout")
    await opts_in(town, "Eli")
    assert "small group" in town.heard("Eli")
    place = next(one for one in town.fake.world.channels.values() if one.name == "tryout")
    channels.change_id(town.fake.world, place)

    channels.add(town.fake.world, place, town.people["Eli"].user)
    await town._heard_by_bot()
    await opts_in(town, "Eli")

    assert "You're in" in town.heard("Eli")


async def test_in_a_crowd_everybody_reads_their_note_some_a_little_later(town: SlackTown) -> None:
    """A hundred and twenty react within a moment: notes go as fast as Slack lets them, and none is lost."""
    crowd = [town.fake.person(f"Reader {number}", town.team) for number in range(CROWD)]
    town.circles.members += [one.user for one in crowd]
    workspace = town.adapter.workspaces.of(town.team.id)
    await workspace.people.get_to_know(one.user.id for one in crowd)
    workspace.pace = Pace(minute_seconds=3.0)  # the notes take longer than an answer to a tap may

    for one in crowd:
        one.react(town._board(), "baseball")
    await town._heard_by_bot()

    assert all("You're in" in town._text(one.user.shown[-1], "Ana") for one in crowd)
    assert len(town.fake.calls("chat.postEphemeral")) == CROWD


class GatedInbox:
    """Keeps the first act at once when all have come, and the others when the gate opens."""

    def __init__(self, inner: EventInbox, number: int) -> None:
        self._inner = inner
        self._number = number
        self._all_came = asyncio.Event()
        self._came = 0
        self.gate = asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def keep(self, event: AnyEvent, *, locale: str | None = None) -> Words | None:
        """Wait, and bring it on."""
        self._came += 1
        is_first = self._came == 1
        if self._came == self._number:
            self._all_came.set()
        await (self._all_came if is_first else self.gate).wait()
        words = await self._inner.keep(event, locale=locale)
        if is_first:
            asyncio.get_running_loop().call_later(0.3, self.gate.set)
        return words


async def test_notes_of_a_crowd_come_behind_what_slack_waits_for(
    town: SlackTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While twelve reactions are being kept, the note about one that already is waits for the others."""
    crowd = [town.fake.person(f"Reader {number}", town.team) for number in range(12)]
    town.circles.members += [one.user for one in crowd]
    workspace = town.adapter.workspaces.of(town.team.id)
    await workspace.people.get_to_know(one.user.id for one in crowd)
    watch = town.adapter.reception.watch
    inbox = GatedInbox(watch._inbox, len(crowd))
    monkeypatch.setattr(watch, "_inbox", inbox)
    was_open: list[bool] = []

    async def show(*_: object) -> None:
        was_open.append(inbox.gate.is_set())

    monkeypatch.setattr(notes, "show", show)

    for one in crowd:
        one.react(town._board(), "baseball")
    await town._heard_by_bot()

    assert was_open == [True] * len(crowd)


async def in_words() -> PrivateReply:
    """Say what a note says."""
    return PrivateReply(content=message("You're in."), replaces=False)


async def test_notes_wait_between_the_waves_of_a_crowd(town: SlackTown, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred reactions that are acknowledged together leave a gap before the next: no note is shown in it."""
    workspace, shown = town.adapter.workspaces.of(town.team.id), asyncio.Event()
    tasks: list[asyncio.Task[None]] = []

    async def show(*_: object) -> None:
        shown.set()

    monkeypatch.setattr(notes, "show", show)
    shelf = notes.Notes(lambda work: tasks.append(asyncio.create_task(work)))

    for _ in range(8):
        with ExitStack() as wave:
            for _ in range(notes.CROWD_FROM):
                wave.enter_context(shelf.crowd)
            shelf.add(workspace, Origin(person="U1"), in_words)
        await asyncio.sleep(notes.CALM_FROM_SECONDS / 4)
        assert not shown.is_set()
    async with asyncio.timeout(notes.CALM_AFTER_SECONDS / 2):
        await shown.wait()


async def test_a_note_for_which_there_are_no_words_keeps_no_other_back(
    town: SlackTown, monkeypatch: pytest.MonkeyPatch, logged: LogCapture
) -> None:
    """Where the database cannot be read just then, that note is left out, and the next one shown."""
    workspace, shown = town.adapter.workspaces.of(town.team.id), list[str]()
    tasks: list[asyncio.Task[None]] = []

    async def show(_: object, origin: Origin, _reply: object) -> None:
        shown.append(origin.person)

    async def no_words() -> PrivateReply:
        raise StoreError("the database is locked")

    monkeypatch.setattr(notes, "show", show)
    shelf = notes.Notes(lambda work: tasks.append(asyncio.create_task(work)))

    shelf.add(workspace, Origin(person="U1"), no_words)
    shelf.add(workspace, Origin(person="U2"), in_words)
    await asyncio.gather(*tasks)

    assert shown == ["U2"]
    assert [one["log_level"] for one in logged.entries if one["event"] == "note_not_shown"] == ["warning"]


async def test_a_note_that_may_not_be_sent_is_left_out_and_the_wish_stands(town: SlackTown, logged: LogCapture) -> None:
    """Where Slack takes no more notes for now, one's own page tells what is in force; nobody needs the log for it."""
    town.fake.faults.limit("chat.postEphemeral", retry_after=30)

    await town.react("Ana", "⚾")
    await town.react("Ben", "⚾")
    town.people["Ana"].open_home()
    await town._heard_by_bot()

    home = town.people["Ana"].home
    assert town.heard("Ana") == town.heard("Ben") == ""
    assert home is not None
    assert "baseball" in town._text(home, "Ana")
    assert [await town.states_of(who) for who in ("Ana", "Ben")] == [[OptInState.WAITING]] * 2
    assert [one["log_level"] for one in logged.entries if one["event"] == "answer_failed"] == ["warning"] * 2
