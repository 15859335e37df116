# SPDX-License-Identifier: GPL-2.0-or-later
"""What changes with every edit: packed anew for each boot in well under a second.

A tar on a name space of its own, which dom0 unpacks to /project:
    dom0/  cases/  modules/*.ko  test-modules/*.ko
    tools/{dom0ctl,blkfront,netfront,throttle-*,traffic,raw}  guest/{vmlinux,guest.cpio,guest-net.cpio}  mode
and whatever else the options name. A guest with a network has the modules in its
/project, too, and the programs that run on both sides.
"""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from . import paths
from .cpio import Archive

if TYPE_CHECKING:
    from .machine import Options


def write(target: Path, options: Options) -> None:
    """The options' mode is what dom0 does once it is up: "cases" or "shell"."""
    with tarfile.open(target, "w") as tar:
        add_tree(tar, paths.VM / "dom0", "dom0")
        add_tree(tar, paths.CASES, "cases")
        for module in sorted(paths.modules(options.release).glob("*.ko")):
            tar.add(module, f"modules/{module.name}")
        for module in sorted(paths.test_modules(options.release).glob("*.ko")):
            tar.add(module, f"test-modules/{module.name}")
        for tool in (paths.DOM0CTL, paths.BLKFRONT, paths.NETFRONT, *sorted(paths.PROGRAMS.glob("*"))):
            if tool.exists():
                add_tree(tar, tool, f"tools/{tool.name}")
        for name in ("vmlinux", "guest.cpio"):
            tar.add(options.image / name, f"guest/{name}")
        add_bytes(tar, "guest/guest-net.cpio", (options.image / "guest-net.cpio").read_bytes() + _guest_part(options))
        for name, path in options.files.items():
            add_tree(tar, path, name)
        add_bytes(tar, "mode", options.mode.encode() + b"\n")
    round_up(target)


def round_up(target: Path) -> None:
    """A name space is a whole number of blocks, and tar wants its end marker."""
    with open(target, "r+b") as handle:
        handle.truncate((target.stat().st_size + 0xFFFFF) & ~0xFFFFF)


def _guest_part(options: Options) -> bytes:
    """An archive behind the others of a guest with a network: the kernel unpacks them all."""
    archive = Archive()
    # tcpdump looks up who it is to become.
    archive.file("etc/passwd", b"root:x:0:0:root:/:/bin/sh\n")
    for path in (paths.VM / "dom0/judge", paths.PROGRAMS / "traffic", paths.PROGRAMS / "raw"):
        if path.exists():
            archive.copy(path, f"usr/bin/{path.name}", 0o755)
    for module in sorted(paths.modules(options.release).glob("*.ko")):
        archive.copy(module, f"project/{module.name}")
    return archive.finish()


def add_tree(tar: tarfile.TarFile, path: Path, name: str) -> None:
    """A file or folder under that name, for anybody to run."""
    tar.add(path, name, filter=_executable)


def add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def _executable(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.mode |= 0o555
    info.uid = info.gid = 0
    return info
