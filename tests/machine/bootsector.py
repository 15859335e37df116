# SPDX-License-Identifier: GPL-2.0-or-later
"""The first megabyte of a disk: its one partition, and GRUB before it.

grub-install wants to find the partition as a device, which the kernel of a build
machine need not make of a file. What it would write is this.
"""

from pathlib import Path

SECTOR = 512
# Where fdisk would begin a partition, too.
PARTITION_SECTOR = 2048
PARTITION_BYTE = PARTITION_SECTOR * SECTOR
# Of the boot sector, the rest being the table of partitions.
CODE = 440


def _entry(sectors: int) -> bytes:
    """An active partition for Linux to the disk's end, its place in sectors alone."""
    nowhere = b"\xfe\xff\xff"
    return (b"\x80" + nowhere + b"\x83" + nowhere
            + PARTITION_SECTOR.to_bytes(4, "little") + sectors.to_bytes(4, "little"))


def first_megabyte(boot: bytes, core: bytes, disk_bytes: int) -> bytes:
    """boot is GRUB's boot.img, which loads core, an image of grub-mkimage, from the
    sector after its own."""
    room = PARTITION_BYTE - SECTOR
    if len(core) > room:
        raise ValueError(f"GRUB's core is {len(core)} bytes, before the partition there are {room}")
    sectors = (disk_bytes - PARTITION_BYTE) // SECTOR
    sector = boot[:CODE].ljust(CODE, b"\0") + bytes(6) + _entry(sectors) + bytes(3 * 16) + b"\x55\xaa"
    return (sector + core).ljust(PARTITION_BYTE, b"\0")


def write(disk: Path, boot: bytes, core: bytes) -> None:
    with open(disk, "r+b") as handle:
        handle.write(first_megabyte(boot, core, disk.stat().st_size))
