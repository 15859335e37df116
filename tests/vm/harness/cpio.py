# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes initramfs archives ("newc") without being root and without a copy on disk."""

import stat
from pathlib import Path


class Archive:
    """Collects files and becomes bytes. Everything in it belongs to root."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._folders: set[str] = set()
        self._inode = 0

    def folder(self, name: str) -> None:
        """Adds a folder and those above it, once."""
        name = name.strip("/")
        if not name or name in self._folders:
            return
        parent = str(Path(name).parent)
        if parent != ".":
            self.folder(parent)
        self._folders.add(name)
        self._entry(name, stat.S_IFDIR | 0o755, b"")

    def file(self, name: str, data: bytes, mode: int = 0o644) -> None:
        self._above(name)
        self._entry(name.strip("/"), stat.S_IFREG | mode, data)

    def link(self, name: str, target: str) -> None:
        self._above(name)
        self._entry(name.strip("/"), stat.S_IFLNK | 0o777, target.encode())

    def copy(self, source: Path, name: str, mode: int | None = None) -> None:
        self.file(name, source.read_bytes(), mode or (source.stat().st_mode & 0o777))

    def finish(self) -> bytes:
        self._inode = 0
        self._entry("TRAILER!!!", 0, b"")
        return b"".join(self._parts)

    def _above(self, name: str) -> None:
        parent = str(Path(name.strip("/")).parent)
        if parent != ".":
            self.folder(parent)

    def _entry(self, name: str, mode: int, data: bytes) -> None:
        self._inode += 1
        raw = name.encode() + b"\0"
        fields = (self._inode, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(raw), 0)
        head = b"070701" + b"".join(b"%08X" % value for value in fields) + raw
        self._parts.append(head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4))
