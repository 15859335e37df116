# SPDX-License-Identifier: GPL-2.0-or-later
"""Where things are: the tree, the cache outside of it, the build output."""

import os
import subprocess
from pathlib import Path

from .errors import HarnessError

VM = Path(__file__).resolve().parent.parent
TOP = VM.parent.parent
CASES = VM / "cases"
# What `make tools`, `make blkfront` and `make netfront` leave.
DOM0CTL = TOP / "build" / "tools" / "dom0ctl"
BLKFRONT = TOP / "build" / "blkfront" / "blkfront"
NETFRONT = TOP / "build" / "netfront" / "netfront"
# What `make vm-programs` makes of programs/.
PROGRAMS = TOP / "build" / "vm-programs" / "bin"


def cache() -> Path:
    """The same place that scripts/lib.sh calls cache_dir."""
    given = os.environ.get("DOM0PACK_CACHE")
    if given:
        return Path(given) / "vm"
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "dom0-pack" / "vm"


def output(series: str) -> Path:
    """Console, results and the logs of the cases of one series."""
    return TOP / "build" / "vm" / series


def kernel_release(series: str) -> str:
    """The release that modules are built for, by the rule of scripts/lib.sh."""
    script = f'. "{TOP}/scripts/lib.sh"; kernel_release "{series}"'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    release = done.stdout.strip()
    if not release:
        raise HarnessError(
            f"no kernel headers of series {series} are installed, so there is no "
            "release to boot; run scripts/install-deps.sh build"
        )
    return release


def modules(release: str) -> Path:
    """Where `make modules` leaves the modules of a release."""
    return TOP / "build" / release / "modules"


def test_modules(release: str) -> Path:
    """Where `make vm-modules` leaves what cases load beside them."""
    return TOP / "build" / release / "test-modules"
