# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads kernel messages for what no case may leave in them."""

import re
from collections.abc import Iterator
from pathlib import Path

from . import paths

BAD = re.compile(
    r"BUG:|Oops|WARNING:|kernel BUG at|Call Trace:|general protection fault|unable to handle|"
    r"blocked for more than \d+ seconds|soft lockup|rcu.*(stall|self-detected)|scheduling while atomic|"
    r"possible circular locking|inconsistent lock state|suspicious RCU usage|possible recursive locking|"
    r"refcount_t|list_(add|del) corruption|unreferenced object|kmemleak: \d+ new|slab-out-of-bounds|use-after-free|"
    r"Poison overwritten|Redzone|bad page state|Kernel panic|segfault at|page allocation failure|"
    r"Out of memory|No available IRQ|increase NR_IRQS|unbalanced|leaked(?! 0\b)|still has .* user|"
    # SLUB's checks, and checkers that gave up: what follows would go unseen.
    r"BUG [\w-]+ (\(|:)|Object already free|padding overwritten|Objects remaining in|"
    r"turning off the locking correctness validator|lockdep is turned off|non-static key|"
    r"kmemleak: (Kernel memory leak detector disabled|Memory pool empty|Cannot)"
)
ALLOCATOR = re.compile(r"(__)?(kmem_cache_alloc|kmalloc|slab_post_alloc|kvmalloc|vmalloc|kmemdup|kstrdup|kcalloc)")
# A report's stack begins within so many lines of it (lockdep has much to say before
# that), and ends within so many.
STACK_WITHIN, STACK_LINES = 100, 160
# Bits of /proc/sys/kernel/tainted: D oops, W warning, L soft lockup, B bad page.
WARNED = 9
BAD_TAINT = {5: "bad page (B)", 7: "oops (D)", WARNED: "warning (W)", 14: "soft lockup (L)"}
# What WARN() prints, unlike lockdep's warnings.
TAINTING = re.compile(r"WARNING: CPU: \d+ PID: \d+ at ")


def _allowed() -> list[re.Pattern[str]]:
    """One pattern a line; each with a comment above it that says why."""
    lines = (paths.VM / "allowed-kernel-messages.txt").read_text().splitlines()
    return [re.compile(line) for line in lines if line and not line.startswith("#")]


def _allowed_leaks() -> list[re.Pattern[str]]:
    lines = (paths.VM / "allowed-leaks.txt").read_text().splitlines()
    return [re.compile(line) for line in lines if line and not line.startswith("#")]


def leak(report: str) -> str | None:
    """The first object of a kmemleak report that nobody may leak, in a line."""
    allowed = _allowed_leaks()
    for record in re.split(r"^(?=unreferenced object)", report, flags=re.MULTILINE):
        trace = re.findall(r"^\s+(?:\[<\w+>\] )?(\S+\+0x\S+.*)$", record, re.MULTILINE)
        if record.startswith("unreferenced object") and not any(
                pattern.search(frame) for pattern in allowed for frame in trace):
            # The allocator's own functions come first and say nothing.
            telling = [frame for frame in trace if not ALLOCATOR.match(frame)]
            return f"{record.splitlines()[0].rstrip(':')}, from {' < '.join(telling[:4]) or 'nobody knows where'}"
    return None


def _report(lines: list[str]) -> list[str]:
    """The lines that belong to the first of these: all of its stack, if it has one."""
    if any("Call Trace:" in line for line in lines[:STACK_WITHIN]):
        for i, line in enumerate(lines[:STACK_LINES]):
            # Another processor's report among it is one of its own.
            if i and BAD.search(line.replace("Call Trace:", "")):
                return lines[:i]
            if "</TASK>" in line:
                return lines[:i + 1]
    return lines[:1]


def _reports(text: str) -> Iterator[tuple[str, bool]]:
    """The first line of each report, and whether it is allowed."""
    allowed = _allowed()
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        length = 1
        if BAD.search(lines[at]):
            report = _report(lines[at:])
            may_be = any(pattern.search("\n".join(report)) for pattern in allowed)
            yield lines[at].strip(), may_be
            length = len(report) if may_be else 1
        at += length


def complaint(text: str) -> str | None:
    """The first line that must not be there, or None."""
    return next((line for line, may_be in _reports(text) if not may_be), None)


def _unexplained(taint: int, text: str) -> int:
    """What of the taint no report in the messages has brought that may be there."""
    warned = any(may_be and TAINTING.search(line) for line, may_be in _reports(text))
    return taint & ~(1 << WARNED) if warned else taint


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
    leaks = folder / "kmemleak"
    if leaks.exists() and (bad := leak(leaks.read_text(errors="replace"))):
        return f"dom0's kernel leaks: {bad}"
    before, after = (int((folder / f"tainted-{when}").read_text()) for when in ("before", "after"))
    taint = _unexplained(after & ~before, dmesg.read_text(errors="replace"))
    for bit, meaning in BAD_TAINT.items():
        if taint >> bit & 1:
            return f"the kernel is tainted by a {meaning} that its log does not show"
    return None
