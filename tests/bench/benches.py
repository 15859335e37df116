# SPDX-License-Identifier: GPL-2.0-or-later
"""The benches there are: scripts that run in dom0, programs that run here."""

import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "vm"))

from harness import cases, paths  # noqa: E402
from harness.errors import HarnessError  # noqa: E402


@dataclass(frozen=True)
class Bench:
    """case is None for a program of the host."""

    name: str
    what: str
    case: cases.Case | None

    @property
    def flavour(self) -> str:
        """The kernel of scripts/kernel.sh that it wants; empty: Debian's."""
        return self.case.flavours[0] if self.case and self.case.flavours else ""


def _of_the_host(path: Path) -> Bench:
    for line in path.read_text().splitlines():
        if line.startswith("// What: "):
            return Bench(path.stem, line.removeprefix("// What: "), None)
    raise HarnessError(f"{path.name}: no line `// What:`")


def every() -> list[Bench]:
    # The harness takes its cases, and what it sends to dom0, from here.
    paths.CASES = HERE / "vm"
    found = [Bench(case.name, case.what, case) for case in cases.all_cases()]
    found += [_of_the_host(path) for path in sorted((HERE / "host").glob("*.cpp"))]
    return sorted(found, key=lambda bench: (bench.case is not None, bench.flavour, bench.name))


def select(names: list[str]) -> list[Bench]:
    found = every()
    known = [bench.name for bench in found]
    for name in names:
        if name not in known:
            raise HarnessError(f"there is no bench {name}; there are: {', '.join(known)}")
    return [bench for bench in found if not names or bench.name in names]
