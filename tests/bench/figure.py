# SPDX-License-Identifier: GPL-2.0-or-later
"""A figure: what one bench measured, beside its rival, over all its runs."""

import json
import re
from dataclasses import asdict, dataclass
from statistics import median

# "ours within 0.005 of 1", "ours < 2", "ratio >= 0.99"; "none" for a number
# that is shown and has no goal.
_GOAL = re.compile(r"(ours|ratio) (?:(<|<=|>|>=) ([0-9.]+)|within ([0-9.]+) of ([0-9.]+))")
# Ratios of printed numbers: a limit that is met to the last digit is met.
_DUST = 1e-12


class BadFigure(ValueError):
    """A bench printed what is no figure."""


@dataclass(frozen=True)
class Raw:
    """One run's: rival is None where there is none, and rival_name says why."""

    what: str
    ours: float
    rival: float | None
    rival_name: str
    goal: str

    def ratio(self) -> float | None:
        return self.ours / self.rival if self.rival else None


@dataclass(frozen=True)
class Figure:
    """All runs of one: medians; met is None without a goal, and else whether
    every run met it. spread is (largest - smallest) / median of ours."""

    what: str
    ours: float
    rival: float | None
    rival_name: str
    ratio: float | None
    goal: str
    met: bool | None
    runs: int
    spread: float


def parse(line: str) -> Raw:
    """A raw figure as benches print it: a JSON object on one line."""
    try:
        given = json.loads(line)
        raw = Raw(str(given["what"]), float(given["ours"]),
                  None if given["rival"] is None else float(given["rival"]),
                  str(given["rival_name"]), str(given["goal"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BadFigure(f"not a figure ({error!r}): {line}") from None
    met(raw)
    return raw


def met(raw: Raw) -> bool | None:
    """Does one run meet its goal? None where it has none."""
    if raw.goal == "none":
        return None
    found = _GOAL.fullmatch(raw.goal)
    if not found:
        raise BadFigure(f"{raw.what}: no such goal: {raw.goal}")
    subject, sign, bound, distance, centre = found.groups()
    value = raw.ours if subject == "ours" else raw.ratio()
    if value is None:
        return False
    if not sign:
        return abs(value - float(centre)) <= float(distance) + _DUST
    limit = float(bound)
    return {"<": value < limit, "<=": value <= limit + _DUST,
            ">": value > limit, ">=": value >= limit - _DUST}[sign]


def combine(runs: list[list[Raw]]) -> list[Figure]:
    """The figures of several runs, in the order in which they first came."""
    by_what: dict[tuple[str, str], list[Raw]] = {}
    for run in runs:
        for raw in run:
            by_what.setdefault((raw.what, raw.rival_name), []).append(raw)
    return [_figure(raws) for raws in by_what.values()]


def _figure(raws: list[Raw]) -> Figure:
    ours = [raw.ours for raw in raws]
    rivals = [raw.rival for raw in raws if raw.rival is not None]
    middle = Raw(raws[0].what, median(ours), median(rivals) if rivals else None, raws[0].rival_name, raws[0].goal)
    verdicts = [met(raw) for raw in raws]
    return Figure(
        what=middle.what, ours=middle.ours, rival=middle.rival, rival_name=middle.rival_name,
        ratio=middle.ratio(), goal=middle.goal,
        met=None if None in verdicts else all(verdicts), runs=len(raws),
        spread=(max(ours) - min(ours)) / abs(middle.ours) if middle.ours else 0.0)


def to_json(figures: list[Figure]) -> str:
    return json.dumps([asdict(one) for one in figures], indent=1) + "\n"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.5g}" if abs(value) < 1000 else f"{value:,.0f}"


def table(name: str, figures: list[Figure]) -> str:
    """The same for people, ending with how many goals were met."""
    head = ("what", "ours", "rival", "which is", "ratio", "goal", "met", "runs", "spread")
    rows = [(one.what, _number(one.ours), _number(one.rival), one.rival_name, _number(one.ratio), one.goal,
             {True: "yes", False: "NO", None: "-"}[one.met], str(one.runs),
             f"{one.spread:.2%}" if one.runs > 1 else "-")
            for one in figures]
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in (head, *rows)]
    goals = [one.met for one in figures if one.met is not None]
    lines.append(f"{name}: {sum(goals)} of {len(goals)} goals met")
    return "\n".join(lines)
