# SPDX-License-Identifier: GPL-2.0-or-later
"""The one kind of error that ends a run with a line and no traceback."""


class HarnessError(Exception):
    """What is wrong and what to do, in one line."""
