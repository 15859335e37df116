# SPDX-License-Identifier: GPL-2.0-or-later
"""What is being done and for how long: one moving line on a terminal, a line
every ten seconds elsewhere."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

QUIET_SECONDS = 10


class Progress:
    """Steps go to stderr, finished lines to stdout."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tty = sys.stderr.isatty()
        self._text = ""
        self._started = 0.0
        self._shown = 0.0
        self._end = threading.Event()

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Shows text and its running time until the block ends."""
        with self._lock:
            self._text, self._started, self._shown = text, time.monotonic(), time.monotonic()
        self._end.clear()
        thread = threading.Thread(target=self._tick, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._end.set()
            thread.join()
            self._wipe()
            with self._lock:
                self._text = ""

    def now(self, text: str) -> None:
        """Changes the text of the running step; its clock goes on."""
        with self._lock:
            self._text = text
            self._shown = 0.0 if self._tty else self._shown

    def line(self, text: str) -> None:
        """A line that stays."""
        self._wipe()
        print(text, flush=True)

    def _wipe(self) -> None:
        if self._tty:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def _tick(self) -> None:
        while not self._end.wait(0.5 if self._tty else 1.0):
            with self._lock:
                text = f"{self._text} ... {round(time.monotonic() - self._started)} s"
                due = time.monotonic() - self._shown >= QUIET_SECONDS
                if not self._tty and due:
                    self._shown = time.monotonic()
            if self._tty:
                sys.stderr.write(f"\r\033[K{text[:118]}")
            elif due:
                sys.stderr.write(f"  {text}\n")
            sys.stderr.flush()
