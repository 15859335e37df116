# SPDX-License-Identifier: GPL-2.0-or-later
"""Events in, figures out. No clock, no file, no terminal in here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .events import GUESTS, PHASES, DemoError, Event


@dataclass(frozen=True)
class Point:
    """What a guest got in one interval; latency is None when nothing completed."""

    start: float
    end: float
    read_bps: float
    write_bps: float
    latency_ns: float | None

    @property
    def bps(self) -> float:
        return self.read_bps + self.write_bps


@dataclass(frozen=True)
class Span:
    name: str
    start: float
    end: float


@dataclass(frozen=True)
class Fio:
    """What fio inside of a guest reports about one phase."""

    bps: float
    iops: float
    mean_ns: float
    p99_ns: float
    command: str


@dataclass(frozen=True)
class Rate:
    """What dom0 let through in one phase, bytes a second."""

    read_bps: float
    write_bps: float
    seconds: float

    @property
    def bps(self) -> float:
        return self.read_bps + self.write_bps


@dataclass(frozen=True)
class Limit:
    t: float
    command: str
    output: str
    read_bps: int
    write_bps: int


@dataclass(frozen=True)
class Figures:
    """All that the terminal and the report show."""

    setup: dict[str, Any]
    about: dict[str, Any]
    spans: list[Span]
    points: dict[str, list[Point]]
    quiet: dict[str, Fio]
    noisy: dict[str, Rate]
    limit: Limit
    commands: dict[str, str] = field(default_factory=dict)

    @property
    def end(self) -> float:
        return self.spans[-1].end

    @property
    def sample_seconds(self) -> float:
        """The mean time between samples. dom0 asks for half a second."""
        points = self.points["quiet"]
        return (points[-1].end - points[0].start) / len(points) if points else 0.0


class Meter:
    """Turns the cumulative counters of one guest into points."""

    def __init__(self) -> None:
        self._last: Event | None = None

    def point(self, sample: Event) -> Point | None:
        """The interval that ends with this sample; None for the first one."""
        last, self._last = self._last, sample
        if last is None or sample["t"] <= last["t"]:
            return None
        seconds = sample["t"] - last["t"]

        def grown(*names: str) -> int:
            return sum(sample[name] - last[name] for name in names)

        done = grown("read_done_ios", "write_done_ios")
        service = grown("read_service_ns", "write_service_ns")
        return Point(last["t"], sample["t"], grown("read_bytes") / seconds, grown("write_bytes") / seconds,
                     service / done if done else None)


def _of(events: list[Event], kind: str) -> list[Event]:
    return [event for event in events if event["event"] == kind]


def _spans(events: list[Event]) -> list[Span]:
    starts = {event["name"]: event["t"] for event in _of(events, "phase")}
    for name in (*PHASES, "end"):
        if name not in starts:
            raise DemoError(f"the run is incomplete: it has no phase {name!r}; run the demo again")
    names = (*PHASES, "end")
    return [Span(name, starts[name], starts[after]) for name, after in zip(PHASES, names[1:])]


def _rate(samples: list[Event], span: Span) -> Rate:
    inside = [sample for sample in samples if span.start <= sample["t"] <= span.end]
    if len(inside) < 2:
        raise DemoError(f"the run is incomplete: too few samples of noisy in phase {span.name!r}; run the demo again")
    first, last = inside[0], inside[-1]
    seconds = last["t"] - first["t"]
    return Rate((last["read_bytes"] - first["read_bytes"]) / seconds,
                (last["write_bytes"] - first["write_bytes"]) / seconds, seconds)


def _fio(events: list[Event]) -> dict[str, Fio]:
    found = {}
    for event in _of(events, "fio"):
        if event["errors"]:
            raise DemoError(f"fio in {event['guest']} reports {event['errors']} errors in phase {event['phase']!r}")
        if event["guest"] == "quiet":
            found[event["phase"]] = Fio(event["bytes_per_s"], event["iops"], event["mean_ns"], event["p99_ns"],
                                        event["command"])
    for name in PHASES:
        if name not in found:
            raise DemoError(f"the run is incomplete: fio said nothing about phase {name!r}; run the demo again")
    return found


def figures(events: Iterable[Event]) -> Figures:
    """Raises DemoError where the events do not tell the whole story."""
    events = list(events)
    spans = _spans(events)
    samples = {guest: [event for event in _of(events, "sample") if event["guest"] == guest] for guest in GUESTS}
    points: dict[str, list[Point]] = {}
    for guest in GUESTS:
        meter = Meter()
        found = [meter.point(sample) for sample in samples[guest]]
        points[guest] = [point for point in found if point and point.end <= spans[-1].end + 1]
    limits = _of(events, "limit")
    if not limits:
        raise DemoError("the run is incomplete: no limit was set; run the demo again")
    limit = limits[0]
    merged: dict[str, dict[str, Any]] = {"setup": {}, "about": {}}
    for kind, target in merged.items():
        for event in _of(events, kind):
            target.update({key: value for key, value in event.items() if key not in ("t", "event")})
    commands = {event["guest"]: event["command"] for event in _of(events, "load")}
    return Figures(
        merged["setup"], merged["about"], spans, points, _fio(events),
        {span.name: _rate(samples["noisy"], span) for span in spans[1:]},
        Limit(limit["t"], limit["command"], limit.get("output", ""), limit["read_bps"], limit["write_bps"]), commands)
