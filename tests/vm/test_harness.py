#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of the harness that need no machine: what it judges by must itself be right."""

import dataclasses
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness import cases, kernellog, kernels, paths, results  # noqa: E402
from harness.cpio import Archive  # noqa: E402
from harness.errors import HarnessError  # noqa: E402

# One line of each kind of report that must fail a case, as kernels print them.
COMPLAINTS = [
    "[   33.1] WARNING: CPU: 1 PID: 77 at drivers/block/x.c:12 f+0x1/0x2 [xen_blkthrottle]",
    "[   33.1] BUG: kernel NULL pointer dereference, address: 0000000000000010",
    "[   33.1] BUG: unable to handle page fault for address: ffffc90000000000",
    "[   33.1] Oops: 0002 [#1] PREEMPT SMP NOPTI",
    "[   33.1] kernel BUG at lib/list_debug.c:56!",
    "[   33.1] list_del corruption. prev->next should be ffff88, but was dead",
    "[   33.1] refcount_t: underflow; use-after-free.",
    "[  120.0] INFO: task fio:123 blocked for more than 60 seconds.",
    "[   33.1] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [1.xvda-0:99]",
    "[   33.1] rcu: INFO: rcu_preempt self-detected stall on CPU",
    "[   33.1] WARNING: possible circular locking dependency detected",
    "[   33.1] BUG: sleeping function called from invalid context at mm/slab.h:1",
    "[   33.1] kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)",
    "[   33.1] general protection fault, probably for non-canonical address 0xdead: 0000",
    "[   33.1] Out of memory: Killed process 1201 (fio)",
    # What only the debug kernel says.
    "[   33.1] WARNING: inconsistent lock state",
    "[   33.1] WARNING: suspicious RCU usage",
    "[   33.1] BUG: KFENCE: use-after-free read in xbt_gate_hold+0x1/0x2 [xen_blkthrottle]",
    "[   33.1] BUG kmalloc-64 (Tainted: G           O      ): Right Redzone overwritten",
    "[   33.1] BUG xbt_held (Tainted: G           O      ): Objects remaining in xbt_held on __kmem_cache_shutdown()",
    "[   33.1] INFO: trying to register non-static key.",
    "[   33.1] turning off the locking correctness validator.",
    "[   33.1] kmemleak: Memory pool empty, consider increasing CONFIG_DEBUG_KMEMLEAK_MEM_POOL_SIZE",
    "[   33.1] BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 33s!",
]
# As kernel 6.1 prints what it found; 6.12 leaves out the addresses.
LEAK = """unreferenced object 0xffff888012345678 (size 96):
  comm "modprobe", pid 812, jiffies 4294901234 (age 12.345s)
  hex dump (first 32 bytes):
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................
  backtrace:
    [<00000000b1a2c3d4>] kmalloc_trace+0x25/0x90
    [<00000000c1a2c3d4>] xbt_ring_up+0x1f/0x60 [xen_blkthrottle]
    [<00000000d1a2c3d4>] xbh_blk_ring_up+0x3f/0x60 [xen_backend_hooks]
"""
FINE = [
    "[   48.0] xen-blkback: backend/vbd/1/51712: using 1 queues, protocol 1 (x86_64-abi) persistent grants",
    "[   12.0] hrtimer: interrupt took 11243375 ns",
    "[   30.5] xen_backend_hooks: loading out-of-tree module taints kernel.",
]


# Upstream's own, on the debug kernel.
LATEEOI = """\
[   98.24] BUG: using smp_processor_id() in preemptible [00000000] code: 0.xvdb-0/192
[   98.24] caller is debug_smp_processor_id+0x17/0x20
[   98.25] CPU: 0 PID: 192 Comm: 0.xvdb-0 Tainted: G           O       6.1.192-dom0pack-debug #5
[   98.25] Call Trace:
[   98.25]  <TASK>
[   98.25]  check_preemption_disabled+0xe0/0xf0
[   98.25]  debug_smp_processor_id+0x17/0x20
[   98.25]  xen_irq_lateeoi_locked.part.0+0x262/0x2f0
[   98.25]  xen_irq_lateeoi+0x14a/0x150
[   98.25]  </TASK>
"""
# Upstream's own, where memory is made to fail.
IRQ_PROC = """\
[  447.83] WARNING: CPU: 0 PID: 7 at remove_proc_entry+0x117/0x190
[  447.85] CPU: 0 PID: 7 Comm: kworker/0:0 Tainted: G           O       6.1.192-dom0pack-debug #1
[  447.88] Call Trace:
[  447.88]  <TASK>
[  447.88]  unregister_irq_proc+0x95/0xf0
[  447.88]  free_desc+0x29/0x70
[  447.89]  </TASK>
"""


