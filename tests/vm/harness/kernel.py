# SPDX-License-Identifier: GPL-2.0-or-later
"""Takes out of a Debian kernel package what the machine boots with."""

import lzma
import struct
import subprocess
from pathlib import Path

from .errors import HarnessError


def vmlinux(bzimage: bytes) -> bytes:
    """The ELF kernel inside a bzImage.

    Xen's domain builder and the hypervisor take either, but unpacking XZ inside
    the emulator costs several seconds for dom0 and again for every guest.
    """
    sectors = bzimage[0x1F1] or 4
    offset, length = struct.unpack_from("<II", bzimage, 0x248)
    start = (sectors + 1) * 512 + offset
    payload = bzimage[start:start + length]
    if payload.startswith(b"\xfd7zXZ"):
        return lzma.LZMADecompressor().decompress(payload)
    if payload.startswith(b"\x28\xb5\x2f\xfd"):
        # The kernel's build appends the unpacked size, which zstd takes for garbage.
        done = subprocess.run(["zstd", "-dcq"], input=payload[:-4], capture_output=True)
        if done.returncode == 0:
            return done.stdout
        raise HarnessError(f"zstd cannot unpack the kernel: {done.stderr.decode().strip()}")
    raise HarnessError(f"the kernel is packed in an unknown way ({payload[:6].hex()}); see harness/kernel.py")


def with_dependencies(root: Path, release: str, names: list[str]) -> list[Path]:
    """Module files under root/lib/modules/release that names need, in load order."""
    files: dict[Path, None] = {}
    for name in names:
        done = subprocess.run(
            ["modprobe", "-S", release, "-d", str(root), "--show-depends", name],
            capture_output=True, text=True)
        if done.returncode:
            raise HarnessError(f"kernel {release} has no module {name}: {done.stderr.strip()}")
        for line in done.stdout.splitlines():
            if line.startswith("insmod "):
                files[Path(line.split()[1])] = None
    return list(files)


def module_bytes(path: Path) -> tuple[str, bytes]:
    """A module's file name and content, unpacked."""
    data = path.read_bytes()
    if path.suffix == ".xz":
        return path.stem, lzma.decompress(data)
    return path.name, data
