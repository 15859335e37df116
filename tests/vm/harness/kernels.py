# SPDX-License-Identifier: GPL-2.0-or-later
"""Which kernel a machine boots: one of Debian's packages, or one that
scripts/kernel.sh builds."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import kernel, packages, paths
from .errors import HarnessError


# Those of scripts/kernel.sh.
FLAVOURS = ("custom", "stock", "debug")


@dataclass(frozen=True)
class Kernel:
    """build is the folder of a kernel built here, and flavour which of them it
    is; nothing: Debian's package."""

    release: str
    build: Path | None = None
    flavour: str = ""

    @property
    def debug(self) -> bool:
        return self.flavour == "debug"

    def packages(self) -> list[str]:
        """What has to be fetched for it."""
        return [] if self.build else [packages.linux_image(self.release)]

    def key(self) -> str:
        """Changes with the kernel where no package version does."""
        return (self.build / "boot/key").read_text().strip() if self.build else ""

    def root(self, debs: dict[str, Path], into: Path) -> Path:
        """A folder with its lib/modules/<release>, ready for modprobe -d."""
        if self.build:
            return self.build / "boot"
        root = packages.unpack(debs[packages.linux_image(self.release)], into)
        if not (root / "lib").exists():
            (root / "lib").symlink_to("usr/lib")
        subprocess.run(["depmod", "-b", str(root), self.release], check=True)
        return root

    def vmlinux(self, root: Path) -> bytes:
        if self.build:
            return (root / "vmlinux").read_bytes()
        return kernel.vmlinux((root / "boot" / f"vmlinuz-{self.release}").read_bytes())


def debian(series: str) -> Kernel:
    return Kernel(paths.kernel_release(series))


def built(series: str, flavour: str) -> Kernel:
    """That kernel of a series, built if it is not there yet."""
    script = paths.TOP / "scripts/kernel.sh"
    done = subprocess.run([str(script), series, flavour], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise HarnessError(f"{script.name} {series} {flavour} failed; its message is above")
    build = Path(done.stdout.strip())
    release = next((build / "boot/lib/modules").iterdir()).name
    return Kernel(release, build, flavour)
