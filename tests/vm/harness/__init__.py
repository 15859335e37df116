# SPDX-License-Identifier: GPL-2.0-or-later
"""The Xen machine in QEMU: its image, its boots, its cases."""
