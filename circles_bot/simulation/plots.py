"""Two plots as inline SVG: lines over days, and bars. Nothing comes from elsewhere; colours are the page's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 14, 34
_ACROSS, _DOWN = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
STEPS = (1, 2, 5)
TICKS_AT_MOST = 5
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a plot: its name in words, and a value for each day. ``style`` is a class of the page's."""

    name: str
    values: Sequence[float]
    style: str


def line_plot(lines: Sequence[Line], *, says: str, week: str) -> str:
    """Return lines over days; ``says`` is for who cannot see it, ``week`` the word under the first tick."""
    days = max(len(line.values) for line in lines)
    top = _nice_top(max((value for line in lines for value in line.values), default=0))
    parts = [_axis(top), *_weeks(days, week)]
    for line in lines:
        points = [f"{_x(day, days):.1f},{_y(value, top):.1f}" for day, value in enumerate(line.values, start=1)]
        parts.append(f'<polyline class="line {line.style}" points="{" ".join(points)}"/>')
    legend = "".join(f'<li class="{line.style}">{escape(line.name)}</li>' for line in lines)
    return f'{_svg(parts, says)}<ul class="legend">{legend}</ul>'


def bar_plot(bars: Mapping[str, int], *, says: str) -> str:
    """Return one bar for each entry, its count above it."""
    top = _nice_top(max(bars.values(), default=0))
    width = _ACROSS / max(len(bars), 1)
    parts = [_axis(top)]
    for place, (label, count) in enumerate(bars.items()):
        middle, height = LEFT + width * (place + 0.5), TOP + _DOWN - _y(count, top)
        thick = min(width * 0.7, 72)
        parts.append(
            f'<rect class="bar" x="{middle - thick / 2:.1f}" y="{_y(count, top):.1f}" '
            f'width="{thick:.1f}" height="{height:.1f}" rx="3"/>'
            f'<text class="value" x="{middle:.1f}" y="{_y(count, top) - 4:.1f}">{count}</text>'
            f'<text x="{middle:.1f}" y="{HEIGHT - 12}">{escape(label)}</text>'
        )
    return _svg(parts, says)


def _svg(parts: Sequence[str], says: str) -> str:
    inside = "".join(parts)
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(says, quote=True)}">{inside}</svg>'


def _axis(top: int) -> str:
    step = next(step for step in _steps() if top / step <= TICKS_AT_MOST)
    return "".join(
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(value, top):.1f}" y2="{_y(value, top):.1f}"/>'
        f'<text class="tick" x="{LEFT - 8}" y="{_y(value, top) + 4:.1f}">{value}</text>'
        for value in range(0, top + 1, step)
    )


def _weeks(days: int, word: str) -> Iterator[str]:
    weeks = max(days // DAYS_A_WEEK, 1)
    step = next(step for step in _steps() if weeks / step <= 2 * TICKS_AT_MOST)
    for week in range(step, weeks + 1, step):
        text = f"{word} {week}" if week == step else str(week)
        yield f'<text x="{_x(week * DAYS_A_WEEK, days):.1f}" y="{HEIGHT - 12}">{escape(text)}</text>'


def _nice_top(value: float) -> int:
    return next(step for step in _steps() if step >= value)


def _steps() -> Iterator[int]:
    scale = 1
    while True:
        yield from (step * scale for step in STEPS)
        scale *= 10


def _x(day: int, days: int) -> float:
    return LEFT + _ACROSS * day / max(days, 1)


def _y(value: float, top: int) -> float:
    return TOP + _DOWN * (1 - value / top)
