# SPDX-License-Identifier: GPL-2.0-or-later
"""What is shown while it happens: a statement at each change, bars in between."""

import textwrap

from .events import GUESTS, Event
from .measure import Meter, Point
from .screen import Screen
from .words import latency, rate

TTY_SECONDS = 1.0
PLAIN_SECONDS = 4.0


class Live:
    """Fed with every event as it comes."""

    def __init__(self, screen: Screen, drive_bps: float) -> None:
        self._screen = screen
        self._drive = drive_bps
        self._meters = {guest: Meter() for guest in GUESTS}
        self._points: dict[str, Point] = {}
        self._shown = 0.0
        self._running = False

    def event(self, event: Event) -> None:
        kind = event["event"]
        if kind == "sample":
            self._sample(event)
        elif kind == "phase":
            self._phase(event["name"])
        elif kind == "limit":
            self._limit(event)
        elif kind == "load":
            self.say("noisy", "In noisy, fio starts: 128 KiB a request, 32 at a time, as much as it can get.")
        elif kind == "fio":
            self.say("", f"quiet's own fio: {rate(event['bytes_per_s'])}, latency {latency(event['mean_ns'])} in the "
                     f"mean, {latency(event['p99_ns'])} at the 99th percentile.")

    def say(self, colour: str, text: str) -> None:
        for line in textwrap.wrap(text, min(self._screen.columns, 100) - 4):
            self._screen.line("  " + self._screen.paint(colour, line))

    def _head(self, text: str) -> None:
        self._screen.line()
        self._screen.line(self._screen.paint("bold", text))

    def _phase(self, name: str) -> None:
        self._running = name != "end"
        if name == "alone":
            self._head("1. Quiet has the disk for itself")
        elif name == "beside":
            self._head("2. Noisy works beside it, without a limit")

    def _limit(self, event: Event) -> None:
        self._head("3. Typed in dom0, while both go on:")
        self._screen.line(self._screen.paint("good", f"  # {event['command']}"))
        for line in event.get("output", "").splitlines():
            self._screen.line(self._screen.paint("dim", f"  {line}"))

    def _sample(self, event: Event) -> None:
        point = self._meters[event["guest"]].point(event)
        if point is None:
            return
        self._points[event["guest"]] = point
        wanted = TTY_SECONDS if self._screen.tty else PLAIN_SECONDS
        # Both guests are sampled in one go; noisy comes second.
        due = event["guest"] == GUESTS[-1] and event["t"] - self._shown >= wanted * 0.9
        if not self._running or not due or len(self._points) < len(GUESTS):
            return
        self._shown = event["t"]
        if self._screen.tty:
            self._screen.live([self._bar(guest) for guest in GUESTS])
        else:
            noisy = f"   noisy {rate(self._points['noisy'].bps):>9}"
            quiet = f"quiet {rate(self._points['quiet'].bps):>9}{self._wait(self._points['quiet'])}"
            self._screen.line(f"  {event['t']:5.0f} s{noisy}   {quiet}")

    def _bar(self, guest: str) -> str:
        point = self._points[guest]
        room = max(10, min(self._screen.columns, 100) - 52)
        length = min(room, round(point.bps / self._drive * room))
        fill = self._screen.look.levels[-1] * length
        wait = self._wait(point) if guest == "quiet" else ""
        return f"  {guest} {self._screen.paint(guest, fill)}{' ' * (room - length)} {rate(point.bps):>9}{wait}"

    @staticmethod
    def _wait(point: Point) -> str:
        """How long the disk takes to answer quiet's requests, as dom0 sees it."""
        if point.latency_ns is None:
            return ", nothing completed"
        return f", disk answers in {latency(point.latency_ns)}"
