"""What a tap means: a token that came back from a button, select or form, read into an event or a question.

Tokens are made by the engine (``circles_bot.engine.tokens``). They come back through people's machines, so nothing in
them is trusted: what cannot be read is None, and an id that is not of the person's community is unknown to the store.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from circles_bot import interest_taps
from circles_bot.engine import events, questions
from circles_bot.engine.ids import CircleId, HandOffId, MemberId, PostId, PromptId, ReportId
from circles_bot.engine.model import CheckInAnswer, Preference, ReportAnswer, SeasonAnswer, Way
from circles_bot.engine.pilots import EVERYBODY
from circles_bot.engine.settings import read_settings
from circles_bot.engine.tokens import Token
from circles_bot.tapping import Meaning as Meaning
from circles_bot.tapping import Tap as Tap

TAPS_WITH_PLACES = frozenset({Token.SETTINGS_PAGE, Token.SETUP})
"""Taps that show a steward the channels to choose from, or choose of them: a platform has to be asked for those."""
PART_LIMIT_CHARS = 64
"""No id of ours is half as long; what comes back in a token of another name has room for it then."""


def interpret(tap: Tap) -> Meaning | None:
    """Return what a tap means, or None when its token or values are not ours or not whole."""
    if not all(map(_is_storable, (tap.token, *tap.values, *chain.from_iterable(tap.fields.values())))):
        return None
    name, *parts = tap.token.split(":")
    if any(len(part) > PART_LIMIT_CHARS for part in parts):
        return None
    try:
        return _READERS[Token(name)](tap, parts)
    except (ValueError, IndexError, KeyError):
        return None


def _is_storable(text: str) -> bool:
    """Tell whether a database takes it: JSON may bring half a character (a lone surrogate) or a NUL."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _settings(tap: Tap, parts: list[str]) -> Meaning:
    if not tap.fields or not parts[0].isdecimal():
        raise ValueError(parts)
    chosen = read_settings(tap.fields)
    return events.SettingsChosen(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        settings=chosen.settings,
        timezone=chosen.timezone,
        language=chosen.language,
        stewards_place=chosen.stewards_place,
        pilot_place=chosen.pilot_place,
    )


def _settings_page(tap: Tap, parts: list[str]) -> Meaning:
    return questions.SettingsAsked(
        community=tap.community, at=tap.at, actor=tap.actor, page=int(parts[0]), places=tuple(tap.places)
    )


def _pause_all(is_paused: bool) -> Callable[[Tap, list[str]], Meaning]:
    def read(tap: Tap, parts: list[str]) -> Meaning:
        if parts:
            raise ValueError(parts)
        return events.EverythingPaused(
            community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, is_paused=is_paused
        )

    return read


def _join(tap: Tap, _parts: list[str]) -> Meaning:
    return events.InterestJoined(
        community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, interest=tap.values[0], way=Way.SELECT
    )


def _wake(tap: Tap, parts: list[str]) -> Meaning:
    return events.InterestJoined(
        community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, interest=parts[0], way=Way.SELECT
    )


def _leave_wish(tap: Tap, parts: list[str]) -> Meaning:
    return events.InterestLeft(community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, interest=parts[0])


def _rhythm(tap: Tap, parts: list[str]) -> Meaning:
    hour = int(parts[0])
    if not 0 <= hour <= 23:
        raise ValueError(hour)
    return events.RhythmTold(community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, hour=hour)


def _answer(is_yes: bool) -> Callable[[Tap, list[str]], Meaning]:
    def read(tap: Tap, parts: list[str]) -> Meaning:
        return events.InvitationAnswered(
            community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, circle=CircleId(parts[0]), is_yes=is_yes
        )

    return read


def _tap(tap: Tap, parts: list[str]) -> Meaning:
    circle, post, choice = parts
    return events.PromptTapped(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        circle=CircleId(circle),
        post=PostId(post),
        choice=int(choice),
    )


