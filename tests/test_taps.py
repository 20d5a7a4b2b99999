"""Taps: every token the engine can make is read back, and nothing else is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine import events, questions
from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.engine.tokens import LIMIT_CHARS, Token, make_token
from circles_bot.taps import Tap, interpret

AT = datetime(2026, 5, 5, 12, tzinfo=UTC)
ANA = events.Actor(member=MemberId("mem_a"), theirs="U1")
FIELDS: Mapping[str, tuple[str, ...]] = {
    Token.SETUP_BOARD: ("C1",),
    Token.SETUP_ROOMS: ("C2",),
    Token.SETUP_INTERESTS: ("⚾ baseball", "📚 books"),
    Token.SETUP_SECOND: ("mem_a",),
    Token.SETUP_PILOT: ("C3",),
    Token.REPORT_TEXT: ("it is loud",),
    Token.REPORT_NAME: ("yes",),
    Token.HOLD_PERSON: ("mem_a",),
    Token.HOLD_WEEKS: ("4",),
    Token.WITH_PEOPLE: ("mem_a",),
    Token.WITH_TOPIC: ("zines",),
    Token.HANDOFF_TEXT: ("ana@example.org",),
    Token.PROPOSE_NAME: ("chess",),
    Token.PROPOSE_WORD: ("word",),
    Token.ALIAS_NAME: ("softball",),
}
FIELD_TOKENS = frozenset({*FIELDS, Token.SET})
MEANINGS = {
    make_token(Token.JOIN): events.InterestJoined,
    make_token(Token.JOIN_MENU): questions.JoinAsked,
    make_token(Token.LEAVE_WISH, "int_1"): events.InterestLeft,
    make_token(Token.WAKE_WISH, "int_1"): events.InterestJoined,
    make_token(Token.MINE): questions.MineAsked,
    make_token(Token.HELP): questions.HelpAsked,
    make_token(Token.RHYTHM_MENU): questions.RhythmAsked,
    make_token(Token.RHYTHM, "9"): events.RhythmTold,
    make_token(Token.ACCEPT, "cir_1"): events.InvitationAnswered,
    make_token(Token.NOT_NOW, "cir_1"): events.InvitationAnswered,
    make_token(Token.TAP, "cir_1", "pst_1", "2"): events.PromptTapped,
    make_token(Token.NEED, "cir_1", "menu"): questions.RoomAsked,
    make_token(Token.LEAVE_CIRCLE, "cir_1"): events.CircleLeft,
    make_token(Token.AVOID, "cir_1"): events.MemberAvoided,
    make_token(Token.CHECK_IN, "cir_1", "1", "good"): events.CheckInAnswered,
    make_token(Token.AVOIDED): questions.AvoidedAsked,
    make_token(Token.AVOID_PERSON): events.PersonAvoided,
    make_token(Token.AVOID_END): events.AvoidanceEnded,
    make_token(Token.REPORT, "cir_1"): events.ReportTold,
    make_token(Token.REPORTS): questions.ReportsAsked,
    make_token(Token.REPORT_OPEN, "rep_1"): questions.ReportAsked,
    make_token(Token.REPORT_ANSWER, "rep_1", "done"): events.ReportAnswered,
    make_token(Token.CLOSE_ROOM, "rep_1"): events.CloseChosen,
    make_token(Token.KEEP_ROOM, "rep_1"): events.CloseChosen,
    make_token(Token.HOLD_MENU): questions.HoldAsked,
    make_token(Token.HOLD): events.MemberHeld,
    make_token(Token.STEWARDS): questions.StewardsAsked,
    make_token(Token.NAME_STEWARD): events.StewardNamed,
    make_token(Token.END_NAMING): events.NamingEnded,
    make_token(Token.STEP_DOWN): events.NamingEnded,
    make_token(Token.WITH_MENU): questions.WithFormAsked,
    make_token(Token.WITH): events.WithAsked,
    make_token(Token.WITH_YES, "cir_1"): events.WithAnswered,
    make_token(Token.WITH_NO, "cir_1"): events.WithAnswered,
    make_token(Token.HANDOFF): events.HandOffAsked,
    make_token(Token.HANDOFF_YES, "hof_1"): events.HandOffAnswered,
    make_token(Token.HANDOFF_NO, "hof_1"): events.HandOffAnswered,
    make_token(Token.HANDOFF_GIVE, "hof_1"): questions.HandOffGiftAsked,
    make_token(Token.HANDOFF_GIFT, "hof_1"): events.HandOffGiven,
    make_token(Token.HANDOFF_NOTHING, "hof_1"): events.HandOffGiven,
    make_token(Token.HANDOFF_SHOW, "hof_1"): events.HandOffShown,
    make_token(Token.CONCERN, "cir_1", "bot"): events.ConcernTold,
    make_token(Token.MORE, "cir_1", "yes"): events.MoreWanted,
    make_token(Token.PICK, "cir_1"): events.PickNextTapped,
    make_token(Token.PICK, "cir_1", "general-1", "named"): events.PickNextTapped,
    make_token(Token.TALKING, "cir_1"): events.TalkingTapped,
    make_token(Token.SEASON, "cir_1", "rest"): events.SeasonAnswered,
    make_token(Token.ABOUT_ME): questions.AboutMeAsked,
    make_token(Token.PREFER, "pace"): events.PreferenceChosen,
    make_token(Token.STILL, "yes"): events.StillAnswered,
    make_token(Token.PAUSE, "2"): events.PauseChosen,
    make_token(Token.MY_DATA): questions.ForgetAsked,
    make_token(Token.EXPORT): events.MineExported,
    make_token(Token.FORGET_ME): events.ForgottenMe,
    make_token(Token.SETUP): events.SetupChosen,
    make_token(Token.SETTINGS, "0"): events.SettingsChosen,
    make_token(Token.SETTINGS_PAGE, "1"): questions.SettingsAsked,
    make_token(Token.STATUS): questions.StatusAsked,
    make_token(Token.PREVIEW): questions.PreviewAsked,
    make_token(Token.PAUSE_ALL): events.EverythingPaused,
    make_token(Token.GO_ON): events.EverythingPaused,
    make_token(Token.PRIVATE_MENU): questions.PrivateAsked,
    make_token(Token.PRIVATE): questions.PrivateAsked,
    make_token(Token.PROPOSE_MENU, "private"): questions.ProposeAsked,
    make_token(Token.PROPOSE, "private"): events.TopicProposed,
    make_token(Token.PROPOSE, "sure", "chess: blitz"): events.TopicProposed,
    make_token(Token.CO_SIGN): events.TopicCoSigned,
    make_token(Token.UNSIGN, "int_1"): events.TopicCoSigned,
    make_token(Token.OPEN_PRIVATELY, "ccr_1"): questions.InvitationAsked,
    make_token(Token.WORD_MENU, "cnf_1"): questions.WordAsked,
    make_token(Token.WORD, "cnf_1"): events.WordGiven,
    make_token(Token.INTERESTS, "merge"): questions.InterestsAsked,
    make_token(Token.APPROVE): events.ProposalAnswered,
    make_token(Token.REFUSE): events.ProposalAnswered,
    make_token(Token.ARCHIVE): events.InterestArchived,
    make_token(Token.MERGE_FROM): questions.InterestsAsked,
    make_token(Token.MERGE_INTO, "int_1"): events.InterestMerged,
    make_token(Token.ALIAS_OF): questions.InterestsAsked,
    make_token(Token.ALIAS, "int_1"): events.InterestChanged,
}


def a_tap(token: str) -> Tap:
    """Return a tap of Ana's with something chosen."""
    return Tap(
        token=token,
        community=CommunityId("com_1"),
        at=AT,
        actor=ANA,
        values=("int_1",),
        fields=FIELDS,
        people={ANA.member: ANA, "int_1": ANA},
    )


