# SPDX-License-Identifier: GPL-2.0-or-later
"""What stays on the terminal at the end: timeline, table, conclusion."""

import textwrap

from . import plot, table
from .measure import Figures
from .screen import Screen
from .verdict import Verdict


def show(screen: Screen, f: Figures, found: Verdict) -> None:
    screen.line()
    screen.line(screen.paint("bold", "What went to the disk, second by second"))
    for guest, line in plot.timeline(f, screen.columns, screen.look):
        screen.line(screen.paint(guest, line.rstrip()))
    screen.line()
    _table(screen, f)
    screen.line()
    for line in textwrap.wrap(found.sentence, min(screen.columns, 100)):
        screen.line(screen.paint("good" if found.shown else "bad", line))


def _table(screen: Screen, f: Figures) -> None:
    rows = table.rows(f)
    first = max(len(row[0]) for row in rows)
    widths = [max(len(row[column]) for row in [table.HEAD, *rows]) for column in range(1, len(table.HEAD))]

    def text(row: list[str]) -> str:
        return f"{row[0]:<{first}}" + "".join(f"   {cell:>{width}}" for cell, width in zip(row[1:], widths))

    screen.line(screen.paint("bold", text(table.HEAD)))
    for row in rows:
        screen.line(text(row))
