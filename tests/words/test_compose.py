"""Composing: people's own words are never markup, times are local, labels fit."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from fluent.runtime import FluentBundle, FluentResource
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.application.service import mentioned
from circles_bot.engine.errors import ConfigError
from circles_bot.engine.ids import MemberId, PromptId
from circles_bot.engine.notes import (
    Button,
    Entry,
    Line,
    Mentions,
    Note,
    Option,
    PromptAnswer,
    PromptText,
    Select,
    Tally,
)
from circles_bot.words.catalog import Catalog
from circles_bot.words.compose import LABEL_LIMIT_CHARS, Composer, Reader, flat
from circles_bot.words.message import (
    Mention,
    MessageButton,
    MessageOption,
    MessageSelect,
    Moment,
    Plain,
    Strong,
    in_parts,
)
from circles_bot.words.prompt_packs import PromptTexts, Wording
from circles_bot.words.templates import Templates

ENTRIES = """
until = until { $until }
hello = Hello **{ $name }**, until { $until }.

    Second paragraph.
    .title = For { $name }
    .preview = Something is ready
people = Here: { $who }
count = { $number ->
    [one] one circle
   *[other] { $number } circles
 }
inside = You see: { $entry }
asks = { $prompt }
asks-nothing = nothing at all
button-take-back = Take back { $interest }
    .brief = Take back
button-yes = Yes
line-nothing = { "" }
moment-pattern = EEEE d MMMM, HH:mm
"""
SPANISH = """
moment-pattern = EEEE d 'de' MMMM, HH:mm
until = hasta el { $until }
people = Aquí: { $who }
"""
ANA, BEN = MemberId("mem_a"), MemberId("mem_b")
LISBON = Reader(locale="en-GB", zone=ZoneInfo("Europe/Lisbon"))


@pytest.fixture
def composer() -> Composer:
    """Compose from a few entries and one prompt."""
    bundles = {}
    for language, source in (("en", ENTRIES), ("es", SPANISH)):
        bundles[language] = FluentBundle([language], use_isolating=False)
        bundles[language].add_resource(FluentResource(source))
    prompts = PromptTexts({PromptId("view"): {"en": Wording(text="Hills or sea?", answers=("Hills", "Sea"))}})
    return Composer(Templates(Catalog(bundles)), prompts)


def test_a_time_is_said_in_the_readers_language(composer: Composer) -> None:
    """With its names of days and months, and in its order."""
    note = Note(key="until", args={"until": datetime(2026, 7, 7, 17, tzinfo=UTC)})

    message = composer.message(note, Reader(locale="es-MX", zone=ZoneInfo("Europe/Lisbon")))

    assert flat(message.paragraphs[0]) == "hasta el martes 7 de julio, 18:00"


def test_a_note_becomes_paragraphs_title_and_preview(composer: Composer) -> None:
    """Blank lines part paragraphs; attributes are the title and the preview."""
    until = datetime(2026, 7, 7, 17, 0, tzinfo=UTC)

    message = composer.message(Note(key="hello", args={"name": "Ana", "until": until}), LISBON)

    assert message.title == "For Ana"
    assert message.preview == "Something is ready"
    assert flat(message.paragraphs[0]) == "Hello Ana, until Tuesday 7 July, 18:00."
    assert flat(message.paragraphs[1]) == "Second paragraph."
    assert Moment(until, fallback="Tuesday 7 July, 18:00") in message.paragraphs[0]


@given(name=st.text(max_size=80))
def test_peoples_words_come_out_as_they_went_in(name: str) -> None:
    """Markup, braces, private-use characters: whatever somebody types is one span of their own words."""
    bundle = FluentBundle(["en"], use_isolating=False)
    bundle.add_resource(FluentResource("named = Joined { $name }, fine"))
    composer = Composer(Templates(Catalog({"en": bundle})), PromptTexts({}))

    line = composer.line(Line(key="named", args={"name": name}), LISBON)

    assert line == f"Joined {name}, fine"


def test_bold_is_for_the_locale_files_only(composer: Composer) -> None:
    """Asterisks around an argument of ours are bold; asterisks in a person's words are asterisks."""
    until = datetime(2026, 7, 7, 17, 0, tzinfo=UTC)

    message = composer.message(Note(key="hello", args={"name": "**x**", "until": until}), LISBON)

    assert Strong("**x**") in message.paragraphs[0]


def test_people_are_mentions(composer: Composer) -> None:
    """Names are never stored or written by us: the platform shows them."""
    message = composer.message(Note(key="people", args={"who": Mentions((ANA, BEN))}), LISBON)

    assert message.paragraphs[0] == (Plain("Here: "), Mention(ANA), Plain(", "), Mention(BEN))


