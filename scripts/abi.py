#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Is all that people and programs are offered described in Documentation/ABI?

  abi.py [TOP]    one line for each gap; exit code 1 if there is any

Both ways: what the sources offer and no entry describes, and what is described
and nobody offers. The C preprocessor expands the lists of names, so a new knob
is found without a word here; a new kind of place is an error until it is named
below.
"""
import pathlib
import re
import subprocess
import sys

# Where the attributes are that a source file defines.
FOLDERS = {
    "drivers/blkthrottle/sysfs_domain.c": "/sys/class/xen-blkthrottle/dom<domid>/",
    "drivers/blkthrottle/sysfs_vbd.c": "/sys/bus/xen-backend/devices/vbd-<domid>-<devid>/throttle/",
    "drivers/csumfix/sysfs.c": "/sys/class/net/<interface>/csumfix/",
    "drivers/irqpool/sysfs_domain.c": "/sys/class/xen-irqpool/dom<domid>/",
    "drivers/irqpool/sysfs_pool.c": "/sys/class/xen-irqpool/pool/",
}
# The module whose parameters are in a folder.
MODULES = {
    "drivers/blkthrottle": "xen_blkthrottle",
    "drivers/csumfix": "xen_csumfix",
    "drivers/irqpool": "xen_irqpool",
}
# The entry of the uevents that a source file sends, which names their variables.
UEVENTS = {
    "drivers/blkthrottle/domain.c": "/sys/class/xen-blkthrottle/dom<domid>/uevent",
    "drivers/irqpool/warn.c": "/sys/class/xen-irqpool/pool/uevent",
}
# The entry that has to name each of a list, and where the list is; None for
# lists that nobody outside sees, or that are expanded into attributes.
LISTS = {
    "XBT_FOR_EACH_NUMBER": "/sys/class/xen-blkthrottle/dom<domid>/stat",
    "XCF_FOR_EACH_COUNT": "/sys/class/net/<interface>/csumfix/stat",
    "XCF_FOR_EACH_DIR": "/sys/class/net/<interface>/csumfix/stat",
    "XCF_FOR_EACH_MODE": "/sys/class/net/<interface>/csumfix/mode",
    "XCF_FOR_EACH_GSO": "/sys/class/net/<interface>/csumfix/gso",
    "XCF_FOR_EACH_BAD": "/sys/class/net/<interface>/csumfix/bad",
    "XIP_FOR_EACH_KIND": "/sys/class/xen-irqpool/pool/kinds",
    "XBT_FOR_EACH_KNOB": None,
    "XIP_FOR_EACH_CALL": None,
}
TAGS = ("What", "Date", "KernelVersion", "Contact", "Description", "Users")

# What the preprocessor makes of the kernel's macros: @<mode> <name>@.
ATTRIBUTES = {f"{macro}_{mode}(n)": f"@{mode} n@"
              for macro in ("DEVICE_ATTR", "__ATTR", "CLASS_ATTR", "BUS_ATTR", "DRIVER_ATTR", "BIN_ATTR")
              for mode in ("RO", "RW", "WO")}
ATTRIBUTES |= {f"{macro}(n, m, ...)": "@m n@" for macro in ("DEVICE_ATTR", "__ATTR")}
ATTRIBUTES |= {f"module_param{kind}(n, ...)": "@param n@" for kind in ("", "_cb", "_named", "_string", "_array")}
MODES = {"RO": "RO", "RW": "RW", "WO": "WO", "0444": "RO", "0644": "RW", "0600": "RW", "0400": "RO"}


class Entry:
    """Paths that are described together, and how."""

    def __init__(self, file, line):
        self.file, self.line = file, line
        self.tags = {tag: [] for tag in TAGS}

    @property
    def paths(self):
        return self.tags["What"]

    @property
    def text(self):
        return "\n".join(self.tags["Description"])


def entries(path):
    """The entries of a file in the kernel's Documentation/ABI form, in order."""
    found, tag = [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        start = re.match(r"(\w+):\s*(.*)", line)
        if start and start[1] in TAGS:
            if start[1] == "What" and tag != "What":
                found.append(Entry(path, number))
            tag = start[1]
            if start[2]:
                found[-1].tags[tag].append(start[2])
        elif tag:
            found[-1].tags[tag].append(line.removeprefix("\t\t").expandtabs())
    return found


def preprocessed(top, file):
    """The file with its lists expanded: nothing of the kernel's, whatever the conditions."""
    uapi = top / "include/uapi/xen/blkthrottle.h"
    source = "\n".join(path.read_text(encoding="utf-8") for path in (uapi, file) if path.exists())
    source = re.sub(r"^[ \t]*#[ \t]*(?!define\b)(?:.*\\\n)*.*$", "", source, flags=re.M)
    macros = "".join(f"#define {name} {to}\n" for name, to in ATTRIBUTES.items())
    run = subprocess.run(["cpp", "-P", "-w", "-undef", "-"], input=macros + source, text=True,
                         capture_output=True, check=False)
    if run.returncode:
        sys.exit(f"{file}: {run.stderr}")
    return run.stdout


def offered(top):
    """(path, words that its entry has to have); (RO) or (RW) is one, too"""
    for file in sorted((top / "drivers").rglob("*.[ch]")):
        name, text = str(file.relative_to(top)), file.read_text(encoding="utf-8")
        for mode, attribute in re.findall(r"@\s*(\w+) (\w+)\s*@", preprocessed(top, file)):
            if mode == "param":
                module = MODULES.get(str(pathlib.Path(name).parent), f"(no module for {name} in abi.py)")
                yield f"/sys/module/{module}/parameters/{attribute}", []
            else:
                folder = FOLDERS.get(name, f"(no folder for {name} in abi.py)/")
                yield folder + attribute, [f"({MODES.get(mode, mode)})"]
        for event, body in re.findall(r"^TRACE_EVENT\((\w+),(.*?)^\);", text, re.S | re.M):
            system = re.search(r"#define TRACE_SYSTEM (\w+)", text)[1]
            yield f"/sys/kernel/tracing/events/{system}/{event}", re.findall(r"__field\(.*?, (\w+)\)", body)
        if re.search(r"\b(kobject_uevent(_env)?|add_uevent_var)\(", text):
            yield (UEVENTS.get(name, f"(no uevent of {name} in abi.py)"),
                   [f"{variable}=" for variable in re.findall(r'"([A-Z_]+)=', text)])
    yield from lists(top)
    for file in sorted((top / "include/uapi/xen").glob("*.h")):
        text = file.read_text(encoding="utf-8")
        words = re.findall(r"^#define\s+(\w+_IOC_\w+)\s", text, re.M)
        for body in re.findall(r"^enum \w+_event_type \{(.*?)^\};", text, re.S | re.M):
            words += re.findall(r"^\s*(\w+)", body, re.M)
        for body in re.findall(r"^struct \w+_event \{(.*?)^\};", text, re.S | re.M):
            words += re.findall(r"(\w+);", body)
        yield f"/dev/xen/{file.stem}", words


def lists(top):
    """What is in the lists of names that are written as macros."""
    for file in sorted([*(top / "drivers").rglob("*.[ch]"), *(top / "include").rglob("*.h")]):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S)
        for name, argument, body in re.findall(
                r"^#define\s+(\w+_FOR_EACH_\w+)\((\w+)\)((?:.*\\\n)*.*)", text, re.M):
            if LISTS.get(name, "") is not None:
                words = re.findall(rf"\b{argument}\((?:\w+, )?(\w+)\)", body)
                yield LISTS.get(name, f"(no place for {name} in abi.py)"), words


def has(text, word):
    """A word of its own; rx and tx stand before _<name>, variables before their value."""
    end = "" if word.endswith("=") else "(?![a-zA-Z0-9])"
    return word in text if word.startswith("(") else re.search(rf"\b{re.escape(word)}{end}", text)


def gaps(top):
    found = {}
    for file in sorted((top / "Documentation/ABI").iterdir()):
        for entry in entries(file):
            where = f"{file.relative_to(top)}:{entry.line}"
            for tag in TAGS[:-1]:
                if not "".join(entry.tags[tag]).strip():
                    yield f"{where}: no {tag}:"
            for path in entry.paths:
                if path in found:
                    yield f"{where}: {path} is described twice"
                found[path] = (where, entry)
    known = set()
    for path, words in offered(top):
        known.add(path)
        if path not in found:
            yield f"Documentation/ABI: {path} is not described"
            continue
        where, entry = found[path]
        for word in words:
            if not has(entry.text, word):
                yield f"{where}: {path} does not say {word}"
    for path, (where, _) in found.items():
        if path not in known and not path.endswith("/"):
            yield f"{where}: {path} is described, and nobody offers it"


def main():
    top = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    found = list(gaps(top))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
