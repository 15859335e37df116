# SPDX-License-Identifier: GPL-2.0-or-later
"""The demo: two guests, one disk, one limit; shown live and told in a report."""