def _need(tap: Tap, parts: list[str]) -> Meaning:
    circle, about = parts
    return questions.RoomAsked(
        community=tap.community,
        at=tap.at,
        actor=tap.actor,
        circle=CircleId(circle),
        about=questions.RoomQuestion(about),
    )


def _leave_circle(tap: Tap, parts: list[str]) -> Meaning:
    return events.CircleLeft(
        community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, circle=CircleId(parts[0])
    )


def _avoid(tap: Tap, parts: list[str]) -> Meaning:
    return events.MemberAvoided(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        circle=CircleId(parts[0]),
        other=MemberId(tap.values[0]),
    )


def _check_in(tap: Tap, parts: list[str]) -> Meaning:
    circle, number, answer = parts
    return events.CheckInAnswered(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        circle=CircleId(circle),
        number=int(number),
        answer=CheckInAnswer(answer),
    )


def _concern(tap: Tap, parts: list[str]) -> Meaning:
    circle, to = parts
    return events.ConcernTold(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        circle=CircleId(circle),
        for_stewards={"stewards": True, "bot": False}[to],
    )


def _pick(tap: Tap, parts: list[str]) -> Meaning:
    circle, *picked = parts
    if picked[1:] not in ([], ["named"]):
        raise ValueError(picked)
    return events.PickNextTapped(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        circle=CircleId(circle),
        prompt=PromptId(picked[0]) if picked else None,
        is_named=len(picked) > 1,
    )


def _talking(tap: Tap, parts: list[str]) -> Meaning:
    (circle,) = parts
    return events.TalkingTapped(
        community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, circle=CircleId(circle)
    )


def _more(tap: Tap, parts: list[str]) -> Meaning:
    circle, wish = parts
    return events.MoreWanted(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        circle=CircleId(circle),
        is_wanted={"yes": True, "no": False}[wish],
    )


def _season(tap: Tap, parts: list[str]) -> Meaning:
    circle, answer = parts
    return events.SeasonAnswered(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        circle=CircleId(circle),
        answer=SeasonAnswer(answer),
    )


def _prefer(tap: Tap, parts: list[str]) -> Meaning:
    return events.PreferenceChosen(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        preference=Preference(parts[0]),
        values=tuple(tap.values),
    )


def _export(tap: Tap, parts: list[str]) -> Meaning:
    _refuse_surplus(parts)
    return events.MineExported(community=tap.community, at=tap.at, key=tap.key, actor=tap.actor)


def _forget_me(tap: Tap, parts: list[str]) -> Meaning:
    _refuse_surplus(parts)
    return events.ForgottenMe(community=tap.community, at=tap.at, key=tap.key, actor=tap.actor)


def _refuse_surplus(parts: list[str]) -> None:
    """Raise ValueError for a token with more in it than it has: what nobody was shown does nothing so final."""
    if parts:
        raise ValueError(parts)


def _still(tap: Tap, parts: list[str]) -> Meaning:
    is_yes = {"yes": True, "rest": False}[parts[0]]
    return events.StillAnswered(community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, is_yes=is_yes)


def _pause(tap: Tap, parts: list[str]) -> Meaning:
    weeks = int(parts[0])
    if not 0 <= weeks <= LONGEST_PAUSE_WEEKS:
        raise ValueError(weeks)
    return events.PauseChosen(community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, weeks=weeks)


def _setup(tap: Tap, _parts: list[str]) -> Meaning:
    chosen = tap.fields.get(Token.SETUP_INTERESTS, ())  # none: done again, nothing new
    pairs = tuple((emoji, name) for emoji, _, name in (entry.partition(" ") for entry in chosen) if name)
    return events.SetupChosen(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        platform=tap.platform,
        community_theirs=tap.community_theirs,
        board_place=tap.fields[Token.SETUP_BOARD][0],
        rooms_place=tap.fields[Token.SETUP_ROOMS][0],
        interests=pairs,
        timezone=tap.actor.timezone,
        sees_activity=tap.sees_activity,
        second=next((tap.people[member] for member in tap.fields.get(Token.SETUP_SECOND, ())), None),
        pilot_place=_pilot(tap.fields.get(Token.SETUP_PILOT, ())),
        places=tuple(tap.places),
    )


