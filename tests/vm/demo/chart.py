# SPDX-License-Identifier: GPL-2.0-or-later
"""Line charts as inline SVG. Colours come from the page's style sheet."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 920, 64, 16, 46, 34


@dataclass(frozen=True)
class Scale:
    """From values to the part of the height, and which values get a line."""

    part: Callable[[float], float]
    ticks: list[tuple[float, str]]


@dataclass(frozen=True)
class Series:
    """A line; None in y breaks it."""

    css: str
    name: str
    points: list[tuple[float, float | None]]
    filled: bool = False


@dataclass(frozen=True)
class Chart:
    title: str
    unit: str
    end: float
    scale: Scale
    series: list[Series]
    bands: list[tuple[float, float, str]] = field(default_factory=list)
    marks: list[tuple[float, str]] = field(default_factory=list)
    # A level from a time on: (from, value).
    levels: list[tuple[float, float]] = field(default_factory=list)
    height: int = 300


def linear(top: float, text: Callable[[float], str]) -> Scale:
    """0 to a round number above top, four or five lines."""
    power = 10 ** math.floor(math.log10(top / 4)) if top > 0 else 1.0
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor * 5 >= top)
    count = math.ceil(top / step)
    high = step * count
    return Scale(lambda value: value / high, [(step * i, text(step * i)) for i in range(count + 1)])


def logarithmic(low: float, high: float, text: Callable[[float], str]) -> Scale:
    """Whole powers of ten around low and high."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    last = max(last, first + 1)

    def part(value: float) -> float:
        return (math.log10(max(value, 10.0 ** first)) - first) / (last - first)

    return Scale(part, [(10.0 ** i, text(10.0 ** i)) for i in range(first, last + 1)])


def svg(chart: Chart) -> str:
    inner = chart.height - TOP - BOTTOM

    def x(t: float) -> float:
        return LEFT + t / chart.end * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (1 - min(1.0, chart.scale.part(value))) * inner

    floor = TOP + inner
    out = [f'<svg viewBox="0 0 {WIDTH} {chart.height}" role="img" aria-label="{escape(chart.title)}">',
           f"<title>{escape(chart.title)}</title>"]
    for number, (start, stop, name) in enumerate(chart.bands):
        out.append(f'<rect class="band b{number}" x="{x(start):.1f}" y="{TOP}" '
                   f'width="{x(stop) - x(start):.1f}" height="{inner}"/>')
        out.append(f'<text class="band-name" x="{(x(start) + x(stop)) / 2:.1f}" y="{TOP - 26}">{escape(name)}</text>')
    for value, text in chart.scale.ticks:
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        out.append(f'<text class="tick right" x="{LEFT - 8}" y="{y(value) + 4:.1f}">{escape(text)}</text>')
    out.append(f'<text class="tick right" x="{LEFT - 8}" y="{TOP - 14}">{escape(chart.unit)}</text>')
    for second in range(0, math.ceil(chart.end), 5 if chart.end <= 60 else 10):
        out.append(f'<text class="tick middle" x="{x(second):.1f}" y="{floor + 20}">{second} s</text>')
    for series in chart.series:
        out += _line(series, x, y, floor)
    for start, value in chart.levels:
        out.append(f'<line class="level" x1="{x(start):.1f}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" '
                   f'y2="{y(value):.1f}"/>')
    for t, text in chart.marks:
        out.append(f'<line class="mark" x1="{x(t):.1f}" x2="{x(t):.1f}" y1="{TOP - 12}" y2="{floor}"/>')
        # On the side where there is room.
        side = "left" if t < chart.end * 0.7 else "right"
        out.append(f'<text class="mark-name {side}" x="{x(t) + (6 if side == "left" else -6):.1f}" '
                   f'y="{TOP - 4}">{escape(text)}</text>')
    out.append("</svg>")
    return "\n".join(out)


def _line(series: Series, x: Callable[[float], float], y: Callable[[float], float], floor: float) -> list[str]:
    parts: list[list[tuple[float, float]]] = [[]]
    for t, value in series.points:
        if value is None:
            parts.append([])
        else:
            parts[-1].append((x(t), y(value)))
    out = []
    for part in parts:
        if not part:
            continue
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in part)
        if series.filled:
            out.append(f'<polygon class="area {series.css}" points="{part[0][0]:.1f},{floor} {path} '
                       f'{part[-1][0]:.1f},{floor}"/>')
        out.append(f'<polyline class="line {series.css}" points="{path}"/>')
    return out
