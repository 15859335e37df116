# SPDX-License-Identifier: GPL-2.0-or-later
"""The images that a machine boots from, built from Debian packages (and a kernel
of our own, see kernels.py) and cached.

One folder of the cache per kernel release and set of inputs:
    xen, vmlinux, dom0.cpio, root.sqfs, guest.cpio, guest-net.cpio
What changes with every edit of the project (modules, tool, cases) is not in
it; see payload.py.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from contextlib import contextmanager
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

from . import fio, kernel, packages, paths
from .cpio import Archive
from .errors import HarnessError
from .kernels import Kernel
from .progress import Progress

PARTS = paths.VM / "image"
# What dom0's initramfs loads to reach its root; the rest it only carries.
ROOT_MODULES = ["nvme", "squashfs", "overlay"]
DOM0_MODULES = ROOT_MODULES + [
    "xenfs", "xen-evtchn", "xen-gntdev", "xen-gntalloc", "xen-privcmd",
    "xen-blkback", "xen-blkfront", "xen-netback", "xen-netfront", "bridge", "configfs", "null_blk", "dm-mod", "loop",
    "crc32c-intel",
]
# What a network is made of beyond plain interfaces, in dom0 and in guests; loaded by who needs it.
NET_MODULES = ["8021q", "vxlan", "ip_gre", "ip6_gre", "veth"]
DOM0_NET_MODULES = [*NET_MODULES, "sch_ingress", "cls_matchall", "cls_u32", "act_csum", "act_mirred"]
GUEST_MODULES = ["xen-blkfront", "xen-netfront", "crc32c-intel"]
GUEST_PROGRAMS = [
    "usr/bin/fio", "usr/bin/xenstore-read", "usr/bin/xenstore-write", "usr/bin/xenstore-watch",
    "usr/bin/xenstore-rm",
]
# What only guests with a network get, see guest-net.cpio: a guest is memory, and starts in time.
GUEST_NET_PROGRAMS = ["usr/sbin/ethtool", "usr/bin/iperf3", "usr/bin/tcpdump", "usr/bin/mawk", "usr/bin/ip"]
KEPT_PER_RELEASE = 2


def _key(which: Kernel, versions: dict[str, str]) -> str:
    digest = hashlib.sha256(json.dumps([which.release, which.key(), versions], sort_keys=True).encode())
    inputs = [*sorted(PARTS.iterdir())]
    inputs += [paths.VM / "harness" / name for name in ("cpio.py", "fio.py", "image.py", "kernel.py", "kernels.py", "packages.py")]
    for path in inputs:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{which.release}-{digest.hexdigest()[:16]}"


def obtain(which: Kernel, progress: Progress) -> Path:
    """The folder with the images for a kernel, built if it is not there yet."""
    names = [*packages.DOM0, packages.XEN, packages.FIO, *which.packages()]
    versions = packages.versions(names)
    folder = paths.cache() / _key(which, versions)
    if not (folder / "complete").exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with lock(folder.parent, progress):
            if not (folder / "complete").exists():
                _build_beside(folder, which, versions, progress)
                _prune(folder.parent, which.release, folder)
    os.utime(folder)
    return folder


@contextmanager
def lock(folder: Path, progress: Progress) -> Iterator[None]:
    """Two builders at once would do the same work and prune each other's."""
    with open(folder / "lock", "w", encoding="ascii") as handle:
        with progress.step("waiting for another image build"):
            flock(handle, LOCK_EX)
        yield


def _build_beside(folder: Path, which: Kernel, versions: dict[str, str], progress: Progress) -> None:
    took = folder.parent / f"seconds-{which.release}"
    last = f" ({took.read_text()} s last time)" if took.exists() else ""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="building-") as name:
        work = Path(name)
        # mmdebstrap as root steps down to other users, which must be able to look in.
        work.chmod(0o755)
        with progress.step(f"building the dom0 image of {which.release}{last}"):
            _build(work, which, versions)
        shutil.rmtree(folder, ignore_errors=True)
        (work / "result").rename(folder)
    took.write_text(str(round(time.monotonic() - started)))


def _build(work: Path, which: Kernel, versions: dict[str, str]) -> None:
    result = work / "result"
    result.mkdir()
    names = (packages.XEN, packages.FIO, *which.packages())
    debs = packages.fetch(work / "debs", {name: versions[name] for name in names})

    fio_root = packages.unpack(debs[packages.FIO], work / "fio")
    extra = work / "extra"
    for path in fio.stand_ins(fio_root / "usr/bin/fio", work / "stand-ins"):
        _place(path, extra / "usr/lib/x86_64-linux-gnu" / path.name)
    _place(fio_root / "usr/bin/fio", extra / "usr/bin/fio")
    base = _debootstrap(work, extra)
    with open(base, "rb") as tar:
        subprocess.run(["tar2sqfs", "-q", "-x", "-c", "lz4", str(result / "root.sqfs")], stdin=tar, check=True)

    xen = packages.unpack(debs[packages.XEN], work / "xen")
    packed = next((xen / "boot").glob("xen-*.gz"))
    (result / "xen").write_bytes(subprocess.run(["gzip", "-dc", str(packed)], capture_output=True, check=True).stdout)

    root = which.root(debs, work / "linux")
    (result / "vmlinux").write_bytes(which.vmlinux(root))
    (result / "dom0.cpio").write_bytes(_dom0_initramfs(root, which.release))
    (result / "guest.cpio").write_bytes(_guest_initramfs(root, which.release, base))
    (result / "guest-net.cpio").write_bytes(_guest_net_part(root, which.release, base))
    (result / "complete").write_text(json.dumps(versions, indent=1) + "\n")


