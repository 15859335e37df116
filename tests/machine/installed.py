# SPDX-License-Identifier: GPL-2.0-or-later
"""The machine that boots from its disk, as an installed one does."""

import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from harness import machine, payload, paths
from harness.cpio import Archive

HERE = Path(__file__).resolve().parent
# Units that stop, file systems that are unmounted.
OFF_SECONDS = 180


@dataclass
class Options(machine.Options):
    """disk is what it boots from, and keeps what it writes there."""

    boot_seconds: int = 450
    disk: Path = Path()


class Machine(machine.Machine):
    """Closing it lets it shut down, if it listens."""

    _options: Options

    def _boot(self) -> list[str]:
        return []

    def _root(self) -> tuple[Path, str]:
        return self._options.disk, "cache=unsafe"

    def _pack(self, target: Path) -> None:
        pack(target, self._options.image)

    def close(self) -> None:
        if self.alive():
            self.channel.send("off")
            try:
                self._process.wait(OFF_SECONDS)
            except subprocess.TimeoutExpired:
                print(f"    it did not power off within {OFF_SECONDS} s", flush=True)
        super().close()


def pack(target: Path, image: Path) -> None:
    """The cases and their library for /project, and what guests are made of; nothing
    that is under test, which is installed or is not there."""
    with tarfile.open(target, "w") as tar:
        payload.add_tree(tar, paths.VM / "dom0", "dom0")
        payload.add_tree(tar, HERE / "dom0", "machine")
        payload.add_tree(tar, paths.CASES, "cases")
        tar.add(image / "vmlinux", "guest/vmlinux")
        payload.add_bytes(tar, "guest/guest.cpio", (image / "guest.cpio").read_bytes() + _guest_part())
    payload.round_up(target)


def _guest_part() -> bytes:
    """Over the guest's own initramfs: it writes before it listens."""
    archive = Archive()
    archive.copy(paths.VM / "image/guest-init", "bin/guest-init", 0o755)
    archive.copy(HERE / "guest/init", "init", 0o755)
    archive.copy(HERE / "guest/first-writes", "bin/first-writes", 0o755)
    return archive.finish()
