# SPDX-License-Identifier: GPL-2.0-or-later
"""A Debian 12 as its installer leaves it, with Xen, on a disk that boots by itself:
GRUB, an initramfs of initramfs-tools, systemd, udev. Built once and cached; nothing
of the project is on it but a unit that fetches the test from another drive.
"""

import hashlib
import json
import os
import subprocess
import tempfile
from pathlib import Path

import bootsector
import disk
from harness import image, machine, packages, paths
from harness.errors import HarnessError
from harness.progress import Progress

HERE = Path(__file__).resolve().parent
# What the installer would ask for, and what a dom0 needs. Xen's tools ask for Python
# and more; nothing recommended, to boot in time under an emulator.
PACKAGES = ("linux-image-amd64", "xen-system-amd64", "xen-utils-common", "xenstore-utils",
            "grub-pc", "initramfs-tools", "zstd", "systemd-sysv", "udev", "dbus", "ca-certificates",
            # What the cases call.
            "dmsetup", "jq", "procps", "iproute2")
# linux-source, headers and two kernels come on top.
DISK_BYTES = 10 << 30
UUID = "d0d0d0d0-7061-636b-8000-000000000001"
KEPT = 2
# Debian's timers would begin in the middle of a case, and look for a network.
MASKED = ("apt-daily.timer", "apt-daily-upgrade.timer", "e2scrub_all.timer", "e2scrub_reap.service",
          "fstrim.timer", "man-db.timer", "dpkg-db-backup.timer")


def grub_defaults() -> str:
    """What an administrator writes for a dom0 with a serial console. The memory and
    the other options are those of the smaller machine's."""
    xen = machine.XEN_OPTIONS.format(dom0_mb=machine.DOM0_MB)
    return (f'GRUB_CMDLINE_XEN="{xen}"\nGRUB_CMDLINE_LINUX="{machine.DOM0_OPTIONS}"\n'
            'GRUB_CMDLINE_LINUX_DEFAULT=""\nGRUB_TIMEOUT=0\nGRUB_TERMINAL=serial\n'
            'GRUB_SERIAL_COMMAND="serial --unit=0 --speed=115200"\n')


def _key(versions: dict[str, str]) -> str:
    digest = hashlib.sha256(json.dumps(versions, sort_keys=True).encode())
    inputs = [*sorted((HERE / "image").iterdir()), *(HERE / name for name in ("bootsector.py", "debian.py", "disk.py"))]
    for path in inputs:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    digest.update(grub_defaults().encode())
    return digest.hexdigest()[:16]


def obtain(log: Path, progress: Progress) -> Path:
    """The disk, built if it is not there yet. It is the caller's to copy."""
    versions = packages.versions(list(PACKAGES))
    folder = paths.cache() / "installed"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{_key(versions)}.img"
    with image.lock(folder, progress):
        if not target.exists():
            with tempfile.TemporaryDirectory(dir=folder, prefix="building-") as name, \
                    progress.step("installing a Debian with Xen"):
                work = Path(name) / "disk"
                _build(work, log)
                work.rename(target)
            for old in sorted(folder.glob("*.img"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
                old.unlink()
    os.utime(target)
    return target


def _build(target: Path, log: Path) -> None:
    disk.create(target, DISK_BYTES, UUID)
    with disk.mounted(target, log) as debian:
        _debootstrap(debian.root, log)
        debian.place("etc/fstab", f"UUID={UUID} / ext4 errors=remount-ro 0 1\n")
        debian.place("etc/hostname", "dom0\n")
        debian.place("etc/hosts", "127.0.0.1 localhost dom0\n")
        debian.place("etc/default/grub.d/serial.cfg", grub_defaults())
        for name, place, mode in (("dom0-pack-test.service", "etc/systemd/system", 0o644), ("dom0-pack-test", "usr/local/sbin", 0o755),
                                  ("xen", "etc/default", 0o644)):
            debian.place(f"{place}/{name}", (HERE / "image" / name).read_text(), mode)
        # What takes seconds elsewhere may take minutes in an emulator that shares its host.
        debian.place("etc/systemd/system.conf.d/slow.conf", "[Manager]\nDefaultTimeoutStartSec=15min\n")
        # Kept over boots, for when one ends badly.
        (debian.root / "var/log/journal").mkdir(exist_ok=True)
        # A machine without this would have its units set to what presets say at its first boot.
        debian.run("systemd-machine-id-setup")
        debian.run("systemctl", "enable", "dom0-pack-test.service")
        debian.run("systemctl", "mask", *MASKED)
        debian.run("update-initramfs", "-u", "-k", "all")
        boot, core = _grub(debian)
    bootsector.write(target, boot, core)


def _debootstrap(root: Path, log: Path) -> None:
    command = ["mmdebstrap", "--quiet", "--mode=root", "--variant=important", f"--include={','.join(PACKAGES)}",
               '--aptopt=APT::Install-Recommends "false"', "--skip=cleanup/apt/lists",
               "--skip=check/empty", "bookworm", str(root), *image.sources()]
    with open(log, "a", encoding="utf-8") as out:
        out.write(f"$ {' '.join(command)}\n")
        out.flush()
        if subprocess.run(command, stdout=out, stderr=out).returncode:
            raise HarnessError(f"mmdebstrap failed; what it said is in {log}")
    # As Debian's installer leaves it; for cases, nothing recommended was a matter of time alone.
    for path in (root / "etc/apt/apt.conf.d").glob("99mmdebstrap*"):
        path.unlink()


def _grub(debian: disk.Mounted) -> tuple[bytes, bytes]:
    """Its menu, its modules where it looks for them, and what finds both."""
    debian.run("mkdir", "-p", "/boot/grub")
    debian.run("cp", "-r", "/usr/lib/grub/i386-pc", "/boot/grub/")
    debian.run("update-grub")
    debian.place("tmp/find.cfg", f"search.fs_uuid {UUID} root\nset prefix=($root)/boot/grub\n")
    debian.run("grub-mkimage", "-O", "i386-pc", "-c", "/tmp/find.cfg", "-p", "/boot/grub", "-o", "/tmp/core.img",
               "biosdisk", "part_msdos", "ext2", "search_fs_uuid")
    boot, core = (debian.root / name for name in ("usr/lib/grub/i386-pc/boot.img", "tmp/core.img"))
    made = boot.read_bytes(), core.read_bytes()
    debian.run("rm", "/tmp/find.cfg", "/tmp/core.img")
    return made
