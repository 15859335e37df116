# SPDX-License-Identifier: GPL-2.0-or-later
"""A disk that is a file, looked into from here while no machine runs on it."""

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bootsector
from harness import paths
from harness.errors import HarnessError

# Packages that apt has fetched, for the next run.
ARCHIVES = "archives"
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
               "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C", "HOME": "/root"}
# The shell of a mount name space of its own: what it mounts goes when it ends.
# Of this machine's devices there is only that of the disk, by the name that udev would
# give it, too. Programs ask uname which kernel runs, and are told that of the machine.
INSIDE = r"""
set -e
root=$1 device=$2 archives=$3 release=$4
shift 4
mount -t proc proc "$root/proc"
mount -t sysfs sys "$root/sys"
mount -t tmpfs -o mode=755 dev "$root/dev"
cp -a /dev/{null,zero,full,random,urandom,tty} "$device" "$root/dev/"
mkdir -p "$root/dev/"{shm,disk/by-uuid}
ln -s "$device" "$root/dev/disk/by-uuid/$(blkid -s UUID -o value "$device")"
for i in fd: stdin:0 stdout:1 stderr:2; do ln -s "/proc/self/fd/${i#*:}" "$root/dev/${i%:*}"; done
mount -t tmpfs -o mode=755 run "$root/run"
mkdir -p "$root/run/lock"
mount --bind "$archives" "$root/var/cache/apt/archives"
cp /etc/resolv.conf "$root/run/resolv.conf"
touch "$root/etc/resolv.conf"
mount --bind "$root/run/resolv.conf" "$root/etc/resolv.conf"
if [ -n "$release" ]; then
	cp "$root/usr/bin/uname" "$root/run/uname.real"
	printf '#!/bin/sh\n[ "$*" = -r ] || exec /run/uname.real "$@"\necho %s\n' "$release" >"$root/run/uname"
	chmod 755 "$root/run/uname"
	mount --bind "$root/run/uname" "$root/usr/bin/uname"
fi
exec chroot "$root" "$@"
"""


class Mounted:
    """A disk's file system at a folder of this machine."""

    def __init__(self, root: Path, device: Path, log: Path) -> None:
        self.root = root
        self._device = device
        self._log = log

    def run(self, *command: str, release: str = "") -> str:
        """Runs a command in there, as on a machine that runs the kernel release, and gives
        what it says, which goes to the log, too. A failure names the command and the log."""
        archives = paths.cache() / ARCHIVES
        (archives / "partial").mkdir(parents=True, exist_ok=True)
        words = " ".join(command)
        with open(self._log, "a+", encoding="utf-8", errors="replace") as log:
            log.write(f"$ {words}\n")
            log.flush()
            began = log.tell()
            done = subprocess.run(
                ["unshare", "--mount", "--propagation", "private", "bash", "-c", INSIDE, "-",
                 str(self.root), str(self._device), str(archives), release, *command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=ENVIRONMENT)
            log.seek(began)
            said = log.read()
        if done.returncode:
            last = (said.strip().splitlines() or ["nothing said"])[-1]
            raise HarnessError(f"`{words}` on the disk ended with {done.returncode}: {last}; all of it is in {self._log}")
        return said

    def place(self, name: str, content: str, mode: int = 0o644) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        path.chmod(mode)

    def kernels(self) -> list[str]:
        """The releases that are installed."""
        return sorted(path.name.removeprefix("vmlinuz-") for path in (self.root / "boot").glob("vmlinuz-*"))


@contextmanager
def mounted(disk: Path, log: Path) -> Iterator[Mounted]:
    """The disk's partition, mounted until the block ends."""
    with tempfile.TemporaryDirectory(prefix="dom0-pack-disk-") as name:
        root = Path(name) / "root"
        root.mkdir()
        # apt steps down to a user who must be able to look in.
        Path(name).chmod(0o755)
        with _device(disk) as device:
            subprocess.run(["mount", str(device), str(root)], check=True)
            try:
                yield Mounted(root, device, log)
            finally:
                subprocess.run(["umount", str(root)], check=True)


@contextmanager
def _device(disk: Path) -> Iterator[Path]:
    """A device of the disk's partition. By another name than /dev/loop: GRUB makes no
    menu for a system that is in a file, and takes that for one."""
    done = subprocess.run(["losetup", "--find", "--show", f"--offset={bootsector.PARTITION_BYTE}", str(disk)],
                          capture_output=True, text=True)
    if done.returncode:
        raise HarnessError(f"no loop device for {disk}: {done.stderr.strip()}; make one free with losetup -d")
    loop = Path(done.stdout.strip())
    device = loop.with_name(f"dom0-pack-{loop.name}")
    try:
        device.unlink(missing_ok=True)
        os.mknod(device, stat.S_IFBLK | 0o600, loop.stat().st_rdev)
        yield device
    finally:
        device.unlink(missing_ok=True)
        subprocess.run(["losetup", "--detach", str(loop)], check=True)


def create(disk: Path, size: int, uuid: str) -> None:
    """An empty file system in a partition to come; see bootsector.py."""
    with open(disk, "wb") as handle:
        handle.truncate(size)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-U", uuid, "-E", f"offset={bootsector.PARTITION_BYTE}",
                    str(disk), f"{(size - bootsector.PARTITION_BYTE) >> 10}k"], check=True)


def copy(source: Path, target: Path) -> None:
    """A copy that takes no more room than what is in it."""
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", str(source), str(target)], check=True)


def need_root() -> None:
    if os.geteuid() != 0:
        raise HarnessError("only root can mount a disk that is a file; run it as root")
    for command in ("mmdebstrap", "mkfs.ext4", "unshare"):
        if not shutil.which(command):
            raise HarnessError(f"{command} is not installed; run scripts/install-deps.sh deb vm machine")