@pytest.mark.parametrize(("token", "meaning"), MEANINGS.items())
def test_every_token_is_read_back(token: str, meaning: type) -> None:
    """What the engine puts into a button means the one thing it was made for."""
    assert type(interpret(a_tap(token))) is meaning


def test_no_token_is_forgotten() -> None:
    """Every name in the table of tokens is read (a form's fields are read with their form)."""
    assert {token.split(":")[0] for token in MEANINGS} == {name.value for name in Token if name not in FIELD_TOKENS}


@pytest.mark.parametrize(
    "token",
    [
        "",
        ":",
        "nonsense",
        "rhythm:24",
        "rhythm:x",
        "tap:a:b",
        "tap:a:b:c",
        "check-in:c:1:lovely",
        "pause:-1",
        "pause:99",
    ],
)
def test_what_cannot_be_read_is_nothing(token: str) -> None:
    """Unknown names, missing parts and values out of range are None, never an exception."""
    assert interpret(a_tap(token)) is None


@given(token=st.text(max_size=120), values=st.lists(st.text(max_size=20), max_size=2))
def test_any_text_is_read_without_an_exception(token: str, values: list[str]) -> None:
    """Whatever comes back from people's machines, reading it is safe."""
    tap = Tap(token=token, community=CommunityId("com_1"), at=AT, actor=ANA, values=values)

    assert interpret(tap) is None or interpret(tap) is not None


def test_setup_reads_emoji_and_name() -> None:
    """An interest chosen at setup is its emoji, a space, and its name."""
    meaning = interpret(a_tap("setup"))

    assert isinstance(meaning, events.SetupChosen)
    assert meaning.interests == (("⚾", "baseball"), ("📚", "books"))
    assert (meaning.second, meaning.pilot_place) == (ANA, "C3")


@pytest.mark.parametrize(
    ("fields", "pilot"), [({}, None), ({Token.SETUP_PILOT: ("nowhere",)}, ""), ({Token.SETUP_PILOT: ("C9",)}, "C9")]
)
def test_setup_takes_what_may_be_left_empty(fields: Mapping[str, tuple[str, ...]], pilot: str | None) -> None:
    """No second steward and no pilot are the usual; "everybody" ends a pilot, and no answer leaves it."""
    left = {name: chosen for name, chosen in FIELDS.items() if name not in {Token.SETUP_SECOND, Token.SETUP_PILOT}}

    meaning = interpret(replace(a_tap("setup"), fields={**left, **fields}))

    assert isinstance(meaning, events.SetupChosen)
    assert (meaning.second, meaning.pilot_place) == (None, pilot)


def test_a_token_that_is_too_long_cannot_be_made() -> None:
    """Platforms refuse it, so we do it first."""
    with pytest.raises(ValueError, match=str(LIMIT_CHARS)):
        make_token(Token.ACCEPT, "c" * LIMIT_CHARS)


@pytest.mark.parametrize("broken", ["\ud800", "\0"])
def test_texts_that_no_database_takes_are_refused(broken: str) -> None:
    """Half a character or a NUL, which JSON may bring, is read as nothing, wherever in a tap it is."""
    whole = a_tap(make_token(Token.ACCEPT, "cir_1"))

    assert interpret(whole) is not None
    assert interpret(replace(whole, token=f"accept:cir_{broken}")) is None
    assert interpret(replace(whole, values=("int_1", broken))) is None
    assert interpret(replace(whole, fields={Token.SETUP_BOARD: (broken,)})) is None
