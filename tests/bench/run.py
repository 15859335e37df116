#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the benches: prints a table for each and writes build/bench/NAME.json.

A goal that is missed is shown as missed and is no failure of this command;
a bench that could not measure is.
"""

import argparse
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import benches  # noqa: E402
import figure  # noqa: E402
import runners  # noqa: E402
from harness import program  # noqa: E402
from harness.errors import HarnessError  # noqa: E402
from harness.progress import Progress  # noqa: E402

RUNS = 3


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", action="append", default=[], metavar="NAME", help="only this one; may be repeated")
    parser.add_argument("--list", action="store_true", help="list the benches")
    parser.add_argument("--quick", action="store_true", help="one run, and the smaller part of what is measured")
    parser.add_argument("--runs", type=int, metavar="N", help=f"how often each is run (default {RUNS}; 1 if quick)")
    parser.add_argument("--kernel", default="6.1", metavar="SERIES", help="6.1 (default) or 6.12")
    parser.add_argument("--timeout-scale", type=float, metavar="X",
                        default=float(os.environ.get("DOM0PACK_TIMEOUT_SCALE", "2")),
                        help="multiply every timeout of the machine (default 2); also $DOM0PACK_TIMEOUT_SCALE")
    return parser.parse_args()


def measure(bench: benches.Bench, runner: runners.Host | runners.Vm, count: int, progress: Progress) -> None:
    """All runs of one bench; what is measured so far is on the disk after each."""
    runs: list[list[figure.Raw]] = []
    for number in range(1, count + 1):
        progress.line(f"{bench.name}: run {number} of {count}")
        runs.append(runner.run(bench))
        if not runs[-1]:
            raise HarnessError(f"{bench.name} measured nothing")
        (runners.BUILD / f"{bench.name}.json").write_text(figure.to_json(figure.combine(runs)))
    progress.line("\n" + figure.table(bench.name, figure.combine(runs)) + "\n")


def main() -> int:
    given = arguments()
    selected = benches.select(given.bench)
    if given.list:
        for bench in selected:
            print(f"{bench.name:16} {bench.what}")
        return 0
    progress = Progress()
    runners.build(sorted({"dom0-programs" if bench.case else bench.name for bench in selected}), progress)
    count = given.runs or (1 if given.quick else RUNS)
    host = runners.Host(progress, given.quick)
    machine: runners.Vm | None = None
    flavour = ""
    failed = 0
    try:
        for bench in selected:
            if bench.case and machine and flavour != bench.flavour:
                machine.close()
                machine = None
            if bench.case and not machine:
                flavour = bench.flavour
                machine = runners.Vm(progress, given.quick, given.kernel, flavour, given.timeout_scale)
            try:
                measure(bench, machine if bench.case and machine else host, count, progress)
            except (HarnessError, figure.BadFigure) as error:
                progress.line(f"FAIL {bench.name}: {error}")
                failed += 1
    finally:
        if machine:
            machine.close()
    return 1 if failed else 0


if __name__ == "__main__":
    program.run("bench", main)
