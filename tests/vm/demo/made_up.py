# SPDX-License-Identifier: GPL-2.0-or-later
"""A run that never happened, for tests and for working on the report."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .events import Event

STEP = 0.5


@dataclass
class Guest:
    """Counters that grow as told."""

    reads: float = 0.0
    writes: float = 0.0
    ios: int = 0
    service: float = 0.0

    def work(self, read_bps: float, write_bps: float, size: int, latency_ns: float) -> None:
        self.reads += read_bps * STEP
        self.writes += write_bps * STEP
        ios = round((read_bps + write_bps) * STEP / size)
        self.ios += ios
        self.service += ios * latency_ns

    def sample(self, name: str, t: float) -> Event:
        return {"t": t, "event": "sample", "guest": name,
                "read_bytes": round(self.reads), "write_bytes": round(self.writes),
                "read_done_ios": self.ios, "write_done_ios": 0,
                "read_service_ns": round(self.service), "write_service_ns": 0}


@dataclass(frozen=True)
class Shape:
    """Bytes a second and ns in each phase; what a real machine did, roughly."""

    quiet_bps: tuple[float, float, float] = (3.0e6, 0.3e6, 3.0e6)
    noisy_bps: tuple[float, float, float] = (0.0, 7.6e6, 1.98e6)
    mean_ns: tuple[float, float, float] = (1.1e6, 210e6, 4.2e6)
    p99_ns: tuple[float, float, float] = (3.4e6, 540e6, 31e6)
    seconds: int = 14
    limit_bps: int = 1_000_000


def events(shape: Shape = Shape()) -> Iterator[Event]:
    yield {"t": 0, "event": "setup", "drive_bps": 8_000_000, "quiet_bps": 3_000_000}
    yield {"t": 0, "event": "about", "xen": "4.17.6-pre", "kernel": "6.1.0-56-amd64", "dom0ctl": "dom0ctl 0.0.0",
           "fio": "fio-3.33", "status": "Xen 4.17.6-pre", "guests": "Name ID\nquiet 1\nnoisy 2"}
    quiet, noisy = Guest(), Guest()
    t = 0.0
    for number, name in enumerate(("alone", "beside", "limited")):
        if name == "limited":
            yield {"t": t, "event": "limit", "guest": "noisy", "output": "write_bps 1000000 (was max)",
                   "command": "dom0ctl limit set noisy --write-bps 1M --read-bps 1M",
                   "read_bps": shape.limit_bps, "write_bps": shape.limit_bps}
        if name == "beside":
            yield {"t": t, "event": "load", "guest": "noisy", "command": "fio --name=noisy --bs=128k"}
        yield {"t": t, "event": "phase", "name": name}
        for step in range(round(shape.seconds / STEP)):
            yield quiet.sample("quiet", t)
            yield noisy.sample("noisy", t)
            wobble = 1 + 0.05 * (step * 7 % 5 - 2) / 2
            bps = shape.quiet_bps[number] * wobble
            quiet.work(bps * 0.7, bps * 0.3, 16384, shape.mean_ns[number])
            half = shape.noisy_bps[number] / 2
            noisy.work(half, half, 131072, shape.mean_ns[number] * 2)
            t += STEP
        yield {"t": t, "event": "fio", "guest": "quiet", "phase": name, "command": "fio --name=quiet --bs=16k",
               "bytes_per_s": shape.quiet_bps[number], "iops": shape.quiet_bps[number] / 16384,
               "mean_ns": shape.mean_ns[number], "p99_ns": shape.p99_ns[number], "errors": 0}
    yield quiet.sample("quiet", t)
    yield noisy.sample("noisy", t)
    yield {"t": t, "event": "phase", "name": "end"}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text("".join(json.dumps(event) + "\n" for event in events()), encoding="utf-8")
