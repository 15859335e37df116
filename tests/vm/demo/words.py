# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers as an administrator writes them. MB are 1,000,000 bytes."""

PHASE_NAMES = {
    "alone": "quiet alone",
    "beside": "noisy beside it",
    "limited": "noisy limited",
}


def megabytes(bps: float, digits: int | None = None) -> str:
    value = bps / 1e6
    if digits is None:
        digits = 1 if value >= 0.95 or value == 0 else 2
    return f"{value:.{digits}f}"


def rate(bps: float, digits: int | None = None) -> str:
    return f"{megabytes(bps, digits)} MB/s"


def milliseconds(ns: float) -> str:
    value = ns / 1e6
    if value >= 10:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def latency(ns: float) -> str:
    if ns >= 1e9:
        return f"{ns / 1e9:.1f} s"
    return f"{milliseconds(ns)} ms"


def times(value: float, base: float) -> str:
    """How many times base, as words: 35 times, 2.4 times."""
    ratio = value / base
    return f"{ratio:.0f} times" if ratio >= 10 else f"{ratio:.1f} times"