def _pilot(chosen: Sequence[str]) -> str | None:
    """Return the channel chosen, empty for everybody, or None where it was not asked."""
    return next(("" if value == EVERYBODY else value for value in chosen), None)


def _avoid_person(tap: Tap, _parts: list[str]) -> Meaning:
    other = tap.people[tap.values[0]]
    return events.PersonAvoided(community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, other=other)


def _avoid_end(tap: Tap, _parts: list[str]) -> Meaning:
    return events.AvoidanceEnded(
        community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, other=MemberId(tap.values[0])
    )


def _report(tap: Tap, parts: list[str]) -> Meaning:
    return events.ReportTold(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        circle=CircleId(parts[0]),
        text="\n".join(tap.fields.get(Token.REPORT_TEXT, ())),
        names_reporter="yes" in tap.fields.get(Token.REPORT_NAME, ()),
    )


def _report_open(tap: Tap, parts: list[str]) -> Meaning:
    return questions.ReportAsked(community=tap.community, at=tap.at, actor=tap.actor, report=ReportId(parts[0]))


def _report_answer(tap: Tap, parts: list[str]) -> Meaning:
    report, answer = parts
    return events.ReportAnswered(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        report=ReportId(report),
        answer=ReportAnswer(answer),
    )


def _close(is_closing: bool) -> Callable[[Tap, list[str]], Meaning]:
    def read(tap: Tap, parts: list[str]) -> Meaning:
        return events.CloseChosen(
            community=tap.community,
            at=tap.at,
            key=tap.key,
            actor=tap.actor,
            report=ReportId(parts[0]),
            is_closing=is_closing,
        )

    return read


def _hold(tap: Tap, _parts: list[str]) -> Meaning:
    weeks = int(tap.fields[Token.HOLD_WEEKS][0])
    if not 0 <= weeks <= LONGEST_HOLD_WEEKS:
        raise ValueError(weeks)
    other = tap.people[tap.fields[Token.HOLD_PERSON][0]]
    return events.MemberHeld(community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, other=other, weeks=weeks)


def _name_steward(tap: Tap, _parts: list[str]) -> Meaning:
    other = tap.people[tap.values[0]]
    return events.StewardNamed(community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, other=other)


def _end_naming(tap: Tap, _parts: list[str]) -> Meaning:
    return events.NamingEnded(
        community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, other=MemberId(tap.values[0])
    )


def _step_down(tap: Tap, parts: list[str]) -> Meaning:
    _refuse_surplus(parts)
    return events.NamingEnded(community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, other=tap.actor.member)


def _with(tap: Tap, _parts: list[str]) -> Meaning:
    return events.WithAsked(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        people=tuple(tap.people[member] for member in tap.fields[Token.WITH_PEOPLE]),
        topic=" ".join(tap.fields.get(Token.WITH_TOPIC, ())),
    )


def _with_answer(is_yes: bool) -> Callable[[Tap, list[str]], Meaning]:
    def read(tap: Tap, parts: list[str]) -> Meaning:
        return events.WithAnswered(
            community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, circle=CircleId(parts[0]), is_yes=is_yes
        )

    return read


def _hand_off(tap: Tap, _parts: list[str]) -> Meaning:
    return events.HandOffAsked(
        community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, other=MemberId(tap.values[0])
    )


def _hand_off_answer(is_yes: bool) -> Callable[[Tap, list[str]], Meaning]:
    def read(tap: Tap, parts: list[str]) -> Meaning:
        hand_off = HandOffId(parts[0])
        return events.HandOffAnswered(
            community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, hand_off=hand_off, is_yes=is_yes
        )

    return read


def _hand_off_gift(tap: Tap, parts: list[str]) -> Meaning:
    return events.HandOffGiven(
        community=tap.community,
        at=tap.at,
        key=tap.key,
        actor=tap.actor,
        hand_off=HandOffId(parts[0]),
        text="\n".join(tap.fields[Token.HANDOFF_TEXT]),
    )


