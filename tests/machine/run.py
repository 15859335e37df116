#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The packages on a machine as administrators have it: a Debian 12 that boots from its
disk, with systemd and udev. Installed, rebooted, its kernel upgraded, purged.

apt works on the disk while the machine is off, with the processor of this one: DKMS
compiles there, which the emulated machine would take the better part of an hour for.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "vm"))
sys.path.insert(0, str(HERE))

import debian  # noqa: E402
import disk  # noqa: E402
import installed  # noqa: E402
from harness import cases, image, kernels, paths, program, results  # noqa: E402
from harness.errors import HarnessError  # noqa: E402
from harness.progress import Progress  # noqa: E402
from harness.session import Session  # noqa: E402

FOLDER = paths.TOP / "build" / "machine"
DISK = FOLDER / "disk.img"
LOG = FOLDER / "disk.log"
DEBS = paths.TOP / "build" / "deb"
OLD, NEW = "6.1", "6.12"


def _apt_get(machine: disk.Mounted, *words: str) -> str:
    """As the administrator of a machine that runs the old kernel would."""
    release = next(kernel for kernel in machine.kernels() if kernel.startswith(f"{OLD}."))
    return machine.run("apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0", *words, release=release)


def install(machine: disk.Mounted) -> None:
    """The packages with all that they recommend, and settings for a guest to come."""
    debs = sorted(DEBS.glob("*.deb"))
    for deb in debs:
        shutil.copy(deb, machine.root / "root")
    _apt_get(machine, "update")
    _apt_get(machine, "install", *(f"/root/{deb.name}" for deb in debs))
    machine.place("etc/dom0ctl/limits.d/guests.toml", (HERE / "guests.toml").read_text())
    machine.place("etc/udev/rules.d/90-xen-irqpool.rules", (HERE / "pool.rules").read_text())


def upgrade(machine: disk.Mounted) -> None:
    _apt_get(machine, "install", *(f"linux-{part}-{NEW}{suffix}" for part, suffix in
                                   (("image", "-amd64"), ("headers", "-amd64"), ("source", ""))))


@dataclass(frozen=True)
class Stage:
    """What is done to the machine while it is off, and the case after it. A stage
    that says neither goes on where the one before has stopped, without a reboot."""

    case: str
    doing: str = ""
    do: Callable[[disk.Mounted], None] | None = None
    reboot: bool = True


STAGES = (
    Stage("installed", "installing the packages", install),
    Stage("upgraded", f"upgrading the kernel to {NEW}", upgrade),
    Stage("purged", reboot=False),
    Stage("stock"),
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="first", metavar="CASE", choices=[stage.case for stage in STAGES],
                        help="begin with this one, on the disk of the run before")
    parser.add_argument("--timeout-scale", type=float, metavar="X",
                        default=float(os.environ.get("DOM0PACK_TIMEOUT_SCALE", "2")),
                        help="multiply every timeout (default 2); also $DOM0PACK_TIMEOUT_SCALE")
    return parser.parse_args()


def run_stage(stage: Stage, session: Session, progress: Progress) -> results.Result:
    if stage.reboot:
        with progress.step("shutting down"):
            session.close()
    if stage.do:
        with progress.step(stage.doing), disk.mounted(DISK, LOG) as machine:
            stage.do(machine)
    result = session.run(cases.select([stage.case])[0])
    if result.verdict == "fail":
        # Also of a boot that did not get as far as to send its logs.
        with disk.mounted(DISK, LOG) as machine:
            (FOLDER / "journal").write_text(machine.run("journalctl", "--directory=/var/log/journal", "--no-pager"))
        progress.line(f"    {FOLDER} has console.log, journal (of all boots) and {stage.case}/, the logs of the case")
    return result


def run(stages: tuple[Stage, ...], session: Session, progress: Progress) -> list[results.Result]:
    done: list[results.Result] = []
    try:
        for stage in stages:
            failed = next((result.name for result in done if result.verdict == "fail"), None)
            result = (results.Result(stage.case, "skip", f"it comes after {failed}, which failed", 0)
                      if failed else run_stage(stage, session, progress))
            done.append(result)
            progress.line(result.line())
            results.write(done, FOLDER / "results.json")
    finally:
        session.close()
    return done


def main() -> int:
    given = arguments()
    disk.need_root()
    if not list(DEBS.glob("*.deb")):
        raise HarnessError(f"{DEBS} has no packages; run `make deb` first")
    FOLDER.mkdir(parents=True, exist_ok=True)
    progress = Progress()
    first = [stage.case for stage in STAGES].index(given.first) if given.first else 0
    if first and not DISK.exists():
        raise HarnessError(f"{DISK} is not there; run it from the first case")
    if not first:
        LOG.unlink(missing_ok=True)
        base = debian.obtain(LOG, progress)
        with progress.step("copying the disk"):
            disk.copy(base, DISK)
    kernel = kernels.debian(OLD)
    options = installed.Options(image=image.obtain(kernel, progress), release="from its disk", folder=FOLDER,
                                slow_bps=0, disk=DISK)
    paths.CASES = HERE / "cases"
    done = run(STAGES[first:], Session(options, progress, given.timeout_scale, installed.Machine), progress)
    print(results.summary(done))
    if any(result.verdict == "fail" for result in done):
        return 1
    DISK.unlink()
    return 0


if __name__ == "__main__":
    program.run("run.py", main)
