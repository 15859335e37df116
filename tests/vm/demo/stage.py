# SPDX-License-Identifier: GPL-2.0-or-later
"""The machine on which the demo happens: from its boot to its last event."""

import io
import os
import shutil
import tarfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path

from harness import cases, kernellog, machine, paths

from .events import DemoError

CASES = Path(__file__).resolve().parent / "cases"
BOOT_SECONDS = 180
GRACE_SECONDS = 45


def case() -> cases.Case:
    """The demo's own script. It is told from the cases of `make vm` by its
    folder, which the machine gets in the place of theirs."""
    paths.CASES = CASES
    return cases.select(["demo"])[0]


Messages = Generator[tuple[str, str], None, None]


def play(options: machine.Options, script: cases.Case, scale: float) -> Messages:
    """Boots, runs the script and yields what dom0 says: ("ready", ""),
    ("step", TEXT), ("event", JSON), and ("", "") at least once a second.

    Raises DemoError when the machine or the script fails, or when a kernel
    complains. The machine is gone when this ends, however it ends.
    """
    folder = options.folder / script.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _go_first()
    running = machine.Machine(options)
    try:
        yield from _boot(running, BOOT_SECONDS * scale)
        yield from _follow(running, script, folder, scale)
    finally:
        running.close()
    if bad := kernellog.judge(folder):
        raise DemoError(f"the measured machine is not to be trusted: {bad} (logs in {folder})")


def _go_first() -> None:
    """Root may ask for a larger share of the cores: latency measured in an
    emulator that waits for a compiler says nothing about the disk."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -10)
        # Where sessions share the cores evenly, only this one counts.
        Path("/proc/self/autogroup").write_text("-10")
    except OSError:
        return


def _messages(running: machine.Machine, seconds: float) -> Iterator[tuple[str, str]]:
    """Until the machine ends or is silent about what is waited for too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and running.alive() and not running.channel.ended:
        yield running.channel.receive(1) or ("", "")


def _boot(running: machine.Machine, seconds: float) -> Iterator[tuple[str, str]]:
    for word, rest in _messages(running, seconds):
        yield word, rest
        if word == "ready":
            return
    _give_up(running, f"Xen and its dom0 were not up after {seconds:.0f} s")


def _follow(running: machine.Machine, script: cases.Case, folder: Path, scale: float) -> Iterator[tuple[str, str]]:
    seconds = round(script.timeout * scale)
    running.channel.send(f"run {script.name} {seconds} {script.modules} 2")
    for word, rest in _messages(running, seconds + GRACE_SECONDS * scale):
        if word == "logs":
            with tarfile.open(fileobj=io.BytesIO(running.read_logs(int(rest.split()[1])))) as tar:
                tar.extractall(folder, filter="data")
        elif word == "verdict":
            _, verdict, *reason = rest.split(" ", 2)
            if verdict != "pass":
                raise DemoError(f"dom0's part failed: {' '.join(reason)} (logs in {folder})")
            return
        else:
            yield word, rest
    _give_up(running, f"dom0 did not finish within {seconds} s")


def _give_up(running: machine.Machine, trouble: str) -> None:
    if not running.alive():
        trouble = "QEMU ended early"
    raise DemoError(f"{trouble}; the console's last lines are in {running.console}:\n"
                    + "\n".join(f"    | {line}" for line in running.last_lines(15)))
