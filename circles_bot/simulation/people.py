"""The people of a simulation: they see what the bot shows them and do what such people do, at stated rates.

Whoever is shown a button may tap it, by the platform's own way; nobody here knows a rule. What each of them does
follows from the seed, the person and what it is about, never from what others did first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from circles_bot.engine.effects import (
    AddToRoom,
    CloseRoom,
    DirectKind,
    OpenRoom,
    PostToRoom,
    SendDirect,
    ShowBoard,
    TakeBoardAway,
)
from circles_bot.engine.ids import CircleId, MemberId
from circles_bot.engine.languages import NAMES
from circles_bot.engine.model import CheckInAnswer, Preference, SeasonAnswer
from circles_bot.engine.names import normal_name
from circles_bot.engine.questions import RoomQuestion
from circles_bot.engine.tokens import Token, make_token
from circles_bot.members_file import MemberRow
from circles_bot.ports.chat import Done, Outcome, Parcel
from circles_bot.simulation.agenda import Agenda
from circles_bot.simulation.rates import Chance, Rates, when_awake
from circles_bot.simulation.town import Shown, Town
from circles_bot.words.message import Message, MessageSelect

HOME_LANGUAGE = "en"
"""What the community's pages are in; who says nothing of languages speaks it."""
STEWARD = "steward"
A_WEEK = timedelta(weeks=1)
BREAK_WEEKS = 2
SOON = (timedelta(hours=6), timedelta(hours=48))
"""How long an answer to a message takes, and at most: the latest comes before an invitation is over."""
LATER = (timedelta(hours=10), timedelta(hours=60))
"""How long it takes until somebody says something in a room that was asked a question."""
TOGETHER = timedelta(weeks=6)
"""How long two people talk at most until one asks the other to carry on elsewhere."""
MOVES_ON_AFTER = timedelta(days=2)

FEELS = {CheckInAnswer.GOOD: 0.85, CheckInAnswer.QUIET: 0.12, CheckInAnswer.OFF: 0.03}
"""What those who answer a check-in say. Leaving and pausing have rates of their own, so nobody does it here."""

_WANTS_OUT = frozenset({SeasonAnswer.FRESH_MIX.value, SeasonAnswer.REST.value})
"""Answers after which one does not come back to the room."""


@dataclass(slots=True)
class Person:
    """Somebody, as the run knows them; ``rooms`` are those they sit in, by circle."""

    row: MemberRow
    theirs: str
    member: MemberId
    zone: ZoneInfo
    languages: tuple[str, ...]
    rooms: dict[CircleId, str] = field(default_factory=dict)
    gone_from: dict[CircleId, datetime] = field(default_factory=dict)
    said_yes: set[str] = field(default_factory=set)
    """The circles to which they said yes."""


@dataclass(slots=True)
class _Page:
    message: str
    values: Mapping[str, str]
    """The Join select's values, by the interest's name made comparable."""
    emoji: Mapping[str, str]


