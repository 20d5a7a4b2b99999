"""A report as a page that a steward understands: one file, nothing from elsewhere, words from the locale files."""

from collections.abc import Sequence
from html import escape

from circles_bot.simulation.plots import Line, bar_plot, line_plot
from circles_bot.simulation.report import Report
from circles_bot.words.catalog import Catalog

SHOWN_AT_MOST = 50
"""How many breaches the page names; the JSON has all."""
WAITS: tuple[int, ...] = (1, 3, 7, 14, 28)
"""Where the bars of waiting end, in days."""

_STYLE = """
:root{color-scheme:light dark;--ink:#22302a;--soft:#5c6b64;--paper:#fbfaf6;--card:#fff;--rule:#dfe3dd;--one:#2f6f57;
--two:#b5651d;--bad:#a33030}
@media(prefers-color-scheme:dark){:root{--ink:#e7ece8;--soft:#9fb0a7;--paper:#171c19;--card:#1f2622;--rule:#36403a;
--one:#7cc4a4;--two:#e0a060;--bad:#f08a8a}}
body{margin:0 auto;max-width:76rem;padding:2rem 1.25rem 3rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .4rem}h2{font-size:1.1rem;margin:0 0 .2rem}p{margin:.2rem 0 1rem}
.verdict{border-left:.3rem solid var(--one);padding:.6rem 1rem;background:var(--card)}
.verdict.broken{border-color:var(--bad)}.verdict p,.verdict ul{margin:0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(max(15rem,30%),1fr));gap:1rem;margin:1.5rem 0;
padding:0}
.figures div,figure{background:var(--card);border:1px solid var(--rule);border-radius:.6rem;padding:1rem}
dt{font-weight:600}dd{margin:0}dd.number{font-size:1.9rem;line-height:1.2}dd.note,figcaption,footer{color:var(--soft);
font-size:.9rem}footer{margin-top:1.5rem}.figures div{display:flex;flex-direction:column}dd.number{order:-1}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1rem}
figure{margin:0}figcaption{margin-top:.5rem}svg{width:100%;height:auto;display:block}
svg text{fill:var(--soft);font-size:12px;text-anchor:middle}svg text.tick{text-anchor:end}
svg text.value{fill:var(--ink)}
.grid{stroke:var(--rule)}.line{fill:none;stroke-width:2.5;stroke-linejoin:round}.line.one{stroke:var(--one)}
.line.two{stroke:var(--two);stroke-dasharray:7 4}.bar{fill:var(--one)}
.legend{display:flex;gap:1.5rem;list-style:none;margin:.3rem 0 0;padding:0 0 0 3.2rem;font-size:.9rem}
.legend li::before{content:"";display:inline-block;width:1.4rem;margin-right:.5rem;vertical-align:middle;
border-top:3px solid var(--one)}.legend li.two::before{border-top:3px dashed var(--two)}
code{overflow-wrap:anywhere}
"""


def page_of(report: Report, catalog: Catalog) -> str:
    """Return the whole page."""
    return _Page(report, catalog).whole()


