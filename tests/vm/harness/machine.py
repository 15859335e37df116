# SPDX-License-Identifier: GPL-2.0-or-later
"""One QEMU process: Xen, dom0, its drives, its console and its channel."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from . import payload
from .channel import Channel
from .errors import HarnessError

XEN_OPTIONS = (
    "com1=115200,8n1 console=com1 dom0_mem={dom0_mb}M,max:{dom0_mb}M dom0_max_vcpus=2 "
    "spec-ctrl=no bootscrub=0 loglvl=warning guest_loglvl=warning"
)
DOM0_OPTIONS = "console=hvc0 mitigations=off panic=1 loglevel=5"
# The checkers keep records of their own of everything, in dom0 and in guests.
DOM0_MB, DEBUG_DOM0_MB, DEBUG_MORE_MB = 1536, 2048, 1536
SCRATCH_BYTES = 4 << 30
LOG_BYTES = 64 << 20
SLOW_BYTES = 512 << 20


@dataclass
class Options:
    """How to start a machine."""

    image: Path
    release: str
    folder: Path
    mode: str = "cases"
    icount: bool = False
    # Bytes a second of the drive whose speed is known; 0: no such drive.
    slow_bps: int = 8_000_000
    # The image of perf and bpftrace, if a case wants it.
    tracers: Path | None = None
    memory_mb: int = 3072
    # What it may take to boot, before the timeouts are scaled.
    boot_seconds: int = 180
    # More words for the command line of dom0's kernel, and of Xen.
    dom0: str = ""
    xen: str = ""
    debug: bool = False
    extra: list[str] = field(default_factory=list)
    # More that dom0 shall find under /project, by the name it has there.
    files: dict[str, Path] = field(default_factory=dict)


class Machine:
    """A running machine. Close it, or it is killed with the process."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self.console = options.folder / "console.log"
        options.folder.mkdir(parents=True, exist_ok=True)
        self._work = tempfile.TemporaryDirectory(prefix="dom0-pack-vm-")
        work = Path(self._work.name)
        self.logs = work / "logs"
        for path, size in ((self.logs, LOG_BYTES), (work / "scratch", SCRATCH_BYTES), (work / "slow", SLOW_BYTES)):
            with open(path, "wb") as handle:
                handle.truncate(size)
        self._pack(work / "payload")
        self.channel = Channel(work / "channel")
        if not shutil.which("qemu-system-x86_64"):
            raise HarnessError("qemu-system-x86_64 is not installed; run scripts/install-deps.sh vm")
        self._process = subprocess.Popen(self._command(work), **self._streams())

    def _streams(self) -> dict[str, object]:
        if self._options.mode == "shell":
            return {}
        # QEMU's own complaints end up where its machine's console does.
        return {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL,
                "stderr": open(self._options.folder / "qemu.log", "wb")}

    def _pack(self, target: Path) -> None:
        """What the machine takes along, on a drive of its own."""
        payload.write(target, self._options)

    def _boot(self) -> list[str]:
        """What it boots: Xen, by the multiboot of the emulator itself."""
        options = self._options
        xen = XEN_OPTIONS.format(dom0_mb=DEBUG_DOM0_MB if options.debug else DOM0_MB) + f" {options.xen}"
        return ["-kernel", str(options.image / "xen"), "-append", xen,
                "-initrd", f"{options.image}/vmlinux {DOM0_OPTIONS} {options.dom0},{options.image}/dom0.cpio"]

    def _root(self) -> tuple[Path, str]:
        """The drive that dom0's root is on, and how the emulator opens it."""
        return self._options.image / "root.sqfs", "readonly=on"

    def _command(self, work: Path) -> list[str]:
        options = self._options
        memory_mb = options.memory_mb + (DEBUG_MORE_MB if options.debug else 0)
        accel = ["-accel", "tcg,thread=multi"]
        if options.icount:
            # 2 ns of virtual time an instruction, whatever the host is doing.
            accel = ["-accel", "tcg,thread=single", "-icount", "shift=1,sleep=off"]
        # q35 and NVMe: a PV dom0 hands a virtio disk guest addresses. Nehalem has no
        # SMAP, under which dom0 dies at its first page fault in this emulator.
        # An impolite kill of this program must not leave a machine running.
        command = ["setpriv", "--pdeathsig", "KILL", "qemu-system-x86_64", *accel, "-M", "q35", "-cpu", "Nehalem", "-smp", "2",
                   "-m", str(memory_mb), "-display", "none", "-no-reboot", "-nodefaults", "-no-user-config",
                   *self._boot()]
        if options.mode == "shell":
            command += ["-chardev", f"stdio,id=con,mux=on,signal=off,logfile={self.console}"]
        else:
            command += ["-chardev", f"file,id=con,path={self.console}"]
        command += ["-serial", "chardev:con",
                    "-chardev", f"socket,id=chan,path={work}/channel", "-serial", "chardev:chan"]
        if options.mode == "shell":
            command += ["-mon", "chardev=con"]
        command += ["-device", "nvme,id=nvme0,serial=dom0pack"]
        # By the number of their name space; dom0/init knows them by it.
        drives = {1: self._root(), 2: (work / "payload", "readonly=on"),
                  3: (self.logs, "cache=writeback"), 4: (work / "scratch", "cache=unsafe")}
        if options.slow_bps:
            drives[5] = (work / "slow", f"cache=unsafe,throttling.bps-total={options.slow_bps}")
        if options.tracers:
            drives[6] = (options.tracers, "readonly=on")
        for number, (path, how) in drives.items():
            command += ["-drive", f"file={path},if=none,id=d{number},format=raw,{how}",
                        "-device", f"nvme-ns,drive=d{number},bus=nvme0,nsid={number}"]
        return command + options.extra

    def alive(self) -> bool:
        return self._process.poll() is None

    def wait(self) -> None:
        """Until the machine powers off by itself."""
        self._process.wait()

    def read_logs(self, size: int) -> bytes:
        """The tar of logs that dom0 announced with its size."""
        with open(self.logs, "rb") as handle:
            return handle.read(size)

    def last_lines(self, count: int = 40) -> list[str]:
        if not self.console.exists():
            return []
        lines = self.console.read_text(errors="replace").splitlines()
        return [line.rstrip() for line in lines if line.strip()][-count:]

    def close(self) -> None:
        if self.alive():
            self._process.kill()
        self._process.wait()
        self.channel.close()
        self._work.cleanup()


def room_for_scratch() -> None:
    """Fails early where the temporary folder could not hold what guests write."""
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < 1 << 30:
        raise HarnessError(f"{tempfile.gettempdir()} has less than 1 GiB free; set TMPDIR to a roomier place")
    if not os.access(tempfile.gettempdir(), os.W_OK):
        raise HarnessError(f"{tempfile.gettempdir()} is not writable; set TMPDIR")
