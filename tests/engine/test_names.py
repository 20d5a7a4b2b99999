"""Names and emoji as people type them, made comparable."""

import pytest

from circles_bot.engine.names import clean_name, nearest_names, normal_emoji, normal_name, slug_of


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  first \t job\n", "first job"),
        ("first\x00job", "first job"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("zero\u200bwidth", "zerowidth"),
        ("مكتبة", "مكتبة"),
        ("👩‍🔬 science", "👩‍🔬 science"),
    ],
)
def test_clean_name_keeps_words_and_drops_control_characters(typed: str, cleaned: str) -> None:
    """Any script and any emoji is fine; control characters and direction tricks go."""
    assert clean_name(typed) == cleaned


@pytest.mark.parametrize("typed", ["First Job", "FIRST  JOB", "ｆｉｒｓｔ ｊｏｂ", "first\u00a0job", "fi\u200brst job"])
def test_normal_name_is_one_for_all_spellings(typed: str) -> None:
    """However it is typed, it is the same interest."""
    assert normal_name(typed) == "first job"


@pytest.mark.parametrize(("one", "other"), [("✍️", "✍"), ("👍🏽", "👍"), ("⚾️", "⚾")])
def test_normal_emoji_knows_no_variants(one: str, other: str) -> None:
    """Platforms send an emoji now with a variation selector or skin tone, now without."""
    assert normal_emoji(one) == normal_emoji(other)


def test_nearest_names_puts_the_nearest_first() -> None:
    """Did you mean: a typing error finds what was meant."""
    assert nearest_names("basebal", ["books", "baseball", "cooking"])[0] == "baseball"


def test_nearest_names_is_empty_when_nothing_is_near() -> None:
    """Nothing is offered that nobody could have meant."""
    assert nearest_names("quantum", ["books", "baseball"]) == ()


@pytest.mark.parametrize(
    ("name", "slug"),
    [("First Job!", "first-job"), ("⚾", ""), ("@everyone", "everyone"), ("книги", "книги"), ("a" * 80, "a" * 20)],
)
def test_slug_of_leaves_letters_digits_and_hyphens(name: str, slug: str) -> None:
    """A room's name carries no markup and no mention, and stays short."""
    assert slug_of(name, 20) == slug


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("ba\u202ese\u202c", "base"),
        ("z" + "\u0301" * 40 + "algo", "z" + "\u0301" * 3 + "algo"),
        ("tiếng Việt", "tiếng Việt"),
    ],
)
def test_clean_name_takes_away_what_only_disguises(typed: str, clean: str) -> None:
    """Direction overrides and towers of marks go; what languages write stays."""
    assert clean_name(typed) == clean


@pytest.mark.parametrize("typed", ["bаsеbаll", "ba5eball", "BASEBALL", "base ball", "básebáll"])
def test_nearest_names_sees_through_look_alikes(typed: str) -> None:
    """Letters of other scripts, marks and spaces make no new name of an old one."""
    assert nearest_names(typed, ["books", "baseball"])[:1] == ("baseball",)
