# SPDX-License-Identifier: GPL-2.0-or-later
"""What changes with every edit: packed anew for each boot in well under a second.

A tar on a name space of its own, which dom0 unpacks to /project:
    dom0/  cases/  modules/*.ko  tools/{dom0ctl,blkfront,throttle-*}  guest/{vmlinux,guest.cpio}  mode
and whatever else the options name.
"""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from . import paths

if TYPE_CHECKING:
    from .machine import Options


def write(target: Path, options: Options) -> None:
    """The options' mode is what dom0 does once it is up: "cases" or "shell"."""
    with tarfile.open(target, "w") as tar:
        tar.add(paths.VM / "dom0", "dom0", filter=_executable)
        tar.add(paths.CASES, "cases", filter=_executable)
        for module in sorted(paths.modules(options.release).glob("*.ko")):
            tar.add(module, f"modules/{module.name}")
        for tool in (paths.DOM0CTL, paths.BLKFRONT, *sorted(paths.PROGRAMS.glob("*"))):
            if tool.exists():
                tar.add(tool, f"tools/{tool.name}", filter=_executable)
        for name in ("vmlinux", "guest.cpio"):
            tar.add(options.image / name, f"guest/{name}")
        for name, path in options.files.items():
            tar.add(path, name, filter=_executable)
        info = tarfile.TarInfo("mode")
        info.size = len(options.mode) + 1
        tar.addfile(info, io.BytesIO(options.mode.encode() + b"\n"))
    # A name space is a whole number of blocks, and tar wants its end marker.
    with open(target, "r+b") as handle:
        handle.truncate((target.stat().st_size + 0xFFFFF) & ~0xFFFFF)


def _executable(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.mode |= 0o555
    info.uid = info.gid = 0
    return info
