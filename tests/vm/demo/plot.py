# SPDX-License-Identifier: GPL-2.0-or-later
"""A timeline drawn with characters: both guests above each other, one scale."""

from dataclasses import dataclass

from .measure import Figures, Point

ROWS = 4
LABEL = 12


@dataclass(frozen=True)
class Look:
    """What a terminal can show: eighths of a block, or only ASCII."""

    levels: str
    axis: str
    mark: str

    @property
    def steps(self) -> int:
        return len(self.levels) - 1


UNICODE = Look(" ▁▂▃▄▅▆▇█", "─", "▲")
ASCII = Look(" .:#", "-", "^")


def resample(points: list[Point], start: float, end: float, columns: int) -> list[float]:
    """Bytes a second in each of so many equal parts of the time."""
    width = (end - start) / columns
    result = []
    for column in range(columns):
        left, right = start + column * width, start + (column + 1) * width
        weight = total = 0.0
        for point in points:
            shared = min(right, point.end) - max(left, point.start)
            if shared > 0:
                weight += shared
                total += shared * point.bps
        result.append(total / weight if weight else 0.0)
    return result


def bars(values: list[float], top: float, rows: int, look: Look) -> list[str]:
    """Columns of characters, as lines from the top down. What is not nothing shows."""
    lines = []
    heights = [min(rows * look.steps, max(round(value / top * rows * look.steps), 1 if value > top / 500 else 0))
               for value in values]
    for row in reversed(range(rows)):
        lines.append("".join(look.levels[max(0, min(look.steps, height - row * look.steps))] for height in heights))
    return lines


def _marks(f: Figures, columns: int, look: Look) -> list[str]:
    """One line of arrows under the axis, and one of what they stand for."""
    def place(t: float) -> int:
        return min(columns - 1, int(t / f.end * columns))

    arrows, words = [" "] * columns, [" "] * columns
    notes = [(f.spans[1].start, "noisy starts"), (f.limit.t, "limit set")]
    for t, text in notes:
        arrows[place(t)] = look.mark
        begin = min(place(t), columns - len(text))
        words[begin:begin + len(text)] = text
    return ["".join(arrows), "".join(words)]


def timeline(f: Figures, columns: int, look: Look) -> list[tuple[str, str]]:
    """(guest or "", line) so that the caller can colour the guests' lines."""
    columns = max(30, min(columns, 110) - LABEL)
    values = {guest: resample(f.points[guest], 0, f.end, columns) for guest in ("quiet", "noisy")}
    # The disk's speed; the little that is above it for a moment (requests on
    # their way) would only make everything else small.
    top = f.setup["drive_bps"]
    lines: list[tuple[str, str]] = []
    for guest in ("quiet", "noisy"):
        for number, bar in enumerate(bars(values[guest], top, ROWS, look)):
            label = f"{top / 1e6:.1f} MB/s" if number == 0 else guest if number == ROWS - 1 else ""
            lines.append((guest, f"{label:>{LABEL - 1}} {bar}"))
        lines.append(("", " " * LABEL + look.axis * columns))
    marks, words = _marks(f, columns, look)
    lines += [("", " " * LABEL + marks), ("", " " * LABEL + words)]
    seconds = f"{f.end:.0f} s"
    lines.append(("", " " * LABEL + "0 s" + seconds.rjust(columns - 3)))
    return lines
