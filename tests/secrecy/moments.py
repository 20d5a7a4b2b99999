"""Moments at which somebody may do something that nobody else must be able to tell, found in a community's life."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from circles_bot.engine import events
from circles_bot.engine.ids import CircleId, InterestId, MemberId
from circles_bot.engine.model import CheckInAnswer, Preference, Way
from circles_bot.engine.tokens import Token
from tests.secrecy.village import (
    COMMUNITY,
    INTERESTS,
    MEMBERS,
    PEOPLE,
    START,
    STEWARDS,
    Past,
    Village,
    actor,
    opened,
)

SECRET = "living with it"
FOLLOWERS = (4, 9, 14, 19)
"""Who follows the confidential interest, its proposer first; everybody else is kept from seeing that they do.

In every other life only the first two do: a third makes a circle of them, which nobody may notice.
"""
OPENS_ON = 35
"""On which day the confidential interest, proposed on the 31st, is surely open."""
DAYS = 60
DAYS_AT_MOST = 100
"""A life is lived on beyond its days where it has had no moment of some kind: in a few nobody is just being asked."""
KEPT_OF_A_KIND = 12


class Secret(StrEnum):
    """What one history has and the other has not."""

    FOLLOWS = "follows a confidential interest, or does not"
    DECLINES = "declines, or does not answer"
    REPORTS = "reports, or does not"
    IS_OFF = "answers something's off as the only one, or good"
    AVOIDS = "avoids somebody with whom no plan seats them, or does not"


@dataclass(frozen=True, slots=True)
class Moment:
    """A community at an hour, and who may do what there; ``about`` are the ids that the act needs."""

    secret: Secret
    past: Past
    person: int
    about: tuple[str, ...]


async def moments_of(seed: int, template: Path, folder: Path) -> list[Moment]:
    """Let a community live for some weeks and return the moments that were found on the way."""
    dice, which = random.Random(seed), random.Random(seed)  # a made-up life and moments in it, not a secret
    database = folder / f"life-{seed}.db"
    shutil.copyfile(template, database)
    found: list[Moment] = []
    async with opened(Past(database=database, at=START), database) as village:
        await _begin(village, dice)
        for day in range(DAYS_AT_MOST):
            if day >= DAYS and {one.secret for one in found} == set(Secret):
                break
            await _live_a_day(village, dice, day, database, FOLLOWERS[: 2 + 2 * (seed % 2)])
            if day > OPENS_ON + len(FOLLOWERS):
                found.extend(_found(village, database, folder / f"life-{seed}-{day}.db", found, which))
    return found


def acts_of(moment: Moment, village: Village, *, is_first: bool) -> list[events.AnyEvent]:
    """Return what the person does in the one history (``is_first``) or in the other."""
    base = {"community": COMMUNITY, "at": village.clock.now(), "key": "the-act", "actor": actor(moment.person)}
    match moment.secret:
        case Secret.FOLLOWS:
            joined = events.InterestJoined(**base, interest=moment.about[0], way=Way.SELECT)  # type: ignore[arg-type]
            return [joined] if is_first else []
        case Secret.DECLINES:
            no = events.InvitationAnswered(**base, circle=CircleId(moment.about[0]), is_yes=False)  # type: ignore[arg-type]
            return [no] if is_first else []
        case Secret.REPORTS:
            told = events.ReportTold(**base, circle=CircleId(moment.about[0]), text="please look", names_reporter=False)  # type: ignore[arg-type]
            return [told] if is_first else []
        case Secret.IS_OFF:
            answer = CheckInAnswer.OFF if is_first else CheckInAnswer.GOOD
            circle, number = CircleId(moment.about[0]), int(moment.about[1])
            return [events.CheckInAnswered(**base, circle=circle, number=number, answer=answer)]  # type: ignore[arg-type]
        case Secret.AVOIDS:
            other = actor(int(moment.about[0]))
            avoided = events.PersonAvoided(**base, other=other)  # type: ignore[arg-type]
            return [avoided] if is_first else []


# --- a life -------------------------------------------------------------------------------------------------------


async def _begin(village: Village, dice: random.Random) -> None:
    await village.submit(
        0,
        events.SetupChosen(
            community=COMMUNITY,
            at=village.clock.now(),
            key="setup",
            actor=actor(0),
            platform="fake",
            community_theirs="village",
            board_place="C1",
            rooms_place="C1",
            interests=INTERESTS,
        ),
    )
    for person in range(PEOPLE):
        for _, name in dice.sample(INTERESTS, 1 + person % 2):
            await village.submit(person, village.joined(person, name))
        for preference, value in ((Preference.CIRCLES_AT_ONCE, "5"), (Preference.MESSAGES, "7")):
            await village.submit(
                person,
                events.PreferenceChosen(
                    community=COMMUNITY,
                    at=village.clock.now(),
                    key=village.key(),
                    actor=actor(person),
                    preference=preference,
                    values=(value,),
                ),
            )


async def _live_a_day(
    village: Village, dice: random.Random, day: int, database: Path, followers: Sequence[int]
) -> None:
    """Answer what there is to answer, most of the time; see that there is a confidential interest after a month."""
    for person in range(PEOPLE):
        seen = village.chat.controls_seen_by(actor(person).theirs)
        for control in [one for one in seen if one.token.split(":")[0] in _LIKELY][-5:]:
            if dice.random() < _LIKELY[Token(control.token.split(":")[0])]:
                await village.tap(person, control, 0)
    if day == 31:
        await _propose_the_secret(village, database)
    if day in range(OPENS_ON, OPENS_ON + len(followers)):
        follower = followers[day - OPENS_ON]
        await village.submit(follower, village.joined(follower, _secret_id(database), Way.SELECT))
    await village.pass_time(timedelta(hours=24))


_LIKELY: Mapping[Token, float] = {
    Token.ACCEPT: 0.25,
    Token.TAP: 0.2,
    Token.CHECK_IN: 0.05,
    Token.SEASON: 0.2,
}


async def _propose_the_secret(village: Village, database: Path) -> None:
    base = {"community": COMMUNITY, "at": village.clock.now()}
    await village.submit(
        FOLLOWERS[0],
        events.TopicProposed(**base, key="propose", actor=actor(FOLLOWERS[0]), name=SECRET, is_private=True),  # type: ignore[arg-type]
    )
    proposal = str(_rows(database, "SELECT interest FROM proposals WHERE interest LIKE 'cnf%'")[0][0])
    await village.submit(
        0,
        events.ProposalAnswered(**base, key="yes", actor=actor(0), interest=InterestId(proposal), is_yes=True),  # type: ignore[arg-type]
    )


def _secret_id(database: Path) -> str:
    return str(_rows(database, "SELECT id FROM interests WHERE id LIKE 'cnf%'")[0][0])


# --- looking for moments ------------------------------------------------------------------------------------------


def _found(village: Village, database: Path, copy: Path, before: Sequence[Moment], dice: random.Random) -> list[Moment]:
    wanted = [secret for secret in Secret if sum(one.secret is secret for one in before) < KEPT_OF_A_KIND]
    people = [(secret, *dice.choice(who)) for secret in wanted if (who := _FINDERS[secret](database))]
    if not people:
        return []
    shutil.copyfile(database, copy)
    past = village.past(copy)
    return [Moment(secret=secret, past=past, person=person, about=about) for secret, person, about in people]


_Found = list[tuple[int, tuple[str, ...]]]


def _who_may_follow(database: Path) -> _Found:
    """Return who follows nothing confidential, whatever they wait for."""
    secret = _secret_id(database)
    return [(person, (secret,)) for person in range(PEOPLE) if person not in {*FOLLOWERS, *STEWARDS}]


def _who_may_decline(database: Path) -> _Found:
    rows = _rows(
        database,
        "SELECT seats.member, seats.circle FROM seats JOIN circles ON circles.id = seats.circle "
        "WHERE seats.state = 'invited' AND seats.delivered_at IS NOT NULL AND circles.state = 'inviting' "
        "AND seats.circle LIKE 'cir%' AND seats.is_late = 0 ORDER BY seats.circle, seats.member",
    )
    return [(MEMBERS[MemberId(str(member))], (str(circle),)) for member, circle in rows if str(member) in MEMBERS]


def _who_may_report(database: Path) -> _Found:
    """Return people of circles that no steward was ever asked into."""
    rows = _rows(
        database,
        "SELECT seats.member, seats.circle FROM seats JOIN circles ON circles.id = seats.circle "
        "WHERE seats.state = 'seated' AND circles.state = 'open' AND seats.circle LIKE 'cir%' "
        "ORDER BY seats.circle, seats.member",
    )
    stewards = {actor(person).member for person in STEWARDS}
    watched = {str(row[1]) for row in _rows(database, "SELECT member, circle FROM seats") if row[0] in stewards}
    return [
        (MEMBERS[MemberId(str(member))], (str(circle),))
        for member, circle in rows
        if circle not in watched and str(member) in MEMBERS
    ]


def _who_may_be_off(database: Path) -> _Found:
    """Return who has a check-in open in a circle in which nobody has said quiet or off."""
    rows = _rows(
        database,
        "SELECT asked.member, asked.circle, asked.number FROM check_ins AS asked "
        "JOIN circles ON circles.id = asked.circle AND circles.state = 'open' AND circles.season = asked.season "
        "JOIN seats ON seats.circle = asked.circle AND seats.member = asked.member AND seats.state = 'seated' "
        "WHERE asked.answered_at IS NULL AND asked.circle LIKE 'cir%' AND NOT EXISTS (SELECT 1 FROM check_ins AS low "
        "WHERE low.circle = asked.circle AND low.answer IN ('quiet', 'off')) ORDER BY asked.member, asked.circle",
    )
    return [(MEMBERS[MemberId(str(row[0]))], (str(row[1]), str(row[2]))) for row in rows if str(row[0]) in MEMBERS]


def _who_may_avoid(database: Path) -> _Found:
    """Return two who follow nothing in common and sit nowhere together: no plan would seat them."""
    wishes: dict[int, set[str]] = {person: set() for person in range(PEOPLE)}
    for member, interest in _rows(database, "SELECT member, interest FROM opt_ins WHERE state != 'ended'"):
        if str(member) in MEMBERS:
            wishes[MEMBERS[MemberId(str(member))]].add(str(interest))
    others = [person for person in range(PEOPLE) if person not in {*FOLLOWERS, *STEWARDS}]
    pairs = [(one, two) for one in others for two in others if one != two and not wishes[one] & wishes[two]]
    return [(one, (str(two),)) for one, two in pairs]


_FINDERS: Mapping[Secret, Callable[[Path], _Found]] = {
    Secret.FOLLOWS: _who_may_follow,
    Secret.DECLINES: _who_may_decline,
    Secret.REPORTS: _who_may_report,
    Secret.IS_OFF: _who_may_be_off,
    Secret.AVOIDS: _who_may_avoid,
}


def _rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
