# SPDX-License-Identifier: GPL-2.0-or-later
"""A person at dom0's prompt: their terminal is the console."""

import sys
import termios
from dataclasses import replace

from .errors import HarnessError
from .machine import Machine, Options


def run(options: Options) -> int:
    if not sys.stdin.isatty():
        raise HarnessError("--shell needs a terminal on standard input")
    print("Booting Xen and dom0; a prompt comes in about 20 seconds. Leave with `exit`, or Ctrl-A X at any time.")
    before = termios.tcgetattr(sys.stdin)
    machine = Machine(replace(options, mode="shell"))
    try:
        machine.wait()
    finally:
        machine.close()
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
    return 0
