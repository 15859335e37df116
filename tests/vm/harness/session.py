# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs cases one after another in a machine, and boots a new one when it must."""

import io
import math
import shutil
import tarfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from . import kernellog
from .cases import Case
from .machine import Machine, Options
from .progress import Progress
from .results import Result

# What dom0 may need beyond a case's own timeout: to say so and send its logs.
GRACE_SECONDS = 45


class Session:
    """A machine that is there when a case needs it."""

    def __init__(self, options: Options, progress: Progress, scale: float,
                 make: Callable[[Options], Machine] = Machine) -> None:
        self._make = make
        self._options = options
        self._progress = progress
        self._scale = scale
        self._machine: Machine | None = None

    def run(self, case: Case) -> Result:
        """Runs one case. The machine is gone afterwards if it cannot be trusted."""
        options = replace(self._options, icount=case.icount, dom0=case.dom0, xen=case.xen)
        if options != self._options:
            self.close()
            self._options = options
        if self._machine is None and (trouble := self._boot_twice()):
            return Result(case.name, "fail", trouble, 0)
        started = time.monotonic()
        with self._progress.step(f"{case.name}: {case.what}"):
            result = self._follow(case)
        result.seconds = round(time.monotonic() - started, 1)
        if result.verdict == "pass" and (bad := kernellog.judge(self._folder(case))):
            result.verdict, result.reason = "fail", bad
        if result.verdict == "fail":
            # What a failed case left behind must not decide the next one.
            self.close()
        return result

    def close(self) -> None:
        if self._machine is not None:
            self._machine.close()
            self._machine = None

    def _folder(self, case: Case) -> Path:
        return self._options.folder / case.name

    def _boot_twice(self) -> str | None:
        """Emulated processors that run beside each other have been seen to hang on the way
        up, before anything of ours is loaded. Once is chance, and is said; twice is not.
        """
        if not (trouble := self._boot()):
            return None
        self._progress.line(f"    {trouble}; trying once more")
        return self._boot()

    def _boot(self) -> str | None:
        """Starts a machine; returns what is wrong, or None when dom0 is ready."""
        clock = " on a counted clock" if self._options.icount else ""
        limit = self._options.boot_seconds * self._scale * (3 if self._options.icount else 1)
        with self._progress.step(f"booting Xen and dom0 {self._options.release}{clock}"):
            self._machine = self._make(self._options)
            end = time.monotonic() + limit
            while time.monotonic() < end and self._machine.alive() and not self._machine.channel.ended:
                message = self._machine.channel.receive(1)
                if message and message[0] == "ready":
                    return None
        silent = self._machine.alive() and not self._machine.channel.ended
        trouble = f"dom0 was not up after {limit:.0f} s" if silent else "the machine went down while booting"
        self._show_console()
        self.close()
        return trouble

    def _follow(self, case: Case) -> Result:
        """Sends the case to dom0 and listens until its verdict."""
        assert self._machine is not None
        folder = self._folder(case)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        info: dict[str, str] = {}
        seconds = round(case.timeout * self._scale)
        self._machine.channel.send(f"run {case.name} {seconds} {case.modules} {max(1, math.ceil(self._scale))}")
        end = time.monotonic() + seconds + GRACE_SECONDS * self._scale
        if self._options.icount:
            # dom0 keeps its own clock there, which may run slower than ours.
            end += 3 * seconds
        while time.monotonic() < end and self._machine.alive() and not self._machine.channel.ended:
            message = self._machine.channel.receive(1)
            if message is None:
                continue
            word, rest = message
            if word == "step":
                self._progress.now(f"{case.name}: {rest}")
            elif word == "info":
                key, _, value = rest.partition(" ")
                info[key] = value
                self._progress.line(f"    {key}: {value}")
            elif word == "event":
                with open(folder / "events", "a", encoding="utf-8") as handle:
                    handle.write(rest + "\n")
            elif word == "logs":
                self._unpack(int(rest.split()[1]), folder)
            elif word == "verdict":
                _, verdict, *reason = rest.split(" ", 2)
                return Result(case.name, verdict, " ".join(reason), 0, info)
        silent = self._machine.alive() and not self._machine.channel.ended
        trouble = f"the machine said nothing more within {seconds} s" if silent else "the machine went down"
        self._show_console()
        return Result(case.name, "fail", trouble, 0, info)

    def _unpack(self, size: int, folder: Path) -> None:
        assert self._machine is not None
        with tarfile.open(fileobj=io.BytesIO(self._machine.read_logs(size))) as tar:
            # Debian 12's Python has no filters yet; later ones want one named.
            tar.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))

    def _show_console(self) -> None:
        assert self._machine is not None
        for line in self._machine.last_lines():
            self._progress.line(f"    | {line}")
