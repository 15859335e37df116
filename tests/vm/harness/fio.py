# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes Debian's fio small enough for an initramfs.

Debian links fio against Ceph, Gluster, RDMA and persistent memory: 60 libraries
and 80 MB that no case uses, in the memory of every guest and loaded at every
start under an emulator. Each such library is replaced by an empty stand-in
that has the names fio asks for and traps when one of them is called.
"""

import re
import subprocess
from pathlib import Path

# What fio really uses for files, block devices and libaio.
REAL = {"libc.so.6", "libm.so.6", "libaio.so.1", "libnuma.so.1", "libz.so.1"}


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def needed(binary: Path) -> list[str]:
    return re.findall(r"\(NEEDED\).*\[(.+)\]", _run("readelf", "-d", str(binary)))


def _asked_versions(binary: Path) -> dict[str, str]:
    """Symbol version -> library that fio expects to define it."""
    owner: dict[str, str] = {}
    library = ""
    for line in _run("readelf", "-VW", str(binary)).splitlines():
        if found := re.search(r"Version: 1\s+File: (\S+)", line):
            library = found[1]
        elif found := re.search(r"Name: (\S+)\s+Flags", line):
            owner[found[1]] = library
    return owner


def stand_ins(binary: Path, into: Path) -> list[Path]:
    """Builds the stand-ins for every library of binary that is not REAL."""
    libraries = [name for name in needed(binary) if name not in REAL]
    owner = _asked_versions(binary)
    plain: list[str] = []
    versioned: dict[str, dict[str, list[str]]] = {}
    for line in _run("nm", "-D", "--undefined-only", str(binary)).splitlines():
        symbol = line.split()[-1]
        if line.split()[0] in ("w", "v"):
            continue
        name, _, version = symbol.partition("@")
        if not version:
            plain.append(name)
        elif owner.get(version) in libraries:
            versioned.setdefault(owner[version], {}).setdefault(version, []).append(name)
    into.mkdir(parents=True, exist_ok=True)
    made = []
    for number, library in enumerate(libraries):
        nodes = versioned.get(library, {})
        # Names without a version may come from any library: the first has them all.
        names = sum(nodes.values(), plain if number == 0 else [])
        source = "".join(f"void {name}(void) {{ __builtin_trap(); }}\n" for name in names)
        script = "".join(f"{version} {{ {''.join(f'{n}; ' for n in members)}}};\n"
                         for version, members in nodes.items())
        c_file, map_file, result = into / "stand-in.c", into / "stand-in.map", into / library
        c_file.write_text(source)
        map_file.write_text(script)
        extra = [f"-Wl,--version-script={map_file}"] if nodes else []
        subprocess.run(["gcc", "-shared", "-nostdlib", "-fPIC", "-fno-builtin", "-w", "-O1",
                        f"-Wl,-soname,{library}", *extra, "-o", str(result), str(c_file)], check=True)
        made.append(result)
    for left in (into / "stand-in.c", into / "stand-in.map"):
        left.unlink(missing_ok=True)
    return made