class KernelLog(unittest.TestCase):
    def folder(self, dmesg: str, console: str = "", before: int = 0, after: int = 0) -> Path:
        path = Path(tempfile.mkdtemp())
        self.addCleanup(subprocess.run, ["rm", "-rf", str(path)])
        (path / "console").mkdir()
        (path / "dmesg").write_text(dmesg)
        (path / "console" / "guest-g1.log").write_text(console)
        (path / "tainted-before").write_text(f"{before}\n")
        (path / "tainted-after").write_text(f"{after}\n")
        return path

    def test_every_kind_of_report_is_seen(self) -> None:
        for line in COMPLAINTS:
            with self.subTest(line):
                self.assertEqual(kernellog.complaint("\n".join([*FINE, line])), line)

    def test_plain_messages_are_not(self) -> None:
        self.assertIsNone(kernellog.judge(self.folder("\n".join(FINE))))

    def test_what_is_allowed_is_known_by_its_stack(self) -> None:
        self.assertIsNone(kernellog.complaint(LATEEOI))
        ours = LATEEOI.replace("xen_irq_lateeoi_locked", "xbt_gate_hold")
        self.assertIn("smp_processor_id", kernellog.complaint(ours) or "")
        # Nothing that comes behind it is allowed with it.
        self.assertEqual(kernellog.complaint(LATEEOI + COMPLAINTS[0]), COMPLAINTS[0])
        self.assertIsNotNone(kernellog.complaint(LATEEOI + ours))
        among = LATEEOI.splitlines()
        among.insert(8, COMPLAINTS[0])
        self.assertEqual(kernellog.complaint("\n".join(among)), COMPLAINTS[0])

    def test_guests_are_judged_too(self) -> None:
        self.assertIn("guest-g1", kernellog.judge(self.folder("", COMPLAINTS[0])) or "")

    def test_taint_without_a_message(self) -> None:
        self.assertIn("warning (W)", kernellog.judge(self.folder("", after=1 << 9)) or "")
        self.assertIsNone(kernellog.judge(self.folder("", before=1 << 9, after=1 << 9)))
        # One that may be there explains its own taint, and no other.
        self.assertIsNone(kernellog.judge(self.folder(IRQ_PROC, after=1 << 9)))
        self.assertIn("oops (D)", kernellog.judge(self.folder(IRQ_PROC, after=1 << 9 | 1 << 7)) or "")
        self.assertIn("warning (W)", kernellog.judge(self.folder(LATEEOI, after=1 << 9)) or "")
        # Out of tree (O) is what our modules are.
        self.assertIsNone(kernellog.judge(self.folder("", after=1 << 12)))

    def test_leaks(self) -> None:
        folder = self.folder("\n".join(FINE))
        (folder / "kmemleak").write_text("")
        self.assertIsNone(kernellog.judge(folder))
        (folder / "kmemleak").write_text(LEAK)
        said = kernellog.judge(folder) or ""
        self.assertIn("size 96", said)
        self.assertIn("from xbt_ring_up+0x1f/0x60 [xen_blkthrottle] < xbh_blk_ring_up", said)
        self.assertEqual(kernellog.leak(re.sub(r"\[<.*>\] ", "", LEAK)), kernellog.leak(LEAK))

    def test_a_leak_without_a_trace_is_one(self) -> None:
        self.assertIn("nobody knows", kernellog.leak(LEAK.split("    [<")[0]) or "")

    def test_no_logs_is_a_failure(self) -> None:
        self.assertIsNotNone(kernellog.judge(Path(tempfile.gettempdir()) / "nothing-here"))


