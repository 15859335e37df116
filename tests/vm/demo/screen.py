# SPDX-License-Identifier: GPL-2.0-or-later
"""What standard output can show: colours, block characters, a line that moves."""

import os
import shutil
import sys
from typing import TextIO

from . import plot

COLOURS = {"quiet": "36", "noisy": "33", "good": "32", "bad": "31", "bold": "1", "dim": "2"}


class Screen:
    """Writes lines. Not on a terminal: no control character at all."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self.tty = out.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self._colour = self.tty and "NO_COLOR" not in os.environ
        try:
            (plot.UNICODE.levels + plot.UNICODE.mark).encode(out.encoding or "ascii")
            self.look = plot.UNICODE
        except UnicodeEncodeError:
            self.look = plot.ASCII
        self._live = 0

    @property
    def columns(self) -> int:
        return shutil.get_terminal_size((100, 24)).columns if self.tty else 100

    def paint(self, colour: str, text: str) -> str:
        if not self._colour or colour not in COLOURS:
            return text
        return f"\033[{COLOURS[colour]}m{text}\033[0m"

    def line(self, text: str = "") -> None:
        """A line that stays. The moving lines, if any, give way to it."""
        self._wipe()
        self._write(text + "\n")

    def live(self, lines: list[str]) -> None:
        """Lines that the next call replaces. For terminals only."""
        self._wipe()
        self._write("".join(line + "\n" for line in lines))
        self._live = len(lines)

    def _wipe(self) -> None:
        if self._live:
            self._write(f"\033[{self._live}A\033[J")
            self._live = 0

    def _write(self, text: str) -> None:
        if self.look is plot.ASCII:
            text = text.replace("–", "-").replace("→", "->")
        self._out.write(text)
        self._out.flush()
