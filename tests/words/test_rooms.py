"""What is said in and about rooms: every entry is used and can be filled in, short where it must be, never chirpy."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from circles_bot.engine import checkins, circles, nudges, posts, prompts, safety, seasons
from circles_bot.engine.discretion import who_could_open
from circles_bot.engine.ids import InterestId, MemberId, PostId
from circles_bot.engine.model import CircleState, Post, PostKind, TapAnswer
from circles_bot.engine.notes import Argument, Entry, Mentions, Note
from circles_bot.engine.prompts import Stage
from circles_bot.words.catalog import shipped_catalog
from circles_bot.words.compose import LABEL_LIMIT_CHARS, Composer, Reader
from circles_bot.words.message import Mention, Message, Moment
from circles_bot.words.prompt_packs import load_deck
from circles_bot.words.templates import Templates
from tests.engine.builders import CIRCLE, COMMUNITY, NOON, WEEK, a_circle, a_community, an_interest

MODULES = (checkins, circles, nudges, posts, prompts, safety, seasons)
WELCOME_LIMIT_CHARS = 350
SIX = tuple(MemberId(f"mem_{number}") for number in range(6))
LONG_NAME_CHARS = 20
READER = Reader(locale="en", zone=ZoneInfo("Europe/Berlin"))
ARGS: dict[str, Argument] = {
    "until": NOON,
    "looks": NOON,
    "when": NOON,
    "interest": "first job",
    "emoji": "⚾",
    "number": 1,
    "most": 3,
}
_ENTRY = re.compile(r"^([a-z][a-z0-9-]*) =", re.MULTILINE)


def source_of_rooms() -> str:
    """Return the English locale file of rooms."""
    return (files("circles_bot.words") / "locales" / "en" / "rooms.ftl").read_text(encoding="utf-8")


def engine_source() -> str:
    """Return the source of every module of the engine."""
    folder = files("circles_bot.engine")
    return "\n".join(file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".py"))


def composer() -> Composer:
    """Compose from what the package ships."""
    return Composer(Templates(shipped_catalog()), load_deck()[1])


def shown(message: Message) -> str:
    """Return a message as people see it, with rather long names."""
    spans = (span for paragraph in message.paragraphs for span in paragraph)
    return "".join(
        "n" * LONG_NAME_CHARS if isinstance(span, Mention) else span.fallback if isinstance(span, Moment) else span.text
        for span in spans
    )


def openings() -> Iterator[Post]:
    """Return a welcome for each opening prompt."""
    deck, _ = load_deck()
    for prompt in deck.prompts[Stage.OPENING]:
        yield Post(
            id=PostId("pst_0123456789abcdef"),
            community=COMMUNITY,
            circle=CIRCLE,
            kind=PostKind.WELCOME,
            prompt=prompt.id,
            season=1,
            posted_at=NOON,
        )


@pytest.mark.parametrize("post", [*openings()], ids=lambda post: str(post.prompt))
@pytest.mark.parametrize("name", ["baseball", "critical pedagogy and open access"])
def test_the_welcome_is_short(post: Post, name: str) -> None:
    """At most 350 characters, with six people of rather long names and whatever the first question is."""
    interest = an_interest(name, id=InterestId("int_1"))
    facts = posts.RoomFacts(circle=a_circle(), interest=interest, people=SIX)

    message = composer().message(posts.welcome_note(facts, post, 4), READER)

    assert len(shown(message)) <= WELCOME_LIMIT_CHARS


def test_a_tap_reads_as_a_name_and_an_answer() -> None:
    """Ana: mountains."""
    post = next(openings())
    tap = TapAnswer(community=COMMUNITY, post=post.id, member=SIX[0], choice=0, tapped_at=NOON)
    facts = posts.RoomFacts(circle=a_circle(), interest=an_interest(), people=SIX)

    message = composer().message(posts.welcome_note(facts, post, 4, (tap,)), READER)

    assert message.paragraphs[-1][0] == Mention(SIX[0])
    assert post.prompt is not None
    answer = composer().prompts.answers(post.prompt, "en")[0]
    assert "".join(getattr(span, "text", "") for span in message.paragraphs[-1]) == f": {answer}"


@pytest.mark.parametrize("key", _ENTRY.findall(source_of_rooms()))
def test_every_entry_is_used(key: str) -> None:
    """What nobody says any more is taken out."""
    assert f'"{key}"' in engine_source()


@pytest.mark.parametrize("key", _ENTRY.findall(source_of_rooms()))
def test_every_entry_can_be_filled_in(key: str) -> None:
    """Each entry takes the arguments that the rules give; labels fit every platform's button."""
    text = shipped_catalog().text(key, {**{name: str(value) for name, value in ARGS.items()}, **_PEOPLE}, locale="en")

    assert text
    assert not key.startswith("button-") or len(text) <= LABEL_LIMIT_CHARS