class People:
    """Everybody, and what they do. Times of acts go to ``agenda``."""

    def __init__(
        self,
        rows: Sequence[MemberRow],
        *,
        town: Town,
        agenda: Agenda,
        rates: Rates,
        chance: Chance,
        home: str,
        now: Callable[[], datetime],
    ) -> None:
        """Let everybody into the town; who has no time zone in the file tells none, and lives by that of ``home``."""
        self._town = town
        self._agenda = agenda
        self._rates = rates
        self._chance = chance
        self._home = home
        self._now = now
        self._pages: dict[int, _Page] = {}
        """What the board's messages offer."""
        self._needs: dict[CircleId, str] = {}
        """By circle the newest post with "Need something?"."""
        self.tapped: defaultdict[str, set[MemberId]] = defaultdict(set)
        """By post who tapped an answer there."""
        self.heard: defaultdict[str, dict[MemberId, datetime]] = defaultdict(dict)
        """By circle when each of them last tapped or spoke in its room."""
        self.everybody: dict[str, Person] = {}
        for number, row in enumerate(rows, start=1):
            person = self._let_in(row, f"U{number}")
            self.everybody[person.theirs] = person
        self.by_member = {person.member: person for person in self.everybody.values()}
        self._by_id = {person.row.member: person for person in self.everybody.values()}
        self.apart = frozenset(
            frozenset((person.member, self._by_id[other].member))
            for person in self.everybody.values()
            for other in person.row.avoid
            if other in self._by_id
        )

    def arrive(self, start: datetime, weeks: int) -> None:
        """Plan what people do by themselves: all come in the first week; some leave or pause in each week."""
        for person in self.everybody.values():
            who = person.row.member
            arrives = when_awake(start + A_WEEK * 0.9 * self._chance.share("arrives", who), person.zone)
            self._agenda.plan(arrives, partial(self._opt_in, person))
            for week in range(weeks):
                for what, rate, act in (
                    ("leave", self._rates.leave, self._leave_something),
                    ("pause", self._rates.pause, self._pause),
                ):
                    if not self._chance.happens(rate, what, who, str(week)):
                        continue
                    at = start + A_WEEK * (week + self._chance.share(what, "when", who, str(week)))
                    if at > arrives:
                        self._agenda.plan(when_awake(at, person.zone), partial(act, person, week))

    def performed(self, parcel: Parcel, outcome: Outcome) -> None:
        """See what the bot has shown, and plan what comes of it."""
        if not isinstance(outcome, Done):
            return
        effect, shown = parcel.effect, outcome.theirs or ""
        match effect:
            case ShowBoard() if parcel.words is not None:
                self._pages[effect.page] = _read_page(parcel.words, shown)
            case TakeBoardAway():
                self._pages = {page: one for page, one in self._pages.items() if one.message != effect.theirs}
            case OpenRoom():
                self._meet(effect, self._enter(effect.circle, parcel, shown))
            case AddToRoom():
                self._enter(effect.circle, parcel, parcel.to or "")
            case CloseRoom():
                for theirs in self._town.people_in(parcel.to or ""):
                    self.everybody[theirs].rooms.pop(effect.circle, None)
            case PostToRoom() if parcel.words is not None and parcel.to is not None:
                self._see_post(effect, parcel.words, shown, parcel.to)
            case SendDirect() if parcel.words is not None:
                self._read_direct(effect, parcel.words, shown, self.everybody.get(parcel.to or ""))
            case _:
                pass

    # --- coming ---------------------------------------------------------------------------------------------------

    def _let_in(self, row: MemberRow, theirs: str) -> Person:
        languages = tuple(language for language in row.languages if language in NAMES) or (HOME_LANGUAGE,)
        member = self._town.let_in(theirs, timezone=row.timezone or "", locale=languages[0])
        return Person(row, theirs, member, ZoneInfo(row.timezone or self._home), languages)

    async def _opt_in(self, person: Person) -> None:
        """Do what somebody does who has just found the board: say whom to avoid, join, choose what is theirs."""
        for other in person.row.avoid:
            if other in self._by_id:
                await self._town.command(person.theirs, f"/circles avoid {self._by_id[other].theirs}")
        for number, interest in enumerate(person.row.interests):
            await self._join(person, interest)
            if number == 0:
                await self._choose(person)

    async def _join(self, person: Person, interest: str) -> None:
        name, who = normal_name(interest), person.theirs
        way = self._chance.share("way", person.row.member, interest)
        page = next((page for page in self._pages.values() if name in page.values), None)
        if way < 0.2 and page is not None and name in page.emoji:
            await self._town.react_on_board(who, page.emoji[name])
        elif way < 0.6 and page is not None:
            await self._town.tap(who, page.message, make_token(Token.JOIN), [page.values[name]])
        else:
            await self._town.command(who, f"/circles join {interest}")

    async def _choose(self, person: Person) -> None:
        if person.languages != (HOME_LANGUAGE,):
            await self._prefer(person, Preference.LANGUAGES, person.languages)
        if person.row.capacity != 1:
            await self._prefer(person, Preference.CIRCLES_AT_ONCE, [str(person.row.capacity)])

    async def _prefer(self, person: Person, preference: Preference, values: Sequence[str]) -> None:
        page = await self._town.command(person.theirs, "/circles me")
        token = make_token(Token.PREFER, preference.value)
        if page is not None and token in page.controls:
            await self._town.tap(person.theirs, page.message, token, values)

    # --- what they are shown ----------------------------------------------------------------------------------------

    def _enter(self, circle: CircleId, parcel: Parcel, room: str) -> list[Person]:
        inside = [self.everybody[theirs] for theirs in parcel.people.values() if theirs in self.everybody]
        for person in inside:
            person.rooms[circle] = room
        return sorted(inside, key=lambda person: person.member)

    def _meet(self, effect: OpenRoom, people: Sequence[Person]) -> None:
        """Let two of a new circle find, now and then, that they would like to talk elsewhere."""
        circle = effect.circle
        if len(people) < 2 or not self._chance.happens(self._rates.hand_off, "hand-off", circle):
            return
        asker = self._chance.one_of(people, "asker", circle)
        other = self._chance.one_of([one for one in people if one is not asker], "other", circle)
        at = self._now() + A_WEEK + (TOGETHER - A_WEEK) * self._chance.share("hands off", circle)
        self._agenda.plan(when_awake(at, asker.zone), partial(self._ask_elsewhere, asker, other, circle))

    def _see_post(self, effect: PostToRoom, words: Message, message: str, room: str) -> None:
        circle = effect.circle
        tokens = _tokens(words)
        if Token.NEED in tokens:
            self._needs[circle] = message
        if not (tokens.keys() & {Token.TAP, Token.SEASON}) and Token.PICK not in tokens:
            return
        for theirs in sorted(self._town.people_in(room)):
            person = self.everybody.get(theirs)
            if person is None or circle not in person.rooms:
                continue
            if Token.SEASON in tokens:
                self._think_of_season(person, effect, message, tokens[Token.SEASON])
            elif self._chance.happens(self._rates.tap, "answers", person.row.member, effect.post):
                self._think_of_answer(person, effect, message, room, tokens.get(Token.TAP, []))

    def _think_of_answer(
        self, person: Person, effect: PostToRoom, message: str, room: str, answers: Sequence[str]
    ) -> None:
        who = person.row.member
        at = self._after(LATER, person, "answers when", who, effect.post)
        if answers and self._chance.happens(0.5, "taps", who, effect.post):
            token = self._chance.one_of(answers, "taps what", who, effect.post)
            self._agenda.plan(at, partial(self._tap_in_room, person, effect.circle, message, token))
        else:
            self._agenda.plan(at, partial(self._say, person, effect.circle, room))

    def _think_of_season(self, person: Person, effect: PostToRoom, message: str, answers: Sequence[str]) -> None:
        offered = {token.split(":")[2]: token for token in answers}
        rates = self._rates
        likes = {
            SeasonAnswer.CARRY_ON: rates.carry_on,
            SeasonAnswer.FRESH_MIX: rates.fresh_mix,
            SeasonAnswer.ONE_MORE: rates.fresh_mix,
            SeasonAnswer.REST: rates.rest,
        }
        weights = {offered[answer]: share for answer, share in likes.items() if answer in offered}
        who = person.row.member
        token = self._chance.weighed(weights, "season", who, effect.post)
        at = self._after(LATER, person, "season when", who, effect.post)
        self._agenda.plan(at, partial(self._tap_in_room, person, effect.circle, message, token))

    def _read_direct(self, effect: SendDirect, words: Message, message: str, person: Person | None) -> None:
        if person is None:
            return
        who, about, tokens = person.row.member, effect.key, _tokens(words)
        is_willing = self._chance.happens(self._rates.accept, "accepts", who, about)
        answers = self._chance.happens(self._rates.check_in, "answers", who, about)
        at = self._after(SOON, person, "reads", who, about)
        tap: Callable[[str], None] = lambda token: self._agenda.plan(at, partial(self._tap, person, message, token))  # noqa: E731  # a name for three words
        if Token.ACCEPT in tokens:
            if is_willing:
                tap(tokens[Token.ACCEPT][0])
            elif self._chance.happens(0.5, "says not now", who, about):
                tap(tokens[Token.NOT_NOW][0])
        elif Token.CHECK_IN in tokens and answers:
            offered = {token.rpartition(":")[2]: token for token in tokens[Token.CHECK_IN]}
            weights = {offered[answer]: share for answer, share in FEELS.items() if answer in offered}
            tap(self._chance.weighed(weights, "feels", who, about))
        elif Token.STILL in tokens and answers:
            tap(tokens[Token.STILL][0])
        elif effect.kind is DirectKind.OFFER and is_willing and Token.WAKE_WISH in tokens:
            tap(tokens[Token.WAKE_WISH][0])
        elif Token.HANDOFF_YES in tokens and is_willing:
            tap(tokens[Token.HANDOFF_YES][0])
        elif Token.HANDOFF_GIVE in tokens:
            self._agenda.plan(at, partial(self._move_on, person))

    # --- what they do -----------------------------------------------------------------------------------------------

    async def _tap(self, person: Person, message: str, token: str) -> None:
        name, *parts = token.split(":")
        if name == Token.ACCEPT:
            person.said_yes.add(parts[0])
        await self._town.tap(person.theirs, message, token)
        if name == Token.HANDOFF_YES:
            self._agenda.plan(when_awake(self._now() + MOVES_ON_AFTER, person.zone), partial(self._move_on, person))

    async def _tap_in_room(self, person: Person, circle: CircleId, message: str, token: str) -> None:
        if circle not in person.rooms:
            return
        name, *parts = token.split(":")
        self.heard[circle][person.member] = self._now()
        if name == Token.TAP:
            self.tapped[parts[1]].add(person.member)
        await self._town.tap(person.theirs, message, token)
        if parts[-1] in _WANTS_OUT:
            del person.rooms[circle]

    async def _say(self, person: Person, circle: CircleId, room: str) -> None:
        if circle in person.rooms:
            self.heard[circle][person.member] = self._now()
            await self._town.say(person.theirs, room)

    async def _pause(self, person: Person, _week: int) -> None:
        await self._town.command(person.theirs, f"/circles pause {BREAK_WEEKS}")

    async def _leave_something(self, person: Person, week: int) -> None:
        """Leave the newest circle, by the bot's button or the platform's own; or take back what one waits for."""
        circle = next(reversed(person.rooms), None)
        if circle is None:
            for interest in person.row.interests:
                await self._town.command(person.theirs, f"/circles leave {interest}")
            return
        await self._leave(person, circle, by_button=self._chance.happens(0.5, "by button", person.theirs, str(week)))

    async def _leave(self, person: Person, circle: CircleId, *, by_button: bool) -> None:
        room = person.rooms.pop(circle)
        person.gone_from[circle] = self._now()
        if by_button and circle in self._needs:
            menu, leaving = (
                make_token(Token.NEED, circle, what.value) for what in (RoomQuestion.MENU, RoomQuestion.LEAVE)
            )
            shown = await self._town.tap(person.theirs, self._needs[circle], menu)
            shown = await self._tap_shown(person, shown, leaving)
            await self._tap_shown(person, shown, make_token(Token.LEAVE_CIRCLE, circle))
        await self._town.leave(person.theirs, room)

    async def _tap_shown(self, person: Person, shown: Shown | None, token: str) -> Shown | None:
        if shown is None or token not in shown.controls:
            return None
        return await self._town.tap(person.theirs, shown.message, token)

    async def _ask_elsewhere(self, asker: Person, other: Person, circle: CircleId) -> None:
        if circle in asker.rooms and circle in other.rooms:
            await self._town.command(asker.theirs, f"/circles handoff {other.theirs}")

    async def _move_on(self, person: Person) -> None:
        """Leave the circle in which one met somebody to talk to elsewhere."""
        circle = next(reversed(person.rooms), None)
        if circle is not None:
            await self._leave(person, circle, by_button=True)

    def _after(self, wait: tuple[timedelta, timedelta], person: Person, *about: str) -> datetime:
        mean, at_most = wait
        return when_awake(self._now() + self._chance.wait(mean, at_most, *about), person.zone)


def _tokens(words: Message) -> Mapping[str, list[str]]:
    """Return the tokens on a message's buttons and selects by name, in reading order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for control in words.controls:
        found[control.token.split(":")[0]].append(control.token)
    return found


def _read_page(words: Message, message: str) -> _Page:
    selects: Iterable[MessageSelect] = (one for one in words.controls if isinstance(one, MessageSelect))
    options = [option for select in selects if select.token == make_token(Token.JOIN) for option in select.options]
    return _Page(
        message=message,
        values={normal_name(option.label): option.value for option in options},
        emoji={normal_name(option.label): option.emoji for option in options if option.emoji},
    )