def test_a_missing_language_falls_back_to_english(composer: Composer) -> None:
    """Spanish where there is Spanish, English where there is none."""
    spanish = Reader(locale="es-MX", zone=ZoneInfo("UTC"))

    assert flat(composer.message(Note(key="people", args={"who": Mentions(())}), spanish).paragraphs[0]) == "Aquí: "
    assert flat(composer.message(Note(key="count", args={"number": 1}), spanish).paragraphs[0]) == "one circle"


def test_numbers_select_their_plural(composer: Composer) -> None:
    """The pieces kept for one number are not used for another."""
    texts = [flat(composer.message(Note(key="count", args={"number": n}), LISBON).paragraphs[0]) for n in (1, 2, 1)]

    assert texts == ["one circle", "2 circles", "one circle"]


def test_prompts_and_entries_stand_inside(composer: Composer) -> None:
    """A prompt's text, one of its answers, and another entry can be arguments."""
    entry = composer.line(Line(key="inside", args={"entry": Entry("asks-nothing")}), LISBON)
    asked = composer.message(Note(key="asks", args={"prompt": PromptText(PromptId("view"))}), LISBON)
    answered = composer.line(Line(key="asks", args={"prompt": PromptAnswer(PromptId("view"), 1)}), LISBON)

    assert entry == "You see: nothing at all"
    assert flat(asked.paragraphs[0]) == "Hills or sea?"
    assert answered == "Sea"


def test_a_tally_names_who_tapped(composer: Composer) -> None:
    """Under a prompt stands "Ana, Ben: Sea", as spans."""
    tally = Tally(label=Line(key="asks", args={"prompt": PromptAnswer(PromptId("view"), 1)}), members=(ANA, BEN))

    message = composer.message(Note(key="people", args={"who": Mentions(())}, tallies=(tally,)), LISBON)

    assert message.paragraphs[1] == (Mention(ANA), Plain(", "), Mention(BEN), Plain(": "), Plain("Sea"))


def test_people_to_choose_from_stay_people(composer: Composer) -> None:
    """A select of people says whom each option is, and they count among those whose names are looked up."""
    option = Option(value=BEN, label=Line(key="asks-nothing"), member=BEN)
    select = Select(token="avoid", placeholder=Line(key="asks-nothing"), options=(option,))
    note = Note(key="people", args={"who": Mentions((ANA,))}, controls=(select,))

    message = composer.message(note, LISBON)

    (control,) = message.controls
    assert isinstance(control, MessageSelect)
    assert control.options == (MessageOption(value=BEN, label="nothing at all", member=BEN),)
    assert mentioned(message) == (ANA, BEN)


TAKE_BACK = Button(token="leave-wish:1", label=Line(key="button-take-back", args={"interest": "zines"}))
YES = Button(token="yes", label=Line(key="button-yes"))


def test_buttons_stand_beside_their_lines_by_a_brief_name(composer: Composer) -> None:
    """What is said before the lines has none, and a button that stands alone says what it is about."""
    note = Note(
        key="hello",
        args={"name": "Ana", "until": datetime(2026, 7, 7, 17, tzinfo=UTC)},
        lines=(Line(key="asks-nothing"), Line(key="count", args={"number": 2})),
        controls=(YES, TAKE_BACK, TAKE_BACK),
        beside=(0, 2),
    )

    message = composer.message(note, LISBON)

    assert [(flat(paragraphs[-1]), count) for paragraphs, count in in_parts(message)] == [
        ("nothing at all", 0),
        ("2 circles", 2),
    ]
    buttons = [control for control in message.controls if isinstance(control, MessageButton)]
    assert [(one.label, one.brief) for one in buttons] == [
        ("Yes", ""),
        ("Take back zines", "Take back"),
        ("Take back zines", ""),
    ]


def test_buttons_never_slip_to_another_line(composer: Composer) -> None:
    """Where a community's own words leave a line out, all buttons stand at the end, by their long names."""
    lines = (Line(key="line-nothing"), Line(key="asks-nothing"))
    note = Note(key="people", args={"who": Mentions(())}, lines=lines, controls=(TAKE_BACK, YES), beside=(1, 1))

    assert composer.message(note, LISBON).beside == ()


def test_labels_are_clipped_to_what_fits(composer: Composer) -> None:
    """A long name in a button ends in an ellipsis instead of being refused by the platform."""
    button = Button(token="mine", label=Line(key="asks", args={"prompt": "x" * 200}))

    message = composer.message(Note(key="people", args={"who": Mentions(())}, controls=(button,)), LISBON)

    control = message.controls[0]
    assert isinstance(control, MessageButton)
    assert len(control.label) == LABEL_LIMIT_CHARS
    assert control.label.endswith("…")


def test_an_unknown_entry_says_what_to_add(composer: Composer) -> None:
    """A key that is in no file is an error that names it."""
    with pytest.raises(ConfigError, match="no-such-entry"):
        composer.message(Note(key="no-such-entry"), LISBON)
