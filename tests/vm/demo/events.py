# SPDX-License-Identifier: GPL-2.0-or-later
"""What happened, as dom0 told it: JSON objects, one a line.

    setup   drive_bps                          from the host, before the machine starts
    setup   quiet_bps, measured_s              what quiet wants, seconds that its fio measures
    about   xen, kernel, dom0ctl, fio, status, guests
    phase   name: alone|beside|limited|end     from here on
    sample  guest, and names of its stat file  twice a second, cumulative
    limit   guest, command, output, read_bps, write_bps    as they read back
    load    guest, command                     fio was started in it and stays
    fio     guest, phase, command, bytes_per_s, iops, mean_ns, p99_ns, errors

t is in seconds on dom0's clock, 0 at the first sample and before it.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Event = dict[str, Any]
PHASES = ("alone", "beside", "limited")
GUESTS = ("quiet", "noisy")


class DemoError(Exception):
    """What is wrong and what to do, in one line."""


class Clock:
    """Moves dom0's clock so that its first sample is at 0."""

    def __init__(self) -> None:
        self._start: float | None = None

    def parse(self, line: str) -> Event:
        try:
            event = json.loads(line)
            t = float(event["t"])
            kind = event["event"]
        except (ValueError, KeyError, TypeError) as error:
            raise DemoError(f"dom0 sent an event that cannot be read: {line[:200]}") from error
        if self._start is None and kind == "sample":
            self._start = t
        event["t"] = 0.0 if self._start is None else round(t - self._start, 3)
        return event


def write(events: Iterable[Event], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")


def read(source: Path) -> list[Event]:
    return [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
