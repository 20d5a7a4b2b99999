"""Interests to begin with: about half have nothing to do with work.

What they are called is in the locale files (``starter-…``): the language is that of the steward who sets up, and the
names become the community's own data.
"""

from circles_bot.engine.notes import Entry, Line, Option

STARTERS: tuple[tuple[str, str], ...] = (
    ("💬", "anything"),
    ("🌅", "first-job"),
    ("📚", "books"),
    ("⚾", "baseball"),
    ("🧭", "changing-careers"),
    ("🍲", "cooking"),
    ("🪴", "gardening"),
    ("🎓", "teaching"),
    ("✏️", "writing"),
    ("🎵", "music"),
    ("🏃", "running"),
    ("🎲", "games"),
    ("🎬", "films"),
    ("🧶", "making-things"),
    ("🌍", "new-in-town"),
    ("🧩", "working-alone"),
    ("🔧", "open-source"),
    ("🐾", "pets"),
    ("👪", "working-parents"),
    ("🗣️", "learning-a-language"),
)
"""Emoji, and how the locale files' entry ends."""

STARTERS_CHOSEN = 4
"""``anything`` and three more: small communities start small."""

ANYTHING_EMOJI, ANYTHING = STARTERS[0]
"""The one for whoever likes to talk, whatever about: known again in each language by this name, which it keeps."""


def starter_options(*, is_first_time: bool) -> tuple[Option, ...]:
    """Return what a setup offers; the first ones are chosen already where nothing is open yet."""
    return tuple(
        Option(
            value=Line(key="starter-value", args={"emoji": emoji, "name": Entry(f"starter-{name}")}),
            label=Line(key=f"starter-{name}"),
            emoji=emoji,
            is_chosen=is_first_time and number < STARTERS_CHOSEN,
        )
        for number, (emoji, name) in enumerate(STARTERS)
    )
