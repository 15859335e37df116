# SPDX-License-Identifier: GPL-2.0-or-later
"""How a program of the harness begins and ends."""

import signal
import sys
from collections.abc import Callable
from typing import NoReturn

from .errors import HarnessError


def _ended(number: int, _frame: object) -> None:
    """A polite kill cleans up as Ctrl-C does."""
    raise KeyboardInterrupt(number)


def run(name: str, main: Callable[[], int]) -> NoReturn:
    """Runs main and exits with what it returns; an error becomes one line."""
    signal.signal(signal.SIGTERM, _ended)
    signal.signal(signal.SIGHUP, _ended)
    try:
        sys.exit(main())
    except HarnessError as error:
        sys.exit(f"{name}: {error}")
    except KeyboardInterrupt:
        sys.exit(f"{name}: interrupted")
