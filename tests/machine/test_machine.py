#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts that need neither root nor a machine."""

import os
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path
from unittest import mock

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "vm"))
sys.path.insert(0, str(HERE))

import bootsector  # noqa: E402
import debian  # noqa: E402
import installed  # noqa: E402
import run  # noqa: E402
from harness import cases, paths, results  # noqa: E402
from harness.progress import Progress  # noqa: E402

LIMIT = 2_000_000


class Bootsector(unittest.TestCase):
    boot = bytes(range(256)) * 2

    def test_fdisk_reads_its_table(self) -> None:
        with tempfile.NamedTemporaryFile() as handle:
            handle.truncate(64 << 20)
            bootsector.write(Path(handle.name), self.boot, b"core")
            data = Path(handle.name).read_bytes()
        self.assertEqual(len(data), 64 << 20)
        self.assertEqual(data[510:512], b"\x55\xaa")
        entry = data[446:462]
        self.assertEqual((entry[0], entry[4]), (0x80, 0x83))
        self.assertEqual(int.from_bytes(entry[8:12], "little"), 2048)
        self.assertEqual(int.from_bytes(entry[12:16], "little"), (63 << 20) // 512)
        self.assertFalse(any(data[462:510]))

    def test_grub_is_before_the_partition(self) -> None:
        core = b"core" * 1000
        made = bootsector.first_megabyte(self.boot, core, 64 << 20)
        self.assertEqual(made[:440], self.boot[:440])
        self.assertEqual(made[512:512 + len(core)], core)
        self.assertEqual(len(made), bootsector.PARTITION_BYTE)

    def test_a_core_that_would_reach_into_the_partition(self) -> None:
        with self.assertRaisesRegex(ValueError, "1048065 bytes.*1048064"):
            bootsector.first_megabyte(self.boot, bytes((1 << 20) - 511), 64 << 20)


class Stages(unittest.TestCase):
    """The order of things, with a session that runs nothing."""

    class Session:
        def __init__(self, verdicts: dict[str, str]) -> None:
            self.verdicts = verdicts
            self.log: list[str] = []

        def run(self, case: cases.Case) -> results.Result:
            self.log.append(case.name)
            return results.Result(case.name, self.verdicts.get(case.name, "pass"), "why", 1)

        def close(self) -> None:
            self.log.append("off")

    def follow(self, **verdicts: str) -> tuple[list[str], list[results.Result]]:
        session = self.Session(verdicts)
        with tempfile.TemporaryDirectory() as name, mock.patch.object(run, "FOLDER", Path(name)), \
                mock.patch.object(run.disk, "mounted") as mounted, mock.patch("builtins.print"), \
                mock.patch.object(paths, "CASES", HERE / "cases"):
            mounted.return_value.__enter__.return_value.run.return_value = "a journal"
            stages = tuple(run.Stage(stage.case, stage.doing, (lambda _, doing=stage.doing: session.log.append(doing))
                                     if stage.do else None, stage.reboot) for stage in run.STAGES)
            done = run.run(stages, session, Progress())  # type: ignore[arg-type]
            self.journal = (Path(name) / "journal").exists()
        return session.log, done

    def test_off_while_apt_works_and_between(self) -> None:
        log, done = self.follow()
        self.assertEqual(log, ["off", "installing the packages", "installed", "off", "upgrading the kernel to 6.12",
                               "upgraded", "purged", "off", "stock", "off"])
        self.assertEqual(results.summary(done), "4 passed, 0 failed, 0 skipped")
        self.assertFalse(self.journal)

    def test_what_comes_after_a_failure_is_skipped(self) -> None:
        log, done = self.follow(upgraded="fail")
        self.assertNotIn("stock", log)
        self.assertEqual(results.summary(done), "1 passed, 1 failed, 2 skipped")
        self.assertIn("after upgraded", done[-1].reason)
        self.assertTrue(self.journal)

    def test_each_has_its_case(self) -> None:
        with mock.patch.object(paths, "CASES", HERE / "cases"):
            found = {case.name: case for case in cases.all_cases()}
        self.assertEqual(set(found), {stage.case for stage in run.STAGES})
        self.assertEqual({case.modules for case in found.values()}, {"installed"})


class Machine(unittest.TestCase):
    def test_what_it_takes_along(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            image = Path(name)
            (image / "vmlinux").write_bytes(b"kernel")
            (image / "guest.cpio").write_bytes(bytes(512))
            with mock.patch.object(paths, "CASES", HERE / "cases"):
                installed.pack(image / "payload", image)
            self.assertEqual((image / "payload").stat().st_size % (1 << 20), 0)
            with tarfile.open(image / "payload") as tar:
                names = set(tar.getnames())
                guest = tar.extractfile("guest/guest.cpio")
                assert guest is not None
                archive = guest.read()[512:]
        self.assertLessEqual({"dom0/agent", "dom0/lib.sh", "machine/lib.sh", "cases/installed.sh", "guest/vmlinux"}, names)
        # What is under test comes from the packages alone.
        self.assertFalse([each for each in names if each.endswith(".ko") or "tools" in each])
        listed = subprocess.run(["/bin/busybox", "cpio", "-t"], input=archive, capture_output=True, check=True)
        self.assertEqual(set(listed.stdout.decode().split()), {"bin", "bin/guest-init", "bin/first-writes", "init"})

    def test_it_boots_from_its_disk(self) -> None:
        options = installed.Options(image=Path("/image"), release="6.1", folder=Path("/folder"), disk=Path("/disk"))
        machine = installed.Machine.__new__(installed.Machine)
        machine._options = options
        machine.logs, machine.console = Path("/logs"), Path("/console")
        command = machine._command(Path("/work"))
        self.assertNotIn("-kernel", command)
        self.assertIn("file=/disk,if=none,id=d1,format=raw,cache=unsafe", command)

    def test_grub_tells_xen_and_dom0_where_the_console_is(self) -> None:
        text = debian.grub_defaults()
        self.assertRegex(text, r'GRUB_CMDLINE_XEN=".*console=com1.*"\n')
        self.assertRegex(text, r'GRUB_CMDLINE_LINUX="console=hvc0 .*"\n')


def judged(function: str, writes: str) -> str:
    """What a function of the cases' library says to what a guest has told."""
    script = f"""
    set -Eeuo pipefail
    . {paths.VM}/dom0/lib/verdict.sh
    fail() {{ echo "fail $*"; exit 1; }}
    info() {{ :; }}
    domid() {{ echo 3; }}
    . {HERE}/dom0/lib.sh
    first_writes() {{ echo "$WRITES"; }}
    {function} web1 {LIMIT} && echo pass
    """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env={**os.environ, "WRITES": writes})
    return done.stdout.strip() or done.stderr


def told(*rates: float) -> str:
    """As a guest does, with so many bytes in each second."""
    text, total = [], 0.0
    for second, rate in enumerate(rates, 1):
        total += rate
        text.append(f"{second * 103}:{int(total * 1.03 / 512)}")
    return " ".join(text)


class Judged(unittest.TestCase):
    def test_held(self) -> None:
        self.assertEqual(judged("held_from_the_first", told(*[LIMIT] * 5)), "pass")
        self.assertEqual(judged("held_from_the_first", told(*[LIMIT * 0.7] * 5)), "pass")

    def test_a_first_second_without(self) -> None:
        self.assertIn("within 103/100 s", judged("held_from_the_first", told(1.3 * LIMIT, *[LIMIT] * 4)))
        self.assertIn("within 103/100 s", judged("held_from_the_first", told(5 * LIMIT, *[0] * 4)))

    def test_a_limit_that_goes(self) -> None:
        self.assertIn("within 515/100 s", judged("held_from_the_first", told(*[LIMIT] * 4, 2 * LIMIT)))

    def test_a_standstill(self) -> None:
        self.assertIn("no more than", judged("held_from_the_first", told(LIMIT, 0, 0, 0, 0)))

    def test_the_control(self) -> None:
        self.assertEqual(judged("not_held", told(*[4 * LIMIT] * 5)), "pass")
        self.assertIn("proves nothing", judged("not_held", told(2 * LIMIT, *[9 * LIMIT] * 4)))


if __name__ == "__main__":
    unittest.main()
