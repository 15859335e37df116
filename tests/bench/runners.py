# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a bench once and gives its raw figures."""

import subprocess
from pathlib import Path

import figure
from benches import HERE, Bench
from harness import image, kernels, machine, paths
from harness.errors import HarnessError
from harness.progress import Progress
from harness.session import Session

BUILD = paths.TOP / "build" / "bench"


def build(targets: list[str], progress: Progress) -> None:
    """Programs: "dom0-programs" for all that are sent there, a bench's name for one of the host."""
    log = BUILD / "build.log"
    BUILD.mkdir(parents=True, exist_ok=True)
    with progress.step("building the programs"), open(log, "wb") as out:
        for command in (["cmake", "-S", str(HERE), "-B", str(BUILD / "programs")],
                        ["cmake", "--build", str(BUILD / "programs"), "--parallel", "2", "--target", *targets]):
            if subprocess.run(command, stdout=out, stderr=out).returncode:
                break
        else:
            return
    raise HarnessError(f"the programs do not build; see {log}")


class Host:
    """Programs that print one raw figure a line."""

    def __init__(self, progress: Progress, quick: bool) -> None:
        self._progress = progress
        self._quick = quick

    def run(self, bench: Bench) -> list[figure.Raw]:
        command = [str(BUILD / "programs" / "host" / bench.name), *(["--quick"] if self._quick else [])]
        with self._progress.step(f"{bench.name}: {bench.what}"):
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            raise HarnessError(f"{bench.name} ended with {done.returncode}")
        return [figure.parse(line) for line in done.stdout.splitlines()]

    def close(self) -> None:
        """Nothing is kept between runs."""


def _build_modules(series: str, flavour: str, progress: Progress) -> None:
    """The project's, and what benches load beside them."""
    command = [str(paths.TOP / "scripts/build-modules.sh"), "--series", series, *(["--flavour", flavour] if flavour else [])]
    with progress.step("building the modules"):
        for more in ([], ["--tests"]):
            if subprocess.run(command + more, stdout=subprocess.DEVNULL).returncode:
                raise HarnessError("the modules do not build; the message is above")


class Vm:
    """Scripts in dom0, all in one machine if they let it live."""

    def __init__(self, progress: Progress, quick: bool, series: str, flavour: str, scale: float) -> None:
        kernel = kernels.built(series, flavour) if flavour else kernels.debian(series)
        _build_modules(series, flavour, progress)
        machine.room_for_scratch()
        settings = BUILD / "settings"
        settings.write_text(f"quick={int(quick)}\n")
        files = {f"bench/{path.name}": path for path in sorted((BUILD / "programs" / "dom0").iterdir())
                 if path.is_file() and path.stat().st_mode & 0o100}
        files["bench/settings"] = settings
        self._session = Session(machine.Options(
            image=image.obtain(kernel, progress), release=kernel.release,
            folder=BUILD / "vm" / (f"{series}-{flavour}" if flavour else series),
            files=files), progress, scale)

    def run(self, bench: Bench) -> list[figure.Raw]:
        assert bench.case is not None
        result = self._session.run(bench.case)
        if result.verdict != "pass":
            raise HarnessError(f"{bench.name}: {result.verdict}: {result.reason}")
        return [figure.parse(value) for key, value in result.info.items() if key.startswith("figure-")]

    def close(self) -> None:
        self._session.close()

