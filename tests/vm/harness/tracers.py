# SPDX-License-Identifier: GPL-2.0-or-later
"""perf and bpftrace on a drive of their own, for the cases that ask for them.

LLVM would triple dom0's root for one case. The image is made when a selected
case needs it, and cached by the versions of the packages.
"""

import hashlib
import json
import subprocess
import tempfile
from fcntl import LOCK_EX, flock
from pathlib import Path

from . import packages, paths
from .errors import HarnessError
from .progress import Progress

# bpftrace asks a shell for the compiler, and dies if there is none (of either it needs only the shell).
PACKAGES = ["linux-perf", "bpftrace", "dash"]


def obtain(progress: Progress) -> Path:
    """The squashfs, built if it is not there yet."""
    text = json.dumps(packages.versions(PACKAGES), sort_keys=True) + Path(__file__).read_text(encoding="utf-8")
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    image = paths.cache() / f"tracers-{key}.sqfs"
    image.parent.mkdir(parents=True, exist_ok=True)
    with open(image.parent / "lock-tracers", "w", encoding="ascii") as handle:
        flock(handle, LOCK_EX)
        if not image.exists():
            with progress.step("building the image of perf and bpftrace"):
                _build(image)
            for old in image.parent.glob("tracers-*.sqfs"):
                if old != image:
                    old.unlink()
    return image


def _sources() -> list[str]:
    """The host's mirror, but none of the other sources a developer may have."""
    for path in (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list")):
        if path.exists() and "bookworm" in path.read_text(encoding="utf-8"):
            return [str(path)]
    return []


def _build(image: Path) -> None:
    # Only what these packages bring along: they run in a chroot, but on dom0's kernel.
    command = ["mmdebstrap", "--quiet", "--variant=extract", f"--include={','.join(PACKAGES)}",
               '--aptopt=APT::Install-Recommends "false"',
               *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("doc", "man", "locale", "info"))]
    with tempfile.TemporaryDirectory(dir=image.parent, prefix="building-tracers-") as name:
        work = Path(name)
        work.chmod(0o755)
        command += ["bookworm", str(work / "root.tar"), *_sources()]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            lines = done.stderr.strip().splitlines() or ["no reason given"]
            raise HarnessError(f"mmdebstrap of {', '.join(PACKAGES)} failed: {lines[-1]}; "
                               "check the network, run `apt-get update`")
        with open(work / "root.tar", "rb") as tar:
            subprocess.run(["tar2sqfs", "-q", "-x", "-c", "lz4", str(work / "image")], stdin=tar, check=True)
        (work / "image").rename(image)