def sources() -> list[str]:
    """The host's mirror, but none of the other sources a developer may have."""
    found = (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list"))
    return [str(path) for path in found if path.exists() and "bookworm" in path.read_text()][:1]


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def _debootstrap(work: Path, extra: Path) -> Path:
    base = work / "base.tar"
    command = [
        "mmdebstrap", "--quiet", "--variant=minbase", f"--include={','.join(packages.DOM0)}",
        '--aptopt=APT::Install-Recommends "false"',
        *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("doc", "man", "locale", "info")),
        f"--customize-hook=copy-in {extra}/usr /",
        "bookworm", str(base),
    ]
    command += sources()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("E:")] or done.stderr.splitlines()
        raise HarnessError(f"mmdebstrap failed: {lines[-1] if lines else 'no reason given'}")
    return base


def _busybox(archive: Archive) -> None:
    archive.copy(Path("/bin/busybox"), "bin/busybox", 0o755)
    names = subprocess.run(["/bin/busybox", "--list"], capture_output=True, text=True, check=True).stdout.split()
    for name in names:
        if name != "busybox":
            archive.link(f"bin/{name}", "busybox")


def _modules(archive: Archive, root: Path, release: str, lists: dict[str, list[str]]) -> None:
    """Modules by their plain names in modules/, and for each list a file with the order
    of loading: init follows "order", guest-modules the others."""
    placed = set()
    for file, names in lists.items():
        order = []
        for path in kernel.with_dependencies(root, release, names):
            name, data = kernel.module_bytes(path)
            order.append(name)
            if name not in placed:
                placed.add(name)
                archive.file(f"modules/{name}", data)
        archive.file(f"modules/{file}", "".join(f"{name}\n" for name in order).encode())


def _dom0_initramfs(root: Path, release: str) -> bytes:
    archive = Archive()
    for name in ("dev", "proc", "sys", "new", "lower", "rw"):
        archive.folder(name)
    _busybox(archive)
    archive.copy(PARTS / "dom0-initramfs", "init", 0o755)
    base = f"lib/modules/{release}"
    for path in kernel.with_dependencies(root, release, DOM0_MODULES + DOM0_NET_MODULES):
        name, data = kernel.module_bytes(path)
        archive.file(f"{base}/kernel/{name}", data)
    # Only a list of the carried modules makes depmod in dom0 quick and quiet.
    for name in ("modules.builtin", "modules.builtin.modinfo"):
        archive.copy(root / base / name, f"{base}/{name}")
    archive.file(f"{base}/modules.order", b"")
    early = [kernel.module_bytes(p)[0] for p in kernel.with_dependencies(root, release, ROOT_MODULES)]
    archive.file("early", "".join(f"/{base}/kernel/{name}\n" for name in early).encode())
    return archive.finish()


def _guest_initramfs(root: Path, release: str, base: Path) -> bytes:
    archive = Archive()
    for name in ("dev", "proc", "sys", "tmp", "run"):
        archive.folder(name)
    _busybox(archive)
    _modules(archive, root, release, {"order": GUEST_MODULES})
    for name in ("guest-init", "guest-agent", "guest-job"):
        archive.copy(PARTS / name, "init" if name == "guest-init" else f"bin/{name}", 0o755)
    _programs(archive, base, GUEST_PROGRAMS)
    loader = "usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"
    with tarfile.open(base) as tar:
        archive.file("lib64/ld-linux-x86-64.so.2", _content(tar, loader), 0o755)
    archive.link("lib/x86_64-linux-gnu", "../usr/lib/x86_64-linux-gnu")
    return archive.finish()


def _guest_net_part(root: Path, release: str, base: Path) -> bytes:
    """A second archive, which the kernel unpacks over the first."""
    archive = Archive()
    _modules(archive, root, release, {f"order-{name}": [name] for name in NET_MODULES})
    archive.copy(PARTS / "guest-modules", "bin/guest-modules", 0o755)
    _programs(archive, base, GUEST_NET_PROGRAMS)
    return archive.finish()


def _content(tar: tarfile.TarFile, name: str) -> bytes:
    """What a file of dom0's root holds; links are followed."""
    member = tar.getmember(f"./{name}")
    while member.issym():
        name = os.path.normpath(os.path.join(os.path.dirname(name), member.linkname))
        member = tar.getmember(f"./{name}")
    handle = tar.extractfile(member)
    assert handle is not None
    return handle.read()


def _programs(archive: Archive, base: Path, programs: list[str]) -> None:
    """Programs and the libraries they load, out of dom0's own root."""
    waiting, done = list(programs), set()
    with tarfile.open(base) as tar, tempfile.NamedTemporaryFile() as scratch:
        while waiting:
            name = waiting.pop()
            data = _content(tar, name)
            archive.file(name, data, 0o755)
            Path(scratch.name).write_bytes(data)
            for library in fio.needed(Path(scratch.name)):
                if library not in done and not library.startswith("ld-linux"):
                    done.add(library)
                    waiting.append(f"usr/lib/x86_64-linux-gnu/{library}")


def _prune(folder: Path, release: str, newest: Path) -> None:
    """Keeps the newest images of a release, and whatever other releases have."""
    old = sorted((path for path in folder.glob(f"{release}-*") if path.is_dir() and path != newest),
                 key=lambda path: path.stat().st_mtime, reverse=True)
    for path in old[KEPT_PER_RELEASE - 1:]:
        shutil.rmtree(path, ignore_errors=True)
