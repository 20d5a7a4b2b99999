"""The page for stewards: whole, in words, and from one file alone."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from circles_bot.simulation.breaches import Breach
from circles_bot.simulation.page import page_of
from circles_bot.simulation.report import Day, Report
from circles_bot.words.catalog import shipped_catalog

REPORT = Report(
    members=60,
    weeks=2,
    seed=7,
    opt_ins=90,
    circles_opened=12,
    circle_sizes={3: 4, 4: 8},
    seated_share=0.973,
    offered_share=1.0,
    waited_days=[0.5, 2.0, 2.5, 9.0, 40.0],
    repeat_pair_share=None,
    prompts_sent=14,
    direct_messages_sent=80,
    direct_messages_per_member_week_max=2,
    check_ins_sent=9,
    check_ins_answered=5,
    promises_broken=(),
    hard_rules_broken=(),
    events=900,
    statements_per_event_max=8,
    wall_seconds=1.5,
    days=[Day(waiting=60 - day, seated=day, circles=day // 4, prompts=day, directs=3 * day) for day in range(14)],
    messages_a_week={1: 70, 2: 10},
)


def test_the_page_says_what_came_of_it() -> None:
    """The numbers are there in words, and what there is nothing of is a dash."""
    page = page_of(REPORT, shipped_catalog())

    text = " ".join(re.sub("<[^>]+>", " ", page).split())
    for words in ("60 people, 2 weeks", "97.3 %", "2.5 days", "circles opened 12", "9 check-ins were sent", "--seed 7"):
        assert words in text
    assert "of pairs had met before –" in text
    assert "was kept" in text


def test_each_plot_is_drawn_and_told_to_who_cannot_see_it() -> None:
    """Six plots, each well formed, with a name and a caption."""
    page = page_of(REPORT, shipped_catalog())

    drawings = [ET.fromstring(found) for found in re.findall("<svg.*?</svg>", page)]  # noqa: S314  # our own
    assert len(drawings) == 6 == page.count("<figcaption>")
    assert all(drawing.get("aria-label") for drawing in drawings)
    bars = [rect for drawing in drawings for rect in drawing.iter("rect")]
    assert len(bars) == 6 + 2 + 2


def test_the_page_asks_nobody_for_anything() -> None:
    """It can be opened anywhere: no script, no address, nothing loaded."""
    page = page_of(REPORT, shipped_catalog())

    assert not re.search(r"https?:|<script|<link|<img|src=|href=|@import|url\(", page)


def test_what_was_broken_is_named_and_stays_words() -> None:
    """A breach stands at the top; what is in it is never read as markup."""
    at = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    broken = replace(
        REPORT,
        promises_broken=[Breach(of=8, at=at, what="<b>p1</b> was written to")],
        hard_rules_broken=[Breach(of="avoid", at=at, what="p1 and p2")],
    )

    page = page_of(broken, shipped_catalog())

    assert "Promise 8, 2026-03-03 09:30: &lt;b&gt;p1&lt;/b&gt; was written to" in page
    assert "“avoid”" in page
    assert "was kept" not in page


def test_a_run_of_nothing_is_a_page_too() -> None:
    """A week in which nobody sat down has empty plots."""
    empty = replace(REPORT, circles_opened=0, circle_sizes={}, waited_days=[], seated_share=None, messages_a_week={})

    assert page_of(empty, shipped_catalog()).count("<svg") == 6
