# SPDX-License-Identifier: GPL-2.0-or-later
"""The cases: what there are, what each declares to need, in which order."""

from dataclasses import dataclass, replace
from pathlib import Path

from . import paths
from .errors import HarnessError

# In this order, so that guests outlive as many cases as possible: changing
# a back end takes every guest down.
MODULES = ("stock", "patched", "throttle", "net-stock", "csum-stock", "csum", "irqpool", "irqpool-stock",
           # What the machine has loaded by itself, see tests/machine.
           "installed")
# What of `make modules` each of them loads.
BUILT = {
    "stock": (), "net-stock": (),
    "patched": ("xen-blkback.ko",), "throttle": ("xen-blkback.ko", "xen-blkthrottle.ko"),
    "csum-stock": ("xen-csumfix.ko",), "csum": ("xen-netback.ko", "xen-csumfix.ko"),
    "installed": (),
    "irqpool-stock": ("xen-irqpool.ko",), "irqpool": ("xen-blkback.ko", "xen-netback.ko", "xen-irqpool.ko"),
}


@dataclass(frozen=True)
class Case:
    """One script of tests/vm/cases and its header:

        # What: one sentence that is shown while it runs
        # Needs: modules=throttle timeout=180 kernels=6.1,6.12 tool front programs testmodules tracers clock=icount
        # (long: it takes minutes, `make check` leaves it to `make check ALL=1`;
        # flavours=debug,custom: only on these kernels of scripts/kernel.sh;
        # dom0=xen.fifo_events=0, xen=gnttab_max_frames=256: more on the command line
        # of dom0's kernel, or of Xen)
    """

    name: str
    what: str
    modules: str
    timeout: int
    kernels: tuple[str, ...]
    tool: bool
    front: bool
    programs: bool
    test_modules: bool
    tracers: bool
    icount: bool
    flavours: tuple[str, ...] = ()
    dom0: str = ""
    xen: str = ""
    long: bool = False

    def why_not(self, series: str, flavour: str, brief: bool = False) -> str:
        """Why it does not run on this kernel, or when time is short; nothing when it does."""
        if series not in self.kernels:
            return f"not for kernel {series}"
        if self.flavours and flavour not in self.flavours:
            return f"needs another kernel: make vm KERNEL={series} FLAVOUR={self.flavours[0]} T={self.name}"
        if brief and self.long:
            return f"takes minutes: make vm KERNEL={series} T={self.name}, or make check ALL=1"
        return ""


def _parse(path: Path) -> Case:
    what = ""
    needs: dict[str, str] = {}
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            break
        if line.startswith("# What: "):
            what = line.removeprefix("# What: ")
        elif line.startswith("# Needs: "):
            for word in line.removeprefix("# Needs: ").split():
                key, _, value = word.partition("=")
                needs[key] = value
    unknown = set(needs) - {"modules", "timeout", "kernels", "tool", "front", "programs", "testmodules", "tracers", "clock",
                           "flavours", "dom0", "xen", "long"}
    if unknown or not what or needs.get("modules") not in MODULES:
        raise HarnessError(f"{path.name}: the header needs `# What:` and `# Needs: modules=...`"
                           + (f"; unknown: {', '.join(sorted(unknown))}" if unknown else ""))
    return Case(path.stem, what, needs["modules"], int(needs.get("timeout", "180")),
                tuple(needs.get("kernels", "6.1,6.12").split(",")),
                "tool" in needs, "front" in needs, "programs" in needs, "testmodules" in needs, "tracers" in needs,
                needs.get("clock") == "icount",
                tuple(needs["flavours"].split(",")) if "flavours" in needs else (), needs.get("dom0", ""),
                needs.get("xen", ""), "long" in needs)


def all_cases() -> list[Case]:
    found = [_parse(path) for path in sorted(paths.CASES.glob("*.sh"))]
    return sorted(found, key=lambda case: (case.icount, case.dom0, case.xen, MODULES.index(case.modules), case.name))


def select(names: list[str]) -> list[Case]:
    """The named cases in running order; all of them for no name."""
    cases = all_cases()
    known = {case.name for case in cases}
    for name in names:
        if name not in known:
            raise HarnessError(f"there is no case {name}; there are: {', '.join(sorted(known))}")
    return [case for case in cases if not names or case.name in names]


def counted(case: Case) -> Case:
    """The same case on a clock that counts instructions."""
    return replace(case, icount=True)