class Cases(unittest.TestCase):
    def test_stock_comes_first_and_counted_clock_last(self) -> None:
        order = cases.all_cases()
        self.assertEqual(order[0].modules, "stock")
        self.assertEqual([case.icount for case in order], sorted(case.icount for case in order))

    def test_unknown_name(self) -> None:
        with self.assertRaisesRegex(HarnessError, "there is no case nosuch; there are: .*rate"):
            cases.select(["nosuch"])

    def test_why_a_case_does_not_run(self) -> None:
        case = cases.Case("c", "what", "stock", 1, ("6.1",), tool=False, front=False, programs=False,
                          test_modules=False, tracers=False, icount=False, flavours=("custom", "debug"))
        self.assertEqual(case.why_not("6.1", "debug"), "")
        self.assertEqual(case.why_not("6.1", "custom"), "")
        self.assertIn("6.12", case.why_not("6.12", "debug"))
        self.assertIn("make vm KERNEL=6.1 FLAVOUR=custom T=c", case.why_not("6.1", ""))
        self.assertIn("make vm KERNEL=6.1 FLAVOUR=custom T=c", case.why_not("6.1", "stock"))

    def test_a_long_case_waits_for_time(self) -> None:
        case = cases.Case("c", "what", "stock", 1, ("6.1",), tool=False, front=False, programs=False,
                          test_modules=False, tracers=False, icount=False, long=True)
        self.assertEqual(case.why_not("6.1", ""), "")
        self.assertIn("make vm KERNEL=6.1 T=c", case.why_not("6.1", "", brief=True))
        self.assertEqual(dataclasses.replace(case, long=False).why_not("6.1", "", brief=True), "")

    def test_flavours_of_cases_are_those_of_kernels(self) -> None:
        for case in cases.all_cases():
            self.assertLessEqual(set(case.flavours), set(kernels.FLAVOURS), case.name)

    def test_header_is_required(self) -> None:
        for text in ("echo no header\n", "# What: x\n# Needs: modules=other\n",
                     "# What: x\n# Needs: modules=stock speed=2\n"):
            with self.subTest(text), tempfile.TemporaryDirectory() as name:
                (Path(name) / "bad.sh").write_text(text)
                before, paths.CASES = paths.CASES, Path(name)
                self.addCleanup(setattr, paths, "CASES", before)
                with self.assertRaisesRegex(HarnessError, "bad.sh: the header needs"):
                    cases.all_cases()
                paths.CASES = before


class Kernels(unittest.TestCase):
    def test_flavours_are_those_of_the_script(self) -> None:
        done = subprocess.run(["bash", "-c", f'. "{paths.TOP}/scripts/lib-kernel.sh"; flavours " "'],
                              capture_output=True, text=True, check=True)
        self.assertEqual(tuple(done.stdout.split()), kernels.FLAVOURS)

    def test_only_one_is_the_debug_kernel(self) -> None:
        build = Path("/nowhere")
        self.assertTrue(kernels.Kernel("6.1.1", build, "debug").debug)
        self.assertFalse(kernels.Kernel("6.1.1", build, "custom").debug)
        self.assertFalse(kernels.Kernel("6.1.1").debug)


class Results(unittest.TestCase):
    def test_counts(self) -> None:
        made = [results.Result(name, verdict, "why", 1.0)
                for name, verdict in (("a", "pass"), ("b", "fail"), ("c", "skip"), ("d", "pass"))]
        self.assertEqual(results.summary(made), "2 passed, 1 failed, 1 skipped")
        self.assertEqual(made[1].line(), "FAIL b: why")


class Cpio(unittest.TestCase):
    def test_cpio_reads_it(self) -> None:
        archive = Archive()
        archive.file("a/b/file", b"content", 0o755)
        archive.link("a/link", "b/file")
        done = subprocess.run(["/bin/busybox", "cpio", "-t"], input=archive.finish(), capture_output=True, check=True)
        self.assertEqual(done.stdout.decode().split(), ["a", "a/b", "a/b/file", "a/link"])


if __name__ == "__main__":
    unittest.main()