class _Page:
    def __init__(self, report: Report, catalog: Catalog) -> None:
        self._report = report
        self._catalog = catalog

    def whole(self) -> str:
        report = self._report
        title = self._say("simulation-title", members=report.members, weeks=report.weeks)
        again = self._say("simulation-again", weeks=report.weeks, seed=report.seed)
        check_ins = self._say("simulation-check-ins", sent=report.check_ins_sent, answered=report.check_ins_answered)
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head><body>'
            f"<h1>{title}</h1><p>{self._say('simulation-intro')}</p>{self._verdict()}"
            f'<dl class="figures">{self._figures()}</dl><div class="plots">{self._plots()}</div>'
            f"<footer><p>{check_ins}</p><p><code>{again}</code></p>"
            "</footer></body></html>\n"
        )

    def _verdict(self) -> str:
        report = self._report
        if report.is_whole:
            return f'<div class="verdict"><p>{self._say("simulation-kept")}</p></div>'
        promises = [
            self._say("simulation-broken-promise", number=int(one.of), when=f"{one.at:%Y-%m-%d %H:%M}", what=one.what)
            for one in report.promises_broken
        ]
        rules = [
            self._say("simulation-broken-rule", rule=str(one.of), when=f"{one.at:%Y-%m-%d %H:%M}", what=one.what)
            for one in report.hard_rules_broken
        ]
        items = "".join(f"<li>{item}</li>" for item in (*promises, *rules)[:SHOWN_AT_MOST])
        return f'<div class="verdict broken"><p>{self._say("simulation-broken")}</p><ul>{items}</ul></div>'

    def _figures(self) -> str:
        report = self._report
        return "".join(
            (
                self._figure("seated", self._percent(report.seated_share)),
                self._figure("offered", self._percent(report.offered_share)),
                self._figure("waited", self._days(report.waited(0.5)), most=self._days(report.waited(0.95))),
                self._figure("repeats", self._percent(report.repeat_pair_share)),
                self._figure("circles", str(report.circles_opened), wishes=report.opt_ins),
                self._figure(
                    "messages",
                    str(report.direct_messages_per_member_week_max),
                    all=report.direct_messages_sent,
                ),
            )
        )

    def _figure(self, name: str, number: str, **args: str | int) -> str:
        key = f"simulation-figure-{name}"
        note = self._say(key, "note", **args)
        return f'<div><dt>{self._say(key)}</dt><dd class="number">{number}</dd><dd class="note">{note}</dd></div>'

    def _plots(self) -> str:
        days, week = self._report.days, self._say("simulation-week")
        prompts, directs = ([getattr(day, name) for day in days] for name in ("prompts", "directs"))
        lines = {
            "people": (("seated", [day.seated for day in days]), ("waiting", [day.waiting for day in days])),
            "circles": (("circles", [day.circles for day in days]),),
            "said": (("prompts", _by_day(prompts)), ("directs", _by_day(directs))),
        }
        bars = {
            "waits": _waits(self._report.waited_days),
            "sizes": {str(size): count for size, count in sorted(self._report.circle_sizes.items())},
            "messages": {str(count): weeks for count, weeks in sorted(self._report.messages_a_week.items())},
        }
        drawn = [
            self._plot(
                name,
                line_plot(
                    [
                        Line(name=self._say(f"simulation-line-{line}"), values=values, style=style)
                        for (line, values), style in zip(found, ("one", "two"), strict=False)
                    ],
                    says=self._say(f"simulation-plot-{name}"),
                    week=week,
                ),
            )
            for name, found in lines.items()
        ]
        drawn.extend(
            self._plot(name, bar_plot(found, says=self._say(f"simulation-plot-{name}"))) for name, found in bars.items()
        )
        return "".join(drawn)

    def _plot(self, name: str, drawing: str) -> str:
        key = f"simulation-plot-{name}"
        caption = self._say(key, "caption")
        return f"<figure><h2>{self._say(key)}</h2>{drawing}<figcaption>{caption}</figcaption></figure>"

    def _percent(self, share: float | None) -> str:
        if share is None:
            return self._say("simulation-nothing")
        return self._say("simulation-percent", share=f"{100 * share:.1f}")

    def _days(self, days: float | None) -> str:
        return self._say("simulation-nothing") if days is None else self._say("simulation-days", days=f"{days:.1f}")

    def _say(self, key: str, attribute: str | None = None, **args: str | int) -> str:
        """Return an entry as HTML: whatever stands in an argument is words there."""
        text = self._catalog.text(key, args, locale=None, attribute=attribute)
        assert text is not None, f"the locale files have no {key}"
        return escape(text)


def _by_day(totals: list[int]) -> list[int]:
    """Return what each day added to a total."""
    return [after - before for before, after in zip([0, *totals], totals, strict=False)]


def _waits(days: Sequence[float]) -> dict[str, int]:
    """Return how many waited so long, in steps that grow."""
    bars: dict[str, int] = {}
    for begin, end in zip((0, *WAITS), (*WAITS, None), strict=True):
        label = f"{begin}+" if end is None else f"{begin}–{end}"
        bars[label] = sum(begin <= wait and (end is None or wait < end) for wait in days)
    return bars
