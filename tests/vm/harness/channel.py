# SPDX-License-Identifier: GPL-2.0-or-later
"""The line protocol between the host and dom0's agent, over a serial port of its own.

To dom0:    run NAME SECONDS MODULES WAITS one case; what it waits for may take WAITS
                                           times what it says
            off                            no more to come
From dom0:  ready                          the toolstack is up
            step TEXT                      what is being done
            info KEY VALUE                 a figure for the report
            event TEXT                     something for a time line
            verdict NAME pass|fail|skip [REASON]
            logs NAME BYTES                a tar of that size is on the log drive
"""

import socket
import time
from pathlib import Path


class Channel:
    """A listening socket that QEMU connects its second serial port to."""

    def __init__(self, path: Path) -> None:
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(str(path))
        self._server.listen(1)
        self._peer: socket.socket | None = None
        self._pending = b""
        self.ended = False

    def receive(self, seconds: float) -> tuple[str, str] | None:
        """The next line as (word, rest); None after seconds or at the end."""
        end = time.monotonic() + seconds
        while b"\n" not in self._pending:
            left = end - time.monotonic()
            if left <= 0 or not self._fill(left):
                return None
        line, self._pending = self._pending.split(b"\n", 1)
        word, _, rest = line.decode(errors="replace").strip().partition(" ")
        return word, rest

    def send(self, line: str) -> None:
        if self._peer is not None:
            self._peer.sendall(line.encode() + b"\n")

    def close(self) -> None:
        if self._peer is not None:
            self._peer.close()
        self._server.close()

    def _fill(self, seconds: float) -> bool:
        """Waits for more bytes; False when there will be none in time."""
        try:
            if self._peer is None:
                self._server.settimeout(seconds)
                self._peer, _ = self._server.accept()
                return True
            self._peer.settimeout(seconds)
            data = self._peer.recv(65536)
        except (TimeoutError, ConnectionError):
            return False
        if not data:
            self.ended = True
            return False
        self._pending += data
        return True