def _hand_off_nothing(tap: Tap, parts: list[str]) -> Meaning:
    return events.HandOffGiven(
        community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, hand_off=HandOffId(parts[0]), text=""
    )


def _hand_off_show(tap: Tap, parts: list[str]) -> Meaning:
    return events.HandOffShown(
        community=tap.community, at=tap.at, key=tap.key, actor=tap.actor, hand_off=HandOffId(parts[0])
    )


LONGEST_HOLD_WEEKS = 52
LONGEST_PAUSE_WEEKS = 26
"""Half a year; a longer rest is better made by leaving, which costs nothing to undo."""

_READERS: Mapping[Token, Callable[[Tap, list[str]], Meaning]] = {
    Token.JOIN: _join,
    Token.JOIN_MENU: lambda tap, _: questions.JoinAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.LEAVE_WISH: _leave_wish,
    Token.WAKE_WISH: _wake,
    Token.MINE: lambda tap, _: questions.MineAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.HELP: lambda tap, _: questions.HelpAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.RHYTHM_MENU: lambda tap, _: questions.RhythmAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.RHYTHM: _rhythm,
    Token.ACCEPT: _answer(is_yes=True),
    Token.NOT_NOW: _answer(is_yes=False),
    Token.TAP: _tap,
    Token.NEED: _need,
    Token.LEAVE_CIRCLE: _leave_circle,
    Token.AVOID: _avoid,
    Token.AVOIDED: lambda tap, _: questions.AvoidedAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.AVOID_PERSON: _avoid_person,
    Token.AVOID_END: _avoid_end,
    Token.REPORT: _report,
    Token.REPORTS: lambda tap, _: questions.ReportsAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.REPORT_OPEN: _report_open,
    Token.REPORT_ANSWER: _report_answer,
    Token.CLOSE_ROOM: _close(is_closing=True),
    Token.KEEP_ROOM: _close(is_closing=False),
    Token.HOLD_MENU: lambda tap, _: questions.HoldAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.HOLD: _hold,
    Token.STEWARDS: lambda tap, _: questions.StewardsAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.NAME_STEWARD: _name_steward,
    Token.END_NAMING: _end_naming,
    Token.STEP_DOWN: _step_down,
    Token.WITH_MENU: lambda tap, _: questions.WithFormAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.WITH: _with,
    Token.WITH_YES: _with_answer(is_yes=True),
    Token.WITH_NO: _with_answer(is_yes=False),
    Token.HANDOFF: _hand_off,
    Token.HANDOFF_YES: _hand_off_answer(is_yes=True),
    Token.HANDOFF_NO: _hand_off_answer(is_yes=False),
    Token.HANDOFF_GIVE: lambda tap, parts: questions.HandOffGiftAsked(
        community=tap.community, at=tap.at, actor=tap.actor, hand_off=HandOffId(parts[0])
    ),
    Token.HANDOFF_GIFT: _hand_off_gift,
    Token.HANDOFF_NOTHING: _hand_off_nothing,
    Token.HANDOFF_SHOW: _hand_off_show,
    Token.CHECK_IN: _check_in,
    Token.CONCERN: _concern,
    Token.MORE: _more,
    Token.PICK: _pick,
    Token.TALKING: _talking,
    Token.SEASON: _season,
    Token.ABOUT_ME: lambda tap, _: questions.AboutMeAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.PREFER: _prefer,
    Token.STILL: _still,
    Token.PAUSE: _pause,
    Token.MY_DATA: lambda tap, _: questions.ForgetAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.EXPORT: _export,
    Token.FORGET_ME: _forget_me,
    Token.SETUP: _setup,
    Token.SETTINGS: _settings,
    Token.SETTINGS_PAGE: _settings_page,
    Token.STATUS: lambda tap, _: questions.StatusAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.PREVIEW: lambda tap, _: questions.PreviewAsked(community=tap.community, at=tap.at, actor=tap.actor),
    Token.PAUSE_ALL: _pause_all(is_paused=True),
    Token.GO_ON: _pause_all(is_paused=False),
    **interest_taps.READERS,
}
