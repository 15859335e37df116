# SPDX-License-Identifier: GPL-2.0-or-later
"""The figures as rows of words: one table for the terminal and the report."""

from .events import PHASES
from .measure import Figures
from .words import PHASE_NAMES, megabytes, milliseconds

HEAD = ["", *(PHASE_NAMES[name] for name in PHASES)]
NOTHING = "–"


def rows(f: Figures) -> list[list[str]]:
    """Each row: what it is about, then one cell a phase."""
    quiet = [f.quiet[name] for name in PHASES]
    noisy = [f.noisy["beside"], f.noisy["limited"]]
    return [
        ["quiet: throughput, MB/s", *(megabytes(q.bps) for q in quiet)],
        ["quiet: mean latency, ms", *(milliseconds(q.mean_ns) for q in quiet)],
        ["quiet: 99th percentile, ms", *(milliseconds(q.p99_ns) for q in quiet)],
        ["noisy: reads, MB/s", NOTHING, *(megabytes(n.read_bps, 2) for n in noisy)],
        ["    its limit", NOTHING, "none", megabytes(f.limit.read_bps, 2)],
        ["noisy: writes, MB/s", NOTHING, *(megabytes(n.write_bps, 2) for n in noisy)],
        ["    its limit", NOTHING, "none", megabytes(f.limit.write_bps, 2)],
    ]