_PEOPLE = {"people": "Ana, Ben", "who": "Ana", "prompt": "Tea?", "answer": "Yes", "leaving_room": "Go quietly."}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.__name__).rsplit(".", 1)[-1])
def test_every_key_has_its_words(module: object) -> None:
    """No rule says something for which there are no words."""
    name = str(getattr(module, "__name__", "")).rsplit(".", 1)[-1]
    source = (files("circles_bot.engine") / f"{name}.py").read_text(encoding="utf-8")
    keys = re.findall(r"key=\"([a-z-]+)\"|\"(why-[a-z-]+|button-[a-z-]+|who-sees-[a-z]+)\"", source)

    missing = {first or second for first, second in keys if not shipped_catalog().has(first or second)}

    assert missing == set()


def test_nothing_is_shouted_and_nobody_is_blamed() -> None:
    """No exclamation marks, no emoji of our own, no word of guilt."""
    said = "\n".join(line for line in source_of_rooms().splitlines() if not line.startswith("#"))

    assert "!" not in said
    assert not [sign for sign in said if unicodedata.category(sign) == "So"]
    assert not re.search(r"\b(sorry|unfortunately|please|reminder|forgot|still haven't|missed)\b", said, re.IGNORECASE)


def test_a_season_question_composes_with_its_buttons() -> None:
    """Three answers of the same weight, and the small print that says what silence means."""
    asking = replace(a_circle(), state=CircleState.ASKING, season_ends_at=NOON + WEEK)

    for is_silent in (False, True):
        message = composer().message(posts.season_note(asking, is_silent=is_silent), READER)
        assert len(message.controls) == 3
        assert message.footer
        assert message.preview


LEFT = ("circle-left", "circle-not-for-me", "circle-left-with", "circle-not-for-me-with", "forgotten")


@pytest.mark.parametrize("key", LEFT)
@pytest.mark.parametrize(
    ("platform", "locale", "says", "never"),
    [
        ("discord", "en", "tap Leave thread; that says nothing to anybody", "announce"),
        ("discord", "es", "toques Abandonar hilo; eso no le dice nada a nadie", "anunci"),
        ("slack", "en", "mute it in its notifications", "thread"),
        ("slack", "es", "siléncialo en sus notificaciones", "hilo"),
        ("sandbox", "en", "If leaving a room would be announced", "thread"),
        ("sandbox", "es", "Si salir de una sala se anunciara", "hilo"),
    ],
)
def test_whoever_leaves_reads_their_own_platforms_way(
    key: str, platform: str, locale: str, says: str, never: str
) -> None:
    """Leaving a thread says nothing on Discord; a channel is muted on Slack, where leaving it is announced."""
    way = circles.leaving_room(a_community(platform=platform))
    args: dict[str, Argument] = {"interest": "zines", "leaving_room": way}

    message = composer().message(Note(key=key, args=args), replace(READER, locale=locale))

    assert says in shown(message)
    assert never not in shown(message)


ASKED = ("invitation", "mine-invitation-invited", "with-question", "mine-with")


@pytest.mark.parametrize("key", ASKED)
@pytest.mark.parametrize(
    ("locale", "at_most", "says"),
    [
        ("en", 7, "people who run this place (at most 7) could open the room too"),
        ("en", 0, "people who run this place could open the room too"),
        ("es", 7, "quienes administran este lugar (7 como mucho) también podrían abrir la sala"),
        ("es", 0, "quienes administran este lugar también podrían abrir la sala"),
    ],
)
def test_wherever_a_yes_is_asked_for_it_says_how_many_could_open_the_room(
    key: str, locale: str, at_most: int, says: str
) -> None:
    """Promise 9, on each way to the yes; without a figure where there is none."""
    asked: dict[str, Argument] = {"asker": Mentions(SIX[:1]), "topic": "zines", "who_sees": Entry("who-can-open-room")}
    reader = replace(READER, locale=locale, could_open=at_most)

    message = composer().message(Note(key=key, args={**ARGS, **asked}), reader)

    assert says in shown(message)


def test_notes_with_times_read_as_times() -> None:
    """A pause's end is shown as a time, not as a number."""
    message = composer().message(Note(key="check-in-break", args={"until": NOON}), READER)

    assert any(isinstance(span, Moment) for paragraph in message.paragraphs for span in paragraph)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("platform", ["discord", "slack", "sandbox"])
def test_before_a_yes_each_platform_says_who_else_sees_a_room(platform: str, language: str) -> None:
    """On Slack nobody can open a private channel, but its owners may export it: other words are not true there."""
    said = shipped_catalog().text(who_could_open(a_community(platform=platform)).key, {"most": 7}, locale=language)

    assert said is not None
    assert ("export" in said) is (platform == "slack")
    assert ("7" in said) is (platform != "slack")
