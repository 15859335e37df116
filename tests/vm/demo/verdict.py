# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the numbers show what the demo is about, and the sentence that says so."""

from dataclasses import dataclass

from .measure import Figures
from .words import latency, rate, times

# Beside noisy, quiet has at most this part of its throughput, or its slowest
# requests take at least so many times as long.
HARM_PART = 0.7
HARM_TIMES = 3
# After the limit, quiet has at least this part of what it has alone ...
RECOVERED_PART = 0.85
# ... and its slowest requests take at most this part of what they took.
RELIEF_PART = 0.5
# Samples that come so far apart mean that dom0 had to wait for a processor.
BUSY_SECONDS = 0.85
# Noisy is no further over its limit than this.
OVER_PART = 1.03


@dataclass(frozen=True)
class Check:
    """One thing that has to be true, and how it is said if it is not."""

    passed: bool
    otherwise: str


def checks(f: Figures) -> list[Check]:
    alone, beside, after = (f.quiet[name] for name in ("alone", "beside", "limited"))
    noisy = f.noisy["limited"]
    harmed = beside.bps <= HARM_PART * alone.bps or beside.p99_ns >= HARM_TIMES * alone.p99_ns
    return [
        Check(harmed, f"noisy did quiet no harm to begin with ({rate(alone.bps)} alone, {rate(beside.bps)} beside it)"),
        Check(after.bps >= RECOVERED_PART * alone.bps,
              f"after the limit quiet got {rate(after.bps)}, which is less than "
              f"{RECOVERED_PART:.0%} of the {rate(alone.bps)} it has alone"),
        Check(after.p99_ns <= RELIEF_PART * beside.p99_ns,
              f"quiet's 99th percentile was {latency(beside.p99_ns)} beside noisy and still "
              f"{latency(after.p99_ns)} after the limit"),
        *(Check(got <= OVER_PART * limit, f"noisy {verb} {rate(got, 3)} under a limit of {rate(limit, 3)}")
          for verb, got, limit in (("read", noisy.read_bps, f.limit.read_bps),
                                   ("wrote", noisy.write_bps, f.limit.write_bps))),
    ]


@dataclass(frozen=True)
class Verdict:
    shown: bool
    sentence: str


def verdict(f: Figures) -> Verdict:
    failed = [check.otherwise for check in checks(f) if not check.passed]
    if failed:
        busy = "" if f.sample_seconds < BUSY_SECONDS else (
            f" This machine was too busy to tell: dom0 could look only every {f.sample_seconds:.1f} s instead of every "
            "half second. Run it again when nothing else needs the processors.")
        return Verdict(False, f"This run does not show what it should: {'; '.join(failed)}.{busy}")
    alone, beside, after = (f.quiet[name] for name in ("alone", "beside", "limited"))
    if beside.bps <= HARM_PART * alone.bps:
        harm = f"Noisy took {rate(f.noisy['beside'].bps)} of the disk and left quiet {rate(beside.bps)} of its {rate(alone.bps)}"
    else:
        harm = f"Beside noisy, quiet kept its {rate(beside.bps)}"
    return Verdict(True, (
        f"{harm}, with 1 request in 100 waiting {latency(beside.p99_ns)} or longer "
        f"({times(beside.p99_ns, alone.p99_ns)} as long as alone). After one command in dom0, quiet had "
        f"{rate(after.bps)} again, {after.bps / alone.bps:.0%} of what it has alone, and {latency(after.p99_ns)}; "
        f"noisy, still running, was held to {rate(f.noisy['limited'].bps)}."))
