# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads kernel messages for what no case may leave in them."""

import re
from pathlib import Path

from . import paths

BAD = re.compile(
    r"BUG:|Oops|WARNING:|kernel BUG at|Call Trace:|general protection fault|unable to handle|"
    r"blocked for more than \d+ seconds|soft lockup|rcu.*(stall|self-detected)|scheduling while atomic|"
    r"possible circular locking|inconsistent lock state|suspicious RCU usage|possible recursive locking|"
    r"refcount_t|list_(add|del) corruption|unreferenced object|kmemleak: \d+ new|slab-out-of-bounds|use-after-free|"
    r"Poison overwritten|Redzone|bad page state|Kernel panic|segfault at|page allocation failure|"
    r"Out of memory|No available IRQ|increase NR_IRQS|unbalanced|leaked|still has .* user"
)
# Bits of /proc/sys/kernel/tainted: D oops, W warning, L soft lockup, B bad page.
BAD_TAINT = {5: "bad page (B)", 7: "oops (D)", 9: "warning (W)", 14: "soft lockup (L)"}


def _allowed() -> list[re.Pattern[str]]:
    """One pattern a line; each with a comment above it that says why."""
    lines = (paths.VM / "allowed-kernel-messages.txt").read_text().splitlines()
    return [re.compile(line) for line in lines if line and not line.startswith("#")]


def complaint(text: str) -> str | None:
    """The first line that must not be there, or None."""
    allowed = _allowed()
    for line in text.splitlines():
        if BAD.search(line) and not any(pattern.search(line) for pattern in allowed):
            return line.strip()
    return None


def judge(folder: Path) -> str | None:
    """Why the logs of a case fail it, or None."""
    dmesg = folder / "dmesg"
    if not dmesg.exists():
        return "its logs did not come back"
    if bad := complaint(dmesg.read_text(errors="replace")):
        return f"dom0's kernel says: {bad}"
    for console in sorted((folder / "console").glob("guest-*.log")):
        if bad := complaint(console.read_text(errors="replace")):
            return f"the kernel of {console.stem} says: {bad}"
    before, after = (int((folder / f"tainted-{when}").read_text()) for when in ("before", "after"))
    for bit, meaning in BAD_TAINT.items():
        if (after & ~before) >> bit & 1:
            return f"the kernel is tainted by a {meaning} that its log does not show"
    return None
