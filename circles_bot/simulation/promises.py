"""The promises that a run can show to be kept or broken, checked on what people were shown and what was decided.

Each is checked from the people's side: by what they tapped, when they are awake, what they left; never by the rules
that made the bot do what it did.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

from circles_bot.engine.decision import Decision
from circles_bot.engine.effects import AddToRoom, DirectKind, EditPost, OpenRoom, PostToRoom, SendDirect
from circles_bot.engine.events import (
    AnswersDue,
    AnyEvent,
    ChangeDue,
    CircleLeft,
    HandOffAnswered,
    InvitationAnswered,
)
from circles_bot.engine.ids import CircleId, MemberId, PostId
from circles_bot.engine.model import OptInState, Seat, SeatState
from circles_bot.engine.policy import Policy
from circles_bot.engine.tokens import Token
from circles_bot.ports.chat import Done, Outcome, Parcel
from circles_bot.simulation.breaches import Breach
from circles_bot.simulation.census import Census
from circles_bot.simulation.people import People, Person
from circles_bot.words.compose import flat
from circles_bot.words.message import Mention, Message

UNASKED = frozenset({DirectKind.INVITATION, DirectKind.STILL, DirectKind.OFFER, DirectKind.CHECK_IN})
"""What the budget is about."""
A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
VOICE_GRAIN = timedelta(hours=1)
"""A voice is noted once an hour, so a room may seem quiet that much earlier."""
_TAKEN_BACK = frozenset({OptInState.ENDED, OptInState.RESTING, OptInState.ASLEEP})

OPT_IN, LEAVING, NO_RANKS, A_NO, BUDGET, FEWER = 2, 3, 4, 7, 8, 11


class Promises:
    """Hears of every decision before the census does, and of every parcel after it arrived."""

    def __init__(self, *, census: Census, people: People) -> None:
        """Judge by the census and by the people."""
        self._census = census
        self._people = people
        self._asked: defaultdict[MemberId, list[datetime]] = defaultdict(list)
        self._delivered: set[tuple[CircleId, MemberId]] = set()
        self._wanted: set[PostId] = set()
        """Prompts that follow from what two or more said in their check-ins; those may come to a lively room."""
        self.broken: list[Breach] = []

    def decided(self, event: AnyEvent, decision: Decision) -> None:
        """Look at one decision, before the census hears of it."""
        match event:
            case CircleLeft():
                self._check_leaving(event, decision)
            case InvitationAnswered(is_yes=False):
                self._check_no(event.actor.member, decision, event.at)
            case HandOffAnswered(is_yes=False):
                self._check_no(event.actor.member, decision, event.at)
            case AnswersDue():
                self._check_silence(event, decision)
            case ChangeDue():
                self._wanted.update(effect.post for effect in decision.effects if isinstance(effect, PostToRoom))
            case _:
                pass

    def performed(self, parcel: Parcel, outcome: Outcome, at: datetime) -> None:
        """Look at what somebody has just been shown."""
        if not isinstance(outcome, Done):
            return
        effect = parcel.effect
        match effect:
            case OpenRoom() | AddToRoom():
                self._check_everybody_said_yes(effect, at)
            case PostToRoom() if parcel.words is not None:
                self._check_post(effect, parcel.words, at)
                self._check_mentions(effect.post, parcel.words, at)
            case EditPost() if parcel.words is not None:
                self._check_mentions(effect.post, parcel.words, at)
            case SendDirect() if parcel.words is not None:
                self._check_direct(effect, parcel.words, at)
            case _:
                pass

    # --- 2: opt-in only -----------------------------------------------------------------------------------------------

    def _check_everybody_said_yes(self, effect: OpenRoom | AddToRoom, at: datetime) -> None:
        for member in effect.members:
            person = self._people.by_member[member]
            if effect.circle not in person.said_yes:
                self._tell(OPT_IN, at, f"{person.row.member} was let into a room without a yes")

    # --- 3: leaving is silent and instant -----------------------------------------------------------------------------

    def _check_leaving(self, event: CircleLeft, decision: Decision) -> None:
        if decision.effects:
            who = self._people.by_member[event.actor.member].row.member
            self._tell(LEAVING, event.at, f"something was said when {who} left a circle")

    # --- 4: no ranks, nobody named for being silent -------------------------------------------------------------------

    def _check_mentions(self, post: PostId, words: Message, at: datetime) -> None:
        is_prompt = any(control.token.split(":")[0] == Token.PICK for control in words.controls)
        for member in _mentioned(words) if is_prompt else ():
            if member not in self._people.tapped[post]:
                who = self._people.by_member[member].row.member
                self._tell(NO_RANKS, at, f"{who} was named under a question that they did not answer")

    # --- 7: a no looks like silence -----------------------------------------------------------------------------------

    def _check_no(self, member: MemberId, decision: Decision, at: datetime) -> None:
        records = [change.record for change in decision.changes]
        is_own = all(isinstance(record, Seat) and record.member == member for record in records)
        if decision.effects or decision.timers or decision.silenced or not is_own:
            who = self._people.by_member[member].row.member
            self._tell(A_NO, at, f"the no of {who} changed something that others could see")

    def _check_silence(self, event: AnswersDue, decision: Decision) -> None:
        """See that at the deadline a no and a silence that had been reached lead to the same."""
        known = self._census.circles.get(event.circle)
        if known is None:
            return
        after: dict[SeatState, set[SeatState]] = {SeatState.DECLINED: set(), SeatState.INVITED: set()}
        for seat in (change.record for change in decision.changes if isinstance(change.record, Seat)):
            before = known.seats.get(seat.member)
            if before in after and (event.circle, seat.member) in self._delivered:
                after[before].add(seat.state)
        said_no, said_nothing = after.values()
        if said_no and said_nothing and said_no != said_nothing:
            self._tell(A_NO, event.at, "at a circle's deadline a no led to something else than silence")

    # --- 8: the budget, 11: how to get fewer --------------------------------------------------------------------------

    def _check_direct(self, effect: SendDirect, words: Message, at: datetime) -> None:
        person = self._people.by_member.get(effect.member)
        if person is None:
            return
        who = person.row.member
        if effect.circle in person.gone_from:
            self._tell(LEAVING, at, f"{who} was written to about a circle that they had left")
        if effect.kind is DirectKind.INVITATION and effect.circle in self._census.circles:
            self._delivered.add((effect.circle, effect.member))
            self._check_wish(person, effect.circle, at)
        if effect.kind not in UNASKED:
            return
        if effect.member not in self._census.opted_in_at:
            self._tell(OPT_IN, at, f"{who} was written to and had never opted in")
        if effect.kind is not DirectKind.INVITATION and any(_mentioned(words)):
            self._tell(NO_RANKS, at, f"{who} was told about somebody else unasked")
        if not flat(words.footer):
            self._tell(FEWER, at, f"a message to {who} did not say how to get fewer")
        self._check_budget(person, at)

    def _check_wish(self, person: Person, circle: CircleId, at: datetime) -> None:
        about = self._census.circles[circle].interest
        wish = self._census.wishes.get((person.member, about)) if about is not None else None
        if wish is not None and wish.state in _TAKEN_BACK:
            self._tell(LEAVING, at, f"{person.row.member} was invited and had taken the wish back")

    def _check_budget(self, person: Person, at: datetime) -> None:
        policy, who = self._policy(), person.row.member
        hour = at.astimezone(person.zone).hour
        if hour >= policy.quiet_from_hour or hour < policy.quiet_to_hour:
            self._tell(BUDGET, at, f"{who} was written to at {hour} o'clock of their time")
        if self._census.is_paused(person.member, at):
            self._tell(BUDGET, at, f"{who} was written to during a pause")
        asked = self._asked[person.member]
        lately = [before for before in asked if at - before < A_WEEK]
        if len(lately) >= policy.directs_per_week:
            self._tell(BUDGET, at, f"{who} was written to {len(lately) + 1} times within a week")
        if sum(at - before < A_DAY for before in lately) >= policy.directs_per_day:
            self._tell(BUDGET, at, f"{who} was written to twice within a day")
        self._asked[person.member] = [*lately, at]

    def _check_post(self, effect: PostToRoom, words: Message, at: datetime) -> None:
        names = {control.token.split(":")[0] for control in words.controls}
        if not (flat(words.footer) or names & {Token.NEED, Token.MINE}):
            self._tell(FEWER, at, "a message to a room did not say how to get fewer")
        for member in effect.pings:
            if effect.circle in self._people.by_member[member].gone_from:
                self._tell(LEAVING, at, f"{self._people.by_member[member].row.member} had left and was mentioned")
        if Token.PICK in names and effect.post not in self._wanted and self._is_lively(effect.circle, at):
            self._tell(BUDGET, at, "a lively room was asked a question")

    def _is_lively(self, circle: CircleId, at: datetime) -> bool:
        known = self._census.circles[circle]
        voices = sorted(
            (heard for member, heard in self._people.heard[circle].items() if member in known.sitting), reverse=True
        )
        return len(voices) > 1 and at - voices[1] < self._policy().quiet_after - VOICE_GRAIN

    def _policy(self) -> Policy:
        assert self._census.community is not None, "nobody is written to without a community"
        return Policy.of(self._census.community)

    def _tell(self, promise: int, at: datetime, what: str) -> None:
        self.broken.append(Breach(of=promise, at=at, what=what))


def _mentioned(words: Message) -> Iterator[MemberId]:
    spans = chain.from_iterable((*words.paragraphs, words.footer))
    return (span.member for span in spans if isinstance(span, Mention))
