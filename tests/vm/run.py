#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the VM cases: real Xen, a real dom0 and real PV guests, inside QEMU."""

import argparse
import os
import sys
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TextIO

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness import cases, image, kernels, machine, paths, program, results, shell, tracers  # noqa: E402
from harness.errors import HarnessError  # noqa: E402
from harness.progress import Progress  # noqa: E402
from harness.session import Session  # noqa: E402

# What the checkers cost; tests/vm/dom0/lib/verdict.sh has the same.
DEBUG_PATIENCE = 3


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kernel", default="6.1", metavar="SERIES", help="6.1 (default) or 6.12")
    parser.add_argument("--case", action="append", default=[], metavar="NAME", help="only this case; may be repeated")
    parser.add_argument("--cases-from", type=Path, metavar="DIR", help="the cases of another folder, to try something")
    parser.add_argument("--brief", action="store_true", help="leave out the cases that take minutes")
    parser.add_argument("--list", action="store_true", help="list the cases")
    parser.add_argument("--shell", action="store_true", help="a dom0 prompt on this terminal")
    parser.add_argument("--flavour", choices=kernels.FLAVOURS,
                        help="on a kernel of scripts/kernel.sh instead of Debian's: custom has the patches of the "
                             "built-in code, stock has not, debug has checkers, too")
    parser.add_argument("--debug", action="store_const", dest="flavour", const="debug", help="short for --flavour debug")
    parser.add_argument("--icount", action="store_true", help="count instructions for time, in every case")
    parser.add_argument("--timeout-scale", type=float, metavar="X",
                        default=float(os.environ.get("DOM0PACK_TIMEOUT_SCALE", "2")),
                        help="multiply every timeout (default 2: cores may be shared); also $DOM0PACK_TIMEOUT_SCALE")
    return parser.parse_args()


def needs_built(selected: list[cases.Case], series: str, kernel: kernels.Kernel) -> None:
    """A case without what it tests must not look like a case that passed."""
    release = kernel.release
    variables = f"KERNEL={series}{f' FLAVOUR={kernel.flavour}' if kernel.flavour else ''}"
    modules = paths.modules(release)
    for module in sorted({name for case in selected for name in cases.BUILT[case.modules]}):
        if not (modules / module).exists():
            raise HarnessError(f"{modules} has no {module}; run "
                               f"`make modules {variables}` first")
    if any(case.tool for case in selected) and not paths.DOM0CTL.exists():
        raise HarnessError("build/tools/dom0ctl is not there; run `make tools` first")
    if any(case.front for case in selected) and not paths.NETFRONT.exists():
        raise HarnessError("build/netfront/netfront is not there; run `make netfront` first")
    if any(case.front for case in selected) and not paths.BLKFRONT.exists():
        raise HarnessError("build/blkfront/blkfront is not there; run `make blkfront` first")
    for name in ("throttle-ioctl", "traffic", "raw", "evtchns"):
        if any(case.programs for case in selected) and not (paths.PROGRAMS / name).exists():
            raise HarnessError(f"{paths.PROGRAMS} has no {name}; run `make vm-programs` first")
    if any(case.test_modules for case in selected) and not (paths.test_modules(release) / "secure-erase-disk.ko").exists():
        raise HarnessError(f"{paths.test_modules(release)} has no secure-erase-disk.ko; run "
                           f"`make vm-modules {variables}` first")


def own_output(folder: Path, progress: Progress) -> TextIO:
    """Two runs of one series would write over each other's logs: the second waits."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = open(folder / "lock", "w", encoding="ascii")
    with progress.step(f"waiting for another run that writes to {folder}"):
        flock(handle, LOCK_EX)
    return handle


def run_cases(selected: list[cases.Case], options: machine.Options, series: str, flavour: str,
              brief: bool, scale: float, progress: Progress) -> list[results.Result]:
    done: list[results.Result] = []
    session = Session(options, progress, scale)
    try:
        for case in selected:
            why = case.why_not(series, flavour, brief)
            result = results.Result(case.name, "skip", why, 0) if why else session.run(case)
            done.append(result)
            progress.line(result.line())
            results.write(done, options.folder / "results.json")
    finally:
        session.close()
    return done


def main() -> int:
    given = arguments()
    progress = Progress()
    folder = paths.output(given.kernel + (f"-{given.flavour}" if given.flavour else ""))
    if given.cases_from:
        paths.CASES = given.cases_from.resolve()
        folder = folder.with_name(f"{folder.name}-{paths.CASES.name}")
    selected = cases.select(given.case)
    if given.list:
        for case in selected:
            print(f"{case.name:24} {case.what}")
        return 0
    kernel = kernels.built(given.kernel, given.flavour) if given.flavour else kernels.debian(given.kernel)
    if not given.shell:
        needs_built(selected, given.kernel, kernel)
    machine.room_for_scratch()
    options = machine.Options(image=image.obtain(kernel, progress), release=kernel.release,
                              folder=folder, icount=given.icount, debug=kernel.debug)
    if given.shell:
        return shell.run(options)
    if any(case.tracers and not case.why_not(given.kernel, kernel.flavour, given.brief) for case in selected):
        options.tracers = tracers.obtain(progress)
    held = own_output(options.folder, progress)
    if given.icount:
        selected = [cases.counted(case) for case in selected]
    scale = given.timeout_scale * (DEBUG_PATIENCE if kernel.debug else 1)
    done = run_cases(selected, options, given.kernel, kernel.flavour, given.brief, scale, progress)
    held.close()
    print(results.summary(done))
    return 1 if any(result.verdict == "fail" for result in done) else 0


if __name__ == "__main__":
    program.run("run.py", main)
