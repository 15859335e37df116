# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian packages: which versions there are, and their content without installing."""

import subprocess
from pathlib import Path

from .errors import HarnessError

# What dom0's root file system is made of; the rest comes as their dependencies.
DOM0 = (
    "xen-utils-4.17", "xen-utils-common", "xenstore-utils", "libxenstore4",
    "kmod", "procps", "util-linux", "jq", "dmsetup",
    "libfmt9", "libstdc++6",
    "libaio1", "libnuma1", "zlib1g",
    "iproute2", "ethtool", "tcpdump", "iperf3", "dnsmasq-base",
)
XEN = "xen-hypervisor-4.17-amd64"
FIO = "fio"


def linux_image(release: str) -> str:
    return f"linux-image-{release}"


def candidates(names: list[str]) -> dict[str, str]:
    """The version that apt would install, by package; absent when it knows none."""
    done = subprocess.run(["apt-cache", "policy", *names], capture_output=True, text=True,
                          check=True, env={"LC_ALL": "C", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})
    found: dict[str, str] = {}
    name = ""
    for line in done.stdout.splitlines():
        if line and not line[0].isspace():
            name = line.rstrip(":")
        elif line.startswith("  Candidate: ") and "(none)" not in line:
            found[name] = line.split(": ", 1)[1]
    return found


def versions(names: list[str]) -> dict[str, str]:
    """Like candidates(), but a package that apt does not know is an error."""
    found = candidates(names)
    missing = [name for name in names if name not in found]
    if missing:
        raise HarnessError(
            f"apt knows no package {', '.join(missing)}; run `apt-get update` as root "
            "(a kernel that has left the archive: upgrade its headers first)"
        )
    return found


def fetch(folder: Path, wanted: dict[str, str]) -> dict[str, Path]:
    """Downloads packages into folder; returns the .deb of each."""
    folder.mkdir(parents=True, exist_ok=True)
    # _apt must be able to write there, or apt grumbles on every download.
    folder.chmod(0o777)
    done = subprocess.run(
        ["apt-get", "download", "-q", *(f"{name}={version}" for name, version in wanted.items())],
        cwd=folder, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise HarnessError(f"apt-get download failed: {lines[-1]}; check the network, run `apt-get update`")
    return {name: next(folder.glob(f"{name}_*.deb")) for name in wanted}


def unpack(deb: Path, into: Path) -> Path:
    subprocess.run(["dpkg-deb", "-x", str(deb), str(into)], check=True)
    return into
