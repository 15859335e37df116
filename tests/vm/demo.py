#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Two guests on a real Xen share a disk; one is noisy; one command in dom0 ends that.

Leaves build/demo/report.html and build/demo/events.jsonl.
"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from demo import ending, events, live, measure, report, stage, verdict  # noqa: E402
from demo.screen import Screen  # noqa: E402
from harness import image, kernels, machine, paths  # noqa: E402
from harness.errors import HarnessError  # noqa: E402
from harness.progress import Progress  # noqa: E402

OUT = paths.TOP / "build" / "demo"
DRIVE_BPS = 8_000_000


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernel", default="6.1", metavar="SERIES", help="6.1 (default) or 6.12")
    parser.add_argument("--from", dest="source", type=Path, metavar="EVENTS",
                        help="no machine: show and report an events.jsonl of an earlier run")
    parser.add_argument("--timeout-scale", type=float, metavar="X",
                        default=float(os.environ.get("DOM0PACK_TIMEOUT_SCALE", "1")),
                        help="multiply every timeout; also $DOM0PACK_TIMEOUT_SCALE")
    return parser.parse_args()


def needs_built(series: str, release: str) -> None:
    if not (paths.modules(release) / "xen-blkback.ko").exists():
        raise HarnessError(f"{paths.modules(release)} has no xen-blkback.ko; run `make modules KERNEL={series}` first")
    if not (paths.TOP / "build/tools/dom0ctl").exists():
        raise HarnessError("build/tools/dom0ctl is not there; run `make tools` first")


def introduce(screen: Screen) -> None:
    screen.line(screen.paint("bold", "dom0-pack: a noisy guest, and the command that ends it"))
    screen.line()
    screen.line(f"  Two guests of one Xen host have their disks on one device of {DRIVE_BPS / 1e6:g} MB/s.")
    screen.line(f"  {screen.paint('quiet', 'quiet')} does what a small database does and wants less than half of that.")
    screen.line(f"  {screen.paint('noisy', 'noisy')} takes all that it can get. Then dom0 limits it.")
    screen.line()


def perform(given: argparse.Namespace, screen: Screen) -> list[events.Event]:
    """Runs it on a machine, shows it, and returns what happened."""
    progress = Progress()
    script = stage.case()
    kernel = kernels.debian(given.kernel)
    release = kernel.release
    needs_built(given.kernel, release)
    machine.room_for_scratch()
    options = machine.Options(image=image.obtain(kernel, progress), release=release, folder=OUT / "machine",
                              slow_bps=DRIVE_BPS)
    happened: list[events.Event] = [{"t": 0, "event": "setup", "drive_bps": DRIVE_BPS}]
    clock, shown = events.Clock(), live.Live(screen, DRIVE_BPS)
    playing = stage.play(options, script, given.timeout_scale)
    try:
        _until_first_phase(playing, progress, screen, release, happened, clock, shown)
        for word, rest in playing:
            if word == "event":
                happened.append(clock.parse(rest))
                shown.event(happened[-1])
    finally:
        playing.close()
        events.write(happened, OUT / "events.jsonl")
    return happened


def _until_first_phase(playing: stage.Messages, progress: Progress, screen: Screen, release: str,
                       happened: list[events.Event], clock: events.Clock, shown: live.Live) -> None:
    """Boot and guests: one moving line that says what and for how long."""
    started = time.monotonic()
    with progress.step(f"Booting a real Xen with a Debian dom0 (Linux {release}) in an emulator"):
        for word, rest in playing:
            if word == "ready":
                break
    screen.line(f"  Xen and dom0 are up after {time.monotonic() - started:.0f} s.")
    started = time.monotonic()
    with progress.step("Loading the patched xen-blkback and xen-blkthrottle, starting the guests quiet and noisy"):
        for word, rest in playing:
            if word == "event":
                happened.append(clock.parse(rest))
                if happened[-1]["event"] == "phase":
                    break
    screen.line(f"  The guests quiet and noisy are up after another {time.monotonic() - started:.0f} s.")
    for event in happened:
        shown.event(event)


def main() -> int:
    given = arguments()
    screen = Screen()
    introduce(screen)
    if given.source:
        happened = events.read(given.source)
        shown = live.Live(screen, DRIVE_BPS)
        for event in happened:
            shown.event(event)
    else:
        happened = perform(given, screen)
    figures = measure.figures(happened)
    found = verdict.verdict(figures)
    target = OUT / "report.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(report.page(figures, found), encoding="utf-8")
    ending.show(screen, figures, found)
    screen.line()
    screen.line(f"The whole story with pictures, for any browser: {target.relative_to(paths.TOP)}")
    return 0 if found.shown else 1


def _terminated(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _terminated)
    signal.signal(signal.SIGHUP, _terminated)
    try:
        sys.exit(main())
    except (HarnessError, events.DemoError) as error:
        sys.exit(f"demo.py: {error}")
    except KeyboardInterrupt:
        print("\ndemo.py: interrupted; the machine is off", file=sys.stderr)
        sys.exit(130)
