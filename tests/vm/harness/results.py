# SPDX-License-Identifier: GPL-2.0-or-later
"""What came out: a line a case, the counts, and a file for other programs."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Result:
    """verdict is "pass", "fail" or "skip"; reason is empty for a pass."""

    name: str
    verdict: str
    reason: str
    seconds: float
    info: dict[str, str] = field(default_factory=dict)

    def line(self) -> str:
        if self.verdict == "pass":
            return f"PASS {self.name} ({self.seconds:.0f} s)"
        return f"{self.verdict.upper()} {self.name}: {self.reason}"


def summary(results: list[Result]) -> str:
    counts = [sum(result.verdict == verdict for result in results) for verdict in ("pass", "fail", "skip")]
    return f"{counts[0]} passed, {counts[1]} failed, {counts[2]} skipped"


def write(results: list[Result], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(result) for result in results], indent=1) + "\n")
